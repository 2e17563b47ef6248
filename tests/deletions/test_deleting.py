"""The tool that deletes checks: it finds what is there, takes it out of the running program and puts it back."""

from datetime import date
from random import Random
from typing import Any

import pytest

from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import words
from oneplan.web.casework.models import OwnWords
from tests.cast import Cast
from tests.deletions.deleting import deleted
from tests.deletions.finding import Place, every_place
from tests.deletions.kept import KEPT

PLACES = every_place()
TODAY = Random(date.today().isoformat()).sample(PLACES, 12)  # noqa: DTZ011  others each day


def test_what_is_kept_in_spite_of_it_is_still_there() -> None:
    assert set(KEPT) - {each.key for each in PLACES} == set()


@pytest.mark.parametrize("how", ["door", "step-up", "asked", "unasked", "refused", "yes", "everything", "wider", "no"])
def test_every_kind_of_check_is_found(how: str) -> None:
    assert [each for each in PLACES if each.how == how]


@pytest.mark.slow
@pytest.mark.parametrize("place", TODAY, ids=lambda each: each.name[:60])
def test_a_check_can_be_taken_out_and_put_back(place: Place) -> None:
    with deleted(place):
        pass


def _says(cast: Cast, now: Any) -> OwnWords:
    return words.keep(family=cast.family, text="We are tired", on=now.date(), by=cast.stan, at=now)


def test_without_the_check_it_is_done_and_with_it_again_refused(cast: Cast, now: Any) -> None:
    (place,) = [each for each in PLACES if each.key.startswith("casework/actions/words.py keep policy.require")]
    with deleted(place):
        assert _says(cast, now).pk
    with pytest.raises(NotAllowed):
        _says(cast, now)
