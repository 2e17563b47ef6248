"""Random sequences of joining, leaving, correcting, striking, merging and undoing leave every past day as it was."""

import os
from datetime import datetime, timedelta

import pytest

from oneplan.rulebook.people.dates import read
from oneplan.web.people import reads
from oneplan.web.people.actions import families, persons
from tests.cast import Cast
from tests.people import random_histories

SEQUENCES = int(os.environ.get("ONEPLAN_SEQUENCES", "40"))
STEPS = 14


@pytest.mark.requirement("R002", "R009")
@pytest.mark.slow
def test_every_past_day_stays_as_it_was_and_as_it_was_known(cast: Cast) -> None:
    done = 0
    for seed in range(SEQUENCES):
        world = random_histories.make_world(seed, cast.fay)
        random_histories.live(world, steps=STEPS)
        assert random_histories.faults(world) == [], f"sequence {seed}"
        done += world.done
    assert done > SEQUENCES * STEPS * 0.4, "too many steps were refused for this to prove much"


@pytest.mark.requirement("R009", "R014")
def test_names_and_ages_of_a_past_moment_are_those_known_then(cast: Cast, now: datetime) -> None:
    later = now + timedelta(days=30)
    child = persons.add(description="the youngest", by=cast.fay, at=now)
    families.join(family=cast.family, person=child, role="child", by=cast.priya, at=now)
    persons.rename(person=child, given_names="Ida", family_name="Reed", by=cast.priya, at=later)
    persons.correct_birth(person=child, born=read("3 May 2022"), by=cast.priya, at=later)

    def shown(known_at: datetime | None) -> tuple[str, str]:
        rows = reads.members_on(cast.family, day=now.date(), known_at=known_at)
        person = next(row.person for row in rows if row.person.pk == child.pk)
        return person.name, person.born_words

    assert shown(now + timedelta(days=1)) == ("the youngest", "birth date not known")
    assert shown(later) == shown(None) == ("Ida Reed", "3 May 2022")
