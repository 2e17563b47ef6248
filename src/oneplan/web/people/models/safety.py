"""What keeps people safe: who may not see a child, how somebody may be reached, what a visitor must know."""

from django.db import models
from django.db.models import F, Q

from oneplan.web.people.models.families import Family
from oneplan.web.people.models.homes import Home
from oneplan.web.people.models.person import Person
from oneplan.web.site.spells import Spell


class ContactRestriction(Spell):
    """Somebody may not have contact, or only some, with a child."""

    class Kind(models.TextChoices):
        ORDER = "order", "court order"
        BAIL = "bail", "bail or licence condition"
        AGREEMENT = "agreement", "written agreement"
        CONCERN = "concern", "concern, not an order"

    class Extent(models.TextChoices):
        NONE = "none", "no contact"
        SUPERVISED = "supervised", "supervised contact only"
        INDIRECT = "indirect", "letters or calls only"
        WORRY = "worry", "a worry about contact"  # of a concern: nothing forbids it

    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="protected_by")
    barred = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="barred_by")
    kind = models.CharField(max_length=10, choices=Kind)
    extent = models.CharField(max_length=10, choices=Extent, default=Extent.NONE)
    words = models.CharField(max_length=300, blank=True)
    breach_feared = models.BooleanField(default=False)

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(condition=~Q(child=F("barred")), name="restriction_of_two"),
            models.CheckConstraint(condition=~Q(extent="worry") | Q(kind="concern"), name="only_a_concern_is_a_worry"),
        ]


class SafeContactRule(Spell):
    """How somebody may safely be reached; every message obeys it."""

    class Channel(models.TextChoices):
        TEXT = "text", "text messages"
        CALL = "call", "phone calls"
        EMAIL = "email", "e-mail"
        POST = "post", "post"
        ANY = "any", "any way"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="safe_contact")
    channel = models.CharField(max_length=6, choices=Channel)
    never = models.BooleanField(default=False)  # "post is not safe"
    not_before = models.TimeField(null=True, blank=True)
    not_after = models.TimeField(null=True, blank=True)  # "never text after six"
    words = models.CharField(max_length=200, blank=True)

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=Q(never=True) | Q(not_before__isnull=False) | Q(not_after__isnull=False),
                name="safe_contact_says_something",
            ),
        ]


class VisitWarning(Spell):
    """What somebody who visits must know first: a dog, visit in twos."""

    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="visit_warnings")
    home = models.ForeignKey(Home, null=True, blank=True, on_delete=models.PROTECT, related_name="visit_warnings")
    words = models.CharField(max_length=200)

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(
                condition=Q(family__isnull=False, home=None) | Q(family=None, home__isnull=False),
                name="visit_warning_of_one",
            ),
        ]
