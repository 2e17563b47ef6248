"""What partners' files say of one person, for the copy of everything that is held on them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Protocol

from django.utils import timezone

from oneplan.engine.facts import published
from oneplan.engine.facts.published import Fact
from oneplan.engine.facts.vocabulary import FactKind, fact_kinds
from oneplan.rulebook.rights.others import Around
from oneplan.rulebook.rights.partners_files import why_leave_out
from oneplan.web.data.models import Feed, Published
from oneplan.web.data.reads import facts, since
from oneplan.web.people.models import Person
from oneplan.web.site.collecting import Told

ONE_DAY = timedelta(days=1)


class Subject(Protocol):
    """What is asked of the person a copy is about."""

    @property
    def ids(self) -> Sequence[int]: ...
    @property
    def around(self) -> Around: ...
    @property
    def reads_it_alone(self) -> bool: ...


def missing(subject: Subject) -> str:
    row = Published.objects.select_related("run").first()
    if row is None:
        return ""
    if facts.paths_of(row) is None:
        return "What services' files say cannot be read: the figures are not in the data folder. Start a run first."
    if since.changed(subject.ids, moment=since.made_at(row.run)):
        return (
            "Since the figures were made, records of theirs were joined or parted, or a number by which services know "
            "them was changed: what the figures hold may be another person's. Start a run first."
        )
    return ""


def entries(subject: Subject) -> Iterator[Told]:
    """One for each feed, kind and year, with every fact of it, those that were corrected since among them."""
    row = Published.objects.select_related("run").first()
    paths = facts.paths_of(row) if row else None
    if not paths or missing(subject):
        return
    references = [each.reference for each in Person.objects.filter(pk__in=subject.ids)]
    feeds = {each.name: each for each in Feed.objects.select_related("partner")}
    groups: dict[tuple[int, str, int], list[Fact]] = defaultdict(list)
    for fact in published.of_people(paths, references, in_force=False):
        groups[feeds[fact.feed].pk, fact.kind, fact.start.year].append(fact)
    for (feed, kind, year), found in sorted(groups.items()):
        yield _told(f"{feed}-{kind}-{year}", feeds[found[0].feed], found, subject)


def kept() -> str:
    years = sorted({kind.keep_years for kind in fact_kinds().values()})
    words = f"{years[0]} years" if len(years) == 1 else f"{years[0]} to {years[-1]} years"
    return f"What services' files say: {words}, counted from its end. So that it can be shown what changed."


def _told(row: str, feed: Feed, found: Sequence[Fact], subject: Subject) -> Told:
    kind = fact_kinds()[found[0].kind]
    why = why_leave_out(
        category=kind.category,
        attributes={name for fact in found for name in fact.attributes},
        reads_it_alone=subject.reads_it_alone,
        is_kept_safe=bool(subject.around.kept_safe),
    )
    parts = [("What", kind.words), ("Who says so", feed.partner.name)]
    parts += [(_days(fact), _words(fact, kind)) for fact in reversed(found)]
    return Told(row, found[0].start, parts, why)


def _days(fact: Fact) -> str:
    last = fact.end - ONE_DAY if fact.end else None
    since = f"{fact.start:%-d %B %Y}"
    if last is None:
        return f"{since} on"
    return since if last <= fact.start else f"{since} to {last:%-d %B %Y}"


def _words(fact: Fact, kind: FactKind) -> str:
    """Everything that is held of it, by name."""
    said = [] if fact.value is None else [f"{kind.unit}: {fact.value:g}"]
    said += [f"{kind.attributes.get(name, name)}: {value}" for name, value in fact.attributes.items() if value]
    held = f"held since {timezone.localdate(fact.known_from):%-d %B %Y}"
    if fact.known_until:
        held += f" and until {timezone.localdate(fact.known_until):%-d %B %Y}, not since"
    return "; ".join([*said, held])
