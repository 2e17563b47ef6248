"""One stretch of support: who worked, at which level, what was found, the plan, the team, how it ended."""

from datetime import date

from oneplan.engine.synthetic.draws import Draws, later
from oneplan.engine.synthetic.histories import (
    Closure,
    Episode,
    ExitSupport,
    FoundNeed,
    KeyWorkerSpell,
    LeadProfessionalSpell,
    LevelSpell,
    TeamMember,
)
from oneplan.engine.synthetic.needs import FittingNeed, fitting, found_later
from oneplan.engine.synthetic.phrases import colleague, exit_supports, parts_of, sentences
from oneplan.engine.synthetic.plans import Plan, Work, plan_of
from oneplan.engine.synthetic.rates import rate
from oneplan.engine.synthetic.requests import Asked

WORKERS = 10_000  # positions; the loader takes the remainder by the number of workers it has
LEVELS = ("early_help", "targeted", "specialist")
LEADS = ("school", "nursery", "health_visiting", "midwifery", "social_care", "voluntary", "childrens_centre", "camhs")
LEVEL_CHANGES = 0.16
NeedKnown = tuple[FittingNeed, date]


def episode_of(work: Work, asked: Asked, *, position: int, team: int) -> tuple[Episode, list[NeedKnown]]:
    """The episode, and the needs with the day each became known, for the notes."""
    draws = work.draft.draws
    later = _needs_found(work, asked)
    known = [*((need, work.begin) for need in asked.needs), *later]
    plan = plan_of(work, needs=known)
    workers = _key_workers(work)
    episode = Episode(
        request=position,
        team=team,
        opened_on=work.begin,
        closed_on=work.stage.closed,
        key_workers=workers,
        lead_professionals=_lead(work, asked),
        levels=_levels(work),
        needs_found=tuple(_found(draws, need, day) for need, day in later),
        goals=tuple(plan.goals),
        actions=tuple(plan.actions),
        reviews=tuple(plan.reviews),
        team_around=_team_around(work, asked, plan),
        closure=_closure(work),
    )
    return episode, known


def _needs_found(work: Work, asked: Asked) -> list[NeedKnown]:
    draws, taken = work.draft.draws, {kind.code for kind, _ in asked.needs}
    first, last = later(work.begin, 5), later(work.end, -3)
    if first >= last:
        return []
    days = sorted(draws.day(first, last) for _ in range(draws.chance(0.7) + draws.chance(0.35) + draws.chance(0.15)))
    found: list[NeedKnown] = []
    for day in days:
        needs = fitting(draws, kinds=found_later(), presence=work.presence, day=day, number=1, taken=taken)
        found += [(need, day) for need in needs]
    return found


def _found(draws: Draws, need: FittingNeed, day: date) -> FoundNeed:
    kind, human = need
    return FoundNeed(kind.code, human.key if human else None, day, draws.pick(sentences("came_to_light")))


def _key_workers(work: Work) -> tuple[KeyWorkerSpell, ...]:
    draws = work.draft.draws
    first = draws.whole(0, WORKERS - 1)
    handed_over = draws.day(later(work.begin, 20), later(work.end, -10))
    if not draws.chance(rate("second_key_worker")) or not work.begin < handed_over < work.end:
        return (KeyWorkerSpell(first, work.begin, _end(work)),)
    return (
        KeyWorkerSpell(first, work.begin, handed_over),
        KeyWorkerSpell((first + draws.whole(1, 9)) % WORKERS, handed_over, _end(work)),
    )


def _end(work: Work) -> date | None:
    """The first day after the work: spells are half-open."""
    return None if work.stage.closed is None else max(work.stage.closed, later(work.begin, 1))


def _lead(work: Work, asked: Asked) -> tuple[LeadProfessionalSpell, ...]:
    draws, sector = work.draft.draws, asked.request.referrer_sector
    if sector not in LEADS or not draws.chance(rate("other_lead_professional")):
        return (LeadProfessionalSpell("key_worker", None, work.begin, _end(work)),)
    return (LeadProfessionalSpell(sector, colleague(draws), work.begin, _end(work)),)


def _levels(work: Work) -> tuple[LevelSpell, ...]:
    draws, level = work.draft.draws, work.stage.level or LEVELS[0]
    changed = draws.day(later(work.begin, 30), later(work.end, -5))
    if not draws.chance(LEVEL_CHANGES) or not work.begin < changed < work.end:
        return (LevelSpell(level, work.begin, _end(work), "As decided at the start"),)
    goes_up = work.stage.closure == "stepped_up" or draws.chance(0.3)
    to = LEVELS[min(2, LEVELS.index(level) + 1)] if goes_up else LEVELS[max(0, LEVELS.index(level) - 1)]
    if to == level:
        return (LevelSpell(level, work.begin, _end(work), "As decided at the start"),)
    reason = draws.pick(sentences("level_reasons", "up" if goes_up else "down"))
    return (
        LevelSpell(level, work.begin, changed, "As decided at the start"),
        LevelSpell(to, changed, _end(work), reason),
    )


def _team_around(work: Work, asked: Asked, plan: Plan) -> tuple[TeamMember, ...]:
    """The main carer, perhaps another of the family, and one from each sector that is needed."""
    draws, draft = work.draft.draws, work.draft
    begin, end = later(work.begin, draws.whole(10, 35)), _end(work)
    if begin >= work.end:
        return ()
    found = [TeamMember(work.presence.main.key, None, None, "parent or carer", begin, end)]
    there = [human for human in work.presence.on(begin) if human.died is None]
    relatives = [human for human in (*draft.carers[1:], draft.grandmother) if human is not None and human in there]
    found += [TeamMember(human.key, None, None, "family", begin, end) for human in relatives if draws.chance(0.5)]
    wanted = [sector for kind, _ in asked.needs for sector in kind.sectors] + [item.sector for item in plan.actions]
    sectors = list(dict.fromkeys(sector for sector in wanted if sector not in (None, "self")))
    for sector in draws.some(sectors, draws.whole(1, 3)):
        joined = draws.day(begin, later(work.end, -1))
        part = draws.pick(parts_of(sector)) if sector else ""
        found.append(TeamMember(None, sector, colleague(draws), part, joined, end))
    return tuple(found)


def _closure(work: Work) -> Closure | None:
    draws, stage = work.draft.draws, work.stage
    if stage.closed is None or stage.closure is None:
        return None
    has_plan = stage.closure in ("outcomes_met", "partly_met", "stepped_up", "another_service_leads")
    supports = draws.some(exit_supports(), draws.whole(1, 3)) if has_plan else []
    is_heard = stage.closure not in ("lost_touch", "moved_away") and draws.chance(0.7)
    return Closure(
        closed_on=stage.closed,
        reason=stage.closure,
        words=draws.pick(sentences("closing_words", stage.closure)),
        family_words=draws.pick(sentences("family_words")) if is_heard else None,
        exit_plan=tuple(ExitSupport(sector, text) for sector, text in supports),
    )
