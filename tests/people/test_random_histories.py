"""Random sequences of joining, leaving, correcting, striking, merging and undoing leave every past day as it was."""

import os

import pytest

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
