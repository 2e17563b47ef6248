"""Places people live in for a time."""

from typing import Self

from django.db import models
from django.db.models import Q

from oneplan.web.people.models.person import Person
from oneplan.web.site.sealed import EncryptedTextField
from oneplan.web.site.spells import Spell


class Home(models.Model):
    """Where the address stands depends on whether it is protected: in the open columns, or sealed. Never in both."""

    label = models.CharField(max_length=120)  # "Brown family home": what the diagram writes
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    plain_postcode = models.CharField(max_length=10, blank=True, db_index=True)
    is_protected = models.BooleanField(default=False)  # a refuge: the address is not shown on lists or diagrams
    sealed_address = EncryptedTextField(blank=True, default="")
    sealed_postcode = EncryptedTextField(blank=True, default="")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_protected=False, sealed_address="", sealed_postcode="")
                | Q(is_protected=True, address="", postcode="", plain_postcode=""),
                name="home_protected_is_sealed",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def shown_address(self) -> str:
        if self.is_protected:
            return "Address kept safe"
        return self.whole_address

    @property
    def whole_address(self) -> str:
        """The address whether it is protected or not: only for whoever may read it."""
        return ", ".join(part for part in self.parts_of_address if part) or "Address not known"

    @property
    def parts_of_address(self) -> tuple[str, str]:
        return (self.sealed_address, self.sealed_postcode) if self.is_protected else (self.address, self.postcode)

    def put_at(self, address: str, postcode: str, *, is_protected: bool) -> Self:
        """Set where the home is, in the open columns or sealed."""
        parts = (address, postcode.upper())
        self.is_protected = is_protected
        self.sealed_address, self.sealed_postcode = parts if is_protected else ("", "")
        self.address, self.postcode = ("", "") if is_protected else parts
        self.plain_postcode = self.postcode.replace(" ", "")
        return self


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
