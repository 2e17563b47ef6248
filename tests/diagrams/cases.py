"""Families to draw: the seven of the Sheffield report, and the shapes that families take beyond them."""

from oneplan.web.people.diagrams.drawing import (
    Birth,
    BirthKind,
    FamilyDrawing,
    HomeOutline,
    Tie,
    TieKind,
    Twins,
    Union,
    UnionKind,
)
from tests.diagrams.sheffield import ON, births, brown, deardon, evans, folds, home, jones, person, smith, williams


def three_homes() -> FamilyDrawing:
    """A man with children by three partners in three homes, one child half the week in two of them."""
    return FamilyDrawing(
        title="Dean and his children",
        on=ON,
        people=(
            person("dean", "m", "38"),
            person("amy", "f", "36", is_here=False),
            person("bella", "f", "33", is_here=False),
            person("cara", "f", "29"),
            person("aiden", "m", "15", is_here=False),
            person("ashley", "?", "13", is_here=False),
            person("ben", "m", "9", notes=("half the week with his father",)),
            person("chloe", "f", "4"),
            person("cody", "m", "1"),
        ),
        unions=(
            Union("dean", "amy", UnionKind.DIVORCED, "2003"),
            Union("dean", "bella", UnionKind.SEPARATED, "2009"),
            Union("dean", "cara", UnionKind.LIVING_TOGETHER, "2010"),
        ),
        births=(
            *births("dean amy", "aiden", "ashley"),
            *births("dean bella", "ben"),
            *births("dean cara", "chloe", "cody"),
        ),
        ties=(Tie("aiden", "dean", TieKind.CUT_OFF), Tie("bella", "cara", TieKind.CONFLICT)),
        homes=(
            home("amy", "Amy's home", "amy aiden ashley"),
            home("bella", "Bella's home", "bella ben"),
            home("dean", "Dean and Cara's home", "dean cara chloe cody ben"),
        ),
    )


def half_siblings() -> FamilyDrawing:
    """A stepfather, a death, an adopted and a fostered child, an adopted child's birth mother elsewhere."""
    return FamilyDrawing(
        title="The Okoro-Hughes family",
        on=ON,
        people=(
            person("nia", "f", "41"),
            person("huw", "m", "37", born="1971", died="2008", is_here=False),
            person("sam", "m", "44"),
            person("megan", "f", "12"),
            person("rhys", "m", "10"),
            person("tom", "m", "3"),
            person("ada", "f", "6", name="Ada"),
            person("birth_mother", "f", name="Ada's birth mother", is_here=False),
            person("joy", "f", "8"),
        ),
        unions=(Union("huw", "nia", UnionKind.MARRIED, "1998"), Union("sam", "nia", UnionKind.MARRIED, "2009")),
        births=(
            *births("huw nia", "megan", "rhys"),
            *births("sam nia", "tom"),
            *births("sam", "megan", "rhys", kind=BirthKind.STEP),
            *births("sam nia", "ada", kind=BirthKind.ADOPTED),
            *births("sam nia", "joy", kind=BirthKind.FOSTERED),
            *births("birth_mother", "ada"),
        ),
        ties=(Tie("sam", "megan", TieKind.CONFLICT), Tie("nia", "rhys", TieKind.VERY_CLOSE)),
        homes=(home("home", "12 Hill View", "nia sam megan rhys tom ada joy"),),
    )


def twins_of_both_kinds() -> FamilyDrawing:
    return FamilyDrawing(
        title="The Lee family",
        on=ON,
        people=(
            person("mum", "f", "50"),
            person("dad", "m", "52", died="2010", born="1958", is_here=False),
            person("tia", "f", "20"),
            person("una", "f", "20"),
            person("vic", "m", "17", alert="post is not safe"),
            person("bo", "m", "22", is_here=False),
            person("kit", "?", "under 1", name="Kit"),
            person("lou", "?", "under 1", name="Lou"),
            person("nan", "f", "77", is_here=False),
            person("pal", "m", "30", name="Neighbour Pat", is_here=False),
        ),
        unions=(Union("dad", "mum", UnionKind.MARRIED, "1990"), Union("tia", "bo", UnionKind.SEPARATED, "2012")),
        births=(*births("nan", "mum"), *births("dad mum", "tia", "una", "vic"), *births("bo tia", "kit", "lou")),
        twins=(Twins(("tia", "una"), True), Twins(("kit", "lou"))),
        ties=(
            Tie("tia", "una", TieKind.VERY_CLOSE),
            Tie("una", "vic", TieKind.CONFLICT),
            Tie("pal", "mum", TieKind.HELPS, "takes her shopping"),
            Tie("nan", "mum", TieKind.CUT_OFF),
            Tie("vic", "mum", TieKind.CARES_FOR),
            Tie("bo", "kit", TieKind.BARRED),
            Tie("bo", "lou", TieKind.BARRED),
        ),
        homes=(home("a", "3 Mill Lane", "mum una vic"), home("b", "Tia's flat", "tia kit lou")),
    )


def triplet_of_three_lines() -> FamilyDrawing:
    """Invented by chance: three lines end at one of three unborn triplets, the last of them low on its side."""
    return FamilyDrawing(
        title="Sarah",
        on="",
        people=tuple(
            person(f"p{number}", "m", name="Sarah", is_unborn=True, is_index=True, is_here=False) for number in range(5)
        ),
        births=(*births("p0 p1", "p2"), *births("p0", "p2", "p3", "p4", "p1")),
        twins=(Twins(("p2", "p3", "p4")),),
    )


def pregnancy() -> FamilyDrawing:
    return FamilyDrawing(
        title="Kerry and Liam",
        on=ON,
        people=(
            person("kerry", "f", "22"),
            person("liam", "m", "23"),
            person("mia", "f", "18 months"),
            person("unborn", "?", name="Baby", is_unborn=True, born="3 June 2013"),
        ),
        unions=(Union("liam", "kerry", UnionKind.LIVING_TOGETHER, "2011"),),
        births=births("liam kerry", "mia", "unborn"),
        homes=(home("flat", "Kerry and Liam's flat", "kerry liam mia unborn"),),
    )


def teen_parent() -> FamilyDrawing:
    """Three generations: a daughter has left to form a family of her own."""
    return FamilyDrawing(
        title="The Patel family",
        on=ON,
        people=(
            person("anil", "m", "45"),
            person("sunita", "f", "43"),
            person("priya", "f", "17"),
            person("ravi", "m", "14"),
            person("dev", "m", "11"),
            person("jake", "m", "18", is_here=False),
            person("baby", "f", "4 months", name="Asha"),
            person("jake_mum", "f", "39", name="Jake's mother", is_here=False),
        ),
        unions=(
            Union("anil", "sunita", UnionKind.MARRIED, "1992"),
            Union("jake", "priya", UnionKind.LIVING_TOGETHER, "2012"),
        ),
        births=(
            *births("anil sunita", "priya", "ravi", "dev"),
            *births("jake priya", "baby"),
            *births("jake_mum", "jake"),
        ),
        ties=(
            Tie("anil", "priya", TieKind.DISTANT),
            Tie("sunita", "baby", TieKind.HELPS),
            Tie("ravi", "dev", TieKind.CLOSE),
        ),
        homes=(
            home("patel", "Patel home", "anil sunita ravi dev"),
            home("flat", "Priya and Jake's flat", "priya jake baby"),
        ),
    )


def childless() -> FamilyDrawing:
    return FamilyDrawing(
        title="Walter",
        on=ON,
        people=(person("walter", "m", "71"), person("neighbour", "f", name="Neighbour", is_here=False)),
        ties=(Tie("neighbour", "walter", TieKind.HELPS, "shops for him"),),
        homes=(home("walter", "Walter's flat", "walter"),),
    )


def alone() -> FamilyDrawing:
    return FamilyDrawing(title="Walter", on=ON, people=(person("walter", "m", "71"),))


def forty() -> FamilyDrawing:
    """Forty people: two great-grandparents, four children with partners, and theirs, in nine homes."""
    people = [person("eli", "m", "84"), person("ruth", "f", "82")]
    unions: list[Union] = []
    born: list[Birth] = []
    homes: list[HomeOutline] = []
    unions.append(Union("eli", "ruth", UnionKind.MARRIED, "1950"))
    homes.append(home("old", "The old house", "eli ruth"))
    for number in range(4):
        child, partner = f"child {number}".replace(" ", "_"), f"partner_{number}"
        people += [
            person(child, "fm"[number % 2], str(60 - number)),
            person(partner, "mf"[number % 2], "58", is_here=False),
        ]
        unions.append(Union(child, partner, list(UnionKind)[number]))
        born += births("eli ruth", child)
        grandchildren = [f"grandchild_{number}{index}" for index in range(3)]
        people += [person(key, "fm?"[index], str(35 - index)) for index, key in enumerate(grandchildren)]
        born += births(f"{child} {partner}", *grandchildren)
        homes.append(home(f"home_{number}", f"Home {number + 1}", " ".join([child, *grandchildren[1:]])))
        if number < 3:
            people += [person(f"spouse_{number}", "m", "36")]
            unions.append(Union(f"spouse_{number}", grandchildren[0], UnionKind.LIVING_TOGETHER, "2005"))
            little = [f"little_{number}{index}" for index in range(4 + (number == 0))]
            people += [person(key, "fm"[index % 2], str(9 - index)) for index, key in enumerate(little)]
            born += births(f"spouse_{number} {grandchildren[0]}", *little)
            members = " ".join([f"spouse_{number}", grandchildren[0], *little])
            homes.append(home(f"young_{number}", f"Young home {number + 1}", members))
    people += [person(f"friend_{number}", "?", is_here=False) for number in range(40 - len(people))]
    return FamilyDrawing(
        title="The big family",
        on=ON,
        people=tuple(people),
        unions=tuple(unions),
        births=tuple(born),
        homes=tuple(homes),
    )


def hostile() -> FamilyDrawing:
    return FamilyDrawing(
        title="<script>alert('x')</script> & family",
        on=ON,
        people=(
            person("a", "f", "34", name="<script>alert(1)</script>"),
            person("b", "m", "35", name="O'Brien & Söhne"),
            person("c", "?", "7", name="Bartholomew-Christopher Featherstonehaugh"),
            person("d", "m", "5", name="Wolfeschlegelsteinhausenbergerdorffabcde"),
            person("e", "f", "", name="", notes=('"quoted" <b>note</b>',), alert="post is not safe & never was"),
        ),
        unions=(Union("b", "a", UnionKind.MARRIED, "about 2004"),),
        births=births("b a", "c", "d", "e"),
        ties=(Tie("a", "e", TieKind.CARES_FOR, "<i>always</i> & ever"),),
        homes=(home("h", "Flat 3 & a half, <Long> Lane View Terrace, Sheffield", "a b c d e"),),
    )


CASES = {
    case.__name__: case
    for case in (
        brown,
        deardon,
        evans,
        folds,
        jones,
        smith,
        williams,
        three_homes,
        half_siblings,
        pregnancy,
        twins_of_both_kinds,
        triplet_of_three_lines,
        teen_parent,
        childless,
        alone,
        forty,
        hostile,
    )
}
