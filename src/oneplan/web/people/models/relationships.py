"""How two people stand to each other, dated: family ties, care, and how close they are."""

from django.db import models
from django.db.models import F, Q

from oneplan.web.people.models.person import Person
from oneplan.web.site.spells import Spell


class Relationship(Spell):
    """Read it as a sentence: `person` is the <kind> `other`."""

    class Kind(models.TextChoices):
        PARENT = "parent", "parent of"
        ADOPTIVE = "adoptive", "adoptive parent of"
        FOSTER = "foster", "foster carer of"
        GUARDIAN = "guardian", "guardian of"
        STEP = "step", "step-parent of"
        CO_PARENT = "co_parent", "co-parenting relative of"
        GRANDPARENT = "grandparent", "grandparent of"
        MARRIED = "married", "married to"
        LIVING_TOGETHER = "together", "living together with"
        PARTNER = "partner", "partner of"
        SEPARATED = "separated", "separated from"
        DIVORCED = "divorced", "divorced from"
        FORMER = "former", "former partner of"
        TWIN = "twin", "twin of"
        IDENTICAL_TWIN = "identical", "identical twin of"
        SIBLING = "sibling", "brother or sister of"
        CARES_FOR = "cares_for", "cares for"
        FRIEND = "friend", "friend or neighbour of"
        CLOSE = "close", "close to"
        DISTANT = "distant", "distant from"
        CONFLICT = "conflict", "in conflict with"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relationships_to")
    kind = models.CharField(max_length=12, choices=Kind)
    note = models.CharField(max_length=300, blank=True)  # "sees him frequently", "sees the children on Sundays"

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(condition=~Q(person=F("other")), name="relationship_of_two"),
        ]


PARENTAL = frozenset(
    {
        Relationship.Kind.PARENT,
        Relationship.Kind.ADOPTIVE,
        Relationship.Kind.FOSTER,
        Relationship.Kind.GUARDIAN,
        Relationship.Kind.STEP,
    }
)
COUPLES = frozenset(
    {
        Relationship.Kind.MARRIED,
        Relationship.Kind.LIVING_TOGETHER,
        Relationship.Kind.PARTNER,
        Relationship.Kind.SEPARATED,
        Relationship.Kind.DIVORCED,
        Relationship.Kind.FORMER,
    }
)
