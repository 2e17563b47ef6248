"""All that the family page shows, in a number of queries that does not grow with the family."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from oneplan.rulebook.caseload.rhythm import NO_RHYTHM
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
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
from oneplan.web.casework.reads.timeline import TimelinePage, page_of
from oneplan.web.people.models import Family, Residence
from oneplan.web.site.spells import LATEST_FIRST

MOST_DUE = 8
MOST_WORDS = 2
FIRST_ENTRIES = 10
THIS_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Sight:
    """How much of a family's record somebody sees."""

    notes: bool  # notes, timeline, own words, details of people
    needs: bool


def sight_of(asker: Any, family: Family) -> Sight:
    """Decide what is shown: who may write notes may read them; who decides on requests sees needs too.

    Everybody else who may open the page (a teacher in the team around the family) sees the plan, the team,
    what is due, warnings, and their own actions; never notes, or what was taken from them.
    """
    notes = policy.decision(Permission.NOTE_ADD, asker=asker, family=family).allowed
    return Sight(notes, notes or policy.decision(Permission.REQUEST_DECIDE, asker=asker, family=family).allowed)


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
    due_lines: list[due.DueLine]
    around: Around
    needs: Needs | None
    work: Work | None

    @property
    def focus(self) -> GoalCard | None:
        return next((card for card in self.goals if card.goal.state == Goal.State.FOCUS), None)

    @property
    def other_goals(self) -> list[GoalCard]:
        return [card for card in self.goals if card.goal.state != Goal.State.FOCUS]

    @property
    def own_actions(self) -> list[ActionLine]:
        return [line for card in self.goals for line in card.actions if not line.is_done]

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
    def number_this_week(self) -> int:
        return sum(self.today <= line.due.on < self.today + THIS_WEEK for line in self.due_lines)


def family_page(family: Family, *, asker: Any, today: date) -> FamilyPage:
    """Gather the page as one asker may see it."""
    sight, circle = sight_of(asker, family), circle_of(family, day=today)
    episodes = list(Episode.objects.filter(family=family).select_related("closure").order_by("-opened_on", "-pk"))
    episode = next((each for each in episodes if each.is_open), episodes[0] if episodes else None)
    bars, goals = alerts.bars_around(circle), goal_cards(episode)
    members, network = _people(circle, episode=episode, goals=goals, bars=bars, sight=sight)
    return FamilyPage(
        family=family,
        today=today,
        sight=sight,
        circle=circle,
        episode=episode,
        since=min((each.opened_on for each in episodes), default=None),
        goodbye=_goodbye(episode),
        level=_level(family),
        bars=bars,
        warnings=alerts.visit_warnings(circle, homes=_homes(circle)),
        members=members,
        network=network,
        goals=goals if sight.notes else [card.own_of(asker) for card in goals],
        due_lines=due.lines(due.due_for([family.pk]), today=today),
        around=around(family, episode=episode, bars=bars, on=today),
        needs=needs_of(family) if sight.needs else None,
        work=_work(family, asker=asker, today=today) if sight.notes else None,
    )


def needs_of(family: Family) -> Needs:
    """Presenting needs and needs found later, kept apart; struck out ones left out."""
    rows = list(Need.objects.filter(family=family, struck_reason="").select_related("person", "recorded_by"))
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
        lines = who.people_lines(circle, goals=[card.goal for card in goals], lately=lately, bars=bars)
    else:
        lines = who.plain_lines(circle, bars=bars)
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


def _homes(circle: Circle) -> list[int]:
    rows = Residence.objects.current(circle.day).filter(person__in=circle.record_ids)
    return list(rows.values_list("home", flat=True).distinct())


def _work(family: Family, *, asker: Any, today: date) -> Work:
    signs = WatchSign.objects.filter(Q(until=None) | Q(until__gt=today), family=family).order_by("-since", "-pk")
    return Work(
        own_words=list(OwnWords.objects.filter(family=family)[:MOST_WORDS]),
        signs=list(signs),
        timeline=page_of(family, size=FIRST_ENTRIES),
        has_draft=NoteDraft.objects.filter(family=family, worker=asker.pk).exists(),
    )
