"""The words of one person: the age inside the symbol, name, notes and alert below it."""

from math import sqrt

from oneplan.engine.drawing.letters import tidy, width_of, wrap
from oneplan.web.people.diagrams.drawing import DiagramPerson, Sex
from oneplan.web.people.diagrams.measures import (
    CELL_AIR,
    NAME_LINE,
    NAME_SIZE,
    RADIUS,
    SMALL_LINE,
    SMALL_SIZE,
    WIDER_CELLS,
)
from oneplan.web.people.diagrams.placement import Caption, Line

NO_NAME = "Name not known"
_MOST_NAME_LINES = 3
_MOST_SMALL_LINES = 4
_INSIDE_LINE = 13.0
_LINE_WORTH = 12.0  # pixels of width
_LINE_WORTH_WITH_ROOM = 22.0
_CROWDED = 4
_LETTER_WORTH = 10.0


def caption_of(person: DiagramPerson, *, row_of: int) -> Caption:
    """The words of a person who stands in a row of so many; where there is room they run wider and less deep."""
    worth = _LINE_WORTH if row_of >= _CROWDED else _LINE_WORTH_WITH_ROOM
    inside = _inside(person)
    below = _below(person, age_shown=bool(inside) and inside != ("?",))
    tried = [(_lines(person, below, width=width), width) for width in WIDER_CELLS]
    lines, width = min(tried, key=lambda found: _burden(*found, worth=worth))
    height = sum(NAME_LINE if line.tone == "name" else SMALL_LINE for line in lines)
    height += 3.0 if any(line.tone == "alert" for line in lines) else 0.0
    return Caption(inside, tuple(lines), width / 2, height)


def died_words(person: DiagramPerson) -> str:
    return f"died {person.died}" if person.died else ""


def due_words(person: DiagramPerson) -> str:
    born = tidy(person.born)
    if not born:
        return ""
    return born if born.lower().startswith("due") else f"due {born}"


def _inside(person: DiagramPerson) -> tuple[str, ...]:
    """The age when it fits; a question mark where there is nothing else to tell an unknown sex."""
    words = tidy(person.age).split(" ") if tidy(person.age) else []
    if words and not person.is_unborn and len(words) <= 2 and all(map(_fits, [person] * 2, words, [len(words)] * 2)):
        return tuple(words)
    return ("?",) if person.sex is Sex.UNKNOWN and not person.is_unborn else ()


def _fits(person: DiagramPerson, word: str, of: int) -> bool:
    rise = _INSIDE_LINE * of / 2 - 2
    chord = 2 * (RADIUS if person.sex is Sex.MALE else sqrt(RADIUS**2 - rise**2))
    if person.sex is Sex.UNKNOWN:
        chord = 2 * (RADIUS + 2 - rise)
    return width_of(word, size=SMALL_SIZE) <= chord - 6


def _below(person: DiagramPerson, *, age_shown: bool) -> list[str]:
    if person.is_unborn:
        dates = [due_words(person) or "not yet born"]
    elif person.died:
        dates = [f"born {tidy(person.born)}" if person.born else "", died_words(person)]
    else:
        dates = [f"born {tidy(person.born)}" if person.born and not tidy(person.age) else ""]
    age = "" if age_shown or person.is_unborn else tidy(person.age)
    notes = ", ".join(note for note in map(tidy, person.notes) if note)
    return [text for text in (age, *dates, notes) if text]


def _lines(person: DiagramPerson, below: list[str], *, width: float) -> list[Line]:
    room = width - CELL_AIR
    name = tidy(person.name) or NO_NAME
    found = [Line(text, "name") for text in wrap(name, size=NAME_SIZE, width=room, most=_MOST_NAME_LINES)]
    for text in below:
        found += [Line(line, "soft") for line in wrap(text, size=SMALL_SIZE, width=room, most=_MOST_SMALL_LINES)]
    if person.alert:
        alert = wrap(person.alert, size=SMALL_SIZE, width=room - 4, most=_MOST_SMALL_LINES)
        found += [Line(line, "alert") for line in alert]
    return found


def _burden(lines: list[Line], width: float, *, worth: float) -> float:
    """A line less is worth some width; letters that would be lost are worth more."""
    return width + worth * len(lines) - _LETTER_WORTH * sum(len(line.text.replace(" ", "")) for line in lines)
