"""A calculation begins, gets another version, and is retired; a version is never changed."""

from dataclasses import dataclass
from datetime import date, datetime

from oneplan.engine.value.library import library
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel
from oneplan.rulebook.value.texts import model_of
from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.value.actions import Cannot, require
from oneplan.web.value.models import Calculation, Version


@dataclass(frozen=True, slots=True)
class CalculationWords:
    """`why` is of its first version: where its figures come from."""

    name: str
    question: str
    text: str
    why: str


class Refused(Cannot):
    """`faults` are all that is wrong with the model."""

    def __init__(self, failure: BadModel) -> None:
        super().__init__("The model was not saved. What is wrong is said beside it.", field="text")
        self.faults = [f"{each.where}: {each.words}" for each in failure.faults]


@action
def begin(*, says: CalculationWords, by: Worker, at: datetime) -> Calculation:
    """Begin a calculation with its first version."""
    require(by=by)
    _check(says.text, today=at.date())
    if not says.name.strip() or not says.question.strip():
        raise Cannot("Say what it is called, and what the area wants to know.")
    row = Calculation.objects.create(name=says.name.strip(), question=says.question.strip(), made_by=by, made_at=at)
    _add(row, text=says.text, why=says.why or "Begun", number=1, by=by, at=at)
    audit.record("calculation_begun", about=row, by=by, at=at)
    return row


@action
def save_version(*, calculation: Calculation, text: str, why: str, version: int, by: Worker, at: datetime) -> Version:
    """Save the next version; `version` is the number of the one that was seen."""
    require(by=by)
    calculation = Calculation.objects.select_for_update(of=("self",)).get(pk=calculation.pk)
    if calculation.retired_at:
        raise Cannot("This calculation was retired. Begin a copy of it to go on.")
    last = calculation.versions.select_related("made_by").order_by("-number").first()
    if last is None or version != last.number:
        raise ChangedMeanwhile(theirs=last, yours=text, version=last.number if last else 0)
    if not why.strip():
        raise Cannot("Say in a sentence why: it stands in the list of versions.", field="why")
    if text == last.text:
        raise Cannot(f"Nothing differs from version {last.number}. Nothing was saved.", field="text")
    _check(text, today=at.date())
    return _add(calculation, text=text, why=why, number=last.number + 1, by=by, at=at)


@action
def retire(*, calculation: Calculation, why: str, by: Worker, at: datetime) -> Calculation:
    """Say that it is used no longer; it can still be read."""
    require(by=by)
    calculation = Calculation.objects.select_for_update(of=("self",)).get(pk=calculation.pk)
    if calculation.retired_at:
        raise Cannot("It was retired already. Nothing was changed.")
    if not why.strip():
        raise Cannot("Say why it is used no longer.", field="why")
    calculation.retired_at, calculation.retired_by, calculation.why_retired = at, by, why.strip()
    calculation.save()
    audit.record("calculation_retired", about=calculation, by=by, at=at)
    return calculation


def _check(text: str, *, today: date) -> None:
    try:
        model_of(text, ladder=green_book(), library=library(), today=today)
    except BadModel as failure:
        raise Refused(failure) from failure


def _add(calculation: Calculation, *, text: str, why: str, number: int, by: Worker, at: datetime) -> Version:
    row = Version.objects.create(
        calculation=calculation, number=number, text=text, why=why.strip(), made_by=by, made_at=at
    )  # fmt: skip
    audit.record(
        "calculation_version_saved", about=row, by=by, at=at, calculation=calculation.pk, version=number,
        text=audit.digest(text),
    )  # fmt: skip
    return row
