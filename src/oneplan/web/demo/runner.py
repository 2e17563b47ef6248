"""Take a story's steps that were not taken yet: a day at a time, in one transaction with the rows that remember it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from oneplan.web.demo.asking import action_of
from oneplan.web.demo.binding import Binder
from oneplan.web.demo.known_things import Things
from oneplan.web.demo.models import DemoStep
from oneplan.web.demo.stories import Step, Story, StoryBroken
from oneplan.web.demo.story_time import StoryTime

_BETWEEN_STEPS = timedelta(minutes=1)


def take(story: Story, *, at: datetime, as_dated: bool = False) -> int:
    """Take the steps still to be taken; return how many there were. `as_dated` leaves every story on its own days."""
    today, taken = _so_far(story, at=at)
    time = StoryTime(today, None if as_dated else story.told_on)
    if as_dated and story.told_on:
        time = StoryTime(story.told_on)
    binder, moments = Binder(Things(story.name), time), _moments(story.steps, time=time, latest=at)
    waiting = [(step, moment) for step, moment in zip(story.steps, moments, strict=True) if step.key not in taken]
    for _, day in groupby(waiting, key=lambda pair: str(pair[0].on)):
        with transaction.atomic():
            for step, moment in day:
                _take(step, binder=binder, story=story.name, today=today, at=moment)
    return len(waiting)


def _so_far(story: Story, *, at: datetime) -> tuple[date, set[str]]:
    rows = list(DemoStep.objects.filter(story=story.name).values_list("key", "today"))
    today = rows[0][1] if rows else timezone.localdate(at)
    return today, {key for key, _ in rows}


def _moments(steps: Iterable[Step], *, time: StoryTime, latest: datetime) -> list[datetime]:
    """Steps of one day follow each other by a minute, from the hour the day gives."""
    found: list[datetime] = []
    for step in steps:
        moment = time.moment(time.day(step.on), clock=step.clock, latest=latest)
        found.append(max(moment, found[-1] + _BETWEEN_STEPS) if found and _same_day(found[-1], moment) else moment)
    return [min(moment, latest) for moment in found]


def _same_day(one: datetime, other: datetime) -> bool:
    return timezone.localdate(one) == timezone.localdate(other)


def _take(step: Step, *, binder: Binder, story: str, today: date, at: datetime) -> None:
    made = _rows(_done(step, binder=binder, at=at))
    kind = made[0]._meta.label if made else ""
    ids = [row.pk for row in made]
    DemoStep.objects.create(key=step.key, story=story, today=today, made_type=kind, made_ids=ids, taken_at=at)
    if kind:
        binder.things.keep(step.key, kind=kind, ids=ids)


def _done(step: Step, *, binder: Binder, at: datetime) -> Any:
    try:
        return action_of(step)(**binder.arguments(step, at=at))
    except Exception as fault:
        raise StoryBroken(f"{step.key} ({step.on}, {step.action}): {type(fault).__name__}: {fault}") from fault


def _rows(made: Any) -> list[Model]:
    found = made if isinstance(made, list) else [made]
    return [row for row in found if isinstance(row, Model)]
