"""What is kept from whom: records for named workers only, staff's own families, entries kept private, emergencies."""

from django.db import models
from django.db.models import F, Q


class GuardedRecord(models.Model):
    """A family's record that only named workers open, whatever their role; lifted with a reason."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="guards")
    reason = models.CharField(max_length=300)
    workers = models.ManyToManyField("agencies.Worker", related_name="guarded_records")
    set_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family"], condition=Q(lifted_at=None), name="guard_once_a_family"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lift_reason="") | (Q(lifted_at__isnull=False) & ~Q(lift_reason="")),
                name="guard_lifted_has_reason",
            ),
        ]


class StaffTie(models.Model):
    """A worker's own family, or one they are too close to: they never open its record."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="staff_ties")
    worker = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="ties")
    set_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["family", "worker"], condition=Q(ended_at=None), name="tie_once")
        ]


class EmergencyOpening(models.Model):
    """Somebody opened a record they would not see, for a few hours; a manager looks at it the next day."""

    class Finding(models.TextChoices):
        RIGHT = "right", "it was right"
        UNCLEAR = "unclear", "talked about, nothing more to do"
        WRONG = "wrong", "it was not right"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="emergency_openings")
    worker = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="emergency_openings")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    review_by = models.DateField()
    reviewed_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=8, choices=Finding, blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["worker", "until"]), models.Index(fields=["reviewed_at", "review_by"])]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("opened_at")), name="emergency_ends_after_start"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_at=None, finding="")
                | (Q(reviewed_by__isnull=False, reviewed_at__isnull=False) & ~Q(finding="")),
                name="emergency_reviewed_by_somebody",
            ),
        ]


class KeptPrivate(models.Model):
    """One entry of the record kept from others.

    `named`: only the named workers see it (the police told the manager, not the group). `member`: it is private to
    one person of the family, and no other member ever gets it by page, letter, drawing or file.
    """

    class Kind(models.TextChoices):
        NAMED = "named", "for named workers only"
        MEMBER = "member", "private to one person of the family"

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="kept_private")
    thing_type = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    kind = models.CharField(max_length=6, choices=Kind)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="kept_private")
    workers = models.ManyToManyField("agencies.Worker", related_name="named_for", blank=True)
    part_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["family", "lifted_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["thing_type", "thing_id", "kind"], condition=Q(lifted_at=None), name="private_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="member", person__isnull=False) | Q(kind="named", person=None),
                name="private_names_its_person",
            ),
        ]
