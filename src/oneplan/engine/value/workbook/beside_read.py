"""Terms of funding and what has no price, as somebody typed them into a workbook."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from oneplan.engine.value.workbook.beside import (
    EVERYBODY,
    FIRST_BESIDE,
    FIRST_CAP,
    RESERVE_ROW,
    STORY,
)
from oneplan.engine.value.workbook.came import Came
from oneplan.engine.value.workbook.places import BESIDE, FUNDING
from oneplan.rulebook.value.faults import Fault


class Beside:
    """Collects what is wrong and goes on."""

    def __init__(self, sheets: Mapping[str, Came]) -> None:
        self.sheets = sheets
        self.found: list[Fault] = []

    def rest(self, agencies: tuple[str, ...]) -> dict[str, Any]:
        """What stands beside the outcomes and costs in a model's file."""
        told = {"funding": self._funding(agencies), "not_priced": self._not_priced(), "stories": list(self._stories())}
        return {name: said for name, said in told.items() if said}

    def _funding(self, agencies: tuple[str, ...]) -> dict[str, Any]:
        came = self.sheets[FUNDING]
        rows = dict(zip(agencies, range(FIRST_CAP, FIRST_CAP + len(agencies)), strict=True))
        caps = {agency: self._cap(row) for agency, row in rows.items()}
        told: dict[str, Any] = {
            "reserve": came.text(RESERVE_ROW, 1),
            "cap": self._cap(EVERYBODY),
            "caps": {agency: cap for agency, cap in caps.items() if cap},
            "ability": {agency: came.text(row, 3) for agency, row in rows.items() if came.text(row, 3)},
        }
        return {name: said for name, said in told.items() if said}

    def _cap(self, row: int) -> str:
        came = self.sheets[FUNDING]
        share, pounds = came.text(row, 1), came.text(row, 2)
        if share and pounds:
            words = "It has a share and pounds. Write one of the two, and empty the other."
            self.found.append(Fault(came.place(row, 1), words))
        return _percent(share) if share else pounds

    def _not_priced(self) -> dict[str, Any]:
        told: dict[str, Any] = {}
        came = self.sheets[BESIDE]
        for row in range(FIRST_BESIDE, came.last_row + 1):
            name, *rest = (came.text(row, column) for column in range(STORY))
            if not name and any(rest):
                self.found.append(Fault(came.place(row, 0), "It has no name. Write one, or empty the row."))
            elif name in told:
                self.found.append(Fault(came.place(row, 0), f"“{name}” is there twice. Rename one, or remove it."))
            elif name:
                said = zip(("words", "how_many", "source", "reached"), rest, strict=True)
                told[name] = {field: value for field, value in said if value}
        return told

    def _stories(self) -> Iterator[str]:
        came = self.sheets[BESIDE]
        for row in range(FIRST_BESIDE, came.last_row + 1):
            if story := came.text(row, STORY):
                yield story


def _percent(share: str) -> str:
    """“0.25” as “25 %”: a model's file tells a share from pounds by its sign. What is no number is refused later."""
    if share.endswith("%"):
        return share
    try:
        return f"{Decimal(share) * 100:f} %"
    except InvalidOperation:
        return f"{share} %"
