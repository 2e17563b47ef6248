"""Of whom the figures that hold may say what is another's: records or numbers changed since they were made."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from oneplan.web.data.known import SCHEMES
from oneplan.web.data.models import Run
from oneplan.web.people.models import Identifier, Merge


def made_at(run: Run) -> datetime:
    """From when on a change is not in the figures of the run."""
    return run.started_at or run.asked_at


def changed(records: Collection[int], *, moment: datetime) -> set[int]:
    """Those of the records that were joined or parted since, or a number of which, also as another's, came or went."""
    since = Q(known_from__gt=moment) | Q(known_until__gt=moment)
    touching = Q(gone__in=records) | Q(kept__in=records)
    merged = {pk for pair in Merge.objects.filter(since, touching).values_list("gone", "kept") for pk in pair}
    numbers = Identifier.objects.filter(scheme__in=SCHEMES.values())
    same = numbers.filter(since).exclude(plain="").values("plain")
    theirs = numbers.filter(person__in=records)
    found = set(theirs.filter(since).values_list("person", flat=True))
    found |= set(theirs.filter(plain__in=same).values_list("person", flat=True))
    return (merged | found) & set(records)
