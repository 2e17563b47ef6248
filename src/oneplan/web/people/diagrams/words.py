"""The same facts as the drawing in plain sentences, for a screen reader and for whoever would rather read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from oneplan.engine.drawing.letters import tidy
from oneplan.web.people.diagrams.captions import NO_NAME, due_words
from oneplan.web.people.diagrams.drawing import (
    Birth,
    BirthKind,
    DiagramPerson,
    FamilyDrawing,
    Sex,
    Tie,
    TieKind,
    Union,
    UnionKind,
)


@dataclass(frozen=True)
class Section:
    heading: str
    sentences: tuple[str, ...]


def as_text(drawing: FamilyDrawing) -> tuple[Section, ...]:
    """What the drawing shows, what must not be missed first; empty sections are left out."""
    names = {person.key: name_of(person) for person in drawing.people}
    sections = (
        Section("Please note", tuple(_alerts(drawing, names))),
        Section("Who lives where", tuple(_homes(drawing, names))),
        Section("Parents and children", tuple(_births(drawing, names))),
        Section("Couples", tuple(_couple(union, names) for union in drawing.unions)),
        Section("Between people", tuple(_tie(tie, names) for tie in drawing.ties if tie.kind is not TieKind.BARRED)),
        Section("The family", tuple(_stop(about(person)) for person in drawing.people if person.is_here)),
        Section(
            "Others who matter to them", tuple(_stop(about(person)) for person in drawing.people if not person.is_here)
        ),
    )
    return tuple(section for section in sections if section.sentences)


def name_of(person: DiagramPerson) -> str:
    return tidy(person.name) or NO_NAME


def about(person: DiagramPerson) -> str:
    """One person in one line: name, age, dates, notes."""
    sex = "" if person.sex is Sex.UNKNOWN else person.sex.value
    age = tidy(person.age)
    if person.is_unborn:
        facts = ["not yet born", due_words(person)]
    elif person.died:
        facts = [sex, _born(person), f"died {tidy(person.died)}", f"aged {age}" if age else ""]
    else:
        facts = [age, sex, _born(person)]
    facts += [*map(tidy, person.notes), tidy(person.alert or "")]
    said = "; ".join(fact for fact in facts if fact)
    return f"{name_of(person)}: {said}" if said else f"{name_of(person)}: nothing more recorded"


def listed(names: Iterable[str]) -> str:
    every = list(names)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}" if every else ""


def _born(person: DiagramPerson) -> str:
    return f"born {tidy(person.born)}" if tidy(person.born) else ""


def _stop(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _alerts(drawing: FamilyDrawing, names: dict[str, str]) -> Iterable[str]:
    for tie in drawing.ties:
        if tie.kind is TieKind.BARRED:
            yield _tie(tie, names)
    for person in drawing.people:
        if tidy(person.alert or ""):
            yield _stop(f"{names[person.key]}: {tidy(person.alert or '')}")


def _homes(drawing: FamilyDrawing, names: dict[str, str]) -> Iterable[str]:
    housed: set[str] = set()
    for home in drawing.homes:
        housed.update(home.members)
        if not home.members:
            continue
        living = listed(names[key] for key in home.members)
        here = "lives here" if len(home.members) == 1 else "live here"
        label = tidy(home.label)
        yield _stop(
            f"{label}: {living} {here}"
            if label
            else f"{living} live together"
            if len(home.members) > 1
            else f"{living} has a home of their own"
        )
    for person in drawing.people:
        if person.key not in housed and not person.died and not person.is_unborn:
            told = next((note for note in person.notes if "live" in note.lower()), "")
            yield _stop(
                f"{names[person.key]}: {tidy(told)}" if told else f"Where {names[person.key]} lives is not recorded"
            )


def _births(drawing: FamilyDrawing, names: dict[str, str]) -> Iterable[str]:
    sexes = {person.key: person.sex for person in drawing.people}
    groups: dict[tuple[tuple[str, ...], BirthKind], list[Birth]] = defaultdict(list)
    for birth in drawing.births:
        groups[birth.parents, birth.kind].append(birth)
    for (parents, kind), births in groups.items():
        children = listed(dict.fromkeys(names[birth.child] for birth in births))
        yield _stop(
            f"{listed(names[key] for key in parents)} {_raises([sexes[key] for key in parents], kind)} {children}"
        )
    for twins in drawing.twins:
        born = "identical twins" if twins.identical else "twins" if len(twins.members) == 2 else "of one birth"
        yield _stop(f"{listed(names[key] for key in twins.members)} are {born}")


# what one man, one woman, one person of unknown sex and two people are to a child
_RAISES = {
    BirthKind.BIRTH: ("is the father of", "is the mother of", "is a parent of", "are the parents of"),
    BirthKind.ADOPTED: ("has adopted",) * 3 + ("have adopted",),
    BirthKind.FOSTERED: ("is fostering",) * 3 + ("are fostering",),
    BirthKind.GUARDIAN: ("is the guardian of",) * 3 + ("are the guardians of",),
    BirthKind.STEP: ("is the stepfather of", "is the stepmother of", "is a step-parent of", "are the step-parents of"),
}


def _raises(sexes: list[Sex], kind: BirthKind) -> str:
    return _RAISES[kind][3 if len(sexes) > 1 else list(Sex).index(sexes[0])]


_UNIONS = {
    UnionKind.MARRIED: "are married",
    UnionKind.LIVING_TOGETHER: "live together as a couple",
    UnionKind.PARTNERS: "are partners",
    UnionKind.SEPARATED: "are separated",
    UnionKind.DIVORCED: "are divorced",
    UnionKind.FORMER: "used to be partners",
}


def _couple(union: Union, names: dict[str, str]) -> str:
    year = f" ({tidy(union.year)})" if tidy(union.year) else ""
    return f"{names[union.a]} and {names[union.b]} {_UNIONS[union.kind]}{year}."


_TIES = {
    TieKind.CARES_FOR: "{a} cares for {b}",
    TieKind.BARRED: "{a} is not allowed contact with {b}",
    TieKind.CLOSE: "{a} and {b} are close",
    TieKind.VERY_CLOSE: "{a} and {b} are very close",
    TieKind.DISTANT: "{a} and {b} are distant from each other",
    TieKind.CONFLICT: "{a} and {b} are in conflict",
    TieKind.CUT_OFF: "{a} and {b} have no contact any more",
    TieKind.HELPS: "{a} helps {b}",
    TieKind.CO_PARENT: "{a} shares the parenting with {b}",
    TieKind.GRANDPARENT: "{a} is a grandparent of {b}",
    TieKind.GUARDIAN: "{a} is the guardian of {b}",
}


NO_CONTACT = "no contact"
_RESTRICTED = "{a} has only restricted contact with {b}"


def _tie(tie: Tie, names: dict[str, str]) -> str:
    label = tidy(tie.label)
    is_partly = tie.kind is TieKind.BARRED and label not in ("", NO_CONTACT)
    said = (_RESTRICTED if is_partly else _TIES[tie.kind]).format(a=names[tie.a], b=names[tie.b])
    return f"{said} ({label})." if label and label.lower() not in said.lower() else f"{said}."
