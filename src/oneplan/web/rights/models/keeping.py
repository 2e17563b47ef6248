"""How long the area keeps things, what must not be removed, and what was."""

from django.db import models
from django.db.models import F, Q


class AreaPeriod(models.Model):
    """The area's own figure for a rule, from a day on; the shipped ones hold until there is one."""

    rule = models.CharField(max_length=30)  # a rule of rulebook/retention/periods.yaml
    since = models.DateField()
    years = models.PositiveSmallIntegerField(default=0)
    months = models.PositiveSmallIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=0)
    youngest_child = models.PositiveSmallIntegerField(default=0)  # the age until which it is kept at least
    is_never = models.BooleanField(default=False)
    source = models.CharField(max_length=300)  # the area's schedule, its line, who decided
    set_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["rule", "-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "since"], name="area_period_once_a_day"),
            models.CheckConstraint(
                condition=Q(is_never=True) | Q(years__gt=0) | Q(months__gt=0) | Q(days__gt=0) | Q(youngest_child__gt=0),
                name="area_period_says_something",
            ),
        ]


class Hold(models.Model):
    """Nothing of this family, this person, or under this rule is removed until the hold is lifted."""

    class Kind(models.TextChoices):
        COURT = "court", "a court case or a claim"
        INQUIRY = "inquiry", "a public inquiry"
        COMPLAINT = "complaint", "a complaint that is looked into"
        RESTRICTED = "restricted", "the person asked that we only keep it"
        OTHER = "other", "another reason"

    kind = models.CharField(max_length=10, choices=Kind)
    family = models.ForeignKey("people.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="holds")
    person = models.ForeignKey("people.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="holds")
    rule = models.CharField(max_length=30, blank=True)
    why = models.CharField(max_length=300)
    set_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-set_at", "-pk"]
        indexes = [models.Index(fields=["lifted_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(family__isnull=False, person=None, rule="")
                | Q(family=None, person__isnull=False, rule="")
                | (Q(family=None, person=None) & ~Q(rule="")),
                name="hold_of_one",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_why="") | (Q(lifted_at__isnull=False) & ~Q(lifted_why="")),
                name="hold_lifted_has_reason",
            ),
        ]


class RetentionRun(models.Model):
    """One removal of everything whose time is over, batch by batch; a stopped run is gone on with."""

    day = models.DateField()  # what is due is judged for this day
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    number_of_batches = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # rows by model, no values

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(finished_at=None), name="retention_one_open_run_a_day"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")), name="retention_run_in_order"
            ),
        ]


class Tombstone(models.Model):
    """Says that something was here and is gone by which rule: a number, never a word of what it said."""

    run = models.ForeignKey(RetentionRun, on_delete=models.PROTECT, related_name="tombstones")
    thing_type = models.CharField(max_length=40)  # "people.family"
    thing_id = models.CharField(max_length=40)
    rule = models.CharField(max_length=30)
    due_on = models.DateField()
    at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing_type", "thing_id"], name="tombstone_once")]
