"""Invented drawings of every shape the input allows, for tests by properties."""

from hypothesis import strategies as st

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

NAMES = st.one_of(
    st.sampled_from(
        ["Sarah", "Ann", "<script>alert(1)</script>", "O'Brien & Söhne", "Bartholomew" * 4, "", '"x"', "]]>"]
    ),
    st.text(max_size=40),
)
WORDS = st.one_of(st.just(""), st.text(max_size=30))


@st.composite
def people(draw: st.DrawFn, *, key: str) -> DiagramPerson:
    return DiagramPerson(
        key=key,
        name=draw(NAMES),
        sex=draw(st.sampled_from(Sex)),
        age=draw(st.sampled_from(["", "7", "under 7", "about 30", "9 months", "under seven or so"])),
        born=draw(st.sampled_from(["", "1985", "3 May 2012", "spring 2012"])),
        died=draw(st.sampled_from([None, None, None, "2009", "3 May 2009"])),
        is_unborn=draw(st.integers(0, 9)) == 0,
        is_index=draw(st.integers(0, 9)) == 0,
        is_here=draw(st.booleans()),
        notes=tuple(draw(st.lists(WORDS, max_size=2))),
        alert=draw(st.one_of(st.none(), st.none(), WORDS)),
    )


@st.composite
def drawings(draw: st.DrawFn, *, most: int = 9) -> FamilyDrawing:
    keys = [f"p{number}" for number in range(draw(st.integers(1, most)))]
    groups = st.lists(st.sampled_from(keys), min_size=1, max_size=5, unique=True).map(tuple)
    births = draw(_births(keys))
    homes = draw(st.lists(groups, max_size=4))
    twins = [birth.child for birth in births]
    return FamilyDrawing(
        title=draw(NAMES),
        on=draw(WORDS),
        people=tuple(draw(people(key=key)) for key in keys),
        unions=tuple(Union(*pair, draw(st.sampled_from(UnionKind)), draw(WORDS)) for pair in draw(_pairs(keys))),
        births=births,
        twins=(Twins(tuple(dict.fromkeys(twins))[:3], draw(st.booleans())),) if len(set(twins)) > 1 else (),
        ties=tuple(Tie(*pair, draw(st.sampled_from(TieKind)), draw(WORDS)) for pair in draw(_pairs(keys))),
        homes=tuple(HomeOutline(f"h{number}", draw(WORDS), members) for number, members in enumerate(homes)),
    )


def _pairs(keys: list[str]) -> st.SearchStrategy[list[tuple[str, str]]]:
    if len(keys) < 2:
        return st.just([])
    pair = st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True).map(lambda two: (two[0], two[1]))
    return st.lists(pair, max_size=5)


@st.composite
def _births(draw: st.DrawFn, keys: list[str]) -> tuple[Birth, ...]:
    """Children after their parents in the list, so that nobody is their own ancestor."""
    found = []
    for number in draw(st.lists(st.integers(1, max(1, len(keys) - 1)), max_size=8)):
        if number < len(keys):
            parents = draw(st.lists(st.sampled_from(keys[:number]), min_size=1, max_size=2, unique=True))
            found.append(Birth(keys[number], tuple(parents), draw(st.sampled_from(BirthKind))))
    return tuple(found)


@st.composite
def plain_families(draw: st.DrawFn) -> FamilyDrawing:
    """A couple, their children in order of age, some with a partner and children of their own."""
    father, mother = (
        DiagramPerson(key="m", name="Man", sex=Sex.MALE),
        DiagramPerson(key="w", name="Woman", sex=Sex.FEMALE),
    )
    cast, unions, births = (
        [father, mother],
        [Union("m", "w", UnionKind.MARRIED) if draw(st.booleans()) else Union("w", "m", UnionKind.MARRIED)],
        [],
    )
    for number in range(draw(st.integers(1, 4))):
        child = DiagramPerson(
            key=f"c{number}", name=f"Child {number}", sex=draw(st.sampled_from([Sex.MALE, Sex.FEMALE]))
        )
        cast.append(child)
        births.append(Birth(child.key, ("m", "w")))
        if draw(st.booleans()):
            other = Sex.FEMALE if child.sex is Sex.MALE else Sex.MALE
            cast.append(DiagramPerson(key=f"q{number}", name=f"Partner {number}", sex=other))
            unions.append(Union(child.key, f"q{number}", draw(st.sampled_from(UnionKind))))
            for small in range(draw(st.integers(0, 3))):
                cast.append(DiagramPerson(key=f"s{number}{small}", name=f"Small {number} {small}"))
                births.append(Birth(f"s{number}{small}", (child.key, f"q{number}")))
    return FamilyDrawing(title="A family", on="", people=tuple(cast), unions=tuple(unions), births=tuple(births))
