"""The seven families of the Sheffield report, to draw, and the short hands in which to write a family down."""

from oneplan.web.people.diagrams.drawing import (
    Birth,
    BirthKind,
    DiagramPerson,
    FamilyDrawing,
    HomeOutline,
    Sex,
    Tie,
    TieKind,
    Twins,
    Union,
    UnionKind,
)

ON = "14 March 2013"
_SEXES = {"m": Sex.MALE, "f": Sex.FEMALE, "?": Sex.UNKNOWN}


def person(key: str, sex: str = "?", age: str = "", *, name: str | None = None, **more: object) -> DiagramPerson:
    named = key.replace("_", " ").capitalize() if name is None else name
    return DiagramPerson(key=key, name=named, sex=_SEXES[sex], age=age, **more)  # type: ignore[arg-type]


def births(parents: str, *children: str, kind: BirthKind = BirthKind.BIRTH) -> tuple[Birth, ...]:
    return tuple(Birth(child, tuple(parents.split()), kind) for child in children)


def home(key: str, label: str, members: str) -> HomeOutline:
    return HomeOutline(key, label, tuple(members.split()))


def brown() -> FamilyDrawing:
    return FamilyDrawing(
        title="The Brown family",
        on=ON,
        people=(
            person("rebecca", "f"),
            person("twin_1", "?", "under 7"),
            person("twin_2", "?", "under 7"),
            person("third", "f", "under 7", name="Third child"),
            person("fourth", "?", "under 7", name="Fourth child"),
            person("gran", "f", name="Rebecca's mother", is_here=False, notes=("lives close by",)),
            person("other", "?", name="Other parent", is_here=False, notes=("not known where",)),
        ),
        births=(
            *births("gran", "rebecca"),
            *births("rebecca other", "twin_1", "twin_2", "third", "fourth"),
        ),
        twins=(Twins(("twin_1", "twin_2")),),
        homes=(home("brown", "Brown home", "rebecca twin_1 twin_2 third fourth"),),
    )


def deardon() -> FamilyDrawing:
    return FamilyDrawing(
        title="The Deardon family",
        on=ON,
        people=(
            person("claire", "f"),
            person("harry", "m", "14"),
            person("joel", "m", is_here=False, notes=("lives elsewhere", "never met by the worker")),
        ),
        unions=(Union("claire", "joel", UnionKind.FORMER),),
        births=births("claire joel", "harry"),
        ties=(Tie("claire", "harry", TieKind.CONFLICT), Tie("joel", "harry", TieKind.CLOSE)),
        homes=(home("deardon", "Deardon home", "claire harry"),),
    )


def evans() -> FamilyDrawing:
    return FamilyDrawing(
        title="The Evans family",
        on=ON,
        people=(
            person("laura", "f", "25"),
            person("daughter", "f", "7"),
            person("child", "?", "2"),
            person("baby", "?", "9 months"),
            person("father", "m", is_here=False, notes=("lives elsewhere",), alert="no contact with the children"),
            person("laura_father", "m", name="Laura's father", is_here=False),
            person("laura_mother", "f", name="Laura's mother", is_here=False),
        ),
        unions=(Union("father", "laura", UnionKind.FORMER), Union("laura_father", "laura_mother", UnionKind.MARRIED)),
        births=(*births("father laura", "daughter", "child", "baby"), *births("laura_father laura_mother", "laura")),
        ties=(
            Tie("father", "daughter", TieKind.BARRED),
            Tie("father", "child", TieKind.BARRED),
            Tie("father", "baby", TieKind.BARRED),
            Tie("laura_mother", "laura", TieKind.DISTANT),
        ),
        homes=(home("evans", "Evans home", "laura daughter child baby"),),
    )


def folds() -> FamilyDrawing:
    return FamilyDrawing(
        title="The Folds family",
        on=ON,
        people=(
            person("cath", "f", "40"),
            person("rose", "f", "6 months", notes=("born 5 weeks early",)),
            person("former", "m", name="Former partner", is_here=False),
        ),
        unions=(Union("cath", "former", UnionKind.SEPARATED, "2012"),),
        births=births("cath former", "rose"),
        homes=(home("folds", "Folds home", "cath rose"),),
    )


def jones() -> FamilyDrawing:
    return FamilyDrawing(
        title="The Jones family",
        on=ON,
        people=(
            person("margaret", "f"),
            person("morgan", "?", "8"),
            person("grace", "f", notes=("where she lives is not stated",)),
            person("father", "m", name="Morgan's father", is_here=False, notes=("sees Morgan now and then",)),
        ),
        births=(*births("margaret father", "morgan"), *births("grace", "margaret")),
        ties=(Tie("grace", "morgan", TieKind.CO_PARENT),),
        homes=(home("jones", "Jones home", "margaret morgan"),),
    )


def smith() -> FamilyDrawing:
    return FamilyDrawing(
        title="The Smith family",
        on=ON,
        people=(
            person("ray", "m"),
            person("george", "m"),
            person("boy_1", "m", "under 3", name="First boy"),
            person("boy_2", "m", "under 3", name="Second boy"),
            person("third", "?", "under 3", name="Third child"),
            person("ray_mother", "f", name="Ray's mother", is_here=False, notes=("in another city",)),
        ),
        unions=(Union("ray", "george", UnionKind.PARTNERS),),
        births=(
            *births("ray george", "boy_1", "boy_2", "third", kind=BirthKind.GUARDIAN),
            *births("ray_mother", "ray"),
        ),
        ties=(Tie("ray_mother", "boy_1", TieKind.HELPS), Tie("ray_mother", "boy_2", TieKind.HELPS)),
        homes=(home("smith", "Smith home", "ray george boy_1 boy_2 third"),),
    )


def williams() -> FamilyDrawing:
    return FamilyDrawing(
        title="The Williams family",
        on=ON,
        people=(
            person("sarah", "f"),
            person("craig", "m"),
            person("james", "m", "7", is_index=True),
            person("aran", "m", "6"),
        ),
        unions=(Union("sarah", "craig", UnionKind.MARRIED),),
        births=births("sarah craig", "james", "aran"),
        ties=(Tie("sarah", "craig", TieKind.CARES_FOR),),
        homes=(home("williams", "", "sarah craig james aran"),),
    )
