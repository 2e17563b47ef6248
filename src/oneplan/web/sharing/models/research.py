"""Consent to research: a thing apart from help. Refusing a study changes nothing about the service."""

from django.db import models
from django.db.models import Q


class Study(models.Model):
    name = models.CharField(max_length=120, unique=True)
    run_by = models.CharField(max_length=120)
    contact = models.CharField(max_length=120)
    destroy_days = models.PositiveSmallIntegerField(default=14)  # withdrawn within so many days of the interview
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)


class ResearchAnswer(models.Model):
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
    worker = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="research_answers")
    family = models.ForeignKey("people.Family", null=True, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField()
    talk_with_worker = models.BooleanField(default=False)  # the family form lets the researcher talk with the worker
    on = models.DateField()
    interview_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.NOTHING)
    recorded_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(form="family", person__isnull=False, worker=None)
                | Q(form="worker", worker__isnull=False, person=None),
                name="research_answer_of_one",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, outcome="") | (Q(withdrawn_on__isnull=False) & ~Q(outcome="")),
                name="research_withdrawn_has_outcome",
            ),
        ]
