"""When it is time to talk again, by the day."""

from datetime import date

import pytest

from oneplan.rulebook.sharing.asking_again import ChoiceDue, Felt, Why, choice_due

STEP = date(2026, 3, 2)
STEPPED, MUST = ChoiceDue(Why.STEPPED_DOWN, STEP), ChoiceDue(Why.FELT_A_MUST, date(2026, 3, 9))


@pytest.mark.requirement("R193")
@pytest.mark.parametrize(
    ("asked", "stepped_down_on", "on", "due"),
    [
        ([], None, date(2026, 3, 9), None),
        ([], STEP, STEP, STEPPED),
        ([(date(2026, 3, 1), Felt.REAL)], STEP, date(2026, 3, 9), STEPPED),
        ([(STEP, Felt.REAL)], STEP, date(2027, 3, 9), None),
        ([(date(2026, 3, 9), Felt.MUST)], STEP, date(2026, 4, 5), None),
        ([(date(2026, 3, 9), Felt.MUST)], STEP, date(2026, 4, 6), MUST),
        ([(date(2026, 3, 9), Felt.MUST)], None, date(2026, 4, 6), MUST),
        ([(date(2026, 3, 9), Felt.MUST), (date(2026, 3, 20), Felt.PARTLY)], STEP, date(2026, 9, 1), None),
    ],
)
def test_a_real_choice_is_asked_after_a_step_down_and_again_after_a_must(
    asked: list[tuple[date, Felt]], stepped_down_on: date | None, on: date, due: ChoiceDue | None
) -> None:
    assert choice_due(asked, stepped_down_on=stepped_down_on, on=on) == due
