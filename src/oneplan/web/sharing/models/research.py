"""Consent to research: a thing apart from help. Refusing a study changes nothing about the service.

No other room asks these tables, and nothing of them stands in a family's record.
"""

from django.db import models
from django.db.models import Q


class Study(models.Model):
    """`about` is what a family is told before it is asked, `about_workers` what workers are told, where they may."""

    name = models.CharField(max_length=120, unique=True)
    run_by = models.CharField(max_length=120)
    contact = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    about_workers = models.TextField(blank=True)  # empty: workers are not asked
    guide = models.TextField(blank=True)  # what is asked about; any of it may be left unanswered
    thanks = models.CharField(max_length=120, blank=True)
    destroy_days = models.PositiveSmallIntegerField(default=14)  # withdrawn within so many days of the interview
    follow_up_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    researchers = models.ManyToManyField("agencies.Worker", related_name="studies", blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ResearchAnswer(models.Model):
    """One person's answer to one study. Once it is taken back, the row says that somebody did, and no longer who."""

    class Form(models.TextChoices):
        FAMILY = "family", "family's form"
        WORKER = "worker", "worker's form"

    class Outcome(models.TextChoices):
        NOTHING = "", "takes part"
        DESTROYED = "destroyed", "everything is destroyed"
        ANONYMOUS = "anonymous", "kept without their name"

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="answers")
    form = models.CharField(max_length=6, choices=Form)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="research_answers")
    given_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="research_answers")
    family = models.ForeignKey("people.Family", null=True, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    talk_with_worker = models.BooleanField(default=False)  # the family form lets the researcher talk with the worker
    reach = models.CharField(max_length=120, blank=True)  # how the researcher reaches them, given for the study alone
    on = models.DateField()
    interview_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.NOTHING)
    outside_done_on = models.DateField(null=True, blank=True)  # what the researchers held elsewhere is gone as well
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(form="family", person__isnull=False, worker=None)
                | Q(form="worker", worker__isnull=False, person=None)
                | (Q(person=None, worker=None) & ~Q(outcome="")),
                name="research_answer_of_one",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, outcome="") | (Q(withdrawn_on__isnull=False) & ~Q(outcome="")),
                name="research_withdrawn_has_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(person=None, worker=None, given_by=None, family=None, reach=""),
                name="research_withdrawn_names_nobody",
            ),
        ]

    @property
    def number(self) -> str:
        """What stands for the person on whatever the researchers keep elsewhere."""
        return f"{self.study_id}-{self.pk}"


class StudyEntry(models.Model):
    """What was done in a study with one person: the form's copy, recording, interview, thanks, a word."""

    class Kind(models.TextChoices):
        COPY = "copy", "copy of the form given"
        RECORDING = "recording", "agreed to be recorded"
        NO_RECORDING = "no_recording", "does not want to be recorded"
        INTERVIEW = "interview", "interview"
        FOLLOW_UP = "follow_up", "second interview"
        THANKS = "thanks", "thanks given"
        WORRY = "worry", "a worry was passed on"
        NOTE = "note", "a word"

    answer = models.ForeignKey(ResearchAnswer, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=Kind)
    on = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
