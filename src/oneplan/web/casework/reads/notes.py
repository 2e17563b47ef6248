"""What was taken out of a note: marks, needs, own words."""

from typing import Any

from django.db.models import Model


def parts_of(note: Any) -> list[Model]:
    return [*note.marks.all(), *note.needs.all(), *note.own_words.all()]
