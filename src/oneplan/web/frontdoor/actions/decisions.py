"""What becomes of a request: an outcome, the level of need, the reason and the next step, all four."""

from datetime import datetime

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Team, Worker
from oneplan.web.casework import hearing_back
from oneplan.web.casework.actions import levels
from oneplan.web.frontdoor.models import Decision, Request
from oneplan.web.people import timeline
from oneplan.web.site import lists
from oneplan.web.site.actions import action


class CannotDecide(Exception):
    """The text is written for the worker."""


@action
def decide(
    *,
    request: Request,
    child_safety: str,
    level: str,
    outcome: str,
    why: str,
    next_step: str,
    by: Worker,
    at: datetime,
    team: Team | None = None,
) -> Decision:
    """Decide once. An outcome marked `offer` in the area's list goes on to an offer; any other answers the request."""
    request = Request.objects.select_for_update(of=("self",)).select_related("family").get(pk=request.pk)
    policy.require(Permission.REQUEST_DECIDE, by=by, about=request.family)
    _check(request, child_safety=child_safety, level=level, outcome=outcome, why=why, next_step=next_step)
    goes_on = leads_to_offer(outcome)
    if goes_on and request.family_id is None:
        raise CannotDecide("Say first which family this is about, so that help can be offered to them.")
    decision = Decision.objects.create(
        request=request,
        outcome=outcome,
        level=level,
        why=why,
        child_safety=child_safety,
        next_step=next_step,
        team=team,
        decided_by=by,
        decided_at=at,
    )
    request.state = Request.State.DECIDED if goes_on else Request.State.ENDED
    request.version += 1
    request.save(update_fields=["state", "version"])
    _show(decision, by=by, at=at)
    _tell(decision, by=by, at=at)
    return decision


def leads_to_offer(outcome: str) -> bool:
    return any(item.code == outcome and item.marks.get("offer") for item in lists.items("request_outcome"))


def _check(request: Request, *, child_safety: str, level: str, outcome: str, why: str, next_step: str) -> None:
    if made := Decision.objects.filter(request=request).select_related("decided_by").first():
        raise CannotDecide(f"{made.decided_by.name} decided on this on {made.decided_at:%-d %B}. Nothing was changed.")
    if not child_safety.strip():
        raise CannotDecide("A child's safety comes first: say how safe the children are, or that there are none.")
    if level not in dict(lists.choices("level")):
        raise CannotDecide("Choose the level of need from the area's list.")
    if outcome not in dict(lists.choices("request_outcome")):
        raise CannotDecide("Choose what happens now. No request ends without an answer.")
    if not why.strip():
        raise CannotDecide("Say why, in a sentence: whoever asked will want to know.")
    if not next_step.strip():
        raise CannotDecide("Say what happens next and who does it. No request ends without a next step.")


def _tell(decision: Decision, *, by: Worker, at: datetime) -> None:
    request = decision.request
    told = f"It was decided: {lists.name_of('request_outcome', decision.outcome)}. Next: {decision.next_step}"
    hearing_back.tell(request, text=told, details=decision.why, at=at)
    audit.record(
        "request_decided",
        about=request,
        by=by,
        at=at,
        family=request.family,
        outcome=decision.outcome,
        level=decision.level,
        why=audit.digest(decision.why),
        child_safety=audit.digest(decision.child_safety),
    )


def _show(decision: Decision, *, by: Worker, at: datetime) -> None:
    request, day = decision.request, timezone.localdate(decision.decided_at)
    if request.family is None:
        return
    levels.decide(
        family=request.family,
        stage=levels.Stage.REQUEST,
        level=decision.level,
        why=decision.why[:500],
        conditions=f"Children's safety: {decision.child_safety}"[:300],
        on=day,
        by=by,
        at=at,
    )
    timeline.add(
        family=request.family,
        on=day,
        kind="decision",
        headline=f"Decided: {lists.name_of('request_outcome', decision.outcome)}",
        aside=f"{request.log_number} · next: {decision.next_step}"[:300],
        text=decision.why,
        decided_by=by.name,
        thing=decision,
        by=by,
        at=at,
    )
