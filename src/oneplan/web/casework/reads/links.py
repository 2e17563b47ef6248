"""Links that partners were sent about a family, questions and answers, and who could be sent one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from oneplan.rulebook.sharing import enquiries
from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import policy, viewlog
from oneplan.web.access.actions import questions as actions_questions
from oneplan.web.access.models import Account, PartnerLink, PartnerQuestion
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import steps
from oneplan.web.casework.models import Action
from oneplan.web.casework.reads.parties import AtHand
from oneplan.web.casework.reads.sight import sight_of
from oneplan.web.people.models import Family
from oneplan.web.sharing.reads import grounds

MOST = 50


@dataclass(frozen=True)
class LinkLine:
    link: PartnerLink
    about: str
    standing: str
    is_open: bool


def lines(family: Family, *, asker: Worker, at: datetime) -> list[LinkLine]:
    """Links about what the asker may see; of any other not even that it was sent, nor to whom."""
    links = family.partner_links.select_related("worker__agency", "made_by").order_by("-made_at")
    rows = list(links[:MOST])
    told = _steps_told(rows, family=family, asker=asker) | _questions_told(rows, asker=asker)
    return [LinkLine(row, told[row.pk], *_standing(row, at=at)) for row in rows if row.pk in told]


def _steps_told(rows: Iterable[PartnerLink], *, family: Family, asker: Worker) -> dict[int, str]:
    """What each link to report asks about, by the link's number; without steps of a goal kept from the asker."""
    reports = [row for row in rows if row.purpose == PartnerLink.Purpose.REPORT]
    steps = Action.objects.select_related("goal").prefetch_related("owners", "goal__people")
    found, sight = steps.in_bulk([row.thing_id for row in reports]), sight_of(asker, family)
    shown = {pk: step.what for pk, step in found.items() if sight.action(step).allowed}
    return {row.pk: shown[row.thing_id] for row in reports if row.thing_id in shown}


def _questions_told(rows: Iterable[PartnerLink], *, asker: Worker) -> dict[int, str]:
    """What each link asks, by the link's number; without questions that this worker may not ask nor read."""
    asked = [row for row in rows if row.purpose == PartnerLink.Purpose.ANSWER]
    found = PartnerQuestion.objects.select_related("to__agency").in_bulk([row.thing_id for row in asked])
    shown = {pk: question.text for pk, question in found.items() if _may_read(question, asker=asker)}
    return {row.pk: shown[row.thing_id] for row in asked if row.thing_id in shown}


def questions(family: Family, *, asker: Worker) -> list[PartnerQuestion]:
    """What was asked and answered; of services that managers alone ask, only to managers and whoever asked."""
    rows = family.partner_questions.select_related("asked_by", "to__agency").order_by("-asked_at")
    return [row for row in rows[:MOST] if _may_read(row, asker=asker)]


def askable(family: Family, hand: AtHand, *, asker: Worker, at: datetime) -> list[Worker]:
    """Partners around the family, and those of services that may be asked though they are not in its team."""
    around = [row.worker for row in hand.team if row.worker is not None and row.worker.is_active]
    agencies = {each.agency_id for each in around}
    rows = Worker.objects.filter(role=Role.PARTNER, is_active=True, agency__in=grounds.agencies_to_ask(family, at=at))
    others = rows.exclude(agency__in=agencies).select_related("agency").order_by("agency__name", "name", "pk")
    found = dict.fromkeys([*around, *others[:MOST]])
    return [each for each in found if each != asker and _may_ask(asker, each)]


def question_for(asker: Worker, pk: int, *, at: datetime) -> PartnerQuestion:
    """A question put to the asker, while it may be answered."""
    found = next((row for row in actions_questions.open_for(asker, at=at) if row.pk == pk), None)
    if found is None:
        raise policy.NotAllowed("This question was put to somebody else, is answered, or needs no answer any more.")
    viewlog.saw(found, family=found.family)
    return found


def _may_read(question: PartnerQuestion, *, asker: Worker) -> bool:
    return question.asked_by_id == asker.pk or _may_ask(asker, question.to)


def _may_ask(asker: Worker, to: Worker) -> bool:
    return enquiries.may_ask(Role(asker.role), sector=to.agency.sector).allowed


def who_can_report(step: Action) -> list[Worker]:
    """The workers who took this action on, themselves or through their agency, and cannot sign in."""
    owners = [owner for owner in steps.owners_of(step) if isinstance(owner, Worker) and owner.is_active]
    agencies = [owner.pk for owner in steps.owners_of(step) if not isinstance(owner, Worker) and _is_agency(owner)]
    family = step.goal.plan.episode.family
    around = family.team_members.filter(known_until=None, worker__agency__in=agencies, worker__is_active=True)
    colleagues = [row.worker for row in around.select_related("worker__agency")]
    return _without_account([*owners, *colleagues])


def link_for(asker: Any, pk: int) -> PartnerLink:
    link = PartnerLink.objects.select_related("family", "worker").filter(pk=pk).first()
    if link is None:
        raise Http404("There is no link with that number. Open it from the family's team.")
    policy.require(Permission.LINK_SEND, by=asker, about=link.family)
    if not _steps_told([link], family=link.family, asker=asker) and not _questions_told([link], asker=asker):
        raise policy.NotAllowed("This link is about something kept from you. Ask whoever sent it to take it back.")
    viewlog.saw(link, family=link.family)
    return link


def _without_account(workers: list[Worker]) -> list[Worker]:
    can_sign_in = set(
        Account.objects.filter(worker__in=workers, by_link_only=False).values_list("worker_id", flat=True)
    )
    return [each for each in dict.fromkeys(workers) if each.pk not in can_sign_in]


def _is_agency(owner: Any) -> bool:
    return bool(owner._meta.label_lower == "agencies.agency")


def _standing(row: PartnerLink, *, at: datetime) -> tuple[str, bool]:
    if row.used_at:
        return f"done on {row.used_at:%-d %B}", False
    if row.revoked_at:
        return "taken back" if row.revoked_by_id else "ended after wrong codes", False
    if row.expires_at <= at:
        return "its time is over", False
    return ("opened, not answered yet" if row.bound_at else "not opened yet"), True
