"""A model as a file that people read and compare: YAML in, a `Model` out, or everything that is wrong with it.

    name: Key working in the north
    price_year: 2015/16
    years: 5
    units: gmca_ucd_v1_4            # the edition of the unit cost library
    outcomes:
      violence:
        words: incidents of violence at home that do not happen
        unit: CR2.0                 # a row of it; or fiscal, economic, social, transfer and shares of one's own
        leave_out: [housing]        # parts of that row
        bearers: {Police: police}   # what the area calls those who bear it
        population: 100
        affected: 40 %
        engagement: 80 %
        impact: 30 %
        deadweight: 20 %
        grade: 5                    # how well it is founded; or optimism: 25 %
        duration: 5
        drop_off: 20 %
    costs:
      help: {words: key working, payer: council, kind: cash, by_year: [400000], grade: 3}

Where nothing is said, retention is 100 %, lag and drop-off are nought. Deadweight must always be said.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from oneplan.rulebook.value.discounting import Ladder
from oneplan.rulebook.value.faults import Fault, faults
from oneplan.rulebook.value.model import ONE, ZERO, Cost, CostKind, Course, Model, Outcome, Reach, Worth
from oneplan.rulebook.value.optimism import grades
from oneplan.rulebook.value.prices import NoIndex
from oneplan.rulebook.value.units import Edition, Kind, Unit, editions
from oneplan.rulebook.value.written import NotANumber, count, pounds, share, whole

T = TypeVar("T")
_MODEL = frozenset({"name", "price_year", "years", "units", "outcomes", "costs"})
_OUTCOME = frozenset({
    "words", "unit", "leave_out", "bearers", "population", "affected", "engagement", "retention", "impact",
    "deadweight", "grade", "optimism", "lag", "duration", "drop_off", "fiscal", "economic", "social", "transfer",
    "shares", "cashable",
})  # fmt: skip
_COST = frozenset({"words", "payer", "kind", "by_year", "grade", "optimism"})
_MISSING = object()


class BadModel(Exception):
    """`faults` say what is wrong where, and what to do."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("\n".join(f"{each.where}: {each.words}" for each in found))
        self.faults = found


def read(said: Any, *, ladder: Ladder) -> Model:
    """The model of what a YAML file says. Raises `BadModel` with everything that is wrong, not only the first."""
    reader = _Reader()
    model = reader.model(said)
    found = reader.found or faults(model, ladder=ladder)
    if found:
        raise BadModel(found)
    return model


class _Reader:
    """Collects what is wrong and goes on with nought in its place; what comes of that is never handed out."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def model(self, said: Any) -> Model:
        said = self._mapping(said, "model")
        self._known(said, _MODEL, "")
        edition = self._edition(said)
        year = str(said.get("price_year", ""))
        if not year:
            self._wrong("price_year", "No price year is said. Write the year in whose pounds all is, like 2015/16.")
        outcomes = self._mapping(said.get("outcomes", {}), "outcomes")
        costs = self._mapping(said.get("costs", {}), "costs")
        return Model(
            str(said.get("name", "")), year, self._number(said, "years", whole, "years", 0),
            tuple(self._outcome(str(name), each, edition, year) for name, each in outcomes.items()),
            tuple(self._cost(str(name), each) for name, each in costs.items()),
        )  # fmt: skip

    def _edition(self, said: Mapping[str, Any]) -> Edition | None:
        name = said.get("units")
        if name is None:
            return None
        if name not in editions():
            self._wrong("units", f"There is no edition “{name}” of unit costs. There are: {', '.join(editions())}.")
        return editions().get(str(name))

    def _outcome(self, name: str, said: Any, edition: Edition | None, year: str) -> Outcome:
        at = f"outcomes.{name}"
        said = self._mapping(said, at)
        self._known(said, _OUTCOME, at)
        affected, engagement = (self._number(said, each, share, at, _MISSING) for each in ("affected", "engagement"))
        impact, deadweight = (self._number(said, each, share, at, _MISSING) for each in ("impact", "deadweight"))
        retention = self._number(said, "retention", share, at, ONE)
        reach = Reach(
            self._number(said, "population", count, at, _MISSING), affected, engagement, retention, impact, deadweight
        )  # fmt: skip
        course = Course(
            self._number(said, "lag", whole, at, 0), self._number(said, "duration", whole, at, _MISSING),
            self._number(said, "drop_off", share, at, ZERO),
        )  # fmt: skip
        left_out = frozenset(map(str, said.get("leave_out", ())))
        worth = self._of_library(said, at, edition, year, left_out) if "unit" in said else self._own(said, at)
        optimism = self._optimism(said, at, "benefits")
        words, code = str(said.get("words", name)), str(said.get("unit", ""))
        return Outcome(name, words, reach, optimism, course, worth, code, left_out)

    def _own(self, said: Mapping[str, Any], at: str) -> Worth:
        shares = self._mapping(said.get("shares", {}), f"{at}.shares")
        parts = {str(agency): self._number(shares, agency, share, f"{at}.shares", ZERO) for agency in shares}
        amounts = {each: self._number(said, each, pounds, at, ZERO) for each in (*Kind, "transfer")}
        return Worth(
            amounts["fiscal"], amounts["economic"], amounts["social"], amounts["transfer"], parts,
            self._number(said, "cashable", share, at, ZERO),
        )  # fmt: skip

    def _of_library(
        self, said: Mapping[str, Any], at: str, edition: Edition | None, year: str, left_out: frozenset[str]
    ) -> Worth:
        unit = edition.units.get(str(said["unit"])) if edition else None
        if edition is None or unit is None:
            where = f" in {edition.title}" if edition else ": name the edition under “units” first"
            self._wrong(f"{at}.unit", f"There is no row “{said['unit']}”{where}.")
            return Worth()
        if strange := left_out - {part.words for part in unit.parts}:
            there = ", ".join(part.words for part in unit.parts) or "none: it cannot be divided"
            self._wrong(f"{at}.leave_out", f"“{min(strange)}” is no part of {unit.code}. Its parts are: {there}.")
        try:
            return _worth(unit, edition, year, left_out, self._bearers(said, at), self._cashable(said, at))
        except NoIndex as failure:
            self._wrong("price_year", str(failure))
            return Worth()

    def _bearers(self, said: Mapping[str, Any], at: str) -> dict[str, str]:
        named = self._mapping(said.get("bearers", {}), f"{at}.bearers")
        return {str(theirs): str(ours) for theirs, ours in named.items()}

    def _cashable(self, said: Mapping[str, Any], at: str) -> Decimal:
        return self._number(said, "cashable", share, at, ZERO)

    def _cost(self, name: str, said: Any) -> Cost:
        at = f"costs.{name}"
        said = self._mapping(said, at)
        self._known(said, _COST, at)
        kind = str(said.get("kind", CostKind.CASH))
        if kind not in set(CostKind):
            self._wrong(f"{at}.kind", f"“{kind}” is no kind of cost. Write one of: {', '.join(CostKind)}.")
            kind = CostKind.CASH
        if not said.get("payer"):
            self._wrong(f"{at}.payer", "Nobody pays it. Write who does.")
        by_year = said.get("by_year")
        if not isinstance(by_year, list) or not by_year:
            self._wrong(f"{at}.by_year", "Write what is paid in each year from the first on, like [400000, 120000].")
            by_year = []
        amounts = tuple(self._number({"by_year": each}, "by_year", pounds, at, ZERO) for each in by_year)
        optimism = self._optimism(said, at, "costs")
        return Cost(name, str(said.get("words", name)), str(said.get("payer", "")), CostKind(kind), amounts, optimism)

    def _optimism(self, said: Mapping[str, Any], at: str, what: str) -> Decimal:
        if "optimism" in said:
            return self._number(said, "optimism", share, at, ZERO)
        grade = said.get("grade")
        if not isinstance(grade, int) or grade not in grades():
            self._wrong(f"{at}.grade", "Write how well it is founded, from 1 (best) to 6, or a correction as optimism.")
            return ZERO
        found: Decimal = getattr(grades()[grade], what)
        return found

    def _number(self, said: Mapping[Any, Any], name: str, reads: Callable[[object], T], at: str, instead: Any) -> T:
        value = said.get(name, instead)
        where = f"{at}.{name}" if at != name else at
        if value is _MISSING:
            self._wrong(where, "It is not said. Write it, also where it is nought.")
            return reads("0")
        if value is instead:
            return value  # type: ignore[no-any-return]
        try:
            return reads(value)
        except NotANumber as failure:
            self._wrong(where, str(failure))
            return reads("0")

    def _mapping(self, said: Any, at: str) -> Mapping[str, Any]:
        if isinstance(said, dict):
            return said
        self._wrong(at, "Names with something beneath each are wanted here.")
        return {}

    def _known(self, said: Mapping[str, Any], names: frozenset[str], at: str) -> None:
        for name in sorted(set(map(str, said)) - names):
            there = ", ".join(sorted(names))
            self._wrong(f"{at}.{name}".lstrip("."), f"Nothing is called “{name}” here. There are: {there}.")

    def _wrong(self, where: str, words: str) -> None:
        self.found.append(Fault(where, words))


def _worth(
    unit: Unit, edition: Edition, year: str, left_out: frozenset[str], bearers: Mapping[str, str], cashable: Decimal
) -> Worth:
    """What the row is worth in that year's prices without the parts that were left out."""
    fiscal, economic, social = (edition.at(unit.code, kind, year=year) or ZERO for kind in Kind)
    kept = list(_kept(unit, left_out))
    whole = sum((amount for _, amount, _ in kept), ZERO)
    shares: dict[str, Decimal] = {}
    for bearer, amount, _ in kept:
        named = bearers.get(bearer, bearer)
        shares[named] = shares.get(named, ZERO) + (amount / whole if whole else ZERO)
    transfer = fiscal * sum((amount for _, amount, is_transfer in kept if is_transfer), ZERO)
    return Worth(fiscal * whole, economic, social, transfer, shares, cashable)


def _kept(unit: Unit, left_out: frozenset[str]) -> Iterator[tuple[str, Decimal, bool]]:
    """Who bears what share of the row's fiscal amount, and whether it only moves between purses."""
    if not unit.parts:
        yield unit.bearer, ONE, False
        return
    total = sum((part.fiscal for part in unit.parts), ZERO)
    for part in unit.parts:
        if part.words not in left_out:
            yield part.bearer, part.fiscal / total, part.is_transfer
