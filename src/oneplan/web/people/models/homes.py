"""Places people live in for a time."""

from django.db import models

from oneplan.web.people.models.person import Person
from oneplan.web.site.spells import Spell


class Home(models.Model):
    label = models.CharField(max_length=120)  # "Brown family home": what the diagram writes
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    plain_postcode = models.CharField(max_length=10, blank=True, db_index=True)
    is_protected = models.BooleanField(default=False)  # a refuge: the address is not shown on lists or diagrams
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.label

    @property
    def shown_address(self) -> str:
        if self.is_protected:
            return "Address kept safe"
        return ", ".join(part for part in (self.address, self.postcode) if part) or "Address not known"


class Residence(Spell):
    """A person living in a home; somebody may live in two at once."""

    class Pattern(models.TextChoices):
        MAIN = "main", "lives here"
        PART = "part", "part of the week"
        STAYING = "staying", "staying for now"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="residences")
    pattern = models.CharField(max_length=8, choices=Pattern, default=Pattern.MAIN)


class HomeDetail(Spell):
    """Tenure, landlord, repairs, a threat of eviction: dated."""

    class Kind(models.TextChoices):
        TENURE = "tenure", "tenure"
        LANDLORD = "landlord", "landlord"
        REPAIR = "repair", "repairs needed"
        EVICTION = "eviction", "risk of losing the home"
        OTHER = "other", "worth knowing"

    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="details")
    kind = models.CharField(max_length=10, choices=Kind)
    words = models.CharField(max_length=300)
