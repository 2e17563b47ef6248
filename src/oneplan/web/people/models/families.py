"""Families: groups supported together, not tied to one home or to one child."""

from django.db import models
from django.db.models import F, Q

from oneplan.web.people.models.person import Person
from oneplan.web.site.spells import Spell


class Family(models.Model):
    name = models.CharField(max_length=120)  # "Williams": shown as "The Williams family"
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "families"
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        # when its time was over its name was taken away, and the number stayed
        return f"The {self.name} family" if self.name else "A family no longer kept"

    @property
    def reference(self) -> str:
        return f"F-{1000 + self.pk}"


class Membership(Spell):
    class Role(models.TextChoices):
        CHILD = "child", "child"
        PARENT = "parent", "parent or carer"
        EXPECTANT = "expectant", "expectant parent"
        ELSEWHERE = "elsewhere", "parent living elsewhere"
        CO_PARENT = "co_parent", "co-parenting relative"
        NETWORK = "network", "friend, neighbour or relative who matters"
        OTHER = "other", "other member"

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    note = models.CharField(max_length=200, blank=True)
    is_counted_here = models.BooleanField(default=True)  # where work with this person is counted once (R003)
    never_met = models.BooleanField(default=False)

    class Meta(Spell.Meta):
        indexes = [models.Index(fields=["family", "known_until"]), models.Index(fields=["person", "known_until"])]


class FamilyLink(models.Model):
    """A family that formed out of another: a teenager who becomes a parent, a couple who part."""

    older = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="formed")
    newer = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="formed_from")
    through = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["older", "newer"], name="family_link_once"),
            models.CheckConstraint(condition=~Q(older=F("newer")), name="family_link_two_families"),
        ]


class EarlierHelp(Spell):
    """Help a family had before or elsewhere, and how they felt about it."""

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="earlier_help")
    agency = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=300)
    how_it_felt = models.CharField(max_length=300, blank=True)
    was_bad = models.BooleanField(default=False)
