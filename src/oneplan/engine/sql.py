"""The little that is written of SQL by hand: texts, named steps, tables to files."""

from collections.abc import Mapping
from pathlib import Path


def text(value: str | Path) -> str:
    """A value as an SQL text, its quotes doubled."""
    escaped = str(value).replace("'", "''")
    return f"'{escaped}'"


def name(value: str) -> str:
    """A name of a column as somebody else wrote it, quoted."""
    escaped = value.replace('"', '""')
    return f'"{escaped}"'


def as_one(named: Mapping[str, str]) -> str:
    """One query of named steps; the last of them is what it answers."""
    *before, last = named.items()
    if not before:
        return last[1]
    return f"WITH {', '.join(f'{name} AS ({select})' for name, select in before)} {last[1]}"


def named(columns: Mapping[str, str]) -> str:
    """Expressions, each under its name."""
    return ", ".join(f"{expression} AS {name(called)}" for called, expression in columns.items())


def to_file(select: str, path: Path) -> str:
    return f"COPY ({select}) TO {text(path)} (FORMAT parquet, COMPRESSION zstd)"
