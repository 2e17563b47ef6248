"""How often family and worker plan to meet; a planned stepping down before goodbye is one of these too."""

from datetime import date, datetime

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions.days import outside, said
from oneplan.web.casework.models import Episode, VisitPattern
from oneplan.web.site import spells
from oneplan.web.site.actions import action


class CannotPlanVisits(Exception):
    """The text is written for the worker."""


@action
def plan(
    *,
    episode: Episode,
    rhythm: VisitPattern.Rhythm,
    on: date,
    by: Worker,
    at: datetime,
    words: str = "",
    is_taper: bool = False,
) -> VisitPattern:
    """From `on` they plan to meet in this rhythm; the one before ends that day."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=episode.family)
    episode = Episode.objects.select_for_update(of=("self",)).select_related("family").get(pk=episode.pk)
    if not episode.is_open:
        raise CannotPlanVisits("We have said goodbye to this family. A call can be logged at any time.")
    for fault in outside(on, episode=episode, what="A new rhythm"):
        raise CannotPlanVisits(fault)
    before = current(episode)
    if before is not None:
        _end(before, on=on, by=by, at=at)
    pattern = VisitPattern(episode=episode, rhythm=rhythm, words=words, is_taper=is_taper, valid_from=on)
    spells.begin(pattern, by=by, at=at)
    timeline.add(
        family=episode.family,
        on=on,
        kind="pattern",
        headline=f"Seeing each other {VisitPattern.Rhythm(rhythm).label}",
        aside="stepping down towards goodbye" if is_taper else "",
        text=words,
        thing=pattern,
        by=by,
        at=at,
    )
    audit.record("visits_planned", about=pattern, by=by, at=at, family=episode.family, rhythm=rhythm, taper=is_taper)
    return pattern


def current(episode: Episode) -> VisitPattern | None:
    return VisitPattern.objects.known().filter(episode=episode, valid_to=None).first()


def _end(before: VisitPattern, *, on: date, by: Worker, at: datetime) -> None:
    if before.valid_from and on < before.valid_from:
        raise CannotPlanVisits(
            f"The rhythm now began on {said(before.valid_from)}; a new one cannot begin before that day."
        )
    try:
        if before.valid_from == on:
            spells.strike(before, reason="changed on the day it was planned", at=at)
        else:
            spells.end(before, on=on, by=by, at=at)
    except spells.ImpossibleSpell as refusal:
        raise CannotPlanVisits(str(refusal)) from refusal
