"""What somebody asks about their own data: written down, its clock minded, answered with the reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone

from oneplan.rulebook.rights import clock
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit
from oneplan.web.people import identity
from oneplan.web.people.access import families_of
from oneplan.web.people.models import Person
from oneplan.web.rights import standing
from oneplan.web.rights.asking import require_for_person
from oneplan.web.rights.models import RequestPause, RightsRequest
from oneplan.web.site.actions import action

Kind, Outcome = RightsRequest.Kind, RightsRequest.Outcome


class CannotHandleRequest(Exception):
    """The text is written for the worker."""


@dataclass(frozen=True)
class Asked:
    """What somebody asked, and how it reached us."""

    kind: str
    how: str
    received_on: date
    words: str = ""
    asked_by: str = RightsRequest.AskedBy.THEMSELVES
    asked_by_name: str = ""
    is_known: bool = True  # false: we wait for a proof of who asks
    proof: str = ""
    about: Model | None = None


@action
def ask(*, person: Person, asked: Asked, by: Any, at: datetime) -> RightsRequest:
    """Write down what somebody asks; without a proof of who asks the clock waits for one."""
    families = require_for_person(Permission.RIGHTS_ASK, person, by=by)
    _check(asked, today=timezone.localdate(at))
    row = RightsRequest.objects.create(
        kind=asked.kind, person=identity.kept(person), how=asked.how, words=asked.words, asked_by=asked.asked_by,
        asked_by_name=asked.asked_by_name, received_on=asked.received_on, proof=asked.proof if asked.is_known else "",
        about_type=asked.about._meta.label_lower if asked.about is not None else "",
        about_id=asked.about.pk if asked.about is not None else None, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    if not asked.is_known:
        RequestPause.objects.create(request=row, why=RequestPause.Why.PROOF, since=asked.received_on)
    audit.record("rights_asked", about=row, by=by, at=at, family=families[0] if families else None, kind=row.kind,
                 person=row.person_id)  # fmt: skip
    return row


def _check(asked: Asked, *, today: date) -> None:
    if asked.received_on > today:
        raise CannotHandleRequest("It cannot have come after today. Check the day.")
    if asked.asked_by != RightsRequest.AskedBy.THEMSELVES and not asked.asked_by_name:
        raise CannotHandleRequest("Write who asks for them.")
    if asked.is_known and not asked.proof.strip():
        raise CannotHandleRequest("Write how we know who asks, or say that we wait for a proof.")
    if asked.kind != Kind.ACCESS and not asked.words.strip():
        raise CannotHandleRequest("Write what they say: what is not right, or what we should stop.")


@action
def pause(*, request: RightsRequest, why: str, on: date, by: Any, at: datetime) -> None:
    """Stop the clock while we wait for whoever asked."""
    row = _open(request, by=by)
    if row.pauses.filter(until=None).exists():
        raise CannotHandleRequest("The clock already stands still.")
    if not row.received_on <= on <= timezone.localdate(at):
        raise CannotHandleRequest("The clock stops between the day of the request and today.")
    if row.pauses.filter(until__gt=on).exists():
        raise CannotHandleRequest("The clock stood still on that day already. Choose a later day.")
    RequestPause.objects.create(request=row, why=why, since=on)
    _record("rights_paused", row, by=by, at=at, why=why)


@action
def go_on(*, request: RightsRequest, on: date, by: Any, at: datetime, proof: str = "") -> None:
    """What we waited for has come: the clock goes on."""
    row = _open(request, by=by)
    waiting = row.pauses.filter(until=None).first()
    if waiting is None:
        raise CannotHandleRequest("The clock is running: we wait for nothing.")
    if waiting.why == RequestPause.Why.PROOF and not proof.strip():
        raise CannotHandleRequest("Write how we know now who asks: a paper seen, a worker who knows them.")
    if not waiting.since <= on <= timezone.localdate(at):
        raise CannotHandleRequest("It came between the day the clock stopped and today. Check the day.")
    RequestPause.objects.filter(pk=waiting.pk).update(until=on)
    if proof.strip():
        RightsRequest.objects.filter(pk=row.pk).update(proof=proof.strip())
    _record("rights_went_on", row, by=by, at=at)


@action
def extend(*, request: RightsRequest, months: int, why: str, told_on: date, by: Any, at: datetime) -> None:
    """Take longer, once, told with the reason while the first month still runs."""
    row = _open(request, by=by)
    most = clock.figure("extension", on=row.received_on)
    if row.extended_months:
        raise CannotHandleRequest("The time was made longer once already; it cannot be made longer again.")
    if not 1 <= months <= most:
        raise CannotHandleRequest(f"The time can be made longer by {most} months at most.")
    if not why.strip():
        raise CannotHandleRequest("Write why it takes longer, as it was told to whoever asked.")
    if not row.received_on <= told_on <= timezone.localdate(at):
        raise CannotHandleRequest("They were told between the day of the request and today. Check the day.")
    if not clock.may_extend(row.received_on, on=told_on, pauses=pauses_of(row)):
        raise CannotHandleRequest("The first month was over by then: it is too late to take longer. Answer now.")
    RightsRequest.objects.filter(pk=row.pk).update(
        extended_months=months, extended_why=why.strip(), extension_told_on=told_on, version=row.version + 1
    )
    _record("rights_extended", row, by=by, at=at, months=months, why=audit.digest(why))


@action
def answer(
    *, request: RightsRequest, outcome: str, on: date, by: Any, at: datetime, why: str = "", note_beside: str = ""
) -> None:
    """Say what came of it. A copy is `done` by handing the pack out; a refusal needs its reason."""
    row = _open(request, by=by)
    if outcome in (Outcome.REFUSED, Outcome.PART) and not why.strip():
        raise CannotHandleRequest("Write why, as it was told to whoever asked, with the way to complain.")
    if outcome == Outcome.OPEN:
        raise CannotHandleRequest("Choose what came of it.")
    if not row.received_on <= on <= timezone.localdate(at):
        raise CannotHandleRequest("It was answered between the day of the request and today. Check the day.")
    _is_ready(row, outcome)
    RightsRequest.objects.filter(pk=row.pk).update(
        outcome=outcome, outcome_why=why.strip(), note_beside=note_beside.strip(), answered_on=on, answered_by=by,
        version=row.version + 1,
    )  # fmt: skip
    row.pauses.filter(until=None).update(until=on)
    _record("rights_answered", row, by=by, at=at, outcome=outcome, why=audit.digest(why))


def _is_ready(row: RightsRequest, outcome: str) -> None:
    is_given = outcome in (Outcome.DONE, Outcome.PART)
    if is_given and row.pauses.filter(until=None, why=RequestPause.Why.PROOF).exists():
        raise CannotHandleRequest("We do not know yet who asks. Write down the proof first, or refuse with the reason.")
    if is_given and row.kind == Kind.ACCESS and not row.packs.filter(given__isnull=False).exists():
        raise CannotHandleRequest("Nothing was handed out yet. Make the pack, give it, and write down to whom.")


def pauses_of(row: RightsRequest) -> list[clock.Pause]:
    return [clock.Pause(each.since, each.until) for each in row.pauses.all()]


def _open(request: RightsRequest, *, by: Any) -> RightsRequest:
    standing.require(Permission.RIGHTS_HANDLE, families_of(request.person), by=by)
    row = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not row.is_open:
        raise CannotHandleRequest(
            f"It was answered on {row.answered_on:%-d %B %Y} already: {row.get_outcome_display()}."
        )
    return row


def _record(event: str, row: RightsRequest, *, by: Any, at: datetime, **payload: Any) -> None:
    families = families_of(row.person)
    audit.record(event, about=row, by=by, at=at, family=families[0] if families else None, **payload)
