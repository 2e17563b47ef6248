"""Telling without consent: what the manager reads before saying yes, how they say no, whom it is about."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import escape

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.people.actions import safety
from oneplan.web.people.models import Membership, Person, PersonName, TimelineEntry
from oneplan.web.sharing.actions import bases, disclosures
from oneplan.web.sharing.actions.disclosures import CannotDisclose
from oneplan.web.sharing.models import Disclosure, SharingBasis
from oneplan.web.sharing.reads import standing
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast, filled

EVERYBODY = "everybody"


@pytest.fixture
def asked(cast: Cast, now: datetime) -> SharingBasis:
    """Priya wants to tell the school about Leo on a ground that waits for a manager."""
    return bases.decide(
        family=cast.family, agency=cast.green.agency, categories=[Category.NEEDS, Category.POLICE], ground="crime",
        reason="Leo saw who broke in", family_told="Not told: his uncle was there", people=[cast.child],
        by=cast.priya, at=now,
    )  # fmt: skip


class TestWhatTheManagerReads:
    @pytest.mark.requirement("R202")
    @pytest.mark.parametrize("name", ["basis-approve", "basis-refuse", "basis-review", "basis-end"])
    def test_all_that_is_decided_stands_on_the_page(self, cast: Cast, asked: SharingBasis, name: str) -> None:
        page = cast.client(cast.maya).get(reverse(name, args=[asked.pk])).content.decode()
        kinds = (about(Category.NEEDS).words, about(Category.POLICE).words)
        for words in (
            cast.green.agency.name, "Leo Okafor-Reed", *kinds, "To prevent or find out about a crime",
            "Crime and Disorder Act 1998 s115", "nobody has verified this", "Leo saw who broke in",
            "Not told: his uncle was there", "Priya Shah", f"{asked.review_on:%-d %B %Y}",
        ):  # fmt: skip
            assert escape(words) in page, words

    def test_one_about_everybody_says_so(self, cast: Cast, asked: SharingBasis) -> None:
        asked.people.clear()
        page = cast.client(cast.maya).get(reverse("basis-approve", args=[asked.pk])).content.decode()
        assert "everybody in the family" in page

    def test_from_the_page_the_manager_may_say_no(self, cast: Cast, asked: SharingBasis) -> None:
        page = cast.client(cast.maya).get(reverse("basis-approve", args=[asked.pk])).content.decode()
        assert reverse("basis-refuse", args=[asked.pk]) in page


class TestSayingNo:
    def _tells(self, cast: Cast, now: datetime) -> bool:
        stands = standing.of(cast.family, agency=cast.green.agency, on=now.date())
        return stands.may_learn(Category.NEEDS, [cast.child]).allowed

    @pytest.mark.requirement("R202")
    def test_it_never_holds_and_who_asked_is_told(self, cast: Cast, now: datetime, asked: SharingBasis) -> None:
        client, address = cast.client(cast.maya), reverse("basis-refuse", args=[asked.pk])
        page = client.get(address).content.decode()
        assert client.post(address, filled(page, reason="The school need not know: ring the police")).status_code == 302
        asked.refresh_from_db()
        assert asked.was_refused
        assert not self._tells(cast, now)
        told = OutboxMessage.objects.get(kind="sharing_refused")
        assert (told.to_worker, told.about_family) == (cast.priya, cast.family)
        assert "Leo" not in told.text
        line = TimelineEntry.objects.get(headline__startswith="Not approved")
        assert line.text == "The school need not know: ring the police"
        event = AuditEvent.objects.get(event="basis_refused")
        assert (event.by_worker, event.about_id) == (cast.maya.pk, str(asked.pk))
        assert "ring the police" not in str(event.payload)
        with pytest.raises(bases.CannotShare, match="ended already"):
            bases.approve(basis=asked, by=cast.maya, at=now)
        assert not self._tells(cast, now)
        assert "To approve" not in client.get(reverse("to-look-at")).content.decode()

    def test_the_same_held_for_a_moment_had_it_been_approved(
        self, cast: Cast, now: datetime, asked: SharingBasis
    ) -> None:
        bases.approve(basis=asked, by=cast.maya, at=now)
        assert self._tells(cast, now)
        with pytest.raises(bases.CannotShare, match="does not wait"):
            bases.refuse(basis=asked, reason="Too late", by=cast.maya, at=now)

    def test_only_somebody_else_who_manages_says_no_and_why(
        self, cast: Cast, now: datetime, asked: SharingBasis
    ) -> None:
        for who in (cast.priya, cast.green, cast.stan):
            with pytest.raises(NotAllowed):
                bases.refuse(basis=asked, reason="No", by=who, at=now)
        with pytest.raises(bases.CannotShare, match="Say why not"):
            bases.refuse(basis=asked, reason=" ", by=cast.maya, at=now)
        SharingBasis.objects.update(decided_by=cast.maya)
        with pytest.raises(NotAllowed, match="somebody else"):
            bases.refuse(basis=asked, reason="No", by=cast.maya, at=now)
        asked.refresh_from_db()
        assert asked.ended_at is None

    def test_the_database_keeps_a_refused_one_from_holding(
        self, now: datetime, cast: Cast, asked: SharingBasis
    ) -> None:
        bases.refuse(basis=asked, reason="No", by=cast.maya, at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            SharingBasis.objects.update(approved_by=cast.maya, approved_at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            SharingBasis.objects.update(ended_by=None, ended_at=None, end_reason="")


class TestAboutWhom:
    """The widest disclosure is never what happens when somebody forgets a tick."""

    def _send(self, cast: Cast, name: str, **said: Any) -> Any:
        client, address = cast.client(cast.priya), reverse(name, args=[cast.family.pk])
        sent: dict[str, dict[str, Any]] = {
            "basis-new": {
                "categories": "plan",
                "ground": "harm_child",
                "reason": "Hit",
                "family_knows": "yes",
                "family_told": "Told",
            },
            "told-new": {
                "categories": "plan",
                "what": "A plan",
                "way": "spoken",
                "to_words": "The GP",
                "agreed": [cast.parent.pk, cast.father.pk],
                "on": "3 May 2026",
            },
        }
        words = sent[name]
        agency = {"agency": str(cast.green.agency.pk)} if name == "basis-new" else {}
        return client.post(address, filled(client.get(address).content.decode(), **words, **agency, **said))

    @pytest.mark.requirement("R202")
    @pytest.mark.parametrize("name", ["basis-new", "told-new"])
    def test_nobody_ticked_is_asked_again(self, cast: Cast, name: str) -> None:
        answer = self._send(cast, name)
        assert answer.status_code == 422
        assert "Tick whom it is about" in answer.content.decode()
        assert not SharingBasis.objects.exists()
        assert not Disclosure.objects.exists()

    @pytest.mark.parametrize("name", ["basis-new", "told-new"])
    def test_everybody_is_a_tick_of_its_own_and_names_those_of_today(self, cast: Cast, name: str) -> None:
        assert self._send(cast, name, people=EVERYBODY).status_code == 302
        row: Any = (SharingBasis if name == "basis-new" else Disclosure).objects.get()
        everybody = {each.person_id for each in cast.family.memberships.all()}
        assert {each.pk for each in row.people.all()} == everybody
        assert cast.baby.pk in everybody

    def test_everybody_and_one_by_name_is_not_guessed_at(self, cast: Cast) -> None:
        answer = self._send(cast, "basis-new", people=[EVERYBODY, str(cast.child.pk)])
        assert answer.status_code == 422
        assert "Leave one of the two" in answer.content.decode()

    def test_one_by_name_stays_one(self, cast: Cast) -> None:
        assert self._send(cast, "basis-new", people=str(cast.child.pk)).status_code == 302
        assert list(SharingBasis.objects.get().people.all()) == [cast.child]


class TestSomebodyWhoIsNoService:
    """Whoever is told outside the list of services is told by somebody's yes, never because a worker typed a name."""

    def _record(self, cast: Cast, now: datetime, words: str, *agreed: Person, about: Person) -> Disclosure:
        return disclosures.record(
            family=cast.family, what="That they move", to=disclosures.To(words=words, agreed=agreed),
            way=Disclosure.Way.SPOKEN, categories=[Category.HOUSING], people=[about], on=now.date(), by=cast.priya,
            at=now,
        )  # fmt: skip

    @pytest.mark.requirement("R202")
    @pytest.mark.parametrize("typed", ["Mill Lane Primary", "mill lane", "Ann at the MILL LANE PRIMARY school office"])
    def test_a_service_on_the_list_is_chosen_there(self, cast: Cast, now: datetime, typed: str) -> None:
        with pytest.raises(CannotDisclose, match="Mill Lane Primary is on the list of services"):
            self._record(cast, now, typed, cast.parent, about=cast.parent)

    @pytest.mark.requirement("R195")
    def test_who_must_have_no_contact_is_not_told_whoever_agreed(self, cast: Cast, now: datetime) -> None:
        safety.restrict(child=cast.child, barred=cast.father, kind="order", by=cast.priya, at=now)
        for whom in (cast.child, cast.parent):
            with pytest.raises(CannotDisclose, match=r"no contact with Leo.*They are not told"):
                self._record(cast, now, "Sam, her ex-husband", cast.parent, about=whom)

    @pytest.mark.requirement("R195")
    @pytest.mark.parametrize(
        "typed",
        ["Mr Reed, the children's dad", "REED", "Leo's father", "Mr S. Reed", "S.R.", "Samuel", "her ex", "Dodger"],
    )
    def test_nor_by_a_title_a_nickname_or_as_the_childrens_dad(self, cast: Cast, now: datetime, typed: str) -> None:
        safety.restrict(child=cast.child, barred=cast.father, kind="order", by=cast.priya, at=now)
        PersonName.objects.create(person=cast.father, kind="known_as", given_names="Dodger", known_from=now)
        with pytest.raises(CannotDisclose, match=r"no contact with Leo.*choose them from the list of people"):
            self._record(cast, now, typed, cast.parent, about=cast.child)
        assert not Disclosure.objects.exists()

    def test_somebody_else_is_told_as_before(self, cast: Cast, now: datetime) -> None:
        safety.restrict(child=cast.child, barred=cast.father, kind="order", by=cast.priya, at=now)
        for typed in ("the landlord", "Grace Okafor-Reed", "Mrs Reed", "the children's mum"):
            assert self._record(cast, now, typed, cast.parent, about=cast.child).to_words == typed

    @pytest.mark.requirement("R188", "R202")
    @pytest.mark.parametrize("typed", ["Ann Green", "ann green, Leo's teacher", "Mrs Green"])
    def test_who_works_for_a_service_is_told_as_the_service(self, cast: Cast, now: datetime, typed: str) -> None:
        with pytest.raises(CannotDisclose, match="Ann Green works for Mill Lane Primary") as refused:
            self._record(cast, now, typed, cast.parent, about=cast.parent)
        assert refused.value.agency == cast.green.agency
        row = self._record(cast, now, "Mrs White next door", cast.parent, about=cast.parent)
        assert row.to_words == "Mrs White next door"

    def test_a_person_the_record_knows_is_chosen_and_nobody_barred_is_offered(self, cast: Cast, now: datetime) -> None:
        aunt = Person.objects.create(given_names="Nora", family_name="Reed", made_at=now)
        for person, role in ((aunt, "network"), (cast.father, "elsewhere")):
            Membership.objects.create(
                family=cast.family, person=person, role=role, valid_from=date(2024, 1, 1), known_from=now
            )
        safety.restrict(child=cast.child, barred=cast.father, kind="order", by=cast.priya, at=now)
        client, address = cast.client(cast.priya), reverse("told-new", args=[cast.family.pk])
        said = {"what": "That they move", "way": "spoken", "people": cast.parent.pk, "categories": "housing",
                "on": "3 May 2026", "agreed": cast.parent.pk}  # fmt: skip
        page = client.get(address).text
        choices = page[page.index('name="person"') : page.index("</select>", page.index('name="person"'))]
        assert "Nora Reed" in choices
        assert "Sam Reed" not in choices
        two = client.post(address, filled(page, **said, person=aunt.pk, to_words="a neighbour"))
        assert "Keep one at a time" in two.text
        barred = client.post(address, filled(client.get(address).text, **said, person=cast.father.pk))
        assert barred.status_code == 422
        assert client.post(address, filled(client.get(address).text, **said, person=aunt.pk)).status_code == 302
        assert Disclosure.objects.get().to_person == aunt
        with pytest.raises(CannotDisclose, match="Sam Reed must have no contact with somebody of this family"):
            disclosures.record(
                family=cast.family, what="x", to=disclosures.To(person=cast.father, agreed=(cast.parent,)),
                way=Disclosure.Way.SPOKEN, categories=[Category.HOUSING], people=[cast.parent], on=now.date(),
                by=cast.priya, at=now,
            )  # fmt: skip

    @pytest.mark.requirement("R191", "R202")
    def test_each_whom_it_is_about_agreed_or_a_parent_for_a_child(self, cast: Cast, now: datetime) -> None:
        mother, father, child = cast.parent, cast.father, cast.child
        for agreed, whom in (((), mother), ((father,), mother), ((), child), ((child,), child)):
            with pytest.raises(CannotDisclose, match=f"agreed to it for {whom.short_name}"):
                self._record(cast, now, "the landlord", *agreed, about=whom)
        row = self._record(cast, now, "the landlord", cast.parent, about=cast.child)
        assert row.rests_on == "Grace agreed to just that."  # who was told is not everybody's at home

    def test_the_form_asks_who_was_told_and_who_said_yes(self, cast: Cast) -> None:
        client, address = cast.client(cast.priya), reverse("told-new", args=[cast.family.pk])
        page = client.get(address).text
        said = {"what": "That they move", "way": "spoken", "people": cast.parent.pk, "categories": "housing"}
        said["on"] = "3 May 2026"
        nobody = client.post(address, filled(page, **said))
        assert nobody.status_code == 422
        assert "if you like" not in nobody.text, "one of the three is needed, and who agreed"
        assert "Choose the service or the person, or write below who else was told." in nobody.text
        without = client.post(address, filled(page, to_words="the landlord", **said))
        assert "Ask them first, then tick who said yes." in without.text
        said |= {"to_words": "the landlord", "agreed": cast.parent.pk}
        assert client.post(address, filled(page, **said)).status_code == 302
        assert Disclosure.objects.get().to_words == "the landlord"
