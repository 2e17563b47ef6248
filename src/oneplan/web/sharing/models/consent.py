"""Talks about what a family agrees to, and the answers. An answer is never changed: a newer one stands beside it."""

from django.db import models
from django.db.models import F, Q

from oneplan.rulebook.sharing.consent import Answer, Purpose


class PrivacyNotice(models.Model):
    """What families are told about what is kept of them; each version stays readable."""

    version = models.SlugField(max_length=40, unique=True)
    text = models.TextField()
    valid_from = models.DateField()
    changes = models.CharField(max_length=500, blank=True)  # what is new, as families read it
    asks_anew = models.BooleanField(default=False)  # so much is new that each family is talked with again

    class Meta:
        ordering = ["valid_from", "pk"]


class ConsentTalk(models.Model):
    """A conversation, not a form: what was explained and asked. Trying without reaching anybody is kept too."""

    class Way(models.TextChoices):
        VISIT = "visit", "at home"
        MET = "met", "met elsewhere"
        CALL = "call", "by phone"
        VIDEO = "video", "by video"
        LETTER = "letter", "in writing"
        TRIED = "tried", "tried, nobody was reached"

    class Choice(models.TextChoices):
        NOT_ASKED = "", "not asked yet"
        REAL = "real", "yes, a real choice"
        PARTLY = "partly", "in part"
        NONE = "none", "no, it felt like a must"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="consent_talks")
    on = models.DateField()
    way = models.CharField(max_length=8, choices=Way)
    with_people = models.ManyToManyField("people.Person", related_name="consent_talks", blank=True)
    language = models.CharField(max_length=60, blank=True)
    interpreter = models.CharField(max_length=120, blank=True)
    explained = models.TextField(blank=True)
    asked = models.TextField(blank=True)
    understood = models.TextField(blank=True)
    choice = models.CharField(max_length=8, choices=Choice, blank=True, default=Choice.NOT_ASKED)
    choice_words = models.CharField(max_length=300, blank=True)
    notice = models.ForeignKey(PrivacyNotice, null=True, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="consent_talks")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["family", "on"])]


class ConsentAnswer(models.Model):
    """One person's answer to one question: a purpose, and for sharing an agency and a kind of information.

    Without `agency` or `category` it is about every one of them. `given_by` is who said it: the person, or whoever
    speaks for them.
    """

    talk = models.ForeignKey(ConsentTalk, null=True, on_delete=models.PROTECT, related_name="answers")
    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="consent_answers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="consent_answers")
    given_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="consents_given")
    purpose = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Purpose])
    answer = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Answer])
    agency = models.ForeignKey("agencies.Agency", null=True, on_delete=models.PROTECT, related_name="consent_answers")
    category = models.CharField(max_length=16, blank=True)  # a code of rulebook/sharing/categories.yaml
    on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "purpose"]),
            models.Index(fields=["family", "on"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("on")), name="consent_expires_after_start"
            ),
            models.CheckConstraint(
                condition=Q(purpose="share") | Q(category=""), name="consent_category_is_for_sharing"
            ),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_reason="") | (Q(struck_at__isnull=False) & ~Q(struck_reason="")),
                name="consent_struck_has_reason",
            ),
        ]

    @property
    def is_own(self) -> bool:
        return self.person_id == self.given_by_id
