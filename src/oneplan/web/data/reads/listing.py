"""Runs as pages and commands list them."""

from dataclasses import dataclass
from typing import Any

from oneplan.web.data.models import Feed, Published, Run

TONES = {
    Run.State.WAITING: "quiet", Run.State.RUNNING: "quiet", Run.State.HELD: "warm", Run.State.PUBLISHED: "ok",
    Run.State.STOPPED: "quiet", Run.State.FAILED: "late",
}  # fmt: skip


@dataclass(frozen=True)
class RunLine:
    """`holds` says that its figures are the ones that hold."""

    run: Run
    holds: bool

    @property
    def words(self) -> str:
        return "its figures hold" if self.holds else str(self.run.get_state_display())

    @property
    def tone(self) -> str:
        was_published = self.run.state == Run.State.PUBLISHED and not self.holds
        return "quiet" if was_published else TONES[Run.State(self.run.state)]

    @property
    def held(self) -> list[dict[str, Any]]:
        return [each for each in self.run.differences if each["is_held"]]

    @property
    def line(self) -> str:
        changed = ", ".join(f"{each['feed']} {each['before']:,} → {each['after']:,}" for each in self.run.differences)
        return f"Run {self.run.number}: {self.words}. {changed or 'No feed.'}"

    @property
    def plain(self) -> dict[str, Any]:
        return {
            "run": self.run.number, "state": self.run.state, "holds": self.holds, "asked": self.run.asked_at,
            "ended": self.run.ended_at, "differences": self.run.differences, "reason": self.run.reason,
        }  # fmt: skip


def runs(*, most: int = 50) -> list[RunLine]:
    """The newest first."""
    holding = Published.objects.values_list("run", flat=True).first()
    return [RunLine(each, each.pk == holding) for each in Run.objects.order_by("-number")[:most]]


def run(row: Run) -> RunLine:
    return RunLine(row, Published.objects.filter(run=row).exists())


def titles() -> dict[str, str]:
    """What each feed is called on pages, by the name that stands in its facts."""
    return dict(Feed.objects.values_list("name", "title"))
