"""The commands `oneplan value run` and `oneplan value compare`; what they do is in running.py."""

import argparse
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:
    value = commands.add_parser("value", help="what help is worth, to whom, and what it costs")
    what = value.add_subparsers(required=True, metavar="what")
    run = what.add_parser("run", help="reckon a model")
    run.add_argument("model", type=Path, metavar="MODEL", help="a model (YAML, or a workbook written from one)")
    run.add_argument("--draws", type=int, default=0, metavar="N", help="how sure it is, by so many draws (10000)")
    run.add_argument("--seed", type=int, default=None, metavar="S", help="which draws; the same number draws the same")
    run.add_argument("--national", type=Path, metavar="OUT.csv", help="costs and changes for a national calculator")
    run.add_argument("--workbook", type=Path, metavar="OUT.xlsx", help="an Excel workbook with live formulas")
    run.add_argument("--report", type=Path, metavar="OUT.pdf", help="a paper for a board; draws 10000 unless told")
    run.add_argument("--json", action="store_true", help="for machines, unrounded")
    run.set_defaults(does=_run)
    compare = what.add_parser("compare", help="reckon two models, and say what differs")
    compare.add_argument("first", type=Path, metavar="A")
    compare.add_argument("second", type=Path, metavar="B")
    compare.add_argument("--json", action="store_true", help="for machines, unrounded")
    compare.set_defaults(does=_compare)
    units = what.add_parser("units", help="the unit cost library").add_subparsers(required=True, metavar="what")
    take_in = units.add_parser("import", help="take in an edition, by a declaration of where things stand")
    take_in.add_argument("declaration", type=Path, metavar="FILE", help="the declaration (YAML), beside the workbook")
    take_in.set_defaults(does=_units_import)
    schema = what.add_parser("schema", help="what a model may say, as a JSON Schema")
    schema.set_defaults(does=_schema)


def _run(asked: argparse.Namespace) -> int:
    from oneplan.engine.value import running

    seed = {} if asked.seed is None else {"seed": asked.seed}
    into = running.Into(workbook=asked.workbook, national=asked.national, report=asked.report)
    return running.run(asked.model, as_json=asked.json, draws=asked.draws, into=into, **seed)


def _compare(asked: argparse.Namespace) -> int:
    from oneplan.engine.value import running

    return running.compare(asked.first, asked.second, as_json=asked.json)


def _schema(_: argparse.Namespace) -> int:
    from oneplan.engine.value import running

    return running.schema()


def _units_import(asked: argparse.Namespace) -> int:
    from oneplan.engine.value import running

    return running.units_import(asked.declaration)
