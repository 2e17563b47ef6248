"""Entries kept from others: which of a family's are hidden from whom, looked up once for a page."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from oneplan.web.agencies.models import Worker
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership, Person, PersonDetail
from oneplan.web.sharing.models import KeptPrivate
from oneplan.web.site.spells import Spell

# what may be kept private, by the short name that stands in addresses
LABELS = {
    "note": "casework.note",
    "need": "casework.need",
    "goal": "casework.goal",
    "words": "casework.ownwords",
    "appointment": "casework.appointment",
    "meeting": "casework.meeting",
    "plan": "casework.linkedplan",
    "help": "casework.referral",
    "detail": "people.persondetail",
    "earlier": "people.earlierhelp",
}
# Sectors whose name alone tells too much to whoever reads over a shoulder: codes of the area's list, never changed.
KEPT_OFF = frozenset({"police", "domestic_abuse"})
PartsOf = Callable[[Any], Iterable[Model]]
_parts: dict[str, PartsOf] = {}
NAMES = {label: name for name, label in LABELS.items()}
M = TypeVar("M", bound=Model)
Key = tuple[str, int]


@dataclass(frozen=True)
class Hidden:
    """The entries one asker does not see."""

    keys: frozenset[Key] = frozenset()

    def has(self, thing: Model) -> bool:
        return (thing._meta.label_lower, thing.pk) in self.keys

    def has_key(self, thing_type: str, thing_id: int | None) -> bool:
        return (thing_type, thing_id) in self.keys

    @property
    def entries(self) -> Q:
        """Lines of a timeline that tell of what is hidden."""
        found = Q(pk__in=[])
        for label in {label for label, _ in self.keys}:
            found |= Q(thing_type=label, thing_id__in=[pk for name, pk in self.keys if name == label])
        return found

    def without(self, things: Iterable[M]) -> list[M]:
        return [thing for thing in things if not self.has(thing)]


def register_parts(label: str, parts: PartsOf) -> None:
    """Say what else tells of an entry: what was taken out of a note goes with the note."""
    _parts[label] = parts


def parts_of(thing: Model) -> list[Model]:
    found = _parts.get(thing._meta.label_lower)
    return list(found(thing)) if found else []


def hidden_from(asker: Any, families: Iterable[Family | int]) -> Hidden:
    """What of these families is hidden: from a worker what is kept to others by name; from a member what is private
    to another."""
    ids = [each if isinstance(each, int) else each.pk for each in families]
    return _hidden(_kept_from(asker, _marks_within(ids)))


def is_hidden(asker: Any, thing: Model) -> bool:
    """Is this entry kept from the asker, by a mark set in whatever family?"""
    return not sieve(asker, [thing])


def sieve(asker: Any, things: Iterable[Model]) -> list[Model]:
    """Without what is kept from the asker, whichever family they come from and wherever the mark was set."""
    things = list(things)
    marks = KeptPrivate.objects.filter(_on(things), lifted_at=None)
    return _hidden(_kept_from(asker, marks)).without(things)


def _on(things: Iterable[Any]) -> Q:
    """Marks on any version of these entries."""
    found = Q(pk__in=[])
    by_label: dict[str, list[Any]] = {}
    for thing in things:
        by_label.setdefault(thing._meta.label_lower, []).append(thing)
    for label, rows in by_label.items():
        if label not in NAMES:
            continue
        ids: Any = [row.pk for row in rows]
        if isinstance(rows[0], Spell):
            versions = type(rows[0])._default_manager.filter(thread__in={row.thread for row in rows})
            ids = versions.values("pk")
        found |= Q(thing_type=label, thing_id__in=ids)
    return found


def for_the_family(family: Family) -> Hidden:
    """What stands in no copy that everybody at home may read: every entry kept private, whoever it is private to."""
    return _hidden(_marks_within([family.pk]))


def _marks_within(families: Collection[int]) -> QuerySet[KeptPrivate]:
    """Marks set in these families, and those on what is known of their people, who may be in other families too."""
    people = Membership.objects.known().filter(family__in=families).values_list("person", flat=True)
    details = PersonDetail.objects.filter(person__in=list(identity.records_of(people)))
    of_people = Q(thing_type=LABELS["detail"], thing_id__in=details.values("pk"))
    return KeptPrivate.objects.filter(Q(family__in=families) | of_people, lifted_at=None)


def _kept_from(asker: Any, marks: QuerySet[KeptPrivate]) -> QuerySet[KeptPrivate]:
    if isinstance(asker, Worker):
        return marks.filter(kind=KeptPrivate.Kind.NAMED).exclude(workers=asker)
    own = identity.record_ids(identity.kept(asker.person)) if getattr(asker, "person", None) else []
    return marks.exclude(kind=KeptPrivate.Kind.MEMBER, person__in=own)


def _hidden(marks: QuerySet[KeptPrivate]) -> Hidden:
    """What is believed of an entry later, or was before, is kept from the same people."""
    threads = _threads(marks.values_list("thing_type", "thing_id"))
    return Hidden(frozenset(same for one in threads.values() for same in one))


def marks_on(keys: Iterable[Key]) -> dict[Key, list[KeptPrivate]]:
    """Every mark that holds on these entries, of whatever family; a later version has the marks of an earlier one."""
    threads = _threads(keys)
    marked = {key for one in threads.values() for key in one}
    ids, labels = {thing_id for _, thing_id in marked}, {label for label, _ in marked}
    rows = KeptPrivate.objects.filter(lifted_at=None, thing_type__in=labels, thing_id__in=ids) if marked else []
    by_key: dict[Key, list[KeptPrivate]] = {}
    for row in rows:
        by_key.setdefault((row.thing_type, row.thing_id), []).append(row)
    found = {key: [row for same in one for row in by_key.get(same, [])] for key, one in threads.items()}
    return {key: marks for key, marks in found.items() if marks}


def _threads(keys: Iterable[Key]) -> dict[Key, set[Key]]:
    """Each entry with every version of it."""
    found = {key: {key} for key in keys}
    for label in {label for label, _ in found}:
        model = apps.get_model(label)
        if not issubclass(model, Spell):
            continue
        ids = {pk for name, pk in found if name == label}
        kept = model._default_manager.filter(pk__in=ids)
        versions: dict[Any, set[int]] = {}
        for thread, pk in model._default_manager.filter(thread__in=kept.values("thread")).values_list("thread", "pk"):
            versions.setdefault(thread, set()).add(pk)
        for same in versions.values():
            for pk in same & ids:
                found[label, pk] |= {(label, each) for each in same}
    return found


def all_of(family: Family) -> list[KeptPrivate]:
    rows = KeptPrivate.objects.filter(family=family, lifted_at=None, part_of=None).select_related("person", "set_by")
    return list(rows.prefetch_related("workers").order_by("-set_at"))


def shown_of(family: Family, *, asker: Worker) -> list[KeptPrivate]:
    """Without what is kept to others by name: the reason alone may tell what it is about."""
    return [row for row in all_of(family) if row.kind != KeptPrivate.Kind.NAMED or asker in row.workers.all()]


def is_of(thing: Any, family: Family) -> bool:
    """Is the entry one of this family's, or of somebody who belongs, or belonged, to it?"""
    if hasattr(thing, "family_id"):
        return bool(thing.family_id == family.pk)
    if hasattr(thing, "plan"):
        return bool(thing.plan.episode.family_id == family.pk)
    person: Person | None = getattr(thing, "person", None)
    if person is None:
        return False
    ids = identity.record_ids(identity.kept(person))
    return Membership.objects.known().filter(family=family, person__in=ids).exists()


def words_of(thing: Any) -> str:
    """A short line that says which entry is meant."""
    for name in ("title", "what", "what_for", "words", "text"):
        if said := getattr(thing, name, ""):
            return f"{str(said)[:120]}{'…' if len(str(said)) > 120 else ''}"
    return str(thing)
