"""What an XML file is made of: which elements there are under which, which of them repeat, which hold values."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from oneplan.engine.feeds.reading.dialect import folded

SEVERAL = "; "  # between the values of an element that repeats and holds nothing but its text


@dataclass(eq=False)
class Element:
    """All elements of one name under one parent; an attribute is one too, its name with `@`."""

    name: str
    parent: "Element | None" = None
    children: dict[str, "Element"] = field(default_factory=dict)
    times: int = 0
    repeats: bool = False  # more than once in one and the same parent
    has_text: bool = False
    texts: list[str] = field(default_factory=list)  # as long as its parent was there once

    @property
    def is_value(self) -> bool:
        return self.has_text or not self.children

    @property
    def is_group(self) -> bool:
        """Whether each of these may be a row."""
        return self.repeats and bool(self.children)

    @property
    def path(self) -> tuple[str, ...]:
        return (*(self.parent.path if self.parent else ()), self.name)

    def below(self) -> Iterator["Element"]:
        """This and all under it, in the order of the file."""
        yield self
        for child in self.children.values():
            yield from child.below()

    @cached_property
    def groups(self) -> tuple["Element", ...]:
        """Of this and those it stands in, the ones that repeat: the outermost first. For when all was seen."""
        above = self.parent.groups if self.parent else ()
        return (*above, self) if self.is_group else above


@dataclass(frozen=True)
class Chosen:
    """Each `record` is a row; `columns` are its own values and those that stand beside it further out."""

    record: Element
    columns: tuple[Element, ...]
    header: tuple[str, ...]
    others: tuple[Element, ...]  # groups that are no part of a row


def chosen(root: Element, *, wanted: Collection[str] = ()) -> Chosen:
    """The element whose rows have most of the columns wanted; of several, the outermost.

    Nothing wanted or known: the outermost that holds most values. Nothing repeats: the whole file is one row.
    """
    every = [root, *(each for each in root.below() if each.is_group and each is not root)]
    record = max(every, key=lambda each: (_known(columns(root, each), wanted), -len(each.groups)))
    if not _known(columns(root, record), wanted):
        outermost = [each for each in every if len(each.groups) == 1]
        record = max(outermost, key=_values, default=root)
    found = columns(root, record)
    others = tuple(each for each in every[1:] if each not in record.groups)
    return Chosen(record, found, names(found, wanted=wanted), others)


def columns(root: Element, record: Element) -> tuple[Element, ...]:
    """Values that stand once for each record: its own, and those of what it stands in."""
    chain = record.groups
    return tuple(each for each in root.below() if each.is_value and each.groups == chain[: len(each.groups)])


def names(found: Sequence[Element], *, wanted: Collection[str] = ()) -> tuple[str, ...]:
    """Each by the last part of its path; by more of them where another ends so too, or where that is wanted."""
    ends = [_ends(each) for each in found]
    times: dict[str, int] = {}
    for each in ends:
        for end in each:
            times[folded(end)] = times.get(folded(end), 0) + 1
    told = ([end for end in each if times[folded(end)] == 1] for each in ends)
    return tuple(
        next((end for end in alone if folded(end) in wanted), alone[0] if alone else each[-1])
        for alone, each in zip(told, ends, strict=True)
    )


def _ends(each: Element) -> list[str]:
    return ["/".join(each.path[-parts:]) for parts in range(1, len(each.path) + 1)]


def _known(found: Sequence[Element], wanted: Collection[str]) -> int:
    return len({folded(end) for each in found for end in _ends(each)} & set(wanted)) if wanted else 0


def _values(each: Element) -> int:
    return sum(one.times for one in each.below() if one.is_value)
