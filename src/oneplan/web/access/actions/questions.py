"""A question to a partner: asked by who works with the family, answered by a word or a sentence, read by who asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from oneplan.rulebook.sharing import enquiries
from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import audit, policy
from oneplan.web.access.actions import partner_links
from oneplan.web.access.models import PartnerLink, PartnerQuestion
from oneplan.web.site import outbox
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage

MOST_OPEN = 8


class CannotAnswer(Exception):
    """The text is written for whoever answers."""


class MayNotAsk(partner_links.CannotSendLink):
    """They have not agreed that this service is asked, and no ground covers it."""

    def __init__(self, text: str, *, agency: Any) -> None:
        super().__init__(text)
        self.agency = agency


# Why a service may not be asked about a family now, in words; empty when it may. The room of sharing says.
AskCheck = Callable[[Any, Any, datetime], str]
_checks: list[AskCheck] = []


def ask_first(check: AskCheck) -> None:
    """Let a room say when another service may not be asked about a family."""
    if check not in _checks:
        _checks.append(check)


def why_not(family: Any, *, to: Any, at: datetime) -> str:
    """Why this partner may not be asked about the family now; empty when they may."""
    return next((said for check in _checks if (said := check(family, to.agency, at))), "")


@action
def ask(*, family: Any, to: Any, text: str, by: Any, at: datetime) -> partner_links.Sent | None:
    """Keep the question. Whoever can sign in finds it on their day; others are sent a link, which is returned."""
    policy.require(Permission.LINK_SEND, by=by, about=family)
    if not (decided := enquiries.may_ask(Role(by.role), sector=to.agency.sector)).allowed:
        raise policy.NotAllowed(decided.reason, family_id=family.pk)
    if not text.strip():
        raise partner_links.CannotSendLink("Write what you want to know.")
    if refusal := why_not(family, to=to, at=at):
        raise MayNotAsk(refusal, agency=to.agency)
    row = PartnerQuestion.objects.create(family=family, asked_by=by, to=to, text=text.strip(), asked_at=at)
    audit.record("partner_asked", about=row, by=by, at=at, family=family, text=audit.digest(text))
    if partner_links.has_own_way(to):
        outbox.put(
            kind="question", at=at, channel=OutboxMessage.Channel.INSIDE, to=to,
            text=f"{by.name} asks you a question. It stands on your day.",
        )  # fmt: skip
        return None
    return partner_links.make(
        purpose=PartnerLink.Purpose.ANSWER, family=family, worker=to, thing_id=row.pk, by=by, at=at
    )


def open_for(worker: Any, *, at: datetime) -> list[PartnerQuestion]:
    """What this worker was asked and may still answer, the oldest first."""
    rows = PartnerQuestion.objects.filter(to=worker, answered_at=None).select_related(
        "family", "asked_by__team", "to__agency"
    )
    return [row for row in rows.order_by("asked_at", "pk")[:MOST_OPEN] if not why_not(row.family, to=row.to, at=at)]


@action
def answer(*, question: PartnerQuestion, text: str, by: Any, at: datetime) -> None:
    """By the partner who was asked. Nothing of anybody's record is opened by it."""
    if by != question.to:
        raise policy.NotAllowed("This question was put to somebody else.")
    if why_not(question.family, to=question.to, at=at):
        raise CannotAnswer("The family does not want us to ask any more. Nothing was sent, and nothing needs to be.")
    if not text.strip():
        raise CannotAnswer("Write your answer; a yes or a no is enough.")
    rows = PartnerQuestion.objects.filter(pk=question.pk, answered_at=None)
    if not rows.update(answer=text.strip(), answered_at=at):
        raise CannotAnswer("This question was answered already.")
    audit.record("partner_answered", about=question, by=by, at=at, family=question.family, text=audit.digest(text))


@action
def read(*, question: PartnerQuestion, by: Any, at: datetime) -> None:
    """Whoever asked has read the answer; it leaves their day and stays with the family."""
    if by != question.asked_by:
        raise policy.NotAllowed("Only whoever asked can say that the answer was read.")
    PartnerQuestion.objects.filter(pk=question.pk, answered_at__isnull=False, read_at=None).update(read_at=at)
    audit.record("partner_answer_read", about=question, by=by, at=at, family=question.family)
