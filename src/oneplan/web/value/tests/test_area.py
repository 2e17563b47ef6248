"""A model of the area by one click: from partners' facts and costs to a calculation, and back to the families."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.texts import model_of
from oneplan.rulebook.value.units import editions
from oneplan.web.access.models import ViewBatch
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Episode
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.sharing.models import GuardedRecord
from oneplan.web.value.models import Calculation, Version
from oneplan.web.value.reads import area as reads
from oneplan.web.value.tests.test_pages import desk, page, sent  # noqa: F401 - a fixture
from tests import worth
from tests.value.test_of_area import Files

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R338", "R340", "R343")]
OTHERS = 60
SOURCE = "f:1:1"  # feed, file and row in which every report stands


@pytest.fixture
def facts(cast: Any, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Family]:
    """Six families helped two years ago with two reports each before; one has one after. Sixty others had two more."""
    began = timezone.localdate(now) - timedelta(days=730)
    made = [_family(number, began, now) for number in range(6)]
    monkeypatch.setattr("tests.value.test_of_area.BEGAN", began)
    files = Files(tmp_path)
    for kind in ("domestic_abuse", "police_incident"):
        files.watched(kind, began - timedelta(days=500), began + timedelta(days=700))
    people = [each.memberships.get().person.reference for each in made]
    for who in [*people, *(f"other-{number}" for number in range(OTHERS))]:
        files.add(*(_report(who, began + timedelta(days=days)) for days in (-20, -30)))
    for number in range(OTHERS):
        files.add(*(_report(f"other-{number}", began + timedelta(days=days)) for days in (20, 30)))
    files.add(_report(people[0], began + timedelta(days=50)))
    paths = {"facts": [files.facts()], "coverage": [files.coverage()]}
    monkeypatch.setattr(reads, "_paths", lambda _, name: paths[name])
    return made


def _report(who: str, day: Any) -> dict[str, Any]:
    return {
        "fact_id": f"{who}-{day}", "person_id": who, "kind": "domestic_abuse", "start": day, "end": day + timedelta(1),
        "attributes": [("abuse_role", "victim")], "source": SOURCE, "category": "domestic_abuse",
        "known_from": datetime.fromisoformat("2026-11-01T00:00:00+00:00"),
    }  # fmt: skip


def _family(number: int, began: Any, now: datetime) -> Family:
    family = Family.objects.create(name=f"Invented{number}", made_at=now)
    person = Person.objects.create(given_names="Ann", family_name=f"Invented{number}", made_at=now)
    Membership.objects.create(
        family=family, person=person, role=Membership.Role.PARENT, valid_from=began, known_from=now
    )
    Episode.objects.create(family=family, opened_on=began, made_at=now)
    return family


def test_by_one_click_to_a_calculation_that_is_reckoned(desk: Client, by: Worker, now: datetime, facts: Any) -> None:  # noqa: F811
    worth.costs(by=by, at=now)
    said = page(desk, "area-model")
    assert "Reports of violence at home that do not happen: 67 % (39 to 95 %) of those to be expected" in said
    assert "6 people of 6 families, 1 to 4, counted as 4, in the year after help began, 12 expected" in said
    assert "among 60 others alike" in said
    assert "Nothing says where 1 of these 3 costs is from, so 25 % is put on it: teachers at meetings." in said
    answer = sent(desk, reverse("area-model"), name="Our area", council="council", price_year="2015/16", years="5")
    text = answer.content.decode()
    assert "It is made." in text
    version = Version.objects.get()
    model = model_of(version.text, ladder=green_book())
    assert [each.name for each in model.outcomes] == ["violence"]
    assert {each.payer for each in model.costs} == {"council", "health", "schools"}
    assert {each.payer: each.optimism for each in model.costs} == {
        "council": 0, "health": 0, "schools": Decimal("0.25"),
    }  # fmt: skip
    assert "in kind, by year: £3,780.00 (nothing says where it is from); 25 % is put on for optimism" in text
    assert "(pay scale of April; written down as £105,000.00)" in text
    behind = re.findall(
        rf'<a href="{reverse("key-working-costs")}">What is behind it<span class="[a-z-]+">: ([^<]+)', text
    )
    assert behind == [each.words for each in model.costs if each.source]
    assert len(model.not_priced) == 9
    assert "Invented" not in version.text
    assert reverse("area-families", args=["violence"]) in text
    assert "12 expected as among 60 others" in text


def test_where_nothing_was_measured_no_model_is_made(desk: Client, by: Worker, now: datetime) -> None:  # noqa: F811
    worth.costs(by=by, at=now)
    answer = sent(desk, reverse("area-model"), name="Ours", council="council", price_year="2015/16", years="5")
    assert answer.status_code == 422
    assert "Nothing could be measured" in answer.content.decode()
    assert not Calculation.objects.exists()


def test_without_costs_nothing_is_made(desk: Client, facts: Any) -> None:  # noqa: F811
    assert "Write it down first" in page(desk, "area-model")
    answer = sent(desk, reverse("area-model"), name="Our area", council="council", price_year="2015/16", years="5")
    assert answer.status_code == 422
    assert "is not written down yet" in answer.content.decode()
    assert not Calculation.objects.exists()


def test_without_figures_it_says_who_publishes_them(desk: Client) -> None:  # noqa: F811
    said = page(desk, "area-model")
    assert "No figures are published yet" in said
    assert "the files do not tell of the year before help began" in said.casefold()


def test_whoever_may_opens_the_families_behind_it(cast: Any, desk: Client, facts: list[Family]) -> None:  # noqa: F811
    for client in (desk, cast.client(cast.maya)):
        said = page(client, "area-families", "violence")
        assert "6 families in all" in said
        assert "open none of these families" in said
        assert "A data manager reads the rows" in said
        assert "A family's own workers and their managers open the family" in said
        assert "Invented" not in said
        assert reverse("area-rows", args=["violence"]) not in said
    assert desk.get(reverse("area-families", args=["mood"])).status_code == 404


def test_a_manager_opens_their_teams_families_from_a_figure(cast: Any, desk: Client, facts: list[Family]) -> None:  # noqa: F811
    Episode.objects.filter(family__in=facts[:2]).update(team=cast.maya.team)
    client = cast.client(cast.maya)
    said = page(client, "area-families", "violence")
    assert ViewBatch.objects.latest("number").seen == [f"people.family:{each.pk}" for each in facts[:2]]
    assert [each.name in said for each in facts] == [True, True, False, False, False, False]
    for name in ("family", "family-facts"):
        address = reverse(name, args=[facts[0].pk])
        assert f'href="{address}"' in said
        assert client.get(address).status_code == 200
    assert "open none of these" not in said
    GuardedRecord.objects.create(family=facts[0], reason="Known people", set_by=cast.priya, set_at=timezone.now())
    assert "Invented0" not in page(client, "area-families", "violence")


def test_a_measure_of_few_tells_no_number(cast: Any, desk: Client, facts: Any) -> None:  # noqa: F811
    assert "0 families in all" in page(desk, "area-families", "care")


def test_departments_of_the_council_are_one_payer() -> None:
    named = reads._bearers(editions()["gmca_ucd_v1_4"], "our council")
    assert named["Local Authority / Housing Services"] == named["Local Authority"] == "our council"
    assert "Police" not in named


class TestWhoWasHelped:
    def test_a_thousand_families_take_as_many_questions_as_one(
        self, facts: list[Family], django_assert_num_queries: Any, django_assert_max_num_queries: Any
    ) -> None:
        day = timezone.localdate()
        with django_assert_max_num_queries(6) as few:
            before = len(reads.helped(day))
        for number in range(20):
            _family(100 + number, day - timedelta(days=400), timezone.now())
        with django_assert_num_queries(len(few)):
            assert len(reads.helped(day)) == before + 20

    def test_a_record_that_was_joined_since_is_theirs_too(self, cast: Any, now: datetime) -> None:
        gone = Person.objects.create(made_at=now, merged_into=cast.child)
        found = {each.person: each for each in reads.helped(now.date())}
        assert found[gone.reference].family == found[cast.child.reference].family == str(cast.family.pk)

    def test_whoever_came_or_left_before_the_day_it_began_is_not_looked_at(self, cast: Any, now: datetime) -> None:
        began = Episode.objects.get(family=cast.family).opened_on
        Membership.objects.filter(person=cast.child).update(valid_from=began + timedelta(days=1))
        Membership.objects.filter(person=cast.father).update(valid_to=began)
        found = {each.person for each in reads.helped(now.date())}
        assert found == {cast.parent.reference, cast.baby.reference}
