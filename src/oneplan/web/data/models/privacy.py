"""What was judged of a feed before it is linked: every version stays."""

from django.db import models
from django.db.models import F, Q

from oneplan.web.data.models.feeds import Feed


class PrivacyAssessment(models.Model):
    """One version of a feed's privacy assessment; the one with the highest number holds."""

    class Decision(models.TextChoices):  # as in rulebook/feeds/privacy.py
        MAY = "may", "it may be linked"
        MAY_IF = "may_if", "it may be linked, as long as what is written here is done"
        MUST_NOT = "must_not", "it must not be linked"

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="assessments")
    number = models.PositiveIntegerField()
    linked = models.TextField()  # what is linked with what, and why
    basis = models.TextField()
    risks = models.TextField()
    measures = models.TextField()
    first_looked = models.TextField()  # who looks before anything is done: never on a score alone
    decision = models.CharField(max_length=8, choices=Decision)
    decided_by = models.CharField(max_length=160)  # often somebody without an account
    decided_on = models.DateField()
    review_on = models.DateField()
    why = models.CharField(max_length=300, blank=True)  # why it was revised
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "number"], name="privacy_assessment_numbered"),
            models.CheckConstraint(condition=Q(review_on__gt=F("decided_on")), name="privacy_reviewed_later"),
        ]
