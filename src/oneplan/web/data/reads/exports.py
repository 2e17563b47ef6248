"""What left the area, as the page and the command list it."""

from dataclasses import dataclass
from typing import Any

from oneplan.engine.export.declared import audiences
from oneplan.web.data.models import Export

TONES = {Export.State.BEGUN: "warm", Export.State.MADE: "ok", Export.State.FAILED: "quiet"}


@dataclass(frozen=True)
class ExportLine:
    export: Export

    @property
    def audience(self) -> str:
        """For whom, in words; an audience that is declared no longer keeps its name."""
        found = audiences().get(self.export.audience)
        return found.words if found else self.export.audience

    @property
    def tone(self) -> str:
        return TONES[Export.State(self.export.state)]

    @property
    def total(self) -> int:
        return sum(self.export.rows.values())

    @property
    def tables(self) -> list[tuple[str, int]]:
        return sorted(self.export.rows.items())

    @property
    def line(self) -> str:
        row = self.export
        rows = f", {self.total:,} rows, digest {row.digest}" if row.state == Export.State.MADE else ""
        return (
            f"Export {row.number}: {row.get_state_display()}. {row.asked_at:%Y-%m-%d %H:%M} UTC, {row.asked_by.name}, "
            f"for {row.audience}, run {row.run.number}{rows}. {row.why}"
        )

    @property
    def plain(self) -> dict[str, Any]:
        row = self.export
        return {
            "export": row.number, "state": row.state, "audience": row.audience, "run": row.run.number,
            "asked": row.asked_at, "by": row.asked_by.name, "why": row.why, "ended": row.ended_at, "rows": row.rows,
            "digest": row.digest,
        }  # fmt: skip


def lines(*, audience: str = "", most: int = 200) -> list[ExportLine]:
    """Those for an audience, or all; the newest first."""
    rows = Export.objects.select_related("run", "asked_by").order_by("-number")
    return [ExportLine(row) for row in (rows.filter(audience=audience) if audience else rows)[:most]]
