"""Other figures tried on a model, as its form shows and sends them; nothing is kept by it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from oneplan.rulebook.value.model import Model, Outcome
from oneplan.rulebook.value.tried import Change
from oneplan.rulebook.value.written import NotANumber, count, pounds, share

MOST = 60  # outcomes, and costs, that a form shows; what is beyond is changed in the text
HUNDRED = Decimal(100)
REACH = {
    "population": "How many a year", "affected": "Share with the problem", "engagement": "Share who take part",
    "retention": "Share who stay", "impact": "Share for whom it comes true",
    "deadweight": "Share for whom it had come true without",
}  # fmt: skip
COURSE = {"lag": "Years until it begins", "duration": "Years it lasts", "drop_off": "Share lost each year"}
SHARES = frozenset({"affected", "engagement", "retention", "impact", "deadweight", "drop_off"})


@dataclass(frozen=True)
class Field:
    """`value` is what the form shows: what was tried, or what the model says; `now` is the latter."""

    name: str
    label: str
    now: str
    value: str
    unit: str = ""
    most: int | None = None  # of a slider; None where there is none
    change: Change | None = None

    @property
    def is_tried(self) -> bool:
        return self.change is not None


@dataclass(frozen=True)
class Group:
    words: str
    fields: tuple[Field, ...]

    @property
    def is_tried(self) -> bool:
        return any(field.is_tried for field in self.fields)


@dataclass(frozen=True)
class Tried:
    groups: tuple[Group, ...]
    left_out: int  # outcomes and costs that the form does not show

    @property
    def changes(self) -> list[Change]:
        return [field.change for group in self.groups for field in group.fields if field.change]

    @property
    def sent(self) -> dict[str, str]:
        """What the form has to be sent for the same to be tried again."""
        return {field.name: field.value for group in self.groups for field in group.fields if field.change}

    @property
    def told(self) -> list[tuple[str, str, str]]:
        """Of each figure tried: what it is, what the model says, what was tried."""
        return [
            (f"{group.words}: {field.label.lower()}", f"{field.now}{field.unit}", f"{field.value}{field.unit}")
            for group in self.groups for field in group.fields if field.change
        ]  # fmt: skip


def tried(model: Model, sent: Mapping[str, str]) -> Tried:
    """What of the form `sent` differs from the model; an empty field is as the model says."""
    groups = [_outcome(number, each, sent) for number, each in enumerate(model.outcomes[:MOST])]
    for number, cost in enumerate(model.costs[:MOST]):
        fields = (
            _field(Change("costs", number, "by_year", "", year), f"Year {year + 1}, in £", amount, sent)
            for year, amount in enumerate(cost.by_year)
        )
        groups.append(Group(f"{cost.words}, paid by {cost.payer}", tuple(fields)))
    left_out = max(0, len(model.outcomes) - MOST) + max(0, len(model.costs) - MOST)
    return Tried(tuple(groups), left_out)


def _outcome(number: int, outcome: Outcome, sent: Mapping[str, str]) -> Group:
    return Group(outcome.words, tuple(_of_outcome(number, outcome, sent)))


def _of_outcome(number: int, outcome: Outcome, sent: Mapping[str, str]) -> Iterator[Field]:
    for part, labels in ((outcome.reach, REACH), (outcome.course, COURSE)):
        for key, label in labels.items():
            yield _field(Change("outcomes", number, key, ""), label, Decimal(getattr(part, key)), sent)


def _field(blank: Change, label: str, now: Decimal, sent: Mapping[str, str]) -> Field:
    year = "" if blank.year is None else f"-{blank.year}"
    name = f"{blank.part[0]}{blank.number}-{blank.key}{year}"
    is_share = blank.key in SHARES
    shown = _plain(now * HUNDRED if is_share else now)
    typed = sent.get(name, "").strip()[:40]
    change = _change(blank, typed, now) if typed else None
    return Field(
        name, label, shown, typed if change else shown, " %" if is_share else "", 100 if is_share else None, change
    )  # fmt: skip


def _change(blank: Change, typed: str, now: Decimal) -> Change | None:
    """None where it is the same number; what is no number is a change that the model refuses with the reason."""
    is_share = blank.key in SHARES
    said = f"{typed.removesuffix('%').strip()} %" if is_share else typed
    try:
        number = share(said) if is_share else (pounds if blank.year is not None else count)(said)
    except (NotANumber, InvalidOperation):
        return Change(blank.part, blank.number, blank.key, said, blank.year)
    if number == now:
        return None
    return Change(blank.part, blank.number, blank.key, said if is_share else _plain(number), blank.year)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
