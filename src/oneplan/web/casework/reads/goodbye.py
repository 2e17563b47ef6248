"""What the pages of roles, levels, reviews and goodbye ask."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.agencies.models import Agency, Team, Worker
from oneplan.web.casework.actions import episodes, goodbye
from oneplan.web.casework.actions.goodbye import Support
from oneplan.web.casework.models import (
    Appointment,
    Closure,
    Episode,
    EpisodeRole,
    LevelDecision,
    Note,
    OwnWords,
    Referral,
    Review,
    TeamMember,
    WatchSign,
)
from oneplan.web.casework.reads.families import Places, places_of
from oneplan.web.casework.reads.goals import GoalCard, goal_cards
from oneplan.web.casework.reads.sight import ALL, Sight, sight_of
from oneplan.web.people.models import Family
from oneplan.web.sharing.reads.private import Hidden
from oneplan.web.site.spells import LATEST_FIRST

MOST_WORDS = 4


@dataclass(frozen=True)
class Stretch:
    """One stretch of support as it is told afterwards."""

    episode: Episode
    roles: list[EpisodeRole]
    goals: list[GoalCard]
    closure: Closure | None


@dataclass(frozen=True)
class LateReview:
    family: Family
    due_on: date


@dataclass(frozen=True)
class Farewell:
    """What the page says of a family we have said goodbye to."""

    closure: Closure
    goals: list[GoalCard]
    living_on: list[str]
    calls: list[Note]
    may_call: bool


def open_episode(family: Family) -> Episode:
    episode = episodes.current(family)
    if episode is None:
        raise Http404(f"{family} has no help going on just now. Start again first, or log a call.")
    return episode


def stretches(family: Family, *, sight: Sight = ALL) -> list[Stretch]:
    """Every stretch of support, the newest first, with who carried it and what one sees of the plan as it stood."""
    rows = Episode.objects.filter(family=family).select_related("team", "closure").order_by("-opened_on", "-pk")
    return [
        Stretch(row, _roles(row), seen(goal_cards(row, sight=sight), sight=sight), getattr(row, "closure", None))
        for row in rows.prefetch_related("closure__supports")
    ]


def seen(cards: list[GoalCard], *, sight: Sight) -> list[GoalCard]:
    return [
        replace(card, actions=[line for line in card.actions if sight.action(line.action).allowed])
        for card in cards
        if sight.goal(card.goal).allowed
    ]


def teams_with_places(episode: Episode, *, other: str) -> tuple[Team | None, Places | None, list[Team]]:
    """The family's team (or another one asked for) with how many families each worker has; and all teams."""
    teams = list(Team.objects.select_related("agency").order_by("name"))
    chosen = next((team for team in teams if str(team.pk) == other), episode.team)
    if chosen is None and teams:
        chosen = teams[0]
    return chosen, places_of(chosen) if chosen else None, teams


def possible_leads(episode: Episode, *, agency: str, today: date) -> list[Worker]:
    """Who is around the family and in its team; with an agency chosen, its workers."""
    if agency.isdigit():
        return list(Worker.objects.filter(agency=int(agency), is_active=True).order_by("name")[:100])
    around = TeamMember.objects.current(today).filter(family=episode.family_id, worker=OuterRef("pk"))
    held = EpisodeRole.objects.known().filter(episode=episode, worker=OuterRef("pk"))
    workers = Worker.objects.filter(Exists(around) | Exists(held), is_active=True)
    return list(workers.select_related("agency").order_by("name"))


def agencies() -> QuerySet[Agency]:
    return Agency.objects.order_by("name")


def levels(family: Family) -> list[LevelDecision]:
    return list(LevelDecision.objects.filter(family=family).order_by("-on", "-pk"))


def signs(family: Family) -> list[WatchSign]:
    return list(WatchSign.objects.filter(family=family).order_by("until", "-since", "-pk"))


def sign_of(family: Family, pk: int) -> WatchSign:
    sign = WatchSign.objects.filter(family=family, pk=pk).select_related("family").first()
    if sign is None:
        raise Http404("There is no such sign for this family.")
    return sign


def reviews(family: Family) -> list[Review]:
    return list(Review.objects.filter(episode__family=family).select_related("recorded_by").order_by("-on", "-pk"))


def late_reviews(asker: Any, *, today: date) -> list[LateReview]:
    """Families the asker may review whose review is overdue, the longest first."""
    may = policy.families_filter(Permission.MEETING_RECORD, asker=asker)
    last = Review.objects.filter(episode=OuterRef("pk")).order_by("-on", "-pk").values("next_on")[:1]
    rows = (
        Episode.objects.filter(closed_on=None, family__in=Family.objects.filter(may))
        .annotate(due_on=Subquery(last))
        .filter(due_on__lt=today)
        .select_related("family")
        .order_by("due_on")
    )
    return [LateReview(row.family, row.due_on) for row in rows[:200]]


def words_to_pick(family: Family, *, hidden: Hidden) -> list[OwnWords]:
    return hidden.without(OwnWords.objects.filter(family=family).order_by("-on", "-pk"))[:MOST_WORDS]


def supports_to_stay(family: Family, *, today: date, hidden: Hidden) -> list[Support]:
    """Who may go on helping: the team around the family, and help that is marked as going on."""
    return list(dict.fromkeys([*_from_team(family, today=today), *_from_referrals(family, hidden=hidden)]))


def watched_words(family: Family) -> str:
    watched = WatchSign.objects.filter(family=family, until=None).order_by("pk")
    return "; ".join(f"{each.sign} ({each.what_to_do})" for each in watched)[:300]


def farewell(family: Family, *, asker: Any) -> Farewell | None:
    """The last goodbye, unless help is going on again."""
    if episodes.current(family) is not None:
        return None
    last = episodes.last_closed(family)
    closure = Closure.objects.filter(episode=last).prefetch_related("supports__agency").first() if last else None
    if last is None or closure is None:
        return None
    sight = sight_of(asker, family)
    calls = Note.objects.filter(family=family, kind=Note.Kind.AFTER, on__gte=closure.on, struck_at=None)
    return Farewell(
        closure=closure,
        goals=seen(goal_cards(last, sight=sight), sight=sight),
        living_on=list(_living_on(family, hidden=sight.hidden)),
        calls=sight.hidden.without(calls.select_related("worker").order_by("-on", "-pk"))[:20],
        may_call=policy.decision(Permission.CALL_LOG, asker=asker, family=family).allowed,
    )


def usual_number(episode: Episode, *, by: Worker) -> str:
    worker = goodbye.last_key_worker(episode)
    return goodbye.who_to_call(worker or by)


def _roles(episode: Episode) -> list[EpisodeRole]:
    rows = EpisodeRole.objects.known().filter(episode=episode).select_related("worker__agency")
    return list(rows.order_by("kind", LATEST_FIRST, "-pk"))


def _from_team(family: Family, *, today: date) -> Iterator[Support]:
    rows = TeamMember.objects.current(today).filter(family=family).select_related("worker__agency", "agency", "person")
    for row in rows.order_by("pk"):
        agency = row.agency or (row.worker.agency if row.worker else None)
        name = row.worker.name if row.worker else row.person.short_name if row.person else str(agency)
        contact = (row.worker.phone if row.worker else "") or (agency.phone if agency else "")
        yield Support(what=f"{name}: {row.goes_on_doing or row.what_for}"[:200], agency=agency, contact=contact)


def _from_referrals(family: Family, *, hidden: Hidden) -> Iterator[Support]:
    for row in _helped_on(family, hidden=hidden):
        yield Support(what=f"{row.agency}: {row.what_for}"[:200], agency=row.agency, contact=row.agency.phone)


def _helped_on(family: Family, *, hidden: Hidden) -> list[Referral]:
    return hidden.without(Referral.objects.filter(family=family, lives_on=True).select_related("agency").order_by("pk"))


def _living_on(family: Family, *, hidden: Hidden) -> Iterator[str]:
    coming = Appointment.objects.filter(family=family, lives_on=True, kept=Appointment.Kept.TO_COME)
    for each in hidden.without(coming.order_by("on")):
        yield f"{each.what}, {each.on:%-d %B %Y}"
    for row in _helped_on(family, hidden=hidden):
        yield f"{row.agency}: {row.what_for}"
