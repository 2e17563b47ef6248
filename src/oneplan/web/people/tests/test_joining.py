"""Adding somebody to a family: likely people first, nothing typed twice, ages as they are said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.web.casework.models import Episode
from oneplan.web.people import reads
from oneplan.web.people.actions import families, persons, safety
from oneplan.web.people.models import Family, Membership, Person, Relationship
from tests.cast import LONG_AGO, Cast, filled

Send = Callable[..., Any]


@pytest.fixture
def address(cast: Cast) -> str:
    return reverse("member-new", args=[cast.family.pk])


def form(**fields: str) -> dict[str, str]:
    return {"sex": "unknown", "role": "child"} | fields


@pytest.mark.requirement("R014")
def test_an_adult_of_unknown_age_joins(cast: Cast, address: str, saved: Send) -> None:
    saved(address, **form(given_names="Bernard", role="parent"))
    bernard = Person.objects.get(given_names="Bernard")
    assert bernard.born_from is None
    assert bernard.born_words == "birth date not known"
    assert Membership.objects.get(person=bernard).family == cast.family


@pytest.mark.requirement("R014")
def test_twins_under_seven_are_two_children_and_their_birth_is_added_later(
    cast: Cast, address: str, saved: Send, read: Callable[..., str]
) -> None:
    saved(address, **form(family_name="Bell", born="twins under seven"))
    one, two = Person.objects.filter(family_name="Bell").order_by("pk")
    assert (one.description, two.description) == ("first Bell twin", "second Bell twin")
    assert one.age_on(timezone.localdate()).words == "under 7"
    assert Relationship.objects.get(person=one, other=two).kind == Relationship.Kind.TWIN
    assert "under 7" in read(reverse("person", args=[one.pk]))
    saved(reverse("person-birth", args=[one.pk]), born="3 May 2021", source="birth certificate")
    one.refresh_from_db()
    assert one.born_words == "3 May 2021"
    assert "<s>" not in read(reverse("person", args=[one.pk]))  # a better date strikes nothing out
    assert "Changed" in read(reverse("person", args=[one.pk]))


@pytest.mark.requirement("R014")
def test_the_twins_in_words_are_counted_one_by_one(cast: Cast, address: str, saved: Send) -> None:
    saved(address, **form(description="the twins", born="twins under seven"))
    said = cast.family.memberships.filter(person__description__contains="twin").values_list(
        "person__description", flat=True
    )
    assert sorted(said) == ["first twin", "second twin"]


def test_named_twins_get_a_name_each(cast: Cast, address: str, saved: Send) -> None:
    saved(address, **form(given_names="Ava and Zoe", family_name="Bell", born="twins aged 4"))
    assert {p.name for p in Person.objects.filter(family_name="Bell")} == {"Ava Bell", "Zoe Bell"}


@pytest.mark.requirement("R011")
def test_an_unborn_child_is_a_member_from_the_start(cast: Cast, address: str, saved: Send) -> None:
    due = timezone.localdate() + timedelta(days=120)
    saved(address, **form(description="the baby on the way", born=f"due {due:%-d %B %Y}"))
    baby = Person.objects.get(description="the baby on the way")
    assert baby.is_unborn
    assert baby.due_on == due


@pytest.mark.requirement("R013")
def test_friends_neighbours_and_a_doula_are_kept_apart_from_the_household(
    cast: Cast, address: str, saved: Send, read: Callable[..., str]
) -> None:
    saved(address, **form(given_names="Jo", role="network", note="neighbour, sits with Leo", on="May 2025"))
    saved(address, **form(description="the doula from Tuesday's group", role="network"))
    page = read(reverse("family-people", args=[cast.family.pk]))
    network = page[page.index("Friends, neighbours") :]
    assert "neighbour, sits with Leo" in network
    assert "since May 2025" in network
    assert "the doula from Tuesday&#x27;s group" in network


@pytest.mark.requirement("R004")
def test_a_parent_elsewhere_nobody_has_met(cast: Cast, address: str, saved: Send, read: Callable[..., str]) -> None:
    saved(address, **form(given_names="Dean", role="elsewhere", never_met="on"))
    page = read(reverse("family-people", args=[cast.family.pk]))
    assert "nobody has met them yet" in page
    dean = Person.objects.get(given_names="Dean")
    assert "nobody has met them yet" in read(reverse("person", args=[dean.pk]))


@pytest.mark.requirement("R007")
def test_a_co_parent_whose_home_is_not_known(cast: Cast, address: str, saved: Send, read: Callable[..., str]) -> None:
    saved(address, **form(given_names="Ruth", family_name="Okafor", role="co_parent", who="new"))
    ruth = Person.objects.get(given_names="Ruth")
    page = read(reverse("person", args=[ruth.pk]))
    assert "Co-parenting relative" in page
    assert "Where they live is not known." in page


@pytest.mark.usefixtures("written")
class TestLikelyPeople:
    @pytest.fixture
    def somebody(self, cast: Cast) -> Person:
        return persons.add(given_names="Katherine", family_name="Bell", by=cast.fay, at=timezone.now())

    def test_somebody_known_is_shown_before_anybody_new(
        self, cast: Cast, address: str, send: Send, somebody: Person
    ) -> None:
        answer = send(address, **form(given_names="Catharine", family_name="Bell", note="aunt", role="co_parent"))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert somebody.reference in page
        assert 'value="aunt"' in page  # nothing is typed twice
        assert Person.objects.filter(family_name="Bell").count() == 1

    def test_one_tap_says_it_is_them(self, cast: Cast, address: str, somebody: Person) -> None:
        client = cast.client(cast.priya)
        typed = form(given_names="Catharine", family_name="Bell", role="co_parent", note="aunt")
        first = client.post(address, filled(client.get(address).content.decode(), **typed))
        answer = client.post(address, filled(first.content.decode(), **typed, who=str(somebody.pk)))
        assert answer.status_code == 302
        row = Membership.objects.get(person=somebody)
        assert (row.role, row.note) == ("co_parent", "aunt")

    def test_one_tap_says_somebody_new(self, cast: Cast, address: str, somebody: Person, saved: Send) -> None:
        saved(address, **form(given_names="Catharine", family_name="Bell", who="new"))
        assert Person.objects.filter(family_name="Bell").count() == 2

    @pytest.mark.requirement("R005")
    def test_a_restriction_stands_beside_whoever_is_likely(self, cast: Cast, address: str, send: Send) -> None:
        safety.restrict(child=cast.child, barred=cast.father, kind="order", by=cast.priya, at=timezone.now())
        page = send(address, **form(given_names="Sam", family_name="Reed")).content.decode()
        assert "Sam Reed: no contact with Leo Okafor-Reed" in page

    def test_nobody_joins_twice_at_one_time(self, cast: Cast, address: str, refused: Send) -> None:
        page = refused(address, **form(given_names="Leo", who=str(cast.child.pk)))
        assert "already belongs to The Okafor-Reed family" in page
        assert Membership.objects.known().filter(person=cast.child).count() == 1


@pytest.mark.requirement("R005")
class TestSomebodyOfAnotherTeam:
    @pytest.fixture
    def theirs(self, cast: Cast) -> Person:
        """Somebody whose only family is one that Priya may not open."""
        person = persons.add(given_names="Nell", family_name="Quill", by=cast.fay, at=timezone.now())
        family = Family.objects.create(name="Quill", made_at=timezone.now())
        Membership.objects.create(family=family, person=person, role="child", known_from=LONG_AGO)
        return person

    def test_a_number_typed_in_opens_nothing(self, cast: Cast, address: str, refused: Send, theirs: Person) -> None:
        page = refused(address, **form(given_names="N.", who=str(theirs.pk)))
        assert "Quill" not in page  # nor does it say who that is
        assert "This person is already known to another team. Ask the front door" in page
        assert not Membership.objects.filter(family=cast.family, person=theirs).exists()
        assert cast.client(cast.priya).get(reverse("person", args=[theirs.pk])).status_code == 403

    def test_nor_by_a_record_that_was_joined(self, cast: Cast, address: str, refused: Send, theirs: Person) -> None:
        kept = persons.add(given_names="Nelly", family_name="Quill", by=cast.fay, at=timezone.now())
        Person.objects.filter(pk=theirs.pk).update(merged_into=kept)
        assert "another team" in refused(address, **form(given_names="Nell", who=str(kept.pk)))

    def test_the_front_door_joins_them(self, cast: Cast, theirs: Person) -> None:
        families.join(family=cast.family, person=theirs, role="child", by=cast.fay, at=timezone.now())
        assert Membership.objects.filter(family=cast.family, person=theirs).exists()

    def test_who_is_known_to_us_in_one_family_joins_another_of_ours(self, cast: Cast, theirs: Person) -> None:
        theirs_too = Family.objects.get(name="Quill")
        episode = Episode.objects.create(
            family=theirs_too, team=cast.priya.team, opened_on=LONG_AGO.date(), made_at=LONG_AGO
        )
        assert episode.is_open
        families.join(family=cast.family, person=theirs, role="child", by=cast.priya, at=timezone.now())
        assert Membership.objects.filter(family=cast.family, person=theirs).exists()


def test_a_form_without_a_name_or_words_is_refused_and_keeps_what_was_typed(
    cast: Cast, address: str, refused: Send
) -> None:
    page = refused(address, **form(note="aunt of Leo"))
    assert "Write a name, or a few words" in page
    assert 'value="aunt of Leo"' in page


def test_a_second_sending_of_the_same_form_adds_nobody(cast: Cast, address: str) -> None:
    client = cast.client(cast.priya)
    for name, who in (("Zebedee", "new"), ("Quill", "")):
        fields = filled(client.get(address).content.decode(), **form(given_names=name, who=who))
        assert [client.post(address, fields).status_code for _ in range(2)] == [302, 302]
    assert Person.objects.filter(given_names__in=["Zebedee", "Quill"]).count() == 2


class TestImpossibleDates:
    @pytest.mark.parametrize(
        ("fields", "field", "sentence"),
        [
            ({"born": "3 May 2999"}, "born", "lies in the future"),
            ({"born": "due 3 May 2099"}, "born", "too far from today"),
            ({"born": "1850"}, "born", "would make this person over 125"),
            ({"born": "blue"}, "born", "not an age or a date"),
            ({"born": "3 May 2020", "on": "3 May 2019"}, "on", "before the birth"),
            ({"on": "31 February 2020"}, "on", "is not a date we can read"),
        ],
    )
    def test_the_sentence_stands_at_its_field_and_nothing_is_kept(
        self, cast: Cast, address: str, refused: Send, fields: dict[str, str], field: str, sentence: str
    ) -> None:
        page = refused(address, **form(given_names="Dean", **fields))
        assert sentence in page
        assert f'id="id_{field}_error"' in page
        assert 'value="Dean"' in page
        assert not Person.objects.filter(given_names="Dean").exists()

    def test_a_newcomer_refused_halfway_leaves_no_trace(self, cast: Cast, address: str, refused: Send) -> None:
        before = len(reads.members_on(cast.family, day=timezone.localdate()))
        refused(address, **form(given_names="Dean", born="3 May 2020", on="3 May 2019"))
        assert len(reads.members_on(cast.family, day=timezone.localdate())) == before
        assert Person.objects.count() == 4
