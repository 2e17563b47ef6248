"""Lists of people about whom a partner is asked; what they answer comes as a file of the feed."""

from django.db import models
from django.db.models import Q

from oneplan.web.data.models.feeds import Feed
from oneplan.web.data.models.loads import Load


class AskedList(models.Model):
    """`same` is what is filled in alike for everybody (our columns, in words); `left_out` counts by reason."""

    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="asked_lists")
    number = models.PositiveIntegerField()
    asked_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    wanted_by = models.DateField()
    same = models.JSONField(default=dict)
    left_out = models.JSONField(default=dict)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    closed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "number"], name="asked_list_numbered")]

    def __str__(self) -> str:
        return f"List {self.number}: {self.feed}"


class AskedPerson(models.Model):
    """Somebody on a list. Answered once a row for them was taken, in the file and row that say so."""

    asked = models.ForeignKey(AskedList, on_delete=models.CASCADE, related_name="people")
    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    chased = models.PositiveSmallIntegerField(default=0)
    load = models.ForeignKey(Load, null=True, on_delete=models.PROTECT, related_name="+")
    row = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["asked", "load"])]
        constraints = [
            models.UniqueConstraint(fields=["asked", "person"], name="asked_person_once_a_list"),
            models.CheckConstraint(
                condition=Q(load=None, row=None) | Q(load__isnull=False, row__isnull=False), name="asked_answer_has_row"
            ),
        ]


class AskedChase(models.Model):
    """The partner was reminded: of how many, and until when an answer is wanted now."""

    asked = models.ForeignKey(AskedList, on_delete=models.CASCADE, related_name="chases")
    at = models.DateTimeField()
    by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=300)
    people = models.PositiveIntegerField()
    wanted_by = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["asked", "at"])]
