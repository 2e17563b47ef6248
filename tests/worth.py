"""A scene for what help is worth: a model with two outcomes, who begins it, who agrees to pay."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from oneplan.web.agencies.models import Worker
from oneplan.web.value.actions import calculations, funding
from oneplan.web.value.actions import costs as cost_actions
from oneplan.web.value.actions.calculations import CalculationWords
from oneplan.web.value.actions.funding import FundingWords, Promise
from oneplan.web.value.models import Calculation, FundingAgreement, Grade, KeyPost, OtherCost

TEXT = """\
# Key working in the north: figures of last year
name: Key working in the north
price_year: 2015/16
years: 5
units: gmca_ucd_v1_4
outcomes:
  violence:
    words: incidents of violence at home that do not happen
    unit: CR2.0
    leave_out: [children's social care]
    population: 300   # what the police counted
    affected: 40 %
    engagement: 80 %
    impact: 30 %
    deadweight: 20 %
    grade: 5
    duration: 5
    drop_off: 20 %
  care: {words: children who stay out of care, unit: SS1.0, bearers: {Local Authority / Social Services: council},
    population: 200, affected: 5 %, engagement: 80 %, impact: 40 %, deadweight: 35 %, grade: 4, lag: 1, duration: 4,
    cashable: 50 %}
costs:
  workers: {words: key workers, payer: council, by_year: ["£120,000", 60000], grade: 3}
  room: {words: a room at the school, payer: school, kind: in_kind, by_year: [10000], optimism: 0}
not_priced:
  sleep: {words: children who sleep through, how_many: 41, source: what parents said at reviews}
stories:
  - Somebody rang the school herself for the first time in two years.
scenarios:
  cautious: {words: half as well, outcomes: {violence: {impact: 15 %}, care: {impact: 20 %}}}
funding: {reserve: 5 %}
"""


def commissioner(cast: Any) -> Worker:
    return cast.others["commissioner"]  # type: ignore[no-any-return]


def begun(*, by: Worker, at: datetime, text: str = TEXT, name: str = "Key working in the north") -> Calculation:
    says = CalculationWords(name, "Is key working worth what it costs, and for whom?", text, "Last year's figures")
    return calculations.begin(says=says, by=by, at=at)


def agreed(
    calculation: Calculation, *, by: Worker, at: datetime, begins_on: date, years: int = 2,
    reserve: Mapping[str, list[str]] | None = None, **amounts: Any,
) -> FundingAgreement:  # fmt: skip
    """`amounts`: by agency, what it puts in by year; `reserve` the same for the reserve."""
    promised = amounts or {"council": ["60000", "30000"], "school": ["5000"]}
    promises = [Promise(each, "cash", [Decimal(amount) for amount in by_year]) for each, by_year in promised.items()]
    saved = {agency: [Decimal(amount) for amount in by_year] for agency, by_year in (reserve or {}).items()}
    says = FundingWords(begins_on, years, "The board agreed on this in March.", promises, saved)
    version = calculation.versions.order_by("-number")[0]
    return funding.agree(version=version, says=says, by=by, at=at)


def costs(*, by: Worker, at: datetime) -> Grade:
    """A grade, two sorts of posts of it, and time that teachers give: £125,580 a year."""
    since = {"valid_from": timezone.localdate(at)}
    grade = Grade(name="G7", yearly=Decimal(42_000), source="pay scale of April", **since)
    kept = cost_actions.write(line=grade, by=by, at=at)
    posts = [("key workers", Decimal("2.5"), Decimal(1), "council"), ("a nurse", Decimal(1), Decimal("0.4"), "health")]
    for words, full_time, share, funder in posts:
        post = KeyPost(words=words, grade="G7", full_time=full_time, on_key_working=share, funder=funder, **since)
        cost_actions.write(line=post, by=by, at=at)
    given = OtherCost(words="teachers at meetings", payer="schools", kind="in_kind", yearly=Decimal(3_780), **since)
    cost_actions.write(line=given, by=by, at=at)
    return kept  # type: ignore[return-value]
