"""Numbers with check digits, and how people stand to one another."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.web.people.actions import families, identifiers, persons, relationships
from oneplan.web.people.models import Identifier, Person, Relationship
from oneplan.web.sharing.actions import guards
from tests.cast import Cast, filled

Send = Callable[..., Any]
Read = Callable[..., str]
NHS = "999 000 0018"

pytestmark = pytest.mark.usefixtures("written")


def page_of(person: Person) -> str:
    return reverse("person", args=[person.pk])


@pytest.mark.requirement("R045")
class TestNumbers:
    def valid(self) -> str:
        """An NHS test number whose last digit fits."""
        head = "999000001"
        rest = 11 - sum(int(d) * w for d, w in zip(head, range(10, 1, -1), strict=True)) % 11
        return head + str(rest % 11)

    def test_a_number_that_fits_is_kept(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(reverse("number-new", args=[cast.child.pk]), scheme="nhs", value=self.valid())
        page = read(page_of(cast.child))
        assert "NHS number" in page
        assert self.valid() in page

    def test_a_slip_in_a_digit_is_refused(self, cast: Cast, refused: Send) -> None:
        wrong = self.valid()[:-1] + str((int(self.valid()[-1]) + 1) % 10)
        page = refused(reverse("number-new", args=[cast.child.pk]), scheme="nhs", value=wrong)
        assert "its check digit does not fit" in page
        assert f'value="{wrong}"' in page
        assert not Identifier.objects.exists()

    @pytest.mark.parametrize("scheme", ["nhs", "upn"])
    def test_letters_where_digits_belong(self, cast: Cast, refused: Send, scheme: str) -> None:
        assert "check digit" in refused(reverse("number-new", args=[cast.child.pk]), scheme=scheme, value="hello")

    def test_numbers_without_a_check_digit_are_kept_as_they_are(self, cast: Cast, saved: Send) -> None:
        saved(reverse("number-new", args=[cast.child.pk]), scheme="housing", value="H/22-7")
        assert Identifier.objects.get().plain == "H/227"

    def test_the_same_number_elsewhere_offers_to_join(self, cast: Cast, refused: Send) -> None:
        other = persons.add(given_names="Leo", by=cast.fay, at=timezone.now())
        identifiers.add(person=other, scheme="nhs", value=self.valid(), by=cast.fay, at=timezone.now())
        address = reverse("number-new", args=[cast.child.pk])
        page = refused(address, scheme="nhs", value=self.valid(), by=cast.maya)
        assert f"({other.reference}) has the same number" in page
        assert reverse("person-merge", args=[cast.child.pk, other.pk]) in page
        page = refused(address, scheme="nhs", value=self.valid())
        assert "The front door or your manager can join" in page

    def test_nobody_of_a_record_kept_to_others_is_named(self, cast: Cast, refused: Send) -> None:
        identifiers.add(person=cast.child, scheme="nhs", value=self.valid(), by=cast.fay, at=timezone.now())
        other = persons.add(given_names="Ola", by=cast.fay, at=timezone.now())
        guards.guard(family=cast.family, reason="Known", workers=[cast.maya], by=cast.maya, at=timezone.now())
        page = refused(reverse("number-new", args=[other.pk]), scheme="nhs", value=self.valid(), by=cast.stan)
        assert "Somebody whom another team knows has the same number" in page
        assert "Leo" not in page
        assert cast.child.reference not in page

    def test_who_may_not_join_records_is_told_who_can(self, cast: Cast, refused: Send) -> None:
        """Two records in no family are open to Priya; to make one of them is still not hers."""
        one, other = (persons.add(given_names="Ola", by=cast.priya, at=timezone.now()) for _ in range(2))
        identifiers.add(person=other, scheme="nhs", value=self.valid(), by=cast.priya, at=timezone.now())
        address, joins = reverse("number-new", args=[one.pk]), "Compare the two records side by side"
        page = refused(address, scheme="nhs", value=self.valid())
        assert "The front door or your manager can join two records" in page
        assert joins not in page
        assert joins in refused(address, scheme="nhs", value=self.valid(), by=cast.maya)

    def test_the_same_number_again(self, cast: Cast, saved: Send, refused: Send) -> None:
        address = reverse("number-new", args=[cast.child.pk])
        saved(address, scheme="nhs", value=self.valid())
        assert "already on Leo Okafor-Reed&#x27;s record" in refused(address, scheme="nhs", value=self.valid())

    def test_a_number_is_struck_out(self, cast: Cast, saved: Send, read: Read) -> None:
        row = identifiers.add(person=cast.child, scheme="school", value="A77", by=cast.priya, at=timezone.now())
        saved(reverse("number-strike", args=[row.pk]), reason="his brother's")
        page = read(page_of(cast.child))
        assert "A77</s>" in page
        assert "his brother&#x27;s" in page


class TestRelationships:
    def test_a_double_click_with_somebody_new_adds_one(self, cast: Cast) -> None:
        client = cast.client(cast.priya)
        address = reverse("relationship-new", args=[cast.child.pk])
        fields = filled(client.get(address).content.decode(), kind="friend", who="", who_name="Jo Bright")
        assert [client.post(address, fields).status_code for _ in range(2)] == [302, 302]
        assert Person.objects.filter(given_names="Jo").count() == 1

    def test_a_sentence_either_way_round(self, cast: Cast, saved: Send, read: Read) -> None:
        address = reverse("relationship-new", args=[cast.child.pk])
        saved(address, kind="-grandparent", who="", who_name="Ruth Okafor")
        ruth = Person.objects.get(given_names="Ruth")
        row = Relationship.objects.get(person=ruth)
        assert (row.kind, row.other) == ("grandparent", cast.child)
        page = read(page_of(cast.child))
        assert "Ruth Okafor" in page
        assert "is grandparent of" in page

    @pytest.mark.requirement("R016")
    def test_a_child_who_cares_for_a_parent(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(
            reverse("relationship-new", args=[cast.child.pk]),
            kind="cares_for",
            who=str(cast.parent.pk),
            note="cooks when she is ill",
            on="2025",
        )
        for person in (cast.child, cast.parent):
            page = read(page_of(person))
            caring = page[page.index("Health and caring") :]
            assert "cares for" in caring
            assert "cooks when she is ill" in caring

    @pytest.mark.requirement("R006")
    def test_guardians_from_when_until_when(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(
            reverse("relationship-new", args=[cast.child.pk]),
            kind="-guardian",
            who="",
            who_name="Ruth Okafor",
            on="2024",
        )
        row = Relationship.objects.get(kind="guardian")
        saved(reverse("relationship-end", args=[row.pk]), on="May 2026")
        page = read(page_of(cast.child))
        assert "was guardian of" in page
        assert "2024 to May 2026" in page

    @pytest.mark.requirement("R004")
    def test_how_a_parent_elsewhere_sees_the_children(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(
            reverse("relationship-new", args=[cast.father.pk]),
            kind="close",
            who=str(cast.child.pk),
            note="sees the children on Sundays",
        )
        assert "sees the children on Sundays" in read(page_of(cast.father))

    def test_somebody_known_is_shown_before_anybody_new(self, cast: Cast, refused: Send) -> None:
        persons.add(given_names="Katherine", family_name="Bell", by=cast.fay, at=timezone.now())
        page = refused(
            reverse("relationship-new", args=[cast.child.pk]),
            kind="friend",
            who="",
            who_name="Catharine Bell",
            note="from the park",
        )
        assert "Is it one of these people?" in page
        assert "Somebody new: “Catharine Bell”" in page
        assert 'value="from the park"' in page

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"kind": "parent", "who": "parent"}, "A parent born 2017 cannot have a child born 1991"),
            ({"kind": "-parent", "who": "parent"}, "It is already kept"),
            ({"kind": "friend", "who": ""}, "Choose somebody, or type a name"),
            ({"kind": "friend", "who": "parent", "on": "3 May 2024", "until": "2 May 2024"}, "Check both dates"),
        ],
    )
    def test_what_cannot_be_is_refused(self, cast: Cast, refused: Send, fields: dict[str, str], sentence: str) -> None:
        who = str(cast.parent.pk) if fields["who"] else ""
        assert sentence in refused(reverse("relationship-new", args=[cast.child.pk]), **fields | {"who": who})

    def test_a_new_person_of_a_refused_relationship_is_not_kept(self, cast: Cast, refused: Send) -> None:
        refused(
            reverse("relationship-new", args=[cast.child.pk]),
            kind="friend",
            who="",
            who_name="Jo",
            on="3 May 2024",
            until="2 May 2024",
        )
        assert not Person.objects.filter(given_names="Jo").exists()

    def test_a_mistaken_relationship_is_struck_out(self, cast: Cast, saved: Send, read: Read) -> None:
        row = Relationship.objects.get(person=cast.father, other=cast.baby)
        saved(reverse("relationship-strike", args=[row.pk]), reason="he is her uncle")
        assert "he is her uncle" in read(page_of(cast.baby))

    def test_from_the_side_one_may_change(self, cast: Cast, saved: Send) -> None:
        """Somebody of another team's family can be tied to a child of one's own."""
        other = persons.add(given_names="Ruth", family_name="Stone", by=cast.fay, at=timezone.now())
        theirs = families.start(name="Stone", by=cast.fay, at=timezone.now())
        families.join(family=theirs, person=other, role="parent", by=cast.fay, at=timezone.now())
        relationships.add(
            person=other, kind="grandparent", other=cast.child, on=date(2020, 1, 1), by=cast.priya, at=timezone.now()
        )
        row = Relationship.objects.get(person=other)
        answer = saved(reverse("relationship-end", args=[row.pk]), on="2025")
        assert answer.url == page_of(cast.child)
