"""What somebody of a family reads on their own page of what was told to others."""

from datetime import date, datetime
from typing import Any

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency
from oneplan.web.people.models import ContactRestriction, Membership, Person
from oneplan.web.sharing.actions import bases, disclosures
from oneplan.web.sharing.models import Disclosure, SharingBasis
from oneplan.web.sharing.reads.own_told import OF_EACH
from tests.cast import LONG_AGO, Cast, filled

K = Category


@pytest.fixture
def sam(cast: Cast) -> Account:
    """The children's father, who may see them, in the family and signed in."""
    ContactRestriction.objects.all().delete()
    Membership.objects.filter(family=cast.family, person=cast.father).delete()
    Membership.objects.create(
        family=cast.family, person=cast.father, role="parent", valid_from=date(2020, 1, 1), known_from=LONG_AGO
    )
    return Account.objects.make(name="samr", password=None, person=cast.father)


@pytest.fixture
def social_care(db: None) -> Agency:
    return Agency.objects.create(name="Children's social care", sector="social_care")


def _page(cast: Cast, who: Account) -> str:
    return str(cast.client(who).get(reverse("our-sharing")).content.decode())


def _kept(cast: Cast, now: datetime, agency: Agency, people: list[Person], *kinds: Category, why: str) -> Disclosure:
    return disclosures.keep(
        family=cast.family, what="x", to=disclosures.To(agency=agency), way="spoken", categories=kinds, people=people,
        rests_on=why, on=now.date(), by=cast.priya, at=now,
    )  # fmt: skip


def _decided(cast: Cast, now: datetime, agency: Agency, **said: Any) -> SharingBasis:
    usual: dict[str, Any] = {"categories": [K.PLAN], "people": [cast.child], "family_told": "Not told: he is in danger"}
    return bases.decide(
        family=cast.family, agency=agency, ground="harm_child", reason="Bruises", by=cast.priya, at=now, **usual | said
    )


class TestWhatTheyDoNotKnowOf:
    @pytest.mark.requirement("R202")
    @pytest.mark.parametrize("knows", [False, True])
    def test_a_page_of_theirs_shows_only_what_they_were_told_of(
        self, cast: Cast, now: datetime, sam: Account, social_care: Agency, knows: bool
    ) -> None:
        _decided(cast, now, social_care, family_knows=knows)
        disclosures.record(
            family=cast.family, what="Bruises on Leo", to=disclosures.To(agency=social_care),
            way=Disclosure.Way.SPOKEN, categories=[K.PLAN], people=[cast.child], on=now.date(), by=cast.priya, at=now,
        )  # fmt: skip
        leo = Account.objects.make(name="leo", password=None, person=cast.child)
        for who in (cast.parent_account, sam, leo):
            page = _page(cast, who)
            assert ("social care" in page) is knows, who
            assert ("Without Leo" in page) is knows, who

    def test_nor_where_a_yes_stands_beside_the_ground(self, cast: Cast, now: datetime) -> None:
        """The line says what it rested on: with a ground there, it says so."""
        _decided(cast, now, cast.green.agency, categories=[K.SCHOOL])
        _kept(cast, now, cast.green.agency, [cast.child], K.SCHOOL, why="Without Leo's consent")
        _kept(cast, now, cast.green.agency, [cast.child], K.PLAN, why="Of another kind")
        page = _page(cast, cast.parent_account)
        assert "Without Leo" not in page
        assert "Of another kind" in page

    def test_what_was_told_before_the_decision_or_after_its_end_stays(self, cast: Cast, now: datetime) -> None:
        row = _decided(cast, now, cast.green.agency)
        _kept(cast, now, cast.green.agency, [cast.child], K.PLAN, why="Grace agreed")
        assert "Grace agreed" not in _page(cast, cast.parent_account)
        SharingBasis.objects.filter(pk=row.pk).update(decided_at=LONG_AGO, ended_at=LONG_AGO, ended_by=cast.priya,
                                                      end_reason="over")  # fmt: skip
        assert "Grace agreed" in _page(cast, cast.parent_account)

    def test_the_form_asks_and_guesses_nothing(self, cast: Cast, now: datetime) -> None:
        client, address = cast.client(cast.priya), reverse("basis-new", args=[cast.family.pk])
        said = {"agency": cast.green.agency_id, "categories": "plan", "ground": "harm_child", "reason": "Hit",
                "family_told": "Grace was told", "people": cast.child.pk}  # fmt: skip
        assert client.post(address, filled(client.get(address).content.decode(), **said)).status_code == 422
        for answer, kept in (("no", False), ("yes", True)):
            form = client.get(address).content.decode()
            assert client.post(address, filled(form, **said, family_knows=answer)).status_code == 302
            assert SharingBasis.objects.latest("pk").family_knows is kept


class TestWhoseItIs:
    @pytest.mark.requirement("R198")
    def test_what_one_grown_up_agreed_about_themself_is_not_shown_to_another(
        self, cast: Cast, now: datetime, sam: Account
    ) -> None:
        clinic = Agency.objects.create(name="The Harbour", sector="substance")
        _kept(cast, now, clinic, [cast.parent], K.PLAN, why="Grace agreed on 3 May")
        _kept(cast, now, cast.green.agency, [cast.parent], K.BASICS, why="Grace agreed on 4 May")
        theirs, his = _page(cast, cast.parent_account), _page(cast, sam)
        for word in ("The Harbour", "Grace agreed on 3 May", "Grace agreed on 4 May"):
            assert word in theirs, word
            assert word not in his, word

    def test_what_is_about_both_is_read_by_both_without_what_the_other_agreed(
        self, cast: Cast, now: datetime, sam: Account
    ) -> None:
        _kept(cast, now, cast.green.agency, [cast.parent, cast.father], K.PLAN, why="Grace agreed on 3 May")
        _kept(cast, now, cast.green.agency, [], K.MEETINGS, why="Grace agreed on 4 May")
        for page in (_page(cast, cast.parent_account), _page(cast, sam)):
            assert page.count(OF_EACH) == 2
            assert "Grace agreed" not in page

    @pytest.mark.parametrize("kind", [K.HEALTH, K.POLICE, K.IDENTITY, K.DOMESTIC_ABUSE])
    def test_a_special_kind_with_another_in_it_is_shown_to_neither(
        self, cast: Cast, now: datetime, sam: Account, kind: Category
    ) -> None:
        _kept(cast, now, cast.green.agency, [cast.parent, cast.father], kind, why="About both")
        _kept(cast, now, cast.green.agency, [cast.father], kind, why="About Sam")
        assert "About both" not in _page(cast, cast.parent_account) + _page(cast, sam)
        assert "About Sam" in _page(cast, sam)
        assert "About Sam" not in _page(cast, cast.parent_account)

    def test_a_parent_reads_of_a_child_they_speak_for(self, cast: Cast, now: datetime, sam: Account) -> None:
        _kept(cast, now, cast.green.agency, [cast.child], K.HEALTH, why="Grace agreed for Leo")
        for who in (cast.parent_account, sam):
            assert "Grace agreed for Leo" in _page(cast, who), who
        born = date(now.year - 16, 1, 1)
        Person.objects.filter(pk=cast.child.pk).update(born_from=born, born_to=born)
        _kept(cast, now, cast.green.agency, [cast.child], K.SCHOOL, why="Of the usual kind")
        leo = Account.objects.make(name="leo", password=None, person=cast.child)
        for who, reads in ((cast.parent_account, False), (sam, False), (leo, True)):
            page = _page(cast, who)
            assert ("Grace agreed for Leo" in page) is reads, "old enough that his own word counts"
            assert "Of the usual kind" in page, who

    def test_of_the_whole_family_a_child_reads_nothing(self, cast: Cast, now: datetime) -> None:
        _kept(cast, now, cast.green.agency, [], K.PLAN, why="Grace agreed on 4 May")
        leo = Account.objects.make(name="leo", password=None, person=cast.child)
        assert "What was told to other services" not in _page(cast, leo)
        assert "Grace agreed on 4 May" in _page(cast, cast.parent_account)
