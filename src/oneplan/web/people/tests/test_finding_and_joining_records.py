"""Finding people, and two records of one person: compared, joined, parted again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.web.access.models import ViewBatch
from oneplan.web.people.actions import details, families, identifiers, merges, persons
from oneplan.web.people.models import Merge, Person
from tests.cast import Cast, filled

Send = Callable[..., Any]
Read = Callable[..., str]

pytestmark = pytest.mark.usefixtures("written")


def find(text: str) -> str:
    return f"{reverse('find')}?q={text}"


class TestFinding:
    @pytest.mark.parametrize(
        "text", ["Leo Okafor", "leo okafer", "Okafor-Reed Leo", "Leo 20 May 2017", "20/5/2017", "P-"]
    )
    def test_by_name_with_slips_birth_date_and_reference(self, cast: Cast, read: Read, text: str) -> None:
        text = cast.child.reference if text == "P-" else text
        page = read(find(text))
        assert "Leo Okafor-Reed</a>, 9" in page.replace(f", {cast.child.age_on(timezone.localdate()).words}", ", 9")
        assert cast.child.reference in page
        assert reverse("family", args=[cast.family.pk]) in page

    @pytest.mark.requirement("R045")
    def test_by_any_number(self, cast: Cast, read: Read) -> None:
        identifiers.add(person=cast.child, scheme="housing", value="HX 7781", by=cast.priya, at=timezone.now())
        assert cast.child.reference in read(find("HX7781"))

    def test_a_stranger_sees_that_somebody_is_known_and_no_more(self, cast: Cast, read: Read) -> None:
        page = read(find("Leo Okafor"), by=cast.stan)
        assert cast.child.reference in page
        assert "known to another team" in page
        assert "The Okafor-Reed family" not in page
        assert reverse("person", args=[cast.child.pk]) not in page

    def test_somebody_of_two_teams(self, cast: Cast, read: Read) -> None:
        other = families.start(name="Verity", by=cast.fay, at=timezone.now())
        families.join(family=other, person=cast.father, role="parent", by=cast.fay, at=timezone.now())
        page = read(find("Sam Reed"))
        assert "also known to another team" in page
        assert "Verity" not in page

    def test_no_more_than_twenty(self, cast: Cast, read: Read) -> None:
        for number in range(25):
            persons.add(given_names=f"Ada{number}", family_name="Quill", by=cast.fay, at=timezone.now())
        page = read(find("Quill"))
        assert page.count('class="op-people__name"') == 20
        assert "These are the 20 likeliest" in page

    def test_nothing_asked_and_nobody_found_say_what_to_do(self, cast: Cast, read: Read) -> None:
        assert "Write a name as you heard it" in read(reverse("find"))
        assert "Nobody we know is like “Zzyx”" in read(find("Zzyx"))

    def test_everybody_shown_is_logged(self, cast: Cast, read: Read) -> None:
        read(find("Leo Okafor"))
        row = ViewBatch.objects.get()
        assert row.page == "find"
        assert f"people.person:{cast.child.pk}" in row.seen


class TestJoining:
    @pytest.fixture
    def again(self, cast: Cast) -> Person:
        person = persons.add(given_names="Leo", family_name="Okafor", by=cast.fay, at=timezone.now())
        details.add(person=person, kind="school", words="Mill Lane Primary", by=cast.fay, at=timezone.now())
        return person

    @pytest.fixture
    def address(self, cast: Cast, again: Person) -> str:
        return reverse("person-merge", args=[again.pk, cast.child.pk])

    def test_ticked_results_are_compared(self, cast: Cast, read: Read, again: Person, address: str) -> None:
        assert "Compare two records" in read(find("Leo Okafor"), by=cast.maya)
        assert "Compare two records" not in read(find("Leo Okafor"))
        client = cast.client(cast.maya)
        answer = client.get(f"{reverse('records-compare')}?record={again.pk}&record={cast.child.pk}")
        assert answer["Location"] == address
        back = find("Leo")
        answer = client.get(reverse("records-compare"), {"record": str(again.pk), "back": back})
        assert answer["Location"] == back
        answer = client.get(reverse("records-compare"), {"record": str(again.pk), "back": "https://elsewhere.example"})
        assert answer["Location"] == reverse("find")

    def test_side_by_side(self, cast: Cast, read: Read, address: str) -> None:
        page = read(address, by=cast.maya)
        assert "Leo Okafor " in page
        assert "20 May 2017" in page
        assert "4 Sorrel Rise" in page

    def test_what_speaks_against_it(self, cast: Cast, read: Read) -> None:
        page = read(reverse("person-merge", args=[cast.parent.pk, cast.child.pk]), by=cast.maya)
        assert "These hardly fit one person: birth, sex." in page

    def test_without_a_reason_nothing_is_joined(self, cast: Cast, refused: Send, address: str) -> None:
        page = refused(address, by=cast.maya, keep=str(cast.child.pk), reason="")
        assert "Say how you know that the two are one person" in page
        assert not Merge.objects.exists()

    def test_joined_and_parted_again_both_are_as_before(
        self, cast: Cast, saved: Send, refused: Send, read: Read, again: Person, address: str
    ) -> None:
        def pages() -> list[str]:
            """The cards of both persons' pages; the tokens of forms differ every time."""
            texts = (read(reverse("person", args=[who.pk]), by=cast.fay) for who in (again, cast.child))
            return [text[text.index('<div class="op-page-head">') :] for text in texts]

        before = pages()
        saved(address, by=cast.maya, keep=str(cast.child.pk), reason="same mother, same school")
        assert "Mill Lane Primary" in read(reverse("person", args=[cast.child.pk]))
        assert f"Joined with the record {again.reference}" in read(reverse("person", args=[cast.child.pk]))
        merge = Merge.objects.get()
        assert "same mother, same school" in read(reverse("merges"), by=cast.maya)
        undo = reverse("merge-undo", args=[merge.pk])
        assert "Say why the two are not one person" in refused(undo, by=cast.maya, reason="")
        saved(undo, by=cast.maya, reason="two cousins")
        assert pages() == before
        assert "two cousins" in read(reverse("merges"), by=cast.maya)
        assert "already parted" in refused(undo, by=cast.maya, reason="again")

    def test_a_record_joined_already(self, cast: Cast, again: Person, address: str) -> None:
        merges.merge(gone=again, kept=cast.child, reason="one boy", by=cast.maya, at=timezone.now())
        answer = cast.client(cast.maya).get(address)
        assert answer.status_code == 404
        assert "two different records" in answer.content.decode()

    def test_a_double_click_joins_once(self, cast: Cast, again: Person, address: str) -> None:
        client = cast.client(cast.maya)
        fields = filled(client.get(address).content.decode(), keep=str(cast.child.pk), reason="one boy")
        assert [client.post(address, fields).status_code for _ in range(2)] == [302, 302]
        assert Merge.objects.count() == 1

    def test_no_joining_yet(self, cast: Cast, read: Read) -> None:
        assert "no records were joined yet." in read(reverse("merges"), by=cast.maya)
