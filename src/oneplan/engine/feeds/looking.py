"""Looks at a file and keeps nothing: what it seems to be, and whether its rows can be taken.

Ends with 0 when every row could be taken, with 1 when some were set aside, with 2 when the file cannot be used.
"""

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from oneplan.engine.feeds import profiles, proposing, reading, report
from oneplan.engine.feeds.profiles import CannotRead
from oneplan.engine.feeds.proposing import Proposal
from oneplan.engine.feeds.reading import locked
from oneplan.engine.feeds.trying import Tried, trying

ALL_TAKEN, SOME_SET_ASIDE, CANNOT = 0, 1, 2
_REFUSALS = (reading.NothingInIt, reading.NoTable, reading.CannotOpen, CannotRead, OSError)
SHOWN = 12  # faults


def propose(file: Path, *, partner: str, out: Path | None, as_json: bool, password_in: Path | None = None) -> int:
    """Say what a first file seems to be; write its profile to `out`, or say it."""
    try:
        with tempfile.TemporaryDirectory(prefix="oneplan-") as folder:
            found = reading.read(file, Path(folder) / "received.parquet", password=locked.password_in(password_in))
            proposal = proposing.propose(found)
    except _REFUSALS as refusal:
        return _refused(refusal)
    written = proposal.profile(partner=partner)
    if out:
        out.write_text(written, encoding="utf-8")
    if as_json:
        _say(json.dumps(_as_json(proposal), ensure_ascii=False))
    else:
        _say(_in_words(proposal) + ("" if out else f"\n\n{written}"))
    return SOME_SET_ASIDE if proposal.missing else ALL_TAKEN


def _in_words(proposal: Proposal) -> str:
    lines = [f"This looks like {proposal.kind.words}: {proposal.kind.about}."]
    lines += [f"  “{each.header}” is {each.column} by {each.by} ({each.share:.0%} fit)" for each in proposal.guesses]
    if proposal.missing:
        lines.append(f"Not found, and needed: {', '.join(proposal.missing)}. Add their headers to the profile.")
    if proposal.unused:
        lines.append(f"Not used: {', '.join(f'“{name}”' for name in proposal.unused)}.")
    return "\n".join(lines)


def _as_json(proposal: Proposal) -> dict[str, Any]:
    return {
        "feed": proposal.kind.name,
        "columns": [asdict(each) for each in proposal.guesses],
        "missing": proposal.missing,
        "unused": proposal.unused,
    }


def check(
    file: Path, profile_file: Path, *, report_to: Path | None, as_json: bool, password_in: Path | None = None
) -> int:
    """Say of every row of a file whether it could be taken."""
    try:
        profile = profiles.load(profile_file)
        with trying(file, profile, password=locked.password_in(password_in)) as tried:
            said = report.faults(tried.found, tried.checked, profile)
            if report_to:
                report.write(tried.found, tried.checked, profile, report_to)
    except _REFUSALS as refusal:
        return _refused(refusal)
    if as_json:
        _say(json.dumps({**_counts(tried), "said": [asdict(each) for each in said]}, ensure_ascii=False))
    else:
        _say(_told(tried, said, report_to=report_to))
    return SOME_SET_ASIDE if tried.checked.set_aside else ALL_TAKEN


def _counts(tried: Tried) -> dict[str, Any]:
    checked, found = tried.checked, tried.found
    return {
        "how": found.how,
        "received": checked.received,
        "accepted": checked.accepted,
        "repaired": checked.repaired,
        "set_aside": checked.set_aside,
        "blank": found.blank,
        "header_row": found.header_row,
    }


def _told(tried: Tried, said: list[report.Fault], *, report_to: Path | None) -> str:
    checked = tried.checked
    lines = [
        f"Read as {tried.found.how}.",
        (
            f"{checked.received:,} rows = {checked.accepted:,} taken + {checked.repaired:,} taken and mended"
            f" + {checked.set_aside:,} not taken."
        ),
        *(_line(each) for each in said[:SHOWN]),
    ]
    if len(said) > SHOWN:
        lines.append(f"  and {len(said) - SHOWN} more kinds of remarks")
    if report_to:
        lines.append(f"Each row with its verdict: {report_to}")
    return "\n".join(lines)


def _line(each: report.Fault) -> str:
    about = f"{each.column}: " if each.column else ""
    return f"  {each.times:>9,} × {about}{each.words} (first in {each.first})"


def _refused(refusal: Exception) -> int:
    sys.stderr.write(f"{refusal}\n")
    return CANNOT


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
