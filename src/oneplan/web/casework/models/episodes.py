"""One stretch of support, who carries it, at which level of need, and what is watched."""

from django.db import models
from django.db.models import F, Q

from oneplan.web.site.spells import Spell


class Episode(models.Model):
    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="episodes")
    team = models.ForeignKey("agencies.Team", null=True, blank=True, on_delete=models.PROTECT, related_name="episodes")
    opened_on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    expected_until = models.DateField(null=True, blank=True)  # a prompt to think, never a cut-off
    closed_on = models.DateField(null=True, blank=True)
    closure_reason = models.CharField(max_length=40, blank=True)  # a code of the area's list "closure_reason"
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["team", "closed_on"])]
        constraints = [
            models.UniqueConstraint(fields=["family"], condition=Q(closed_on=None), name="episode_one_open_a_family"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closure_reason="") | (Q(closed_on__isnull=False) & ~Q(closure_reason="")),
                name="episode_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="episode_closed_after_opened"
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class EpisodeRole(Spell):
    """The key worker, and, as a separate role, the lead professional: who, who decided, why, any objection."""

    class Kind(models.TextChoices):
        KEY_WORKER = "key_worker", "key worker"
        LEAD = "lead", "lead professional"

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(max_length=10, choices=Kind)
    worker = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="episode_roles")
    decided_by = models.CharField(max_length=120)
    why = models.CharField(max_length=300, blank=True)
    answers_for = models.CharField(max_length=300, blank=True)
    objection = models.CharField(max_length=300, blank=True)

    class Meta(Spell.Meta):
        indexes = [models.Index(fields=["worker", "kind", "known_until"])]
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(
                fields=["episode", "kind"],
                condition=Q(known_until=None, valid_to=None),
                name="episode_one_current_holder_a_role",
            ),
        ]


class LevelDecision(models.Model):
    """A level of need with who decided it and why, also when somebody else's threshold was not met."""

    class Stage(models.TextChoices):
        REQUEST = "request", "at the request"
        ASSESSMENT = "assessment", "when we knew them"
        REVIEW = "review", "at a review"
        SOCIAL_CARE = "social_care", "social care's decision"
        CLOSURE = "closure", "when we said goodbye"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="level_decisions")
    stage = models.CharField(max_length=12, choices=Stage)
    level = models.CharField(max_length=40, blank=True)  # a code of the area's list "level"
    outcome = models.CharField(max_length=200, blank=True)  # "does not meet the social care threshold"
    why = models.CharField(max_length=500)
    conditions = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=120)
    on = models.DateField()
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(level="") | ~Q(outcome=""), name="level_decision_says_something")
        ]


class VisitPattern(Spell):
    """How often the family and their worker planned to meet; what took place is in the notes."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", "every day"
        WEEKLY = "weekly", "every week"
        FORTNIGHTLY = "fortnightly", "every two weeks"
        MONTHLY = "monthly", "every month"
        PHONE = "phone", "mostly by phone"
        AS_NEEDED = "as_needed", "when it is needed"

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="visit_patterns")
    rhythm = models.CharField(max_length=12, choices=Rhythm)
    words = models.CharField(max_length=200, blank=True)
    is_taper = models.BooleanField(default=False)  # stepping down towards goodbye


class WatchSign(models.Model):
    """A sign that things slip back, with what to do when it is seen."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="watch_signs")
    sign = models.CharField(max_length=200)
    what_to_do = models.CharField(max_length=300)
    asked_by = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    seen_words = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()


class LinkedPlan(models.Model):
    """Another agency's plan for somebody in the family: child in need, school, CAMHS, or a crunch point's plan."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="linked_plans")
    kind = models.CharField(max_length=40)
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=500)
    who_may_authorise = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
