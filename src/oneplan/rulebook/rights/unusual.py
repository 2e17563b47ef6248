"""Looks at a family's record that a manager should see: a plain rule, never a score of people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import yaml

from oneplan.rulebook.sharing.policy import Role

# whose work is to look at records of families that they do not work with
_LOOKS_AFTER_RECORDS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR, Role.DATA_MANAGER})


@dataclass(frozen=True, slots=True)
class Tie:
    """Days on which somebody had to do with a family; `team` when it was the whole team."""

    since: date | None
    until: date | None
    worker: int | None = None
    team: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    on: date
    worker: int
    team: int | None
    role: Role
    families_in_the_hour: int = 0


@lru_cache(maxsize=1)
def _figures() -> list[dict[str, int | date]]:
    rows = yaml.safe_load((Path(__file__).parent / "unusual.yaml").read_text())["values"]
    return sorted(rows, key=lambda row: row["from"])


def limit(name: str, *, on: date) -> int:
    rows = [row for row in _figures() if isinstance(row["from"], date) and row["from"] <= on] or _figures()[:1]
    return int(str(rows[-1][name]))


def reasons(look: Look, *, ties: Sequence[Tie], request_days: Collection[date] = ()) -> list[str]:
    """Why this look stands out, in words; empty for an ordinary one."""
    found = []
    if not _had_to_do(look, ties=ties, request_days=request_days):
        found.append("not working with this family that day")
    if look.families_in_the_hour > limit("families_in_an_hour", on=look.on):
        found.append(f"{look.families_in_the_hour} families within the hour")
    return found


def _had_to_do(look: Look, *, ties: Sequence[Tie], request_days: Collection[date]) -> bool:
    if look.role in _LOOKS_AFTER_RECORDS:
        return True
    after = timedelta(days=limit("days_after_the_work", on=look.on))
    if any(_holds(tie, look, after=after) for tie in ties):
        return True
    open_days = timedelta(days=limit("days_after_a_request", on=look.on))
    return look.role in (Role.FRONT_DOOR, Role.TEAM_MANAGER) and any(
        day <= look.on <= day + open_days for day in request_days
    )


def _holds(tie: Tie, look: Look, *, after: timedelta) -> bool:
    is_theirs = tie.worker == look.worker if tie.worker is not None else tie.team is not None and tie.team == look.team
    has_begun = tie.since is None or tie.since <= look.on
    # the manager of the team answers for its families after the goodbye, too
    is_over = tie.until is not None and look.on > tie.until + after and look.role is not Role.TEAM_MANAGER
    return is_theirs and has_begun and not is_over
