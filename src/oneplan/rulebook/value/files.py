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
        # instead_of: CR2.0         # with one's own figures: what would count twice beside the row is still refused
        bearers: {Police: police}   # what the area calls those who bear it
        population: 100
        affected: 40 %
        engagement: 80 %
        impact: 30 %
        deadweight: 20 %
        grade: 5                    # how well it is founded; or optimism: 25 %
        duration: 5
        drop_off: 20 %
        ranges: {impact: [20 %, 40 %]}   # where the grade's own error does not say it
        source: police reports of 2014, counted by hand
    costs:
      help: {words: key working, payer: council, kind: cash, by_year: [400000], grade: 3}
    local:                          # the area's own value of a row, in place of the edition's
      SS1.0: {fiscal: 43053, price_year: 2013/14, source: own spend by own children in care, as_of: 2014-09-30}
    not_priced: {sleep: {words: children who sleep through, how_many: 34}}
    stories: [A family that kept its home tells how.]
    funding: {reserve: 5 %, cap: 100 %}     # how it may be shared between agencies (terms.py)
    scenarios: {cautious: {words: half as well, outcomes: {violence: {impact: 15 %}}}}

Where nothing is said, retention is 100 %, lag and drop-off are nought. Deadweight must always be said.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from oneplan.rulebook.value import funding, local, ranges, scenarios, terms
from oneplan.rulebook.value.discounting import Ladder
from oneplan.rulebook.value.faults import Fault, faults
from oneplan.rulebook.value.model import ONE, ZERO, Cost, CostKind, Course, Model, Outcome, Reach, Unpriced, Worth
from oneplan.rulebook.value.optimism import grade_of
from oneplan.rulebook.value.prices import NoIndex, no_year
from oneplan.rulebook.value.reading import MISSING, BadModel, Reading
from oneplan.rulebook.value.schema import names
from oneplan.rulebook.value.units import Edition, Kind, Unit, editions
from oneplan.rulebook.value.written import count, pounds, share, whole

__all__ = ["BadModel", "read"]
REACHED = {"yes": True, "true": True, "no": False, "false": False}
_MODEL, _OUTCOME, _COST, _UNPRICED = names(), names("outcome"), names("cost"), names("unpriced")


def read(said: Any, *, ladder: Ladder, library: Mapping[str, Edition] | None = None) -> Model:
    """The model of what a YAML file says. Raises `BadModel` with everything that is wrong, not only the first.

    `library` has the editions of unit costs by name; without it, those that come with OnePlan.
    """
    model, found = _tried(said, ladder, library)
    if found:
        raise BadModel(found)
    return model


def read_scenarios(said: Any, *, ladder: Ladder, library: Mapping[str, Edition] | None = None) -> dict[str, Model]:
    """The model of each scenario by its name, as `read` makes it; raises as it does, each fault with its scenario."""
    models, found = {}, []
    for name, changed in scenarios.each(said):
        models[name], wrong = _tried(changed.said, ladder, library)
        wrong = [*changed.found, *wrong]
        found += [Fault(f"scenarios.{name}.{each.where}".strip("."), each.words) for each in wrong]
    if found:
        raise BadModel(found)
    return models


def _tried(said: Any, ladder: Ladder, library: Mapping[str, Edition] | None) -> tuple[Model, list[Fault]]:
    reader = _Reader(editions() if library is None else library)
    model = reader.model(said)
    return model, reader.found or [*faults(model, ladder=ladder), *_of_funding(model)]


def _of_funding(model: Model) -> list[Fault]:
    found = funding.of_terms(model.agencies, model.funding) if model.costs else []
    return [Fault(f"funding.{each.where}", each.words) for each in found]


class _Reader(Reading):
    def __init__(self, library: Mapping[str, Edition]) -> None:
        super().__init__()
        self.library = library

    def model(self, said: Any) -> Model:
        said = self.mapping(said, "model")
        self.known(said, _MODEL, "")
        edition = self._edition(said)
        year = str(said.get("price_year") or "")
        if not year:
            self.wrong("price_year", "No price year is said. Write the year in whose pounds all is, like 2015/16.")
        elif words := no_year(year):
            self.wrong("price_year", words)
        outcomes = self.mapping(said.get("outcomes", {}), "outcomes")
        costs = self.mapping(said.get("costs", {}), "costs")
        return Model(
            str(said.get("name", "")), year, self.number(said, "years", whole, "", 0),
            tuple(self._outcome(str(name), each, edition, year) for name, each in outcomes.items()),
            tuple(self._cost(str(name), each) for name, each in costs.items()),
            tuple(self._unpriced(said)), tuple(self._stories(said)), edition.name if edition else "",
            terms.terms(self, said),
        )  # fmt: skip

    def _edition(self, said: Mapping[str, Any]) -> Edition | None:
        name = said.get("units")
        if name is None:
            return None
        if str(name) not in self.library:
            self.wrong("units", f"There is no edition “{name}” of unit costs. There are: {', '.join(self.library)}.")
        edition = self.library.get(str(name))
        return local.over(self, said, edition) if edition else None

    def _unpriced(self, said: Mapping[str, Any]) -> Iterator[Unpriced]:
        for name, given in self.mapping(said.get("not_priced", {}), "not_priced").items():
            at = f"not_priced.{name}"
            each = self.mapping(given, at)
            self.known(each, _UNPRICED, at)
            how_many = self.number(each, "how_many", count, at, None)
            words, source = str(each.get("words", name)), str(each.get("source", ""))
            yield Unpriced(str(name), words, how_many, source, self._is_reached(each, at))

    def _is_reached(self, said: Mapping[str, Any], at: str) -> bool:
        answer = str(said.get("reached", "yes")).casefold()
        if answer not in REACHED:
            self.wrong(
                f"{at}.reached", "Write yes where it was reached, no where it was looked for and is not counted."
            )
        return REACHED.get(answer, True)

    def _stories(self, said: Mapping[str, Any]) -> list[str]:
        told = said.get("stories", [])
        if not isinstance(told, list):
            self.wrong("stories", "Write the stories as a list, one beneath the other, each after a dash.")
            return []
        return [str(each) for each in told]

    def _outcome(self, name: str, said: Any, edition: Edition | None, year: str) -> Outcome:
        at = f"outcomes.{name}"
        said = self.mapping(said, at)
        self.known(said, _OUTCOME, at)
        affected, engagement = (self.number(said, each, share, at, MISSING) for each in ("affected", "engagement"))
        impact, deadweight = (self.number(said, each, share, at, MISSING) for each in ("impact", "deadweight"))
        retention = self.number(said, "retention", share, at, ONE)
        reach = Reach(
            self.number(said, "population", count, at, MISSING), affected, engagement, retention, impact, deadweight
        )  # fmt: skip
        course = Course(
            self.number(said, "lag", whole, at, 0), self.number(said, "duration", whole, at, MISSING),
            self.number(said, "drop_off", share, at, ZERO),
        )  # fmt: skip
        self._one_worth(said, at)
        left_out = self._left_out(said, at)
        worth = self._of_library(said, at, edition, year, left_out) if "unit" in said else self._own(said, at)
        optimism = self._optimism(said, at, "benefits")
        words, code = str(said.get("words", name)), str(said.get("unit", self._replaced(said, at)))
        own = edition.units[code].local if edition and code in edition.units else ""
        spans = ranges.of_outcome(self, said, at, reach)
        return Outcome(
            name, words, reach, optimism, course, worth, code, left_out, spans, str(said.get("source", "")), own
        )  # fmt: skip

    def _one_worth(self, said: Mapping[str, Any], at: str) -> None:
        """A row of the library says what one is worth; what stands beside it would count for nothing."""
        if "unit" in said:
            for own in sorted(said.keys() & {*Kind, "transfer", "shares"}):
                self.wrong(
                    f"{at}.{own}",
                    f"The row {said['unit']} says that already. Leave it out, or name the row as instead_of.",
                )

    def _left_out(self, said: Mapping[str, Any], at: str) -> frozenset[str]:
        names = said.get("leave_out", [])
        if not isinstance(names, list):
            self.wrong(f"{at}.leave_out", "Write the parts of the row as a list, like [housing].")
            return frozenset()
        return frozenset(map(str, names))

    def _replaced(self, said: Mapping[str, Any], at: str) -> str:
        """The row in whose place one's own figure stands: the guards hold for it too."""
        code = str(said.get("instead_of", ""))
        if code and not any(code in edition.units for edition in self.library.values()):
            self.wrong(f"{at}.instead_of", f"There is no row “{code}” in any edition of unit costs.")
        if code and "unit" in said:
            self.wrong(f"{at}.instead_of", "A row is named as “unit” too. Write one of the two.")
        return code

    def _own(self, said: Mapping[str, Any], at: str) -> Worth:
        if not said.keys() & set(Kind):
            words = f"Nothing is said of what one is worth. Write {', '.join(Kind)}, or a row of the library as unit; "
            self.wrong(at, f"{words}what has no price stands under not_priced.")
        shares = self.mapping(said.get("shares", {}), f"{at}.shares")
        parts = {str(agency): self.number(shares, agency, share, f"{at}.shares", ZERO) for agency in shares}
        amounts = {each: self.number(said, each, pounds, at, ZERO) for each in (*Kind, "transfer")}
        return Worth(
            amounts["fiscal"], amounts["economic"], amounts["social"], amounts["transfer"], parts,
            self.number(said, "cashable", share, at, ZERO),
        )  # fmt: skip

    def _of_library(
        self, said: Mapping[str, Any], at: str, edition: Edition | None, year: str, left_out: frozenset[str]
    ) -> Worth:
        unit = edition.units.get(str(said["unit"])) if edition else None
        if edition is None or unit is None:
            where = f" in {edition.title}" if edition else ": name the edition under “units” first"
            self.wrong(f"{at}.unit", f"There is no row “{said['unit']}”{where}.")
            return Worth()
        if strange := left_out - {part.words for part in unit.parts}:
            there = ", ".join(part.words for part in unit.parts) or "none: it cannot be divided"
            self.wrong(f"{at}.leave_out", f"“{min(strange)}” is no part of {unit.code}. Its parts are: {there}.")
        if no_year(year):
            return Worth()
        try:
            return _worth(unit, edition, year, left_out, self._bearers(said, at), self._cashable(said, at))
        except NoIndex as failure:
            self.wrong("price_year", str(failure))
            return Worth()

    def _bearers(self, said: Mapping[str, Any], at: str) -> dict[str, str]:
        named = self.mapping(said.get("bearers", {}), f"{at}.bearers")
        return {str(theirs): str(ours) for theirs, ours in named.items()}

    def _cashable(self, said: Mapping[str, Any], at: str) -> Decimal:
        return self.number(said, "cashable", share, at, ZERO)

    def _cost(self, name: str, said: Any) -> Cost:
        at = f"costs.{name}"
        said = self.mapping(said, at)
        self.known(said, _COST, at)
        kind = str(said.get("kind", CostKind.CASH))
        if kind not in set(CostKind):
            self.wrong(f"{at}.kind", f"“{kind}” is no kind of cost. Write one of: {', '.join(CostKind)}.")
            kind = CostKind.CASH
        if not str(said.get("payer") or "").strip():
            self.wrong(f"{at}.payer", "Nobody pays it. Write who does.")
        by_year = said.get("by_year")
        if not isinstance(by_year, list) or not by_year:
            self.wrong(f"{at}.by_year", "Write what is paid in each year from the first on, like [400000, 120000].")
            by_year = []
        self._split(by_year, at)
        amounts = tuple(self.number({"by_year": each}, "by_year", pounds, at, ZERO) for each in by_year)
        optimism = self._optimism(said, at, "costs")
        return Cost(
            name, str(said.get("words", name)), str(said.get("payer", "")), CostKind(kind), amounts, optimism,
            ranges.of_cost(self, said, at), str(said.get("source", "")),
        )  # fmt: skip

    def _split(self, by_year: list[Any], at: str) -> None:
        """A comma within an amount ends it in a list: [£400,000] is read as £400 and 000."""
        texts = [str(each).strip() for each in by_year]
        for before, after in pairwise(texts):
            if re.fullmatch(r"\d{3}", after) and (after.startswith("0") or "£" in before):
                words = f"“{before}” and “{after}” look like one amount with a comma. Quote it, or leave it out."
                self.wrong(f"{at}.by_year", words)

    def _optimism(self, said: Mapping[str, Any], at: str, what: str) -> Decimal:
        if "optimism" in said:
            return self.number(said, "optimism", share, at, ZERO)
        grade = grade_of(said.get("grade"))
        if grade is None:
            self.wrong(f"{at}.grade", "Write how well it is founded, from 1 (best) to 6, or a correction as optimism.")
            return ZERO
        found: Decimal = getattr(grade, what)
        return found


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
