"""A model as an Excel workbook, handed out and taken back after somebody typed into it; as a paper for the board."""

import tempfile
from pathlib import Path

import yaml

from oneplan.engine.value import report
from oneplan.engine.value.draws import drawn
from oneplan.engine.value.library import library
from oneplan.engine.value.tornado import tornado
from oneplan.engine.value.whole_story import Story
from oneplan.engine.value.workbook.reading import read_back
from oneplan.engine.value.workbook.writing import write
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import read, read_scenarios
from oneplan.rulebook.value.reckon import Result, reckon
from oneplan.rulebook.value.texts import parse


def workbook(result: Result) -> bytes:
    """The whole file. Raises `CannotWrite`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.xlsx"
        write(result, path, library=library())
        return path.read_bytes()


def model_text(content: bytes) -> str:
    """What a workbook that came back says, as the text of a model. Raises `BadModel` and `CannotRead`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "the workbook.xlsx"
        path.write_bytes(content)
        return yaml.safe_dump(read_back(path, library=library()), sort_keys=False, allow_unicode=True)


def board_paper(text: str) -> bytes:
    """A tagged PDF of a model that can be reckoned. Raises `CannotSet`."""
    ladder, known = green_book(), library()
    said = parse(text)
    result = reckon(read(said, ladder=ladder, library=known), ladder=ladder)
    others = read_scenarios(said, ladder=ladder, library=known)
    scenarios = {name: reckon(other, ladder=ladder) for name, other in others.items()}
    drawn_of = drawn(result.model, ladder=ladder, draws=report.DRAWS)
    story = Story(result, scenarios, drawn_of, tornado(result.model, ladder=ladder))
    return report.pdf(story, library=known)
