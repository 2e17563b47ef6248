"""A whole run of retention, one batch after the other; stopped anywhere, it is gone on with by calling it again."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from oneplan.web.rights.actions import retention
from oneplan.web.rights.models import RetentionRun
from oneplan.web.rights.reads import due

Say = Callable[[str], None]


def run(*, day: date, by: Any, clock: Callable[[], datetime], say: Say) -> RetentionRun:
    """Remove everything that is over on `day`; what is held, or has help, or asks about its data, stays."""
    going = retention.begin(day=day, by=by, at=clock())
    found = due.preview(day=going.day)
    ids = [each.family for each in found.families]
    for start in range(0, len(ids), retention.FAMILIES_A_BATCH):
        some = ids[start : start + retention.FAMILIES_A_BATCH]
        retention.remove_families(run=going, families=some, by=by, at=clock())
        say(f"  {min(start + len(some), len(ids))} of {len(ids)} families")
    for each in found.clocked:
        gone: Counter[str] = Counter()
        while counts := retention.remove_rows(run=going, label=each.label, by=by, at=clock()):
            gone += counts
        say(f"  {each.label}: {gone.total()} rows")
    people = 0
    while gone := retention.remove_people(run=going, by=by, at=clock()):
        people += gone["people.Person"]
        say(f"  {people} people of no family")
    while found.packs and retention.remove_packs(run=going, by=by, at=clock()):
        say("  files of packs")
    retention.finish(run=going, by=by, at=clock())
    return going
