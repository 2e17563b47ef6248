"""The one plan: goals with where they started, where they are and where they aim; actions with owners."""

from django.db import models
from django.db.models import F, Q


class Plan(models.Model):
    episode = models.OneToOneField("casework.Episode", on_delete=models.PROTECT, related_name="plan")
    made_on = models.DateField()
    agreed_with = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)


class Goal(models.Model):
    class State(models.TextChoices):
        FOCUS = "focus", "in focus now"
        WAITING = "waiting", "waiting its turn"
        PAUSED = "paused", "paused"
        BETTER = "better", "better"
        REACHED = "reached", "reached"
        UNCLEAR = "unclear", "not clear"
        NOT_REACHED = "not_reached", "not reached"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    title = models.CharField(max_length=200)
    why = models.CharField(max_length=300, blank=True)
    tells = models.CharField(max_length=16, blank=True)  # a kind of information; empty: what its words give away
    people = models.ManyToManyField("people.Person", related_name="goals", blank=True)  # empty: everyone
    led_by = models.ForeignKey("agencies.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=120, blank=True)  # "nights settled out of 7"
    baseline = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    baseline_words = models.CharField(max_length=120, blank=True)
    target = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    target_words = models.CharField(max_length=120, blank=True)
    good_enough = models.CharField(max_length=200, blank=True)
    scale_to = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)  # end of the drawn bar
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    state_words = models.CharField(max_length=300, blank=True)
    chosen_by_family = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(state="focus"), name="goal_one_in_focus"),
        ]


class GoalVersion(models.Model):
    """What a goal said before it was changed, and why it changed."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    fields = models.JSONField()
    why = models.CharField(max_length=300, blank=True)
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["goal", "version"], name="goal_version_once")]


class GoalReading(models.Model):
    """Where a goal stood on a day, and who says so."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="readings")
    on = models.DateField()
    value = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    words = models.CharField(max_length=200)
    said_by = models.CharField(max_length=120)
    source = models.CharField(max_length=120, blank=True)  # "school report"
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]


class Action(models.Model):
    class State(models.TextChoices):
        OPEN = "open", "to do"
        DONE = "done", "done"
        DROPPED = "dropped", "no longer needed"

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    done_on = models.DateField(null=True, blank=True)
    how_it_went = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", done_on=None) | (~Q(state="open") & Q(done_on__isnull=False)),
                name="action_finished_has_day",
            )
        ]


class ActionOwner(models.Model):
    """Who does it: somebody in the family, a worker, or an agency."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="owners")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="owned_actions")
    worker = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="owned_actions")
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="owned_actions")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, worker=None, agency=None)
                | Q(person=None, worker__isnull=False, agency=None)
                | Q(person=None, worker=None, agency__isnull=False),
                name="action_owner_is_one",
            )
        ]
