"""A model's text as somebody wrote or sent it: YAML read without trust, everything that is wrong said at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from oneplan.rulebook.value.discounting import Ladder
from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.files import BadModel, read, read_scenarios
from oneplan.rulebook.value.guards import Weight, findings
from oneplan.rulebook.value.model import Model
from oneplan.rulebook.value.prices import not_yet
from oneplan.rulebook.value.units import Edition

MOST_LETTERS = 100_000
DEEPEST = 12
_NUMBERS = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}


class _LOADER(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Numbers stay the text that was written: YAML reads 0100 as 64, 1:30 as 90, and 0.10 as a binary number."""


_LOADER.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if tag not in _NUMBERS]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_OPENS, _ENDS = (yaml.MappingStartEvent, yaml.SequenceStartEvent), (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_ODD = "It is nested too deep, or repeats a part by a sign (& or *). Write each part out."


Library = Mapping[str, Edition]


def model_of(text: str, *, ladder: Ladder, library: Library | None = None, today: date | None = None) -> Model:
    """The model that the text says. Raises `BadModel` also where a guard refuses that one pound counts twice."""
    return whole(parse(text), ladder=ladder, library=library, today=today)[0]


def checked(said: Any, *, ladder: Ladder, library: Library | None = None) -> Model:
    """The model, if it and its scenarios can be read and no guard refuses it. Raises `BadModel`."""
    return whole(said, ladder=ladder, library=library)[0]


def whole(
    said: Any, *, ladder: Ladder, library: Library | None = None, today: date | None = None
) -> tuple[Model, dict[str, Model]]:
    """The model and its scenarios by name, where all can be read and no guard refuses any. Raises `BadModel`.

    `today` is given for what somebody brings: its price year is none that nobody knows yet.
    """
    model = read(said, ladder=ladder, library=library)
    scenarios = read_scenarios(said, ladder=ladder, library=library)
    every = {"": model, **{f"scenarios.{name}.": each for name, each in scenarios.items()}}
    found = [
        Fault(f"{at}price_year", words)
        for at, one in every.items()
        if today and (words := not_yet(one.price_year, today))
    ]
    found += [
        Fault(f"{at}outcomes.{each.outcome.name}", each.why)
        for at, one in every.items()
        for each in findings(one)
        if each.weight is Weight.REFUSE
    ]
    if found:
        raise BadModel(found)
    return model, scenarios


def parse(text: str) -> Any:
    """What the text says. Raises `BadModel` where it is no YAML, too long, nested too deep, or says a name twice."""
    if len(text) > MOST_LETTERS:
        raise BadModel([Fault("file", f"It has {len(text):,} letters. A model has at most {MOST_LETTERS:,}.")])
    try:
        if _is_odd(text):
            raise BadModel([Fault("file", _ODD)])
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
            twice = list(_twice(node, ""))
            if twice:
                raise BadModel(twice)
            return loader.construct_document(node) if node is not None else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as failure:
        mark = failure.problem_mark or failure.context_mark
        where = f"line {mark.line + 1}" if mark else "file"
        raise BadModel(
            [Fault(where, f"It cannot be read as YAML here: {failure.problem or failure.context}.")]
        ) from None
    except (yaml.YAMLError, ValueError) as failure:
        words = str(failure).partition("\n")[0]
        raise BadModel([Fault("file", f"It cannot be read as YAML: {words}.")]) from None


def _is_odd(text: str) -> bool:
    """Short texts can stand for endless ones: by parts that repeat, or by nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, _OPENS) - isinstance(event, _ENDS)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            return True
    return False


def _twice(node: Any, at: str) -> Iterator[Fault]:
    """Names that stand twice beside each other: the first would be lost without a word."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = f"{at}.{key.value}".lstrip(".")
            if name in seen:
                yield Fault(
                    name, f"It is there twice, the second time on line {key.start_mark.line + 1}. Take one out."
                )
            seen.add(name)
            yield from _twice(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _twice(each, at)
