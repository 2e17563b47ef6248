"""A password is made of words that are not this place's nor its owner's: which words count, and what must be left."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from oneplan.web.access import own_words
from oneplan.web.access.own_words import OwnWordsValidator
from oneplan.web.site import lists

PRIYA = SimpleNamespace(
    name="priya.shah",
    worker=SimpleNamespace(name="Priya Shah", agency=SimpleNamespace(name="Sallowdale Council early help")),
    person=None,
)
GRACE = SimpleNamespace(name="grace", worker=None, person=SimpleNamespace(name="Grace Okafor-Reed"))


@pytest.fixture(autouse=True)
def _area(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "items", lambda _: [SimpleNamespace(name=name) for name in ("Sorrel", "Bit")])


@pytest.mark.parametrize(
    ("user", "password"),
    [
        (PRIYA, "Priya-Shah-1234567"),  # seven are left
        (PRIYA, "priya.shah"),
        (PRIYA, "Sallowdale!Council"),
        (PRIYA, "SALLOWDALE sorrel 99"),
        (PRIYA, "early help shah"),
        (GRACE, "Grace Okafor-Reed"),
        (GRACE, "okafor reed grace 1"),
        (None, "sorrel sorrel sorrel"),
    ],
)
def test_what_is_made_of_them_is_refused(user: Any, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        OwnWordsValidator().validate(password, user)
    assert refused.value.code == "own_words"


@pytest.mark.parametrize(
    ("user", "password"),
    [
        (PRIYA, "Priya-Shah-12345678"),  # eight are left
        (PRIYA, "a lamp beside the river"),
        (PRIYA, "sorrelriverlampdesk"),
        (PRIYA, "grace"),  # too short it may be, which others say; but it is not hers
        (PRIYA, "bit"),  # shorter words stand inside other words
        (GRACE, "Priya Shah"),
        (None, "short"),
    ],
)
def test_what_is_left_is_long_enough_or_none_of_it_is_theirs(user: Any, password: str) -> None:
    OwnWordsValidator().validate(password, user)


def test_longer_words_go_first_so_that_nothing_of_them_is_left() -> None:
    """“Sallowdale Council early help” is one name of many words."""
    with pytest.raises(ValidationError):
        OwnWordsValidator().validate("sallowdalecouncilearlyhelp12", PRIYA)


def test_four_letters_are_a_word() -> None:
    assert set(own_words._words(PRIYA)) >= {"shah", "help", "sorrel", "priyashah"}
    assert "bit" not in set(own_words._words(PRIYA))
