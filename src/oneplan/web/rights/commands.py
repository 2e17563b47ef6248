"""`oneplan retention preview | run`: what is no longer kept, shown or removed."""

import json
import sys
from typing import Any

from django.utils import timezone

from oneplan.rulebook.retention import periods
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.people.models import Family
from oneplan.web.rights import run as whole_run
from oneplan.web.rights.actions.retention import CannotRemoveNow
from oneplan.web.rights.reads import due


def preview(*, as_json: bool, say: Any) -> int:
    """Say what would go today; nothing is changed."""
    found = due.preview(day=timezone.localdate())
    if as_json:
        say(json.dumps(_plain(found), indent=1, sort_keys=True))
        return 0
    say(f"On {found.day:%-d %B %Y} would go:")
    for rule, number in sorted(found.by_rule.items()):
        say(f"  {number} families: {periods.rules()[rule].title}")
    for each in found.clocked:
        say(f"  {each.number} rows of {each.label}: {periods.rules()[each.rule].title}")
    if found.people:
        say(f"  {found.people} people of no family")
    if found.packs:
        say(f"  {found.packs} finished packs")
    if found.is_empty:
        say("  nothing")
    for why, number in sorted(found.held.items()):
        say(f"Kept although its time is over: {number} families, {why}")
    return 0


def run(*, account: str, say: Any) -> int:
    """Remove it, as the administrator whose account is named."""
    row = Account.objects.filter(name=account.lower(), is_active=True).select_related("worker").first()
    if row is None or row.worker is None:
        return _refused(f"There is no worker's account called {account}. Say who removes: --as NAME")
    try:
        done = whole_run.run(day=timezone.localdate(), by=row.worker, clock=timezone.now, say=say)
    except (NotAllowed, CannotRemoveNow) as refusal:
        return _refused(str(refusal))
    done.refresh_from_db()
    say(f"{sum(done.counts.values())} rows removed or emptied in {done.number_of_batches} batches.")
    return 0


def _plain(found: due.Preview) -> dict[str, Any]:
    names = {each.pk: each.reference for each in Family.objects.filter(pk__in=[f.family for f in found.families])}
    return {
        "day": found.day.isoformat(),
        "by_rule": dict(found.by_rule),
        "families": [
            {"family": names[each.family], "rule": each.rule, "due_on": each.due_on.isoformat()}
            for each in found.families
        ],
        "rows": {each.label: each.number for each in found.clocked},
        "packs": found.packs,
        "people": found.people,
        "held": dict(found.held),
    }


def _refused(words: str) -> int:
    sys.stderr.write(f"{words}\n")
    return 1
