"""When information went where it should not: what happened, to whom, what was done, and who was told."""

from django.db import models
from django.db.models import Q


class Breach(models.Model):
    class Harm(models.TextChoices):
        UNLIKELY = "unlikely", "harm is unlikely"
        SOME = "some", "some harm is possible"
        HIGH = "high", "serious harm is likely"

    class Tell(models.TextChoices):
        OPEN = "", "not decided yet"
        YES = "yes", "they are told"
        NO = "no", "they need not be told"

    what = models.TextField()
    happened_on = models.DateField(null=True, blank=True)
    known_at = models.DateTimeField()  # the hours run from here
    who_noticed = models.CharField(max_length=120, blank=True)
    families = models.ManyToManyField("people.Family", related_name="+", blank=True)
    number_of_people = models.PositiveIntegerField(null=True, blank=True)
    kinds = models.CharField(max_length=300)  # which information
    harm = models.CharField(max_length=8, choices=Harm)
    harm_words = models.CharField(max_length=500, blank=True)
    tell_regulator = models.CharField(max_length=3, choices=Tell, blank=True, default=Tell.OPEN)
    regulator_why = models.CharField(max_length=500, blank=True)
    regulator_told_at = models.DateTimeField(null=True, blank=True)
    regulator_reference = models.CharField(max_length=60, blank=True)
    tell_people = models.CharField(max_length=3, choices=Tell, blank=True, default=Tell.OPEN)
    people_why = models.CharField(max_length=500, blank=True)
    people_told_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    learned = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "breaches"
        ordering = ["-known_at", "-pk"]
        indexes = [models.Index(fields=["closed_on", "known_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(tell_regulator="") | ~Q(regulator_why=""), name="breach_regulator_decision_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(tell_people="") | ~Q(people_why=""), name="breach_people_decision_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | (~Q(tell_regulator="") & ~Q(tell_people="")),
                name="breach_closed_is_decided",
            ),
        ]

    @property
    def reference(self) -> str:
        return f"B-{1000 + self.pk}"


class BreachStep(models.Model):
    """Something that was done about it; nothing is overwritten."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="steps")
    on = models.DateField()
    words = models.CharField(max_length=500)
    recorded_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
