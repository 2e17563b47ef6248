"""Other figures tried in a model: as what it would say then, or written into its text where the old ones stand.

A range that was said of a figure is not said of another: it goes with the figure that it is of.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import yaml

from oneplan.rulebook.value.discounting import Ladder
from oneplan.rulebook.value.files import BadModel, read
from oneplan.rulebook.value.texts import parse
from oneplan.rulebook.value.units import Edition


@dataclass(frozen=True)
class Change:
    """`part` is outcomes or costs, `number` which of them from 0 on; `year` is for what is paid by year."""

    part: str
    number: int
    key: str
    value: str
    year: int | None = None


def applied(said: Any, changes: Sequence[Change]) -> Any:
    """What the model, which can be read, says with the changes."""
    said = deepcopy(said)
    for change in changes:
        each = list(said[change.part].values())[change.number]
        if change.year is None:
            each[change.key] = change.value
            each.get("ranges", {}).pop(change.key, None)
        else:
            each[change.key][change.year] = change.value
    return said


def written(
    text: str, changes: Sequence[Change], *, ladder: Ladder, library: Mapping[str, Edition] | None = None
) -> str:
    """The text with the changes, its remarks and order kept wherever that can be done. Raises `BadModel`."""
    wanted = applied(parse(text), changes)
    model = read(wanted, ladder=ladder, library=library)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    try:
        made = _edited(text, [edit for change in changes for edit in _edits(root, change, text)])
        if read(parse(made), ladder=ladder, library=library) == model:
            return made
    except (BadModel, yaml.YAMLError):
        pass
    return yaml.safe_dump(wanted, sort_keys=False, allow_unicode=True)


_Edit = tuple[int, int, str]


def _edited(text: str, edits: Sequence[_Edit]) -> str:
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _edits(root: Any, change: Change, text: str) -> Iterator[_Edit]:
    """From where to where what is written."""
    node = _beneath(root, change.part).value[change.number][1]
    now = _beneath(node, change.key)
    if now is None:
        yield _put_in(node, f"{change.key}: {change.value}")
    else:
        now = now if change.year is None else now.value[change.year]
        yield now.start_mark.index, now.end_mark.index, change.value
    ranges = _beneath(node, "ranges")
    if change.year is None and ranges is not None and _beneath(ranges, change.key) is not None:
        yield _take_out(ranges, change.key, text) if len(ranges.value) > 1 else _take_out(node, "ranges", text)


def _put_in(node: Any, line: str) -> _Edit:
    """A line of its own before the others, or the first between braces."""
    start = node.start_mark.index
    if node.flow_style:
        return start + 1, start + 1, f"{line}, "
    return start, start, f"{line}\n{' ' * node.start_mark.column}"


def _take_out(node: Any, name: str, text: str) -> _Edit:
    """A name with what stands beneath it, and its line or the comma that parts it from the others."""
    place = next(place for place, (key, _) in enumerate(node.value) if key.value == name)
    key, value = node.value[place]
    if not node.flow_style:
        end = value.end_mark.index
        end = end if text[end - 1 : end] == "\n" else text.find("\n", end) + 1 or len(text)
        return key.start_mark.index - key.start_mark.column, end, ""
    if place + 1 < len(node.value):
        return key.start_mark.index, node.value[place + 1][0].start_mark.index, ""
    return node.value[place - 1][1].end_mark.index, value.end_mark.index, ""


def _beneath(node: Any, name: str) -> Any:
    return next((value for key, value in node.value if key.value == name), None)
