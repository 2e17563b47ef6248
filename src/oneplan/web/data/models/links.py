"""A link by which somebody at a partner, without an account, answers one list; and what they have typed so far."""

from django.db import models
from django.db.models import Q

from oneplan.web.site.sealed import EncryptedTextField


class ListLink(models.Model):
    """One list, for one person at the partner, bound to one browser. `worker` where OnePlan knows them."""

    asked = models.ForeignKey("data.AskedList", on_delete=models.CASCADE, related_name="links")
    worker = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=120)
    to_email = models.EmailField(blank=True)
    made_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    secret_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    browser_digest = models.CharField(max_length=64, blank=True)
    bound_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked"], condition=Q(ended_at=None), name="list_link_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(browser_digest="", bound_at=None) | (~Q(browser_digest="") & Q(bound_at__isnull=False)),
                name="list_link_bound_has_time",
            ),
        ]


class ListAnswer(models.Model):
    """What was typed of somebody and is not handed in: sealed. Once handed in it is empty, and says in which file."""

    link = models.ForeignKey(ListLink, on_delete=models.CASCADE, related_name="answers")
    line = models.ForeignKey("data.AskedPerson", on_delete=models.CASCADE, related_name="+")
    said = EncryptedTextField(default="")  # by our names of columns, as the partner writes it
    saved_at = models.DateTimeField()
    load = models.ForeignKey("data.Load", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "line"], name="list_answer_once_a_person")]
