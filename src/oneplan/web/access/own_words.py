"""A password is not made of the area's own words, nor of who somebody is: those are what is guessed first."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError

from oneplan.web.site import lists

SHORTEST_WORD = 4  # letters; shorter ones stand inside other words
LEFT_OVER = 8  # letters and digits that must stay when those words are taken out


class OwnWordsValidator:
    """One of Django's password validators: `AUTH_PASSWORD_VALIDATORS` names it."""

    def validate(self, password: str, user: Any = None) -> None:
        left = _letters(password)
        for word in sorted(set(_words(user)), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < LEFT_OVER and len(left) < len(_letters(password)):
            raise ValidationError(
                "This password is made of names and words from here, which are guessed first. Add words of your own "
                "that have nothing to do with you or your work.",
                code="own_words",
            )

    def get_help_text(self) -> str:
        return "Not made of your name, your agency's or the area's."


def _words(user: Any) -> Iterator[str]:
    said = [item.name for item in lists.items("password_word")]
    said += [str(getattr(user, "name", ""))]
    worker, person = getattr(user, "worker", None), getattr(user, "person", None)
    if worker is not None:
        said += [worker.name, worker.agency.name, *worker.name.split(), *worker.agency.name.split()]
    if person is not None:
        said += [person.name, *person.name.split()]
    yield from (word for word in map(_letters, said) if len(word) >= SHORTEST_WORD)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
