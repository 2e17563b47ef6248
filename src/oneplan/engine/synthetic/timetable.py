"""When a family asked for help and what came of it: the bare dates that everything else hangs on."""

from dataclasses import dataclass
from datetime import date
from math import exp, log

from oneplan.engine.synthetic.draws import Draws, later
from oneplan.engine.synthetic.histories import Outcome
from oneplan.engine.synthetic.rates import number, rate, shares
from oneplan.engine.synthetic.workdays import workday_after, workday_before

SHORTEST_WORK, LONGEST_WORK = 42, 1000
LEAST_GAP = 120  # days between a closure and the next request


@dataclass(slots=True)
class Stage:
    """One request and what followed, as far as it has come."""

    received: date
    decided: date | None = None
    outcome: Outcome | None = None
    level: str | None = None
    opened: date | None = None
    closed: date | None = None
    closure: str | None = None


def stages(draws: Draws, *, today: date, earliest: date | None = None) -> list[Stage]:
    """The requests of a family, first one first, none received before `earliest`."""
    begin = later(today, -int(365.25 * number("years_of_record")))
    begin = begin if earliest is None else max(begin, min(earliest, today))
    found = [_latest(draws, begin=begin, today=today)]
    while len(found) < 3 and draws.chance(rate("earlier_request")):
        before = _earlier(draws, begin=begin, next_received=found[0].received)
        if before is None:
            break
        found.insert(0, before)
    return found


def _latest(draws: Draws, *, begin: date, today: date) -> Stage:
    room = (today - begin).days
    status = draws.weighted(shares("latest_request"))
    if status == "closed" and room < SHORTEST_WORK + 60:
        status = "open"
    if status == "open" and room < 14:
        status = "waiting_decision"
    if status == "waiting_decision":
        return Stage(received=later(today, -min(room, draws.whole(0, 5))))
    if status == "waiting_offer":
        return _decided(draws, received=later(today, -min(room, draws.whole(6, 40))), by=today)
    if status == "no_support":
        return _turned_elsewhere(draws, received=later(today, -draws.whole(min(7, room), room)), by=today)
    if status == "open":
        waited = min(room, 14 + int(-150 * log(1 - draws.random())), LONGEST_WORK)
        return _supported(draws, received=later(today, -waited), by=today, closed=None)
    work = _days_of_work(draws, at_most=room - 30)
    since = int(draws.random() * (room - 30 - work))
    closed = workday_before(later(today, -since), not_before=begin)
    return _supported(draws, received=later(closed, -(work + draws.whole(5, 30))), by=closed, closed=closed)


def _earlier(draws: Draws, *, begin: date, next_received: date) -> Stage | None:
    room = (next_received - begin).days - LEAST_GAP
    if room < SHORTEST_WORK + 60:
        return None
    ended = later(next_received, -(LEAST_GAP + int(draws.random() * (room - SHORTEST_WORK - 45))))
    room = (ended - begin).days
    if draws.chance(0.35):
        return _turned_elsewhere(draws, received=later(ended, -7), by=ended)
    work = _days_of_work(draws, at_most=room - 31)
    return _supported(draws, received=later(ended, -(work + draws.whole(5, 30))), by=ended, closed=ended)


def _days_of_work(draws: Draws, *, at_most: int) -> int:
    drawn = int(exp(draws.gauss(log(rate("median_days_of_work")), 0.6)))
    return max(min(drawn, at_most, LONGEST_WORK), min(SHORTEST_WORK, at_most))


def _decided(draws: Draws, *, received: date, by: date) -> Stage:
    decided = workday_after(min(later(received, draws.whole(0, 4)), by), not_after=by)
    return Stage(received, decided, "support_offered", draws.weighted(shares("levels")))


def _turned_elsewhere(draws: Draws, *, received: date, by: date) -> Stage:
    stage = _decided(draws, received=received, by=by)
    stage.outcome = draws.weighted(shares("decision_outcomes"))
    stage.level = "specialist" if stage.outcome == "passed_to_social_care" else "early_help"
    return stage


def _supported(draws: Draws, *, received: date, by: date, closed: date | None) -> Stage:
    stage = _decided(draws, received=received, by=by)
    stage.opened = workday_after(min(later(stage.decided or received, draws.whole(1, 20)), by), not_after=by)
    stage.closed = closed
    stage.closure = None if closed is None else draws.weighted(shares("closure_reasons"))
    return stage
