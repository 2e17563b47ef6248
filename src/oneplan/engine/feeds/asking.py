"""A list that a partner is asked to fill in: written in the layout in which its answers are read."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import IN_WORDS, OUR_REFERENCE, Kind
from oneplan.engine.feeds.profiles import NOTHING, Mapped, Meaning, Profile
from oneplan.engine.feeds.report import BOOK, harmless
from oneplan.rulebook.feeds.asking import ages

NAMES = ("given_names", "family_name")
MOST_IN_A_LIST = 255  # letters of all choices of one cell together: a limit of the workbook's form
DAY, CODE = "day", "code"
DAYS = "%d/%m/%Y"
SHEET = "People asked about"
HANDED_IN = "Handed in"  # a column of answers given by page that no profile knows: it tells two files apart
_NARROW, _WIDE = 16, 40


@dataclass(frozen=True)
class Asked:
    """Somebody a list asks about; `number` is the partner's, where it is known and may be said."""

    reference: str
    given_names: str
    family_name: str
    born: date
    number: str = ""


def profile(kind: Kind, *, partner: str, like: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the profile of such lists says; in the words of a profile that the partner has already, where there is one.

    Of nobody but those who stand in an answered list it tells anything, so silence never counts as good news.
    """
    known = like["columns"] if like else {}
    columns = {each.name: known.get(each.name, _written(each)) for each in kind.every if _is_asked(kind, each)}
    meaning = {"feed": kind.name, "partner": partner, "meaning": str(Meaning.DELTA), "covers": NOTHING.unit}
    return {**meaning, "columns": columns}


def _is_asked(kind: Kind, column: Column) -> bool:
    """Nothing is asked beyond the fact: no address, no postcode, no sex."""
    return column.name in {*NAMES, OUR_REFERENCE, IN_WORDS} or kind.rests_on(column.name)


def _written(column: Column) -> dict[str, Any]:
    is_ours = column.name in {OUR_REFERENCE, IN_WORDS}
    said: dict[str, Any] = {"header": column.names[0] if is_ours else column.words[:1].upper() + column.words[1:]}
    return said | {"formats": [DAYS]} if column.type.name == DAY else said


def same_for_all(kind: Kind) -> tuple[Column, ...]:
    """Columns that a list may fill in alike for everybody: which term, which day."""
    return tuple(each for each in kind.columns if each.name in ages()[kind.name].same)


def choices(mapped: Mapped) -> list[str]:
    """What a partner may choose, in the words of theirs that say most; nothing where it is no code."""
    if mapped.column.type.name != CODE:
        return []
    theirs: dict[str, list[str]] = {ours: list(usual) for ours, usual in mapped.column.codes.items()}
    own: dict[str, list[str]] = {}
    for written, ours in mapped.codes.items():
        own.setdefault(ours, []).append(written)
    return [max(own.get(ours) or usual or [ours], key=len) for ours, usual in theirs.items()]


def header(profile: Profile) -> list[str]:
    return [each.headers[0] for each in _in_order(profile)]


def rows(profile: Profile, people: Iterable[Asked], *, same: Mapping[str, str]) -> list[list[str]]:
    """A row for each, whom it is about filled in; `same` has what is filled in alike, by our names of columns."""
    order = _in_order(profile)
    return [[_filled(each, person, profile.kind, same) for each in order] for person in people]


def write(into: Path, profile: Profile, people: Sequence[Asked], *, same: Mapping[str, str], words: str) -> None:
    """Write it as a workbook with lists to choose from where `into` is called one, else as CSV.

    `words` stand above the table of a workbook: who asks, and by when.
    """
    if into.suffix == BOOK:
        _book(into, profile, rows(profile, people, same=same), words)
        return
    with into.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(header(profile))
        out.writerows([harmless(value) for value in row] for row in rows(profile, people, same=same))


def asked_of(profile: Profile, person: Asked, *, same: Mapping[str, str]) -> list[Mapped]:
    """The columns that are left for the partner to fill in of this person, the words last."""
    who = {OUR_REFERENCE, *NAMES, profile.kind.born}
    order = (each for each in _in_order(profile) if each.column.name not in who)
    return [each for each in order if not _filled(each, person, profile.kind, same)]


def answered(
    profile: Profile, answers: Iterable[tuple[Asked, Mapping[str, str]]], *, same: Mapping[str, str], stamp: str
) -> bytes:
    """The list as it comes back, as CSV: a row for each, with what was said (by our names) where it was left empty."""
    order, out = _in_order(profile), io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow([*header(profile), HANDED_IN])
    for person, said in answers:
        row = [_filled(each, person, profile.kind, same) or said.get(each.column.name, "") for each in order]
        write.writerow([*row, stamp])
    return out.getvalue().encode()


def wanted(mapped: Mapped) -> str:
    """What a value of the column must be: “a day, like 31/12/2025”, “a whole number from 0 to 250”."""
    column = mapped.column
    if column.type.name == DAY and mapped.formats:
        return f"a day, like {date(2025, 12, 31).strftime(mapped.formats[0])}"
    if column.least is None or column.most is None:
        return column.type.words
    return f"{column.type.words} from {column.least} to {column.most}"


def _in_order(profile: Profile) -> list[Mapped]:
    """Whom it is about first, then what is asked, at last the words."""
    kind = profile.kind
    first = (OUR_REFERENCE, kind.number, *NAMES, kind.born, *(each.name for each in same_for_all(kind)))
    rank = {name: place for place, name in enumerate(first)} | {IN_WORDS: len(first) + 1}
    return sorted(profile.mapped, key=lambda each: rank.get(each.column.name, len(first)))


def _filled(mapped: Mapped, person: Asked, kind: Kind, same: Mapping[str, str]) -> str:
    shape = mapped.formats[0] if mapped.formats else DAYS
    known = {
        OUR_REFERENCE: person.reference, "given_names": person.given_names, "family_name": person.family_name,
        kind.number: person.number, kind.born: person.born.strftime(shape),
    }  # fmt: skip
    return known.get(mapped.column.name, same.get(mapped.column.name, ""))


def _book(into: Path, profile: Profile, lines: Sequence[Sequence[str]], words: str) -> None:
    """Every value is a text, so that no number loses its noughts; a line of words, then the header, then people."""
    with xlsxwriter.Workbook(str(into), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(SHEET)
        title, bold = book.add_format({"italic": True}), book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        given, open_ = book.add_format({"bg_color": "#EEEEEE", "num_format": "@"}), book.add_format({"num_format": "@"})
        sheet.write_string(0, 0, words, title)
        sheet.freeze_panes(2, 0)
        for place, mapped in enumerate(_in_order(profile)):
            sheet.write_string(1, place, mapped.headers[0], bold)
            sheet.set_column(place, place, _WIDE if mapped.column.name == IN_WORDS else _NARROW)
            for at, line in enumerate(lines, 2):
                if line[place]:
                    sheet.write_string(at, place, line[place], given)
                else:
                    sheet.write_blank(at, place, None, open_)
            if lines:
                sheet.data_validation(2, place, len(lines) + 1, place, _help(mapped))
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{len(lines) + 2}"})


def _help(mapped: Mapped) -> dict[str, Any]:
    """A list to choose from beside the cell; whoever has no choice that fits may still write in words."""
    offered = choices(mapped)
    if not offered or len(",".join(offered)) > MOST_IN_A_LIST or any("," in each for each in offered):
        return {"validate": "any", "input_title": mapped.headers[0][:32], "input_message": wanted(mapped)[:255]}
    return {
        "validate": "list", "source": offered, "error_type": "warning", "error_title": "None of the choices",
        "error_message": "Choose one of the list if you can. Keep what you wrote if none of them fits.",
    }  # fmt: skip
