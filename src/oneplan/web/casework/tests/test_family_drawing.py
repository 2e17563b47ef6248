"""The drawn family out of the spells, on any day, as a page and as files."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from oneplan.web.casework.reads.diagram import drawing_of
from oneplan.web.people.diagrams.drawing import Birth, HomeOutline, Tie, TieKind, Twins, Union, UnionKind
from oneplan.web.people.models import ContactRestriction, Membership, Relationship
from tests.cast import Cast, _person, _spell

DAY = date(2025, 6, 1)


def _key(person: object) -> str:
    return str(person.pk)  # type: ignore[attr-defined]


@pytest.mark.requirement("R022")
def test_parents_children_and_homes(cast: Cast) -> None:
    drawing = drawing_of(cast.family, day=DAY)

    grace, leo, mia, sam = map(_key, (cast.parent, cast.child, cast.baby, cast.father))
    assert {person.name for person in drawing.people} == {"Grace", "Leo", "Mia", "Sam"}
    assert set(drawing.births) == {Birth(leo, (grace, sam)), Birth(mia, (grace, sam))}
    assert [(home.label, set(home.members)) for home in drawing.homes] == [("Okafor-Reed home", {grace, leo, mia})]


@pytest.mark.requirement("R022", "R009")
def test_a_past_day_is_drawn_as_it_was(cast: Cast, now: datetime) -> None:
    Membership.objects.filter(person=cast.baby).update(valid_from=date(2024, 2, 11))
    Relationship.objects.filter(other=cast.baby).update(valid_from=date(2024, 2, 11))
    rows = {"person": cast.parent, "other": cast.father}
    married = _spell(Relationship, kind="married", **rows)
    Relationship.objects.filter(pk=married.pk).update(valid_to=date(2024, 6, 1))
    parted = _spell(Relationship, kind="separated", **rows)
    Relationship.objects.filter(pk=parted.pk).update(valid_from=date(2024, 6, 1))

    before, after = (drawing_of(cast.family, day=day) for day in (date(2023, 1, 1), DAY))

    assert (len(before.people), len(after.people)) == (3, 4)
    assert [union.kind for union in before.unions] == [UnionKind.MARRIED]
    assert after.unions == (Union(_key(cast.parent), _key(cast.father), UnionKind.SEPARATED, "2024"),)


@pytest.mark.requirement("R022")
def test_a_father_in_another_home_is_drawn_though_he_never_belonged(cast: Cast) -> None:
    other = _person("Dan", "Kerr", "male", date(1985, 1, 1))
    _spell(Relationship, person=other, other=cast.child, kind="step")

    drawing = drawing_of(cast.family, day=DAY)

    assert next(person for person in drawing.people if person.name == "Dan").is_here is False


@pytest.mark.requirement("R005", "R022")
def test_a_bar_is_drawn_and_written(cast: Cast) -> None:
    _spell(ContactRestriction, child=cast.child, barred=cast.father, kind="order", extent="none")

    drawing = drawing_of(cast.family, day=DAY)

    assert Tie(_key(cast.father), _key(cast.child), TieKind.BARRED, "no contact") in drawing.ties
    sam = next(person for person in drawing.people if person.name == "Sam")
    assert sam.alert == "contact with Leo is restricted"


@pytest.mark.requirement("R016", "R022")
def test_care_twins_friends_and_a_safe_address(cast: Cast) -> None:
    cast.home.put_at("4 Sorrel Rise", "ZZ1 4QX", is_protected=True).save()
    friend = _person("Joy", "Bell", "female", date(1990, 1, 1))
    _spell(Membership, family=cast.family, person=friend, role="network")
    _spell(Relationship, person=friend, other=cast.parent, kind="friend")
    _spell(Relationship, person=cast.child, other=cast.parent, kind="cares_for")
    _spell(Relationship, person=cast.child, other=cast.baby, kind="identical")

    drawing = drawing_of(cast.family, day=DAY)

    assert "Joy" not in {person.name for person in drawing.people}
    assert Tie(_key(cast.child), _key(cast.parent), TieKind.CARES_FOR) in drawing.ties
    assert drawing.twins == (Twins(tuple(sorted((_key(cast.child), _key(cast.baby)))), identical=True),)
    assert isinstance(drawing.homes[0], HomeOutline)
    assert drawing.homes[0].label == "A safe address"


def test_joined_records_are_one_symbol_with_the_ties_of_both(cast: Cast) -> None:
    twice = _person("Leo", "Okafor", "male", date(2017, 5, 20))
    _spell(Relationship, person=twice, other=cast.parent, kind="cares_for")
    twice.merged_into = cast.child
    twice.save()

    drawing = drawing_of(cast.family, day=DAY)

    assert [person.name for person in drawing.people].count("Leo") == 1
    assert Tie(_key(cast.child), _key(cast.parent), TieKind.CARES_FOR) in drawing.ties


def test_the_files_and_the_words(cast: Cast) -> None:
    client = cast.client(cast.priya)
    svg = client.get(reverse("family-diagram-svg", args=[cast.family.pk]), {"on": "1 June 2025"})
    png = client.get(reverse("family-diagram-png", args=[cast.family.pk]))
    page = client.get(reverse("family-diagram", args=[cast.family.pk]), {"on": "soon"}).content.decode()

    assert svg.headers["content-type"] == "image/svg+xml"
    assert "1 June 2025" in svg.content.decode()
    assert png.content.startswith(b"\x89PNG")
    assert "attachment" in png.headers["content-disposition"]
    assert "“soon” is not a date we can read" in page
    assert "Grace and Sam are the parents of Leo and Mia" in page


@pytest.mark.parametrize("name", ["family-diagram", "family-diagram-svg", "family-diagram-png"])
@pytest.mark.parametrize("who", ["stan", "green", "fay"])
def test_those_who_read_no_notes_get_no_drawing(cast: Cast, name: str, who: str) -> None:
    assert cast.client(getattr(cast, who)).get(reverse(name, args=[cast.family.pk])).status_code == 403


def test_a_family_that_cannot_be_drawn_still_opens(cast: Cast) -> None:
    _spell(Relationship, person=cast.child, other=cast.parent, kind="parent")
    client = cast.client(cast.priya)

    assert "cannot be drawn just now" in client.get(reverse("family", args=[cast.family.pk])).content.decode()
    assert client.get(reverse("family-diagram-svg", args=[cast.family.pk])).status_code == 404
