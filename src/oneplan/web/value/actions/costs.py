"""What key working costs is written down, put right and ended; what was true before can still be shown."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.site import spells
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import locked_spell
from oneplan.web.value.actions import Cannot, require
from oneplan.web.value.models import Grade, KeyPost, OtherCost

Line = Grade | KeyPost | OtherCost


@action
def write(*, line: Line, by: Worker, at: datetime) -> Line:
    """Keep a grade, a post or another cost that was not there."""
    require(by=by)
    _check(line, on=timezone.localdate(at))
    spells.begin(line, by=by, at=at)
    audit.record("key_working_cost_written", about=line, by=by, at=at)
    return line


@action
def put_right(*, line: Line, by: Worker, at: datetime, **changes: Any) -> Line:
    """Say what it is since a day, or what it has been all along where the day is the same."""
    require(by=by)
    line = locked_spell(line)
    for name, value in changes.items():
        setattr(line, name, value)
    _check(line, on=timezone.localdate(at))
    row = spells.correct(line, by=by, at=at, **changes)
    audit.record("key_working_cost_put_right", about=row, by=by, at=at)
    return row


@action
def stop(*, line: Line, on: date, by: Worker, at: datetime) -> Line:
    """It ends: `on` is the first day without it. A grade that a post has goes on."""
    require(by=by)
    line = locked_spell(line)
    if on > timezone.localdate(at):
        raise Cannot(f"{on:%-d %B %Y} is still to come. Say it on that day.", field="on")
    if isinstance(line, Grade) and KeyPost.objects.current(on).filter(grade=line.name).exists():
        raise Cannot(f"Posts are of the grade “{line.name}”. Give them another grade first.")
    row = spells.end(line, on=on, by=by, at=at)
    audit.record("key_working_cost_ended", about=row, by=by, at=at)
    return row


def _check(line: Line, *, on: date) -> None:
    try:
        line.clean_fields(exclude=["known_from", "recorded_by"])
    except ValidationError as failure:
        field, words = next(iter(failure.message_dict.items()))
        raise Cannot(" ".join(words), field=field) from failure
    grades = Grade.objects.current(on)
    if isinstance(line, Grade) and grades.filter(name=line.name).exclude(thread=line.thread).exists():
        raise Cannot(f"The grade “{line.name}” is there already. Change that one.", field="name")
    if isinstance(line, KeyPost) and not grades.filter(name=line.grade).exists():
        raise Cannot(f"Nothing is said of what “{line.grade}” costs. Write the grade first.", field="grade")
