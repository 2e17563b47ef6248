"""Models read from files, reckoned and told. They end with 0 when reckoned, with 2 when refused."""

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from oneplan.engine.paper import CannotSet
from oneplan.engine.value import national, report, telling, whole_story
from oneplan.engine.value.draws import MOST, SEED, drawn
from oneplan.engine.value.importing import take_in
from oneplan.engine.value.library import folder, library
from oneplan.engine.value.tornado import tornado
from oneplan.engine.value.workbook.came import CannotRead
from oneplan.engine.value.workbook.reading import read_back
from oneplan.engine.value.workbook.writing import CannotWrite, write
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel
from oneplan.rulebook.value.notes import in_short
from oneplan.rulebook.value.reckon import Result, reckon
from oneplan.rulebook.value.schema import schema as model_schema
from oneplan.rulebook.value.texts import parse, whole

WELL, REFUSED = 0, 2
ENDINGS = {"national": ".csv", "report": ".pdf"}  # a workbook's own is looked at where it is written
WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}  # of all but the first it is said that they are none of ours


@dataclass(frozen=True)
class Into:
    """What else is written, and into which files."""

    workbook: Path | None = None
    national: Path | None = None
    report: Path | None = None

    def wrong(self, model: Path) -> str:
        """Why these files cannot be written, in words; empty where they can."""
        named = {"workbook": self.workbook, "national": self.national, "report": self.report}
        taken = {model.resolve(): "the model itself"}
        for option, path in named.items():
            if path is None:
                continue
            if path.suffix.lower() != ENDINGS.get(option, path.suffix.lower()):
                return f"--{option} {path}: the name of such a file ends with {ENDINGS[option]}. Nothing was written."
            if path.resolve() in taken:
                return f"--{option} {path}: that is {taken[path.resolve()]}. Name another file. Nothing was written."
            taken[path.resolve()] = f"what --{option} writes"
        return ""


def run(path: Path, *, as_json: bool, draws: int = 0, seed: int = SEED, into: Into | None = None) -> int:
    """`draws` of nought: only the exact model; a report has draws of its own then."""
    if not 0 <= draws <= MOST:
        _refuse(f"--draws {draws}: ask for 1 to {MOST:,}; 10,000 are a good number.")
        return REFUSED
    if seed < 0:
        _refuse(f"--seed {seed}: write a whole number from 0 on.")
        return REFUSED
    into = into or Into()
    if wrong := into.wrong(path):
        _refuse(wrong)
        return REFUSED
    found = _found(path)
    if found is None:
        return REFUSED
    result, scenarios = found
    draws = draws or (report.DRAWS if into.report else 0)
    drawn_of = drawn(result.model, ladder=green_book(), draws=draws, seed=seed) if draws else None
    whole = whole_story.Story(result, scenarios, drawn_of, tornado(result.model, ladder=green_book()))
    if not _written(whole, into):
        return REFUSED
    _say(json.dumps(whole.plain(), ensure_ascii=False, indent=1) if as_json else "\n".join(whole.lines()))
    return WELL


def compare(first: Path, second: Path, *, as_json: bool) -> int:
    found = [_found(path) for path in (first, second)]
    if found[0] is None or found[1] is None:
        return REFUSED
    a, b = found[0][0], found[1][0]
    if as_json:
        _say(json.dumps([telling.plain(a), telling.plain(b)], ensure_ascii=False, indent=1))
        return WELL
    for name, each in (("A", a), ("B", b)):
        _say(f"{name}: {each.model.name}")
        if doubts := in_short(each.model, library()):
            _say(f"   {doubts}")
    _say("")
    for row in telling.beside(a, b):
        line = f"  {'≠ ' if row.differs else '  '}{row.name:<34}{row.ours:>28}{row.theirs:>28}"
        _say(f"{line}  {row.differs}" if row.differs == telling.UNSEEN else line)
    return WELL


def units_import(declaration: Path) -> int:
    try:
        edition = take_in(declaration, folder(), known=library())
    except BadModel as failure:
        _refuse(f"{declaration} was not taken in:\n" + "\n".join(f"  {line}" for line in str(failure).splitlines()))
        return REFUSED
    _say(f"{edition.title}: {len(edition.units)} unit costs. Models use them by “units: {edition.name}”.")
    return WELL


def schema() -> int:
    _say(json.dumps(model_schema(), ensure_ascii=False, indent=1))
    return WELL


def _found(path: Path) -> tuple[Result, dict[str, Result]] | None:
    """The result of the model in a file, and of its scenarios; None where it was refused, which has been said then."""
    try:
        said = _said(path)
        known = library()
        model, others = whole(said, ladder=green_book(), library=known, today=date.today())  # noqa: DTZ011
        scenarios = {name: reckon(other, ladder=green_book()) for name, other in others.items()}
        return reckon(model, ladder=green_book()), scenarios
    except FileNotFoundError:
        _refuse(f"There is no file {path}.")
    except CannotRead as failure:
        _refuse(str(failure))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as failure:
        _refuse(f"{path} cannot be read as YAML: {str(failure).partition(chr(10))[0]}.")
    except BadModel as failure:
        _refuse(f"{path} was not reckoned:\n" + "\n".join(f"  {line}" for line in str(failure).splitlines()))
    return None


def _said(path: Path) -> Any:
    """What a model's file, or a workbook that came back, says."""
    if path.suffix.casefold() in WORKBOOKS:
        return read_back(path, library=library())
    return parse(path.read_text(encoding="utf-8"))


def _written(whole: whole_story.Story, into: Into) -> bool:
    """False where something could not be written, which has been said then."""
    try:
        if into.workbook is not None:
            write(whole.result, into.workbook, library=library())
        if into.national is not None:
            _national(whole.result, into.national)
        if into.report is not None:
            _report(whole, into.report)
    except (CannotWrite, CannotSet) as failure:
        _refuse(str(failure))
        return False
    return True


def _national(result: Result, path: Path) -> None:
    _put(path, national.table(result).encode("utf-8-sig"))


def _report(whole: whole_story.Story, path: Path) -> None:
    _put(path, report.pdf(whole, library=library()))


def _put(path: Path, content: bytes) -> None:
    if not path.parent.is_dir():
        raise CannotWrite(f"There is no folder {path.parent} to write {path.name} into. Make it first.")
    try:
        path.write_bytes(content)
    except OSError as failure:
        raise CannotWrite(f"{path} cannot be written: {failure.strerror}.") from failure


def _refuse(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
