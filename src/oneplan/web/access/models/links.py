"""What a partner without an account may do by one link, and the questions workers ask by it."""

from django.db import models
from django.db.models import Q


class PartnerLink(models.Model):
    """One link, for one worker of a partner, for one purpose about one family; bound to one browser."""

    class Purpose(models.TextChoices):
        REPORT = "report", "say how an action goes"
        ANSWER = "answer", "answer a question"

    purpose = models.CharField(max_length=8, choices=Purpose)
    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="partner_links")
    worker = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    thing_id = models.BigIntegerField()  # the action, or the question
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    secret_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    browser_digest = models.CharField(max_length=64, blank=True)
    bound_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["family", "-made_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(browser_digest="", bound_at=None) | (~Q(browser_digest="") & Q(bound_at__isnull=False)),
                name="partner_link_bound_has_time",
            )
        ]


class PartnerQuestion(models.Model):
    """A question to a partner's worker; answering it opens nothing of the record on either side."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="partner_questions")
    asked_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="questions_asked")
    to = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, max_length=2000)
    answered_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="partner_answer_has_time",
            )
        ]
