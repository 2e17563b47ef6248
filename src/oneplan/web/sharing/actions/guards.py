"""Keep a record to named workers, a worker from their own family, an entry to those it is meant for."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Model, Q

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.actions import emergencies
from oneplan.web.sharing.models import EmergencyOpening, GuardedRecord, KeptPrivate, StaffTie
from oneplan.web.sharing.reads import guarded as guarded_reads
from oneplan.web.sharing.reads import private, speakers
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import ChangedMeanwhile


class CannotGuard(Exception):
    """The text is written for the worker."""


@action
def guard(
    *, family: Family, reason: str, workers: Sequence[Worker], by: Worker, at: datetime, seen: str | None = None
) -> GuardedRecord:
    """Shut the record to all but these workers, or change who they are. Whoever does it stays among them.

    `seen` is the `version_of` what a form was drawn with. Raises ChangedMeanwhile.
    """
    policy.require(Permission.RECORD_GUARD, by=by, about=family)
    if not reason.strip():
        raise CannotGuard("Say why this record is kept to named workers.")
    named = {worker.pk: worker for worker in workers if worker.is_active}
    if by.pk not in named:
        raise CannotGuard("Name yourself as well: somebody must be able to open it, and to lift this again.")
    _require_somebody_who_works_with(family, named)
    Family.objects.select_for_update().get(pk=family.pk)
    row = GuardedRecord.objects.filter(family=family, lifted_at=None).first()
    if seen is not None and seen != (now := guarded_reads.version_of(row)):
        raise ChangedMeanwhile(theirs=row, yours=list(named.values()), version=now)
    if row is None:
        row = GuardedRecord.objects.create(family=family, reason=reason.strip(), set_by=by, set_at=at)
    else:
        row.reason = reason.strip()
        row.save(update_fields=["reason"])
    row.workers.set(named.values())
    audit.record("record_guarded", about=row, by=by, at=at, family=family, workers=sorted(named))
    return row


def _require_somebody_who_works_with(family: Family, named: Collection[int]) -> None:
    working = guarded_reads.working_with(family)
    if working and not any(worker.pk in named for worker in working):
        raise CannotGuard(
            "Name somebody who works with this family as well, so that their work goes on: "
            f"{guarded_reads.names(working, last='or')}."
        )


@action
def lift(*, guarded: GuardedRecord, reason: str, by: Worker, at: datetime, seen: str | None = None) -> GuardedRecord:
    """Open the record again. `seen` is the `version_of` what a form was drawn with. Raises ChangedMeanwhile."""
    policy.require(Permission.RECORD_GUARD, by=by, about=guarded.family)
    if not reason.strip():
        raise CannotGuard("Say why it no longer needs to be kept to named workers.")
    Family.objects.select_for_update().get(pk=guarded.family_id)
    row = GuardedRecord.objects.filter(family=guarded.family_id, lifted_at=None).first()
    if row is not None and seen is not None and seen != (now := guarded_reads.version_of(row)):
        raise ChangedMeanwhile(theirs=row, yours=reason, version=now)
    lifted = GuardedRecord.objects.filter(pk=guarded.pk, lifted_at=None)
    if not lifted.update(lifted_by=by, lifted_at=at, lift_reason=reason.strip()):
        raise CannotGuard("A colleague has lifted this already. Nothing was changed.")
    audit.record("record_guard_lifted", about=guarded, by=by, at=at, family=guarded.family)
    guarded.refresh_from_db()
    return guarded


@action
def tie(*, family: Family, worker: Worker, by: Worker, at: datetime) -> StaffTie:
    """Keep a worker from a family that is their own, or too close to them. What they opened in an emergency ends."""
    policy.require(Permission.STAFF_TIE, by=by, about=family)
    if worker.pk == by.pk:
        raise CannotGuard("Ask another manager to do this for you.")
    row, is_new = StaffTie.objects.get_or_create(
        family=family, worker=worker, ended_at=None, defaults={"set_by": by, "set_at": at}
    )
    emergencies.end(EmergencyOpening.objects.filter(family=family, worker=worker), at=at)
    if is_new:
        audit.record("staff_tie_set", about=row, by=by, at=at, family=family, worker=worker.pk)
    return row


@action
def untie(*, tied: StaffTie, by: Worker, at: datetime) -> StaffTie:
    policy.require(Permission.STAFF_TIE, by=by, about=tied.family)
    if tied.worker_id == by.pk:
        raise CannotGuard("Ask another manager to do this for you.")
    StaffTie.objects.filter(pk=tied.pk, ended_at=None).update(ended_at=at)
    audit.record("staff_tie_ended", about=tied, by=by, at=at, family=tied.family)
    tied.refresh_from_db()
    return tied


@action
def keep_to_named(
    *, family: Family, thing: Model, workers: Sequence[Worker], reason: str, by: Worker, at: datetime
) -> KeptPrivate:
    """Only these workers see the entry from now on; whoever decides it is one of them."""
    policy.require(Permission.STORY_CHANGE, by=by, about=family)
    named = {by.pk: by} | {worker.pk: worker for worker in workers}
    row = _keep(family, thing, kind=KeptPrivate.Kind.NAMED, person=None, reason=reason, by=by, at=at)
    for each in [row, *row.parts.all()]:
        each.workers.set(named.values())
    audit.record("entry_kept_private", about=row, by=by, at=at, family=family, workers=sorted(named))
    return row


@action
def keep_to_member(
    *, family: Family, thing: Model, person: Person, reason: str, by: Worker, at: datetime
) -> KeptPrivate:
    """The entry is private to one person of the family: no other member ever gets it."""
    policy.require(Permission.STORY_CHANGE, by=by, about=family)
    person = identity.kept(person)
    if person.pk not in {row.person.pk for row in speakers.of(family, on=at.date()).members}:
        raise CannotGuard(f"{person.name} is not in this family. Choose somebody who is.")
    row = _keep(family, thing, kind=KeptPrivate.Kind.MEMBER, person=person, reason=reason, by=by, at=at)
    audit.record("entry_kept_private", about=row, by=by, at=at, family=family, person=person.pk)
    return row


@action
def open_again(*, kept: KeptPrivate, reason: str, by: Worker, at: datetime) -> KeptPrivate:
    """The entry is no longer private. Of one for named workers, only one of them can say so."""
    policy.require(Permission.STORY_CHANGE, by=by, about=kept.family)
    if kept.kind == KeptPrivate.Kind.NAMED and not kept.workers.filter(pk=by.pk).exists():
        raise policy.NotAllowed("Only a worker named for this entry can open it to the others.")
    if not reason.strip():
        raise CannotGuard("Say why it may be seen again.")
    rows = KeptPrivate.objects.filter(Q(pk=kept.pk) | Q(part_of=kept), lifted_at=None)
    rows.update(lifted_at=at, lift_reason=reason.strip())
    audit.record("entry_opened_again", about=kept, by=by, at=at, family=kept.family)
    kept.refresh_from_db()
    return kept


def follow(part: Model, *, whole: Model, at: datetime) -> None:
    """What is taken out of a private entry is private as well; called by the action that takes it out."""
    rows = KeptPrivate.objects.filter(thing_type=whole._meta.label_lower, thing_id=whole.pk, lifted_at=None)
    for row in rows.prefetch_related("workers"):
        made = KeptPrivate.objects.create(
            part_of=row, family=row.family, person=row.person, kind=row.kind, reason=row.reason, set_by=row.set_by,
            set_at=at, thing_type=part._meta.label_lower, thing_id=part.pk,
        )  # fmt: skip
        made.workers.set(row.workers.all())


def _keep(
    family: Family, thing: Model, *, kind: str, person: Person | None, reason: str, by: Worker, at: datetime
) -> KeptPrivate:
    if not reason.strip():
        raise CannotGuard("Say why it is kept private, in a few words.")
    named = {"thing_type": thing._meta.label_lower, "thing_id": thing.pk, "kind": kind}
    if KeptPrivate.objects.filter(lifted_at=None, **named).exists():
        raise CannotGuard("This entry is kept private already. Nothing was changed.")
    said = {"family": family, "person": person, "reason": reason.strip(), "set_by": by, "set_at": at}
    row = KeptPrivate.objects.create(**said, **named)
    for part in private.parts_of(thing):
        named = {"thing_type": part._meta.label_lower, "thing_id": part.pk, "kind": kind}
        if not KeptPrivate.objects.filter(lifted_at=None, **named).exists():
            KeptPrivate.objects.create(part_of=row, **said, **named)
    return row
