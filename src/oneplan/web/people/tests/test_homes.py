"""Homes over time, several at once, moving together, addresses kept safe, tenure and repairs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.web.people.actions import families, homes, newcomers
from oneplan.web.people.models import Home, HomeDetail, Residence
from tests.cast import Cast

Send = Callable[..., Any]
Read = Callable[..., str]

pytestmark = pytest.mark.usefixtures("written")


def page_of(home: Home) -> str:
    return reverse("home-page", args=[home.pk])


def new_home(**fields: str) -> dict[str, str]:
    return {"home": "new", "pattern": "main"} | fields


@pytest.mark.requirement("R002")
class TestMovingIn:
    def test_two_homes_at_once(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(
            reverse("move-in", args=[cast.child.pk]),
            **new_home(address="9 Plover Way", postcode="zz2 3ab", label="Dad's flat", pattern="part", on="May 2026"),
        )
        page = read(reverse("person", args=[cast.child.pk]))
        assert "Okafor-Reed home" in page
        assert "Dad&#x27;s flat" in page
        assert "9 Plover Way, ZZ2 3AB" in page
        assert "Part of the week, since May 2026" in page

    def test_a_home_the_family_has_is_chosen(self, cast: Cast, saved: Send) -> None:
        saved(reverse("move-in", args=[cast.father.pk]), home=str(cast.home.pk), pattern="staying")
        assert Residence.objects.get(person=cast.father).home == cast.home
        assert Home.objects.count() == 1

    def test_an_address_alone_is_a_new_home(self, cast: Cast, saved: Send) -> None:
        saved(reverse("move-in", args=[cast.father.pk]), pattern="main", address="9 Plover Way")
        assert Residence.objects.get(person=cast.father).home.label == "9 Plover Way"

    @pytest.mark.parametrize(
        ("fields", "field", "sentence"),
        [
            ({"on": "3 May 2010"}, "on", "before the birth"),
            ({"on": "3 May 2024", "until": "2 May 2024"}, "until", "Check both dates"),
            ({"home": ""}, "home", "Choose a home, or write the address"),
            ({"home": "new"}, "address", "Write the address"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, cast: Cast, refused: Send, fields: dict[str, str], field: str, sentence: str
    ) -> None:
        address = {"address": "9 Plover Way"} if "on" in fields else {}
        page = refused(reverse("move-in", args=[cast.child.pk]), **new_home(**address) | fields)
        assert sentence in page
        assert f'id="id_{field}_error"' in page
        assert Home.objects.count() == 1  # no home without anybody in it

    def test_twice_in_one_home_is_refused(self, cast: Cast, refused: Send) -> None:
        page = refused(reverse("move-in", args=[cast.child.pk]), home=str(cast.home.pk), pattern="main")
        assert "already lives at Okafor-Reed home" in page

    def test_moving_out_and_a_mistake(self, cast: Cast, saved: Send, refused: Send, read: Read) -> None:
        row = Residence.objects.get(person=cast.child)
        assert "Check both dates" in refused(reverse("move-out", args=[row.pk]), on="2019")
        saved(reverse("move-out", args=[row.pk]), on="May 2026")
        assert "1 January 2020 to May 2026" in read(reverse("person", args=[cast.child.pk]))
        now = Residence.objects.known().get(thread=row.thread)
        saved(reverse("residence-strike", args=[now.pk]), reason="he never lived there")
        page = read(reverse("person", args=[cast.child.pk]))
        assert "Where they live is not known." in page
        assert "he never lived there" in page


@pytest.mark.requirement("R018")
class TestMovingTogether:
    def test_a_mother_and_her_children_move(self, cast: Cast, saved: Send) -> None:
        who = [str(cast.parent.pk), str(cast.child.pk)]
        saved(
            reverse("move-together", args=[cast.family.pk]), people=who, on="3 May 2026", home="new", label="New home"
        )
        now = Residence.objects.known().filter(valid_to=None)
        assert {(row.person, row.home.label) for row in now} == {
            (cast.parent, "New home"),
            (cast.child, "New home"),
            (cast.baby, "Okafor-Reed home"),
        }
        assert cast.family.timeline.get(kind="home").headline == "Grace and Leo moved home"

    def test_who_did_not_move_after_all_is_taken_out_of_the_timeline(self, cast: Cast, saved: Send) -> None:
        who = [str(cast.parent.pk), str(cast.child.pk)]
        saved(reverse("move-together", args=[cast.family.pk]), people=who, on="May 2026", home="new", label="New home")
        homes_now = Residence.objects.known().filter(home__label="New home")

        def told() -> list[tuple[str, str, str]]:
            rows = cast.family.timeline.filter(kind="home").order_by("pk")
            return [(row.headline, row.on_precision, row.struck_reason) for row in rows]

        saved(reverse("residence-strike", args=[homes_now.get(person=cast.child).pk]), reason="he stayed with Sam")
        both = ("Grace and Leo moved home", "month", "he stayed with Sam")
        assert told() == [both, ("Grace moved home", "month", "")]
        saved(reverse("residence-strike", args=[homes_now.get(person=cast.parent).pk]), reason="nobody moved")
        assert told() == [both, ("Grace moved home", "month", "nobody moved")]

    def test_nobody_chosen(self, cast: Cast, refused: Send) -> None:
        page = refused(reverse("move-together", args=[cast.family.pk]), on="3 May 2026", home="new", label="New home")
        assert "Choose who moves." in page

    def test_before_they_moved_in(self, cast: Cast, refused: Send) -> None:
        page = refused(
            reverse("move-together", args=[cast.family.pk]),
            people=[str(cast.parent.pk)],
            on="3 May 2019",
            home="new",
            label="New home",
        )
        assert "Check both dates" in page
        assert Home.objects.count() == 1

    def test_where_they_live_already(self, cast: Cast, refused: Send) -> None:
        page = refused(
            reverse("move-together", args=[cast.family.pk]),
            people=[str(cast.parent.pk)],
            on="3 May 2026",
            home=str(cast.home.pk),
        )
        assert "who does not live at Okafor-Reed home" in page


class TestAddressesKeptSafe:
    @pytest.fixture
    def refuge(self, cast: Cast) -> Home:
        homes.move(
            people=[cast.parent, cast.child],
            on=date(2026, 5, 3),
            by=cast.priya,
            at=timezone.now(),
            to=homes.add(
                label="",
                address="1 Hidden Lane",
                postcode="ZZ9 9ZZ",
                is_protected=True,
                by=cast.priya,
                at=timezone.now(),
            ),
        )
        return Home.objects.get(is_protected=True)

    def test_the_familys_workers_read_it(self, cast: Cast, refuge: Home, read: Read) -> None:
        for page in (page_of(refuge), reverse("person", args=[cast.child.pk])):
            assert "1 Hidden Lane" in read(page, by=cast.priya)
            assert "1 Hidden Lane" in read(page, by=cast.tom)

    def test_nobody_else_does(self, cast: Cast, refuge: Home, read: Read) -> None:
        """The school in the team gets no such page; the front door and whoever compares records see it is kept safe."""
        for page in (page_of(refuge), reverse("person", args=[cast.child.pk])):
            refused = cast.client(cast.green).get(page)
            assert refused.status_code == 403
            assert "Hidden" not in refused.content.decode()
            text = read(page, by=cast.fay)
            assert "Hidden" not in text
            assert "Address kept safe" in text
        compared = read(reverse("person-merge", args=[cast.child.pk, cast.father.pk]), by=cast.others["data_manager"])
        assert "Hidden" not in compared

    def test_the_workers_of_a_father_elsewhere_do_not(self, cast: Cast, refuge: Home, read: Read) -> None:
        """Leo is a member of his father's new family too, but nobody of it lives in the refuge through it."""
        newer = families.form_out_of(
            older=cast.family, person=cast.father, name="Reed", on=date(2026, 1, 1), by=cast.priya, at=timezone.now()
        )
        newer.episodes.create(team=cast.stan.team, opened_on=date(2026, 2, 1), made_at=timezone.now())
        assert cast.client(cast.stan).get(page_of(refuge)).status_code == 403
        assert "Hidden" not in read(reverse("person", args=[cast.father.pk]), by=cast.stan)

    def test_its_label_is_not_its_address(self, refuge: Home) -> None:
        assert refuge.label == "Home"

    def test_not_even_in_a_list_of_choices_or_the_history(self, cast: Cast, refuge: Home, read: Read) -> None:
        assert "Hidden" not in read(reverse("move-in", args=[cast.father.pk]))
        history = read(reverse("person", args=[cast.child.pk]), by=cast.fay)
        assert "Hidden" not in history

    def test_after_they_left_it_is_shown_to_nobody(self, cast: Cast, refuge: Home, read: Read) -> None:
        for row in Residence.objects.known().filter(home=refuge):
            homes.move_out(residence=row, on=date(2026, 6, 1), by=cast.priya, at=timezone.now())
        assert "Hidden" not in read(page_of(refuge))


@pytest.mark.requirement("R018")
class TestTheHome:
    def test_tenure_landlord_repairs_and_the_risk_of_losing_it(self, cast: Cast, saved: Send, read: Read) -> None:
        address = reverse("home-note-new", args=[cast.home.pk])
        saved(address, kind="tenure", words="temporary accommodation", on="2023")
        saved(address, kind="tenure", words="privately rented", on="May 2024")
        saved(address, kind="repair", words="damp and fleas", on="2024")
        saved(address, kind="eviction", words="notice served, found intentionally homeless", on="3 May 2026")
        page = read(page_of(cast.home))
        for words in ("2023 to May 2024", "since May 2024", "damp and fleas", "intentionally homeless"):
            assert words in page

    def test_repairs_are_done_and_mistakes_struck_out(self, cast: Cast, saved: Send, refused: Send, read: Read) -> None:
        row = homes.note(
            home=cast.home, kind="repair", words="damp", on=date(2024, 5, 3), by=cast.priya, at=timezone.now()
        )
        assert "Check both dates" in refused(reverse("home-note-end", args=[row.pk]), on="2 May 2024")
        saved(reverse("home-note-end", args=[row.pk]), on="2025")
        now = HomeDetail.objects.known().get(thread=row.thread)
        saved(reverse("home-note-strike", args=[now.pk]), reason="next door's")
        assert "damp" not in read(page_of(cast.home))

    def test_who_lives_there_and_who_did(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(reverse("move-out", args=[Residence.objects.get(person=cast.child).pk]), on="May 2026")
        page = read(page_of(cast.home))
        assert page.index("Mia Okafor-Reed") < page.index("Lived here before") < page.index("Leo Okafor-Reed")

    def test_people_of_other_teams_are_only_counted(self, cast: Cast, read: Read) -> None:
        stranger = families.start(name="Verity", by=cast.fay, at=timezone.now())
        kay = newcomers.bring(family=stranger, role="parent", given_names="Kay", by=cast.fay, at=timezone.now())[0]
        homes.move_in(person=kay, home=cast.home, by=cast.fay, at=timezone.now())
        page = read(page_of(cast.home))
        assert "Kay" not in page
        assert "And people known to another team." in page
