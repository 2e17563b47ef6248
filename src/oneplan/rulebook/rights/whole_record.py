"""What of the case record is taken out as tables when an area takes out the whole of it, and what stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class WholeRecord:
    rooms: frozenset[str]
    also: frozenset[str]
    agreed_for_days: int
    stays: Mapping[str, str]  # tables by label, and why

    def is_taken(self, label: str) -> bool:
        return label in self.also or (label.partition(".")[0] in self.rooms and label not in self.stays)

    def holds(self, agreed_at: datetime, *, at: datetime) -> bool:
        return at < agreed_at + timedelta(days=self.agreed_for_days)


@cache
def whole_record() -> WholeRecord:
    kept = yaml.safe_load((Path(__file__).parent / "whole_record.yaml").read_text(encoding="utf-8"))
    return WholeRecord(
        frozenset(kept["rooms"]), frozenset(kept["also"]), int(kept["agreed_for_days"]), kept["stays"]
    )  # fmt: skip
