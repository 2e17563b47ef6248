"""A request for help comes in, from anyone, and is made more complete."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies import standing
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework import hearing_back
from oneplan.web.casework.actions import needs as need_actions
from oneplan.web.casework.actions.days import in_future
from oneplan.web.frontdoor.models import Request, RequestPerson
from oneplan.web.people import timeline
from oneplan.web.people.models import Family
from oneplan.web.site import lists
from oneplan.web.site.actions import action

Safety = Request.Safety
THEMSELVES = "the family themselves"


class CannotMakeRequest(Exception):
    """The text is written for whoever asks."""


class CannotChangeRequest(Exception):
    """The text is written for the worker."""


class Said(TypedDict, total=False):
    """What whoever asks may say besides the reason; all of it can be missing."""

    hoped_for: str
    in_place: str
    family_view: str
    safety: Request.Safety
    safeguarding: str
    assessment_received: str
    family_agrees: bool | None


@action
def make(
    *,
    reason: str,
    people: Sequence[str],
    by: Worker,
    at: datetime,
    received_on: date | None = None,
    from_words: str = "",
    from_agency: Agency | None = None,
    from_worker: Worker | None = None,
    needs: Sequence[str] = (),
    family: Family | None = None,
    **said: Unpack[Said],
) -> Request:
    """Keep a request; `people` are lines as said. A family already known skips the search for it."""
    policy.require(Permission.REQUEST_MAKE, by=by)
    day = received_on or timezone.localdate(at)
    _check(reason=reason, people=people, needs=needs, said=said, on=day, at=at)
    if family is not None:
        policy.require(Permission.FAMILY_VIEW, by=by, about=family)
    elif not people:
        raise CannotMakeRequest("Say who is in the family, a line for each. A first name is enough.")
    request = Request.objects.create(
        family=family,
        received_on=day,
        received_at=at,
        from_agency=from_agency or (from_worker.agency if from_worker else None),
        from_worker=from_worker,
        from_words=(from_words or (str(from_worker) if from_worker else THEMSELVES))[:200],
        reason=reason.strip(),
        need_codes=list(dict.fromkeys(needs)),
        recorded_by=by,
        **said,
    )
    RequestPerson.objects.bulk_create(RequestPerson(request=request, said=line) for line in people)
    _give_receipt(request, by=by, at=at)
    return request


@action
def learn(
    *,
    request: Request,
    version: int,
    by: Worker,
    at: datetime,
    family_view: str | None = None,
    family_agrees: bool | None = None,
    safety: Request.Safety | None = None,
    safeguarding: str | None = None,
    assessment_received: str | None = None,
) -> Request:
    """Add what was missing, like what the family themselves say; None leaves a thing as it is."""
    request = Request.objects.select_for_update(of=("self",)).select_related("family").get(pk=request.pk)
    policy.require(Permission.REQUEST_DECIDE, by=by, about=request.family)
    if request.version != version:
        raise CannotChangeRequest("A colleague changed this request meanwhile. Their words are shown; yours are below.")
    learnt = {
        "family_view": family_view,
        "family_agrees": family_agrees,
        "safety": safety,
        "safeguarding": safeguarding,
        "assessment_received": assessment_received,
    }
    changed = {name: value for name, value in learnt.items() if value is not None and value != getattr(request, name)}
    if not changed:
        raise CannotChangeRequest("Nothing new was written, so nothing was changed.")
    for name, value in changed.items():
        setattr(request, name, value)
    if request.safety == Safety.WORRIED and not request.safeguarding.strip():
        raise CannotChangeRequest("Say in a few words what the worry about the child is.")
    request.version += 1
    request.save(update_fields=[*changed, "version"])
    audit.record("request_completed", about=request, by=by, at=at, family=request.family, fields=sorted(changed))
    return request


def show(request: Request, *, by: Worker, at: datetime) -> None:
    """Write the request and its needs into the family's record, once the family is known; inside an action."""
    timeline.add(
        family=request.family,
        on=request.received_on,
        kind="request",
        headline="Request for help",
        aside=f"{request.log_number} · {request.from_words}",
        text=_told(request),
        thing=request,
        by=by,
        at=at,
    )
    for code in request.need_codes:
        need_actions.add_presenting(request=request, code=code, on=request.received_on, by=by, at=at)


def _told(request: Request) -> str:
    """What the family's worker reads: an assessment that came along is there to start from, so nobody asks again."""
    received = request.assessment_received
    return f"{request.reason}\nTo start from: {received}" if received else request.reason


def _give_receipt(request: Request, *, by: Worker, at: datetime) -> None:
    if request.family is not None:
        show(request, by=by, at=at)
    receipt = f"Thank you. Your request came in on {request.received_on:%-d %B %Y}."
    hearing_back.tell(request, text=f"{receipt} The front door looks at it on the next working morning.", at=at)
    audit.record(
        "request_made",
        about=request,
        by=by,
        at=at,
        family=request.family,
        reason=audit.digest(request.reason),
        safety=request.safety,
    )


def _check(*, reason: str, people: Sequence[str], needs: Sequence[str], said: Said, on: date, at: datetime) -> None:
    if not reason.strip():
        raise CannotMakeRequest("Say in your own words what is going on. A sentence is enough.")
    if any(len(line) > 200 for line in people):
        raise CannotMakeRequest("One line about the family is very long. Put the story under the reason instead.")
    if said.get("safety") == Safety.WORRIED and not said.get("safeguarding", "").strip():
        raise CannotMakeRequest("Say in a few words what the worry about the child is.")
    for fault in in_future(on, at=at, what="A request"):
        raise CannotMakeRequest(fault)
    known = {*dict(lists.choices("need")), *dict(lists.choices("need", on=on))}
    if unknown := set(needs) - known:
        raise CannotMakeRequest(f"“{unknown.pop()}” is not on this area's list of needs. Choose from the list.")


@action
def hand_on(*, request: Request, worker: Worker, to: Worker | None, by: Worker, at: datetime) -> Request:
    """A leaver asked: a colleague hears what becomes of it, or, with nobody named, the front door rings the agency."""
    standing.require_manages(by=by, worker=worker)
    request = Request.objects.select_for_update(of=("self",)).select_related("family").get(pk=request.pk)
    request.from_worker, request.from_agency = to, request.from_agency or worker.agency
    request.version += 1
    request.save(update_fields=["from_worker", "from_agency", "version"])
    audit.record("request_handed_on", about=request, by=by, at=at, family=request.family, to=to.pk if to else None)
    return request
