"""Models read from files, reckoned and told. They end with 0 when reckoned, with 2 when refused."""

import json
import sys
from pathlib import Path

import yaml

from oneplan.engine.value import telling
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.files import BadModel, read
from oneplan.rulebook.value.guards import Weight, findings
from oneplan.rulebook.value.reckon import Result, reckon

WELL, REFUSED = 0, 2


def run(path: Path, *, as_json: bool) -> int:
    result = _reckoned(path)
    if result is None:
        return REFUSED
    _say(json.dumps(telling.plain(result), ensure_ascii=False, indent=1) if as_json else _joined(result))
    return WELL


def compare(first: Path, second: Path, *, as_json: bool) -> int:
    results = [_reckoned(path) for path in (first, second)]
    if results[0] is None or results[1] is None:
        return REFUSED
    a, b = results[0], results[1]
    if as_json:
        _say(json.dumps([telling.plain(a), telling.plain(b)], ensure_ascii=False, indent=1))
        return WELL
    _say(f"A: {a.model.name}\nB: {b.model.name}\n")
    for (name, ours), (_, theirs) in zip(telling.whole(a), telling.whole(b), strict=True):
        _say(f"  {'  ' if ours == theirs else '≠ '}{name:<34}{ours:>28}{theirs:>28}")
    return WELL


def _reckoned(path: Path) -> Result | None:
    """The result of the model in a file; None where it was refused, which has been said then."""
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        model = read(said, ladder=green_book())
        twice = [Fault(f"outcomes.{each.outcome.name}", each.why) for each in findings(model)
                 if each.weight is Weight.REFUSE]  # fmt: skip
        if twice:
            raise BadModel(twice)
        return reckon(model, ladder=green_book())
    except FileNotFoundError:
        _refuse(f"There is no file {path}.")
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as failure:
        _refuse(f"{path} cannot be read as YAML: {str(failure).partition(chr(10))[0]}.")
    except BadModel as failure:
        _refuse(f"{path} was not reckoned:\n" + "\n".join(f"  {line}" for line in str(failure).splitlines()))
    return None


def _joined(result: Result) -> str:
    return "\n".join(telling.lines(result))


def _refuse(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
