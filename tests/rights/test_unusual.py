"""Which looks a manager is shown: a table of cases, no score."""

from datetime import date

import pytest

from oneplan.rulebook.rights.unusual import Look, Tie, reasons
from oneplan.rulebook.sharing.policy import Role

DAY = date(2026, 3, 10)
OWN = Tie(date(2026, 1, 1), None, worker=7)
TEAM = Tie(date(2026, 1, 1), date(2026, 2, 20), team=3)
NOT_WORKING = "not working with this family that day"


@pytest.mark.parametrize(
    ("look", "requests", "said"),
    [
        (Look(DAY, 7, 3, Role.KEY_WORKER), [], []),
        (Look(DAY, 8, 3, Role.KEY_WORKER), [], []),  # the team's work ended less than four weeks ago
        (Look(date(2026, 3, 21), 8, 3, Role.KEY_WORKER), [], [NOT_WORKING]),
        (Look(date(2025, 12, 31), 7, 9, Role.KEY_WORKER), [], [NOT_WORKING]),
        (Look(DAY, 8, 4, Role.KEY_WORKER), [], [NOT_WORKING]),
        (Look(date(2026, 3, 21), 8, 3, Role.TEAM_MANAGER), [], []),
        (Look(date(2026, 3, 21), 8, 4, Role.TEAM_MANAGER), [], [NOT_WORKING]),
        (Look(DAY, 8, None, Role.PARTNER), [DAY], [NOT_WORKING]),
        (Look(DAY, 8, None, Role.FRONT_DOOR), [], [NOT_WORKING]),
        (Look(DAY, 8, None, Role.FRONT_DOOR), [date(2026, 1, 5)], []),
        (Look(DAY, 8, None, Role.FRONT_DOOR), [date(2025, 11, 5)], [NOT_WORKING]),
        (Look(DAY, 8, None, Role.AUDITOR), [], []),
        (Look(DAY, 7, 3, Role.KEY_WORKER, families_in_the_hour=30), [], []),
        (Look(DAY, 7, 3, Role.KEY_WORKER, families_in_the_hour=31), [], ["31 families within the hour"]),
    ],
)
def test_who_is_shown(look: Look, requests: list[date], said: list[str]) -> None:
    assert reasons(look, ties=[OWN, TEAM], request_days=requests) == said
