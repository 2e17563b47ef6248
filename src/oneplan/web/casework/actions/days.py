"""What cannot be true of the days of one stretch of support; each check gives a sentence for the worker."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from oneplan.web.casework.models import Episode


def said(day: date) -> str:
    return f"{day:%-d %B %Y}"


def in_future(on: date, *, at: datetime, what: str) -> Iterator[str]:
    if on > timezone.localtime(at).date():
        yield f"{what} on {said(on)} lies in the future. Give the day it happened, or wait until it has."


def outside(on: date, *, episode: Episode, what: str) -> Iterator[str]:
    """`what` reads like "A review" or "The key worker's start"."""
    if on < episode.opened_on:
        yield f"{what} on {said(on)} would be before help began ({said(episode.opened_on)}). Check the day."
    if episode.closed_on and on > episode.closed_on:
        yield f"{what} on {said(on)} would be after we said goodbye ({said(episode.closed_on)}). Check the day."
