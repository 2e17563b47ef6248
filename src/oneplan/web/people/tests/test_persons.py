"""One person's page: names, births, deaths, what is known, numbers, and how it came to be known."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.people.dates import read as read_date
from oneplan.web.access.models import AuditEvent
from oneplan.web.people.actions import details, families, newcomers, persons
from oneplan.web.people.models import Membership, Person, PersonDetail, PersonName, Relationship
from tests.cast import LONG_AGO, Cast

Send = Callable[..., Any]
Read = Callable[..., str]

pytestmark = pytest.mark.usefixtures("written")


def page_of(person: Person) -> str:
    return reverse("person", args=[person.pk])


class TestNames:
    def test_a_new_name_and_the_one_before(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(
            reverse("person-name", args=[cast.parent.pk]),
            given_names="Grace",
            family_name="Okafor",
            on="3 May 2026",
            former="previous",
        )
        page = read(page_of(cast.parent))
        assert "Grace Okafor</h1>" in page
        assert "Earlier name</dt><dd>Grace Okafor-Reed" in page
        assert PersonName.objects.known().get(person=cast.parent, kind="usual").valid_from == date(2026, 5, 3)

    def test_no_name_at_all_is_refused(self, cast: Cast, refused: Send) -> None:
        page = refused(reverse("person-name", args=[cast.parent.pk]), given_names="", family_name="", former="birth")
        assert "Write at least one name." in page


class TestBirth:
    @pytest.fixture
    def unborn(self, cast: Cast) -> Person:
        due = timezone.localdate() + timedelta(days=20)
        person = newcomers.bring(
            family=cast.family,
            role="child",
            description="the baby",
            family_name="",
            due_on=due,
            by=cast.priya,
            at=timezone.now(),
        )[0]
        Membership.objects.filter(person=cast.parent).update(role="expectant")
        Relationship.objects.create(person=cast.parent, other=person, kind="parent", known_from=timezone.now())
        return person

    @pytest.mark.requirement("R011")
    def test_a_baby_on_the_way_is_born(self, cast: Cast, saved: Send, read: Read, unborn: Person, today: date) -> None:
        saved(
            reverse("person-born", args=[unborn.pk]),
            born=f"{today:%-d %B %Y}",
            given_names="Ada",
            sex="female",
            words="two weeks early",
        )
        unborn.refresh_from_db()
        assert (unborn.due_on, unborn.born_from, unborn.sex) == (None, today, "female")
        assert "newborn" in read(page_of(unborn))
        mother = Membership.objects.known().get(person=cast.parent, valid_to=None)
        assert mother.role == "parent"
        assert cast.family.timeline.filter(kind="birth", headline="Ada was born").exists()

    @pytest.mark.requirement("R011")
    def test_one_pregnancy_two_babies(self, cast: Cast, saved: Send, unborn: Person, today: date) -> None:
        saved(
            reverse("person-born", args=[unborn.pk]),
            born=f"{today:%-d %B %Y}",
            given_names="Ada",
            is_twin="on",
            second_names="Ben",
            second_sex="male",
            identical="",
        )
        ben = Person.objects.get(given_names="Ben")
        assert ben.born_from == today
        assert Membership.objects.get(person=ben).family == cast.family
        assert Relationship.objects.get(person=unborn, other=ben).kind == "twin"
        assert Relationship.objects.get(person=cast.parent, other=ben).kind == "parent"

    @pytest.mark.requirement("R011")
    def test_only_its_own_parents_become_parents(self, cast: Cast, unborn: Person, today: date) -> None:
        """Sam is expectant too, of another baby; Grace stays counted elsewhere and not met."""
        Membership.objects.filter(person=cast.father).update(role="expectant")
        Membership.objects.filter(person=cast.parent).update(is_counted_here=False, never_met=True)
        persons.record_birth(person=unborn, born=read_date(f"{today:%-d %B %Y}"), by=cast.priya, at=timezone.now())
        mother = Membership.objects.known().get(person=cast.parent, valid_to=None)
        assert (mother.role, mother.is_counted_here, mother.never_met) == ("parent", False, True)
        assert Membership.objects.known().get(person=cast.father).role == "expectant"

    def test_nobody_is_born_tomorrow(self, cast: Cast, refused: Send, unborn: Person, today: date) -> None:
        page = refused(
            reverse("person-born", args=[unborn.pk]), born=f"{today + timedelta(days=1):%-d %B %Y}", given_names="Ada"
        )
        assert "lies in the future" in page
        assert 'id="id_born_error"' in page
        assert 'value="Ada"' in page
        assert Person.objects.get(pk=unborn.pk).is_unborn

    def test_a_new_due_date(self, cast: Cast, saved: Send, refused: Send, unborn: Person, today: date) -> None:
        due = today + timedelta(days=40)
        saved(reverse("person-due", args=[unborn.pk]), due_on=f"{due:%-d %B %Y}")
        assert Person.objects.get(pk=unborn.pk).due_on == due
        assert "too far from today" in refused(reverse("person-due", args=[unborn.pk]), due_on="3 May 2099")

    def test_the_birth_page_of_the_unborn_is_the_due_date(self, cast: Cast, unborn: Person) -> None:
        answer = cast.client(cast.priya).get(reverse("person-birth", args=[unborn.pk]))
        assert answer["Location"] == reverse("person-due", args=[unborn.pk])
        answer = cast.client(cast.priya).get(reverse("person-born", args=[cast.child.pk]))
        assert answer["Location"] == reverse("person-birth", args=[cast.child.pk])

    @pytest.mark.parametrize(
        ("born", "sentence"),
        [
            ("3 May 1985", "A parent born 1991 cannot have a child born 1985"),
            ("3 May 2999", "lies in the future"),
            ("", "Write an age or a date"),
            ("due 3 May 2027", "is not on the way"),
        ],
    )
    def test_an_impossible_birth_is_refused_at_its_field(
        self, cast: Cast, refused: Send, born: str, sentence: str
    ) -> None:
        page = refused(reverse("person-birth", args=[cast.child.pk]), born=born, source="his mother")
        assert sentence in page
        assert 'id="id_born_error"' in page
        assert 'value="his mother"' in page
        assert Person.objects.get(pk=cast.child.pk).born_from == date(2017, 5, 20)

    def test_nobody_is_older_than_people_become(self, cast: Cast, refused: Send) -> None:
        page = refused(reverse("person-birth", args=[cast.father.pk]), born="1850")
        assert "would make this person over 125" in page

    def test_a_parent_cannot_become_younger_than_the_child(self, cast: Cast, refused: Send) -> None:
        assert "cannot have a child born 2017" in refused(reverse("person-birth", args=[cast.parent.pk]), born="7")


class TestDeath:
    def test_a_death_is_kept_and_stops_the_age(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(reverse("person-death", args=[cast.father.pk]), died="spring 2024", words="after a short illness")
        page = read(page_of(cast.father))
        assert "Died spring 2024, aged 34" in page
        assert cast.family.timeline.get(kind="death").headline == "Sam died"

    @pytest.mark.parametrize(("died", "sentence"), [("1980", "before the date of birth"), ("2999", "in the future")])
    def test_an_impossible_death_is_refused(self, cast: Cast, refused: Send, died: str, sentence: str) -> None:
        page = refused(reverse("person-death", args=[cast.father.pk]), died=died, words="so we heard")
        assert sentence in page
        assert 'id="id_died_error"' in page
        assert 'value="so we heard"' in page

    def test_a_death_in_the_year_of_birth_is_possible(self, cast: Cast, saved: Send) -> None:
        saved(reverse("person-death", args=[cast.baby.pk]), died="2024", words="")
        assert Person.objects.get(pk=cast.baby.pk).died_on == cast.baby.born_from

    def test_a_mistaken_death_is_struck_out(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(reverse("person-death", args=[cast.father.pk]), died="2024", words="")
        row = PersonDetail.objects.known().get(person=cast.father, kind="death")
        saved(reverse("detail-strike", args=[row.pk]), reason="it was his uncle")
        page = read(page_of(cast.father))
        assert Person.objects.get(pk=cast.father.pk).died_on is None
        assert cast.family.timeline.get(kind="death").struck_reason == "it was his uncle"
        assert "it was his uncle" in page


class TestDetails:
    @pytest.mark.requirement("R015")
    @pytest.mark.parametrize("kind", ["ethnicity", "faith", "language", "interpreter", "identity"])
    def test_identity_faith_and_language(self, cast: Cast, saved: Send, read: Read, kind: str) -> None:
        saved(reverse("detail-new", args=[cast.child.pk]), kind=kind, words=f"his own {kind}", source="his mother")
        page = read(page_of(cast.child))
        assert f"his own {kind}" in page
        assert "from his mother" in page

    @pytest.mark.requirement("R016")
    def test_a_diagnosis_with_its_date(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(reverse("detail-new", args=[cast.child.pk]), kind="diagnosis", words="autism", on="spring 2023")
        assert 'autism <span class="op-soft">(since spring 2023)' in read(page_of(cast.child))

    @pytest.mark.requirement("R019")
    def test_work_and_money_over_time(self, cast: Cast, saved: Send, read: Read) -> None:
        add = reverse("detail-new", args=[cast.parent.pk])
        saved(add, kind="work", words="night shifts at the bakery", on="2024", until="3 May 2026")
        saved(add, kind="money", words="£40 short for food each month", on="May 2026")
        page = read(page_of(cast.parent))
        assert "(2024 to 3 May 2026)" in page
        assert "£40 short for food each month" in page

    @pytest.mark.requirement("R021")
    def test_no_recourse_to_public_funds(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(
            reverse("detail-new", args=[cast.parent.pk]),
            kind="immigration",
            words="no recourse to public funds",
            on="2024",
        )
        assert "no recourse to public funds" in read(page_of(cast.parent))

    @pytest.mark.requirement("R006")
    def test_a_guardians_order_sought_then_granted(self, cast: Cast, saved: Send, read: Read) -> None:
        add = reverse("detail-new", args=[cast.child.pk])
        saved(add, kind="order", words="residency order sought by his aunt", on="1 February 2024")
        saved(add, kind="order", words="residency order granted", on="1 September 2024")
        page = read(page_of(cast.child))
        orders = page[page.index("Orders and guardianship") :]
        assert "1 February 2024 to 1 September 2024" in orders
        assert "Since 1 September 2024" in orders

    def test_a_past_school_leaves_the_school_of_today(self, cast: Cast) -> None:
        said: dict[str, Any] = {"person": cast.child, "kind": "school", "by": cast.priya, "at": timezone.now()}
        meadow = details.add(words="Meadow", on=date(2024, 9, 1), **said)
        details.add(words="Hillside", on=date(2021, 9, 1), until=date(2024, 7, 20), **said)
        details.add(words="Nursery", on=date(2020, 9, 1), **said)
        meadow.refresh_from_db()
        assert (meadow.known_until, meadow.struck_reason, meadow.valid_to) == (None, "", None)
        assert PersonDetail.objects.known().filter(person=cast.child, kind="school").count() == 3

    def test_a_new_school_ends_the_one_on_a_joined_record(self, cast: Cast) -> None:
        twice = Person.objects.create(made_at=timezone.now(), merged_into=cast.child)
        said: dict[str, Any] = {"kind": "school", "by": cast.priya, "at": timezone.now()}
        row = PersonDetail.objects.create(
            person=twice, kind="school", words="Hillside", valid_from=date(2021, 9, 1), known_from=LONG_AGO
        )
        details.add(person=cast.child, words="Meadow", on=date(2024, 9, 1), **said)
        assert PersonDetail.objects.known().get(thread=row.thread).valid_to == date(2024, 9, 1)
        assert AuditEvent.objects.filter(event="detail_ended").count() == 1
        details.add(person=cast.child, words="Meadow Primary", on=date(2024, 9, 1), **said)
        assert AuditEvent.objects.filter(event="detail_struck").count() == 1

    def test_a_struck_entry_is_struck_in_the_timeline(self, cast: Cast, saved: Send) -> None:
        said: dict[str, Any] = {"by": cast.priya, "at": timezone.now()}
        row = details.add(person=cast.child, kind="school", words="Meadow", on=date(2024, 9, 1), **said)
        row = details.end(detail=row, on=date(2025, 9, 1), **said)
        saved(reverse("detail-strike", args=[row.pk]), reason="that was Mia")
        assert cast.family.timeline.get(kind="school").struck_reason == "that was Mia"

    def test_a_detail_ends(self, cast: Cast, saved: Send, refused: Send) -> None:
        row = details.add(
            person=cast.child, kind="school", words="Mill Lane", on=date(2021, 9, 1), by=cast.priya, at=timezone.now()
        )
        page = refused(reverse("detail-end", args=[row.pk]), on="1 September 2020")
        assert "cannot end (1 September 2020) on or before the day it starts (1 September 2021)" in page
        assert 'id="id_on_error"' in page
        saved(reverse("detail-end", args=[row.pk]), on="July 2026")
        assert PersonDetail.objects.known().get(thread=row.thread).valid_to == date(2026, 7, 1)

    def test_a_spell_cannot_end_before_it_starts(self, cast: Cast, refused: Send) -> None:
        page = refused(
            reverse("detail-new", args=[cast.child.pk]),
            kind="illness",
            words="asthma",
            on="3 May 2024",
            until="3 May 2023",
        )
        assert "Check both dates" in page
        assert 'id="id_until_error"' in page
        assert "asthma</textarea>" in page

    def test_what_was_struck_out_stays_with_its_reason(
        self, cast: Cast, saved: Send, refused: Send, read: Read
    ) -> None:
        row = details.add(person=cast.child, kind="illness", words="asthma", by=cast.priya, at=timezone.now())
        assert "Say why this entry is struck out" in refused(reverse("detail-strike", args=[row.pk]), reason="")
        saved(reverse("detail-strike", args=[row.pk]), reason="that was Mia")
        page = read(page_of(cast.child))
        assert "<s>Long-term illness: asthma</s>" in page
        assert "that was Mia" in page
        assert "No diagnosis, illness or disability kept." in page

    def test_births_and_deaths_are_not_details(self, cast: Cast, refused: Send) -> None:
        page = refused(reverse("detail-new", args=[cast.child.pk]), kind="death", words="no")
        assert "Select a valid choice" in page

    def test_sex_is_put_right(self, cast: Cast, saved: Send) -> None:
        saved(reverse("person-sex", args=[cast.child.pk]), words="female")
        assert Person.objects.get(pk=cast.child.pk).sex == "female"


@pytest.mark.requirement("R010")
def test_goals_of_every_family_stand_on_the_page(cast: Cast, read: Read) -> None:
    goal = cast.plan.goals.create(title="A job of his own", made_at=timezone.now())
    goal.people.add(cast.father)
    families.form_out_of(
        older=cast.family, person=cast.father, name="Reed", on=date(2026, 1, 1), by=cast.priya, at=timezone.now()
    )
    page = read(page_of(cast.father))
    assert "A job of his own" in page
    assert "formed out of" in page
    assert "The Reed family" in page
    assert "A job of his own" in read(page_of(cast.father), by=cast.fay)


@pytest.mark.requirement("R012")
def test_a_grown_up_alone_is_a_family(cast: Cast, read: Read) -> None:
    family = families.start(name="Ashby", by=cast.fay, at=timezone.now())
    newcomers.bring(family=family, role="other", given_names="Ron", family_name="Ashby", by=cast.fay, at=timezone.now())
    assert "Ron Ashby" in read(reverse("family-people", args=[family.pk]), by=cast.fay)


def test_history_is_paged(cast: Cast, read: Read) -> None:
    for number in range(20):
        details.add(person=cast.child, kind="other", words=f"thing {number}", by=cast.priya, at=timezone.now())
    assert "thing 19" in read(page_of(cast.child))
    assert "Birth: 20 May 2017" in read(f"{page_of(cast.child)}?page=2")


def test_another_teams_family_is_not_named(cast: Cast, read: Read) -> None:
    other = families.start(name="Verity", by=cast.fay, at=timezone.now())
    families.join(family=other, person=cast.father, role="parent", note="secret note", by=cast.fay, at=timezone.now())
    page = read(page_of(cast.father))
    assert "A family known to another team" in page
    assert "Verity" not in page
    assert "secret note" not in page


def test_queries_do_not_grow_with_what_is_kept(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        details.add(person=cast.child, kind="other", words=f"thing {number}", by=cast.priya, at=timezone.now())
        other = persons.add(given_names=f"N{number}", by=cast.priya, at=timezone.now())
        families.join(family=cast.family, person=other, role="network", by=cast.priya, at=timezone.now())
    client = cast.client(cast.priya)
    with django_assert_max_num_queries(60):
        client.get(page_of(cast.child))
    with django_assert_max_num_queries(60):
        client.get(reverse("family-people", args=[cast.family.pk]))
