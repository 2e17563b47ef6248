"""What a partner's link can be for. The rooms that own the thing register here; this room needs none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from oneplan.web.access.actions import questions
from oneplan.web.access.forms import QuestionAnswerForm
from oneplan.web.access.models import PartnerLink, PartnerQuestion
from oneplan.web.site.forms import Form


@dataclass(frozen=True)
class Task:
    """The one thing the page shows: a title, a few words, and what is logged as seen."""

    title: str
    words: str
    thing: Any


@dataclass(frozen=True)
class Purpose:
    form: Callable[..., Form]
    task: Callable[[PartnerLink], Task | None]
    save: Callable[[PartnerLink, dict[str, Any], datetime], object]
    button: str
    thanks: str
    refusals: tuple[type[Exception], ...]


_known: dict[str, Purpose] = {}


def register(name: str, purpose: Purpose) -> None:
    _known[name] = purpose


def of(link: PartnerLink) -> Purpose:
    return _known[link.purpose]


def _question(link: PartnerLink) -> Task | None:
    """None once it is answered, or the family no longer agrees that it is asked."""
    row = PartnerQuestion.objects.filter(pk=link.thing_id, answered_at=None).first()
    if row and questions.why_not(link.family, to=link.worker, at=timezone.now()):
        return None
    return Task("A question for you", row.text, row) if row else None


def _answer(link: PartnerLink, data: dict[str, Any], at: datetime) -> None:
    question = PartnerQuestion.objects.select_related("family", "to").get(pk=link.thing_id)
    questions.answer(question=question, text=data["answer"], by=link.worker, at=at)


register(
    PartnerLink.Purpose.ANSWER,
    Purpose(
        form=QuestionAnswerForm,
        task=_question,
        save=_answer,
        button="Send the answer",
        thanks="Your answer has reached them.",
        refusals=(questions.CannotAnswer,),
    ),
)
