"""Links that partners were sent about a family, questions and answers, and who could be sent one."""

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
from oneplan.web.people.models import Family
from oneplan.web.sharing.reads import grounds

MOST = 50


@dataclass(frozen=True)
class LinkLine:
    link: PartnerLink
    about: str
    standing: str
    is_open: bool


def lines(family: Family, *, at: datetime) -> list[LinkLine]:
    rows = list(family.partner_links.select_related("worker", "made_by").order_by("-made_at")[:MOST])
    actions = Action.objects.in_bulk([row.thing_id for row in rows if row.purpose == PartnerLink.Purpose.REPORT])
    questions = PartnerQuestion.objects.in_bulk(
        [row.thing_id for row in rows if row.purpose == PartnerLink.Purpose.ANSWER]
    )
    found = []
    for row in rows:
        if row.purpose == PartnerLink.Purpose.REPORT:
            about = actions[row.thing_id].what if row.thing_id in actions else ""
        else:
            about = questions[row.thing_id].text if row.thing_id in questions else ""
        standing, is_open = _standing(row, at=at)
        found.append(LinkLine(row, about, standing, is_open))
    return found


def questions(family: Family, *, asker: Worker) -> list[PartnerQuestion]:
    """What was asked and answered; of services that managers alone ask, only to managers and whoever asked."""
    rows = family.partner_questions.select_related("asked_by", "to__agency").order_by("-asked_at")
    shown = (row for row in rows[:MOST] if row.asked_by_id == asker.pk or _may_ask(asker, row.to))
    return list(shown)


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
