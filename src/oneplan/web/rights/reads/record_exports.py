"""Who asked to take the whole record out, who agreed, and what left: as the page and the command list it."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from oneplan.rulebook.rights.whole_record import whole_record
from oneplan.web.rights.models import RecordExport

State = RecordExport.State
TONES = {
    State.ASKED: "warm", State.AGREED: "warm", State.DECLINED: "quiet", State.BEGUN: "warm", State.MADE: "ok",
    State.FAILED: "quiet",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    export: RecordExport

    @property
    def tone(self) -> str:
        return TONES[State(self.export.state)]

    @property
    def total(self) -> int:
        return sum(self.export.rows.values())

    @property
    def kept_back(self) -> list[tuple[str, int]]:
        return sorted(self.export.left_out.items())

    @property
    def is_over(self) -> bool:
        """Agreed, and not taken out in time."""
        row = self.export
        if row.state != State.AGREED or row.decided_at is None:
            return False
        return not whole_record().holds(row.decided_at, at=timezone.now())

    @property
    def standing(self) -> str:
        return "agreed, and not taken out in time" if self.is_over else self.export.get_state_display()

    @property
    def line(self) -> str:
        row = self.export
        words = f"{row.pk}  {row.asked_at:%Y-%m-%d}  {row.asked_by.name}  {self.standing}: {row.why}"
        return f"{words}  ({self.total:,} rows in {len(row.rows)} tables)" if row.state == State.MADE else words

    @property
    def plain(self) -> dict[str, Any]:
        row = self.export
        return {
            "number": row.pk, "state": row.state, "why": row.why, "asked_by": row.asked_by.name,
            "asked_at": row.asked_at, "decided_by": row.decided_by.name if row.decided_by else None,
            "ended_at": row.ended_at, "rows": row.rows, "left_out": row.left_out, "digest": row.digest,
            "reason": row.reason or row.declined_why,
        }  # fmt: skip


def lines() -> list[Line]:
    return [Line(each) for each in RecordExport.objects.select_related("asked_by", "decided_by")]
