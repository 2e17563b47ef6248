"""All that the family page shows, in a number of queries that does not grow with the family."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from oneplan.rulebook.caseload.rhythm import NO_RHYTHM
from oneplan.rulebook.sharing.categories import Category
from oneplan.web.casework.models import (
    Closure,
    Episode,
    Goal,
    LevelDecision,
    Need,
    NoteDraft,
    OwnWords,
    VisitPattern,
    WatchSign,
)
from oneplan.web.casework.reads import alerts, due, who
from oneplan.web.casework.reads.around import Around, around
from oneplan.web.casework.reads.circle import Circle, circle_of
from oneplan.web.casework.reads.family_needs import NeedsInBrief, in_brief
from oneplan.web.casework.reads.goals import ActionLine, GoalCard, goal_cards
from oneplan.web.casework.reads.sight import Sight, sight_of
from oneplan.web.casework.reads.timeline import TimelinePage, page_of
from oneplan.web.people.access import sees_protected_addresses_of
from oneplan.web.people.models import Family, Residence
from oneplan.web.sharing.reads.agreed import shared_words
from oneplan.web.sharing.reads.prompts import Prompt, prompts_for
from oneplan.web.site.spells import LATEST_FIRST

MOST_DUE = 8
MOST_WORDS = 2
FIRST_ENTRIES = 10
THIS_WEEK = timedelta(days=7)

ASK_BEFORE = "There is something a visitor must know. Ask the key worker before you go."


@dataclass(frozen=True)
class Needs:
    presenting: list[Need]
    found: list[Need]

    @property
    def presenting_lines(self) -> NeedsInBrief:
        return in_brief(self.presenting)

    @property
    def found_lines(self) -> NeedsInBrief:
        return in_brief(self.found)

    @property
    def number_open(self) -> int:
        return sum(need.state in (Need.State.OPEN, Need.State.UNCLEAR) for need in [*self.presenting, *self.found])


@dataclass(frozen=True)
class Work:
    """What only those who work with the family see."""

    own_words: list[OwnWords]
    signs: list[WatchSign]
    timeline: TimelinePage
    has_draft: bool


@dataclass(frozen=True)
class FamilyPage:
    family: Family
    today: date
    sight: Sight
    circle: Circle
    episode: Episode | None
    since: date | None
    goodbye: Closure | None
    level: str
    bars: list[alerts.Bar]
    warnings: list[str]
    members: list[who.PersonLine]
    network: list[who.PersonLine]
    goals: list[GoalCard]
    own_actions: list[ActionLine]  # of a partner, whatever else they may see
    due_lines: list[due.DueLine]
    around: Around
    needs: Needs | None
    work: Work | None
    shared: list[tuple[str, str]]  # each agency around, and what it sees in words
    prompts: list[Prompt]  # what to talk about with them again

    @property
    def focus(self) -> GoalCard | None:
        return next((card for card in self.goals if card.goal.state == Goal.State.FOCUS), None)

    @property
    def other_goals(self) -> list[GoalCard]:
        return [card for card in self.goals if card.goal.state != Goal.State.FOCUS]

    @property
    def open_own_actions(self) -> list[ActionLine]:
        return [line for line in self.own_actions if not line.is_done]

    @property
    def first_due(self) -> list[due.DueLine]:
        return self.due_lines[:MOST_DUE]

    @property
    def number_due_later(self) -> int:
        return len(self.due_lines) - len(self.first_due)

    @property
    def number_late(self) -> int:
        return sum(line.is_late for line in self.due_lines)

    @property
    def alerts(self) -> list[alerts.Alert]:
        return alerts.alerts_of(self.bars)

    @property
    def number_this_week(self) -> int:
        return sum(self.today <= line.due.on < self.today + THIS_WEEK for line in self.due_lines)


def family_page(family: Family, *, asker: Any, today: date) -> FamilyPage:
    """Gather the page as one asker may see it."""
    sight, circle = sight_of(asker, family), circle_of(family, day=today)
    episodes = list(Episode.objects.filter(family=family).select_related("closure").order_by("-opened_on", "-pk"))
    episode = next((each for each in episodes if each.is_open), episodes[0] if episodes else None)
    bars, every = alerts.seen_by(sight, alerts.bars_around(circle), circle=circle), goal_cards(episode, sight=sight)
    goals = [card for card in every if sight.goal(card.goal).allowed]
    members, network = _people(circle, episode=episode, goals=goals, bars=bars, sight=sight)
    return FamilyPage(
        family=family,
        today=today,
        sight=sight,
        circle=circle,
        episode=episode,
        since=min((each.opened_on for each in episodes), default=None),
        goodbye=_goodbye(episode),
        level=_level(family) if sight.sees(Category.NEEDS) else "",
        bars=bars,
        warnings=_warnings(circle, asker=asker, sight=sight),
        members=members,
        network=network,
        goals=goals if sight.notes else [card.own_of(asker) for card in goals],
        own_actions=[] if sight.notes else [line for card in every for line in card.own_of(asker).actions],
        due_lines=due.lines(due.due_for([family.pk], sight=sight), today=today),
        around=around(family, episode=episode, bars=bars, on=today, sight=sight),
        needs=needs_of(family, sight=sight),
        work=_work(family, asker=asker, today=today, sight=sight) if sight.notes else None,
        shared=[] if sight.is_partner else shared_words(family, on=today),
        prompts=prompts_for([family.pk], on=today) if sight.notes else [],
    )


def needs_of(family: Family, *, sight: Sight) -> Needs | None:
    """Presenting needs and needs found later, kept apart; struck out ones left out. None: not for this asker."""
    if not (sight.needs or sight.is_partner):
        return None
    every = Need.objects.filter(family=family, struck_reason="").select_related("person", "recorded_by")
    rows = [need for need in every if sight.shows(need) and (sight.needs or sight.need(need).allowed)]
    if sight.is_partner and not rows and not sight.sees(Category.NEEDS):
        return None
    presenting = [need for need in rows if need.origin == Need.Origin.PRESENTING]
    return Needs(presenting, [need for need in rows if need.origin == Need.Origin.FOUND])


def _people(
    circle: Circle, *, episode: Episode | None, goals: list[GoalCard], bars: list[alerts.Bar], sight: Sight
) -> tuple[list[who.PersonLine], list[who.PersonLine]]:
    if sight.notes:
        pattern = _rhythm(episode, on=circle.day)
        lately = who.Lately(
            seen=who.last_seen(circle.family, same=circle.same),
            rhythm=pattern,
            since=episode.opened_on if episode else circle.day,
            is_going_on=bool(episode and episode.is_open),
        )
        shown = [card.goal for card in goals]
        lines = who.people_lines(circle, goals=shown, lately=lately, bars=bars, hidden=sight.hidden)
    else:
        lines = who.plain_lines(circle, bars=bars, sight=sight)
    network = {member.person.pk for member in circle.members if member.is_network}
    return (
        [line for line in lines if line.person.pk not in network],
        [line for line in lines if line.person.pk in network],
    )


def _rhythm(episode: Episode | None, *, on: date) -> str:
    if episode is None:
        return NO_RHYTHM
    pattern = VisitPattern.objects.current(on).filter(episode=episode).order_by(LATEST_FIRST, "-pk").first()
    return pattern.rhythm if pattern else NO_RHYTHM


def _goodbye(episode: Episode | None) -> Closure | None:
    return getattr(episode, "closure", None) if episode and not episode.is_open else None


def _level(family: Family) -> str:
    """The code of the level decided last."""
    rows = LevelDecision.objects.filter(family=family).exclude(level="").order_by("-on", "-pk")
    return rows.values_list("level", flat=True).first() or ""


def _warnings(circle: Circle, *, asker: Any, sight: Sight) -> list[str]:
    """What a visitor must know: of a home only for whoever may know where it is.

    A partner who may know the family is never left unwarned: where the words tell more than they may learn, they ask.
    """
    if not sight.sees(Category.BASICS):
        return []
    said = alerts.visit_warnings(circle, homes=_homes(circle, asker=asker) if sight.sees(Category.ADDRESS) else [])
    return list(dict.fromkeys(words if sight.warning(words).allowed else ASK_BEFORE for words in said))


def _homes(circle: Circle, *, asker: Any) -> list[int]:
    rows = Residence.objects.current(circle.day).filter(person__in=circle.record_ids)
    homes = {row.home.pk: row.home for row in rows.select_related("home")}
    safe = [home for home in homes.values() if home.is_protected]
    shown = sees_protected_addresses_of(safe, by=asker) if safe else set()
    return [pk for pk, home in homes.items() if not home.is_protected or pk in shown]


def _work(family: Family, *, asker: Any, today: date, sight: Sight) -> Work:
    signs = WatchSign.objects.filter(Q(until=None) | Q(until__gt=today), family=family).order_by("-since", "-pk")
    return Work(
        own_words=[words for words in OwnWords.objects.filter(family=family) if sight.shows(words)][:MOST_WORDS],
        signs=list(signs),
        timeline=page_of(family, hidden=sight.hidden, size=FIRST_ENTRIES),
        has_draft=NoteDraft.objects.filter(family=family, worker=asker.pk).exists(),
    )
