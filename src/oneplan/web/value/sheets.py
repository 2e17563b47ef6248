"""A model as an Excel workbook: handed out, and taken back after somebody typed into it."""

import tempfile
from pathlib import Path

import yaml

from oneplan.engine.value.library import library
from oneplan.engine.value.workbook.reading import read_back
from oneplan.engine.value.workbook.writing import write
from oneplan.rulebook.value.reckon import Result


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
