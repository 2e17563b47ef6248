"""What a family diagram is drawn from: plain frozen facts, already chosen for a day and worded for a reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class UnionKind(StrEnum):
    MARRIED = "married"
    LIVING_TOGETHER = "living_together"
    PARTNERS = "partners"
    SEPARATED = "separated"
    DIVORCED = "divorced"
    FORMER = "former"


class BirthKind(StrEnum):
    BIRTH = "birth"
    ADOPTED = "adopted"
    FOSTERED = "fostered"
    GUARDIAN = "guardian"
    STEP = "step"


class TieKind(StrEnum):
    CARES_FOR = "cares_for"
    BARRED = "barred"
    CLOSE = "close"
    VERY_CLOSE = "very_close"
    DISTANT = "distant"
    CONFLICT = "conflict"
    CUT_OFF = "cut_off"
    HELPS = "helps"
    CO_PARENT = "co_parent"
    GRANDPARENT = "grandparent"
    GUARDIAN = "guardian"


class BrokenDrawing(ValueError):
    """The facts handed over cannot be drawn; the text says which."""


@dataclass(frozen=True, kw_only=True)
class DiagramPerson:
    key: str
    name: str
    sex: Sex = Sex.UNKNOWN
    age: str = ""
    born: str = ""
    died: str | None = None
    is_unborn: bool = False
    is_index: bool = False
    is_here: bool = True
    notes: tuple[str, ...] = ()
    alert: str | None = None


@dataclass(frozen=True)
class Union:
    a: str
    b: str
    kind: UnionKind
    year: str = ""


@dataclass(frozen=True)
class Birth:
    child: str
    parents: tuple[str, ...]
    kind: BirthKind = BirthKind.BIRTH


@dataclass(frozen=True)
class Twins:
    members: tuple[str, ...]
    identical: bool = False


@dataclass(frozen=True)
class Tie:
    a: str
    b: str
    kind: TieKind
    label: str = ""


@dataclass(frozen=True)
class HomeOutline:
    key: str
    label: str
    members: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FamilyDrawing:
    title: str
    on: str
    people: tuple[DiagramPerson, ...]
    unions: tuple[Union, ...] = ()
    births: tuple[Birth, ...] = ()
    twins: tuple[Twins, ...] = ()
    ties: tuple[Tie, ...] = ()
    homes: tuple[HomeOutline, ...] = ()

    def __post_init__(self) -> None:
        keys = [person.key for person in self.people]
        _refuse_doubles(keys, what="people")
        _refuse_doubles([home.key for home in self.homes], what="homes")
        unknown = {key for group in _named_together(self) for key in group} - set(keys)
        if unknown:
            raise BrokenDrawing(f"The diagram names people it does not hold: {', '.join(sorted(unknown))}.")
        for group in _named_together(self):
            _refuse_doubles(group, what="one union, birth, tie, set of twins or home")
        if any(len(birth.parents) not in (1, 2) for birth in self.births):
            raise BrokenDrawing("A birth in the diagram names one or two parents.")
        _refuse_own_ancestors(self.births)


def _named_together(drawing: FamilyDrawing) -> list[tuple[str, ...]]:
    """Every group of people that one line or outline joins."""
    return [
        *((union.a, union.b) for union in drawing.unions),
        *((birth.child, *birth.parents) for birth in drawing.births),
        *((tie.a, tie.b) for tie in drawing.ties),
        *(twins.members for twins in drawing.twins),
        *(home.members for home in drawing.homes),
    ]


def _refuse_doubles(keys: Iterable[str], *, what: str) -> None:
    listed = list(keys)
    doubled = {key for key in listed if listed.count(key) > 1}
    if doubled:
        raise BrokenDrawing(f"Named twice among {what}: {', '.join(sorted(doubled))}.")


def _refuse_own_ancestors(births: tuple[Birth, ...]) -> None:
    waiting = {birth.child for birth in births}
    while waiting:
        free = {key for key in waiting if not any(b.child == key and waiting & set(b.parents) for b in births)}
        if not free:
            raise BrokenDrawing(f"Somebody would be their own ancestor: {', '.join(sorted(waiting))}.")
        waiting -= free
