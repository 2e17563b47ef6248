"""Help asked for elsewhere and copies given: by a yes or on a ground, and in the register; days that tell of health."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.days import told_by
from oneplan.web.agencies import agreements
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework.actions import appointments, plans, referrals, team
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.casework.models import Referral
from oneplan.web.casework.tests.plan_parts import send
from oneplan.web.people.models import Membership
from oneplan.web.sharing.actions import bases, disclosures, guards
from oneplan.web.sharing.actions.disclosures import CannotDisclose
from oneplan.web.sharing.models import ConsentAnswer, Disclosure
from oneplan.web.sharing.tests.parts import agree, share, talked
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast

K = Category


def _ask(cast: Cast, now: datetime, **says: Any) -> Referral:
    usual: dict[str, Any] = {"agency": cast.green.agency, "what_for": "A quiet place at lunch", "way": "hand_held"}
    usual["people"] = [cast.parent, cast.child]
    return referrals.ask(family=cast.family, by=cast.priya, at=now, **(usual | says))


class TestHelpElsewhere:
    @pytest.mark.requirement("R200")
    def test_what_the_service_learns_is_kept_with_whose_yes_it_rests_on(self, cast: Cast, now: datetime) -> None:
        referral = _ask(cast, now, tells=[K.PLAN], told_by="message")
        row = Disclosure.objects.get()
        assert (row.to_agency, row.way, row.categories) == (cast.green.agency, "message", ["basics", "plan"])
        assert set(row.people.all()) == {cast.parent, cast.child}
        assert (row.thing_type, row.thing_id, row.basis) == ("casework.referral", referral.pk, None)
        assert "Grace agreed on 8 January 2024." in row.rests_on

    @pytest.mark.requirement("R189", "R191")
    def test_without_a_yes_it_is_refused_and_nothing_is_kept(self, cast: Cast, now: datetime) -> None:
        for says in (
            {"tells": [K.NEEDS]},
            {"people": [cast.father]},
            {"agency": Agency.objects.create(name="Elsewhere")},
        ):
            with pytest.raises(CannotDisclose, match="Ask them first"):
                _ask(cast, now, **says)
        assert not Referral.objects.exists()
        assert not Disclosure.objects.exists()

    def test_being_told_about_a_service_tells_it_nothing(self, cast: Cast, now: datetime) -> None:
        referral = _ask(cast, now, way="signposted", tells=[K.NEEDS])
        assert not Disclosure.objects.exists()
        with pytest.raises(CannotDisclose):
            referrals.change(
                referral=referral, way="accompanied", meanwhile="", tells=[K.NEEDS], by=cast.priya, at=now
            )  # fmt: skip
        referrals.change(referral=referral, way="accompanied", meanwhile="", by=cast.priya, at=now)
        assert Disclosure.objects.get().categories == ["basics"]
        referrals.change(referral=referral, way="hand_held", meanwhile="", by=cast.priya, at=now)
        assert Disclosure.objects.count() == 1

    @pytest.mark.requirement("R202")
    def test_a_ground_covers_it_and_is_named(self, cast: Cast, now: datetime) -> None:
        basis = bases.decide(
            family=cast.family, agency=cast.green.agency, categories=[K.NEEDS], ground="harm_child",
            reason="Leo was hit", family_told="Told Grace", by=cast.priya, at=now,
        )  # fmt: skip
        _ask(cast, now, tells=[K.NEEDS])
        row = Disclosure.objects.get()
        assert row.basis == basis
        assert "Without" in row.rests_on
        _ask(cast, now, tells=[K.PLAN])
        assert Disclosure.objects.latest("pk").basis is None

    def test_a_service_of_ones_own_agency_is_no_outsider(self, cast: Cast, now: datetime) -> None:
        _ask(cast, now, agency=cast.priya.agency, tells=[K.NEEDS])
        assert not Disclosure.objects.exists()

    @pytest.mark.requirement("R191")
    def test_the_page_says_what_one_can_do_and_a_talk_about_the_service_opens_it(
        self, cast: Cast, now: datetime
    ) -> None:
        home_start = Agency.objects.create(name="Home-Start")
        client, address = cast.client(cast.priya), reverse("referral-new", args=[cast.family.pk])
        said: dict[str, Any] = {"agency": home_start.pk, "what_for": "A volunteer", "way": "hand_held"}
        said |= {"people": [f"person-{cast.parent.pk}"], "tells": ["basics"], "told_by": "spoken"}
        refused = send(client, address, **said)
        assert refused.status_code == 422
        page = refused.content.decode()
        talk = f"{reverse('agreed-talk', args=[cast.family.pk])}?service={home_start.pk}"
        assert talk in page
        assert f"{reverse('basis-new', args=[cast.family.pk])}?agency={home_start.pk}" in page
        who = client.get(talk).content.decode()
        assert f"?with={cast.parent.pk}&amp;service={home_start.pk}" in who
        form = f"{talk}&with={cast.parent.pk}"
        page = client.get(form).content.decode()
        kept = talked(page, about=[cast.parent], **{f"share-{home_start.pk}-basics": "yes"})
        assert client.post(form, kept).status_code == 302
        assert ConsentAnswer.objects.filter(agency=home_start, answer="yes", category="basics").exists()
        assert send(client, address, **said).status_code == 302
        assert Disclosure.objects.get().to_agency == home_start


@pytest.mark.requirement("R189")
def test_a_question_that_may_not_be_asked_shows_the_way_back_too(cast: Cast, now: datetime) -> None:
    ConsentAnswer.objects.filter(purpose="look_up").delete()
    lucy = Worker.objects.create(
        name="Lucy Hart", job_title="nurse", role="partner", agency=cast.green.agency, email="l@example.org",
        phone="0114 496 0300",
    )  # fmt: skip
    team.add(family=cast.family, who=lucy, what_for="Feet", by=cast.priya, at=now)
    page = send(
        cast.client(cast.priya), reverse("link-ask", args=[cast.family.pk]), worker=lucy.pk, text="Known to you?"
    )  # fmt: skip
    assert page.status_code == 422
    assert f"?service={cast.green.agency_id}" in page.content.decode()


class TestWhoReadsTheRegister:
    @pytest.mark.requirement("R198")
    def test_what_is_private_to_one_stays_out_of_the_others_list(self, cast: Cast, now: datetime) -> None:
        def own() -> str:
            return cast.client(cast.parent_account).get(reverse("our-sharing")).content.decode()

        referral = _ask(cast, now, people=[cast.child])
        assert "What was told to other services" in own()
        said: dict[str, Any] = {"family": cast.family, "thing": referral, "reason": "His", "by": cast.priya, "at": now}
        guards.keep_to_member(person=cast.child, **said)
        assert "What was told to other services" not in own()
        guards.keep_to_named(workers=[cast.priya], **said)
        for who, sees in ((cast.priya, True), (cast.tom, False)):
            page = cast.client(who).get(reverse("told", args=[cast.family.pk])).content.decode()
            assert ("A quiet place at lunch" in page) is sees

    @pytest.mark.requirement("R198")
    def test_a_service_for_violence_at_home_is_named_to_nobody_but_whom_it_helps(
        self, cast: Cast, now: datetime
    ) -> None:
        haven = Agency.objects.create(name="Haven", sector="domestic_abuse")
        for people in ([cast.parent], [cast.parent, cast.child]):
            disclosures.keep(
                family=cast.family, what="x", to=disclosures.To(agency=haven), way="spoken", categories=[K.BASICS],
                people=people, rests_on=f"about {len(people)}", on=now.date(), by=cast.priya, at=now,
            )  # fmt: skip
        page = cast.client(cast.parent_account).get(reverse("our-sharing")).content.decode()
        assert ("about 1" in page, "about 2" in page) == (True, False)


class TestCopies:
    @pytest.mark.requirement("R200")
    def test_a_copy_given_stands_in_the_register(self, cast: Cast, now: datetime) -> None:
        plans.give_copy(family=cast.family, to=cast.parent, way="post", by=cast.priya, at=now)
        row = Disclosure.objects.get()
        assert (row.to_person, row.way, row.categories) == (cast.parent, "paper", ["basics", "meetings", "plan"])
        assert set(row.people.all()) == {cast.parent, cast.child, cast.baby}
        assert row.rests_on == "Grace is of this family: it is their own plan."
        page = cast.client(cast.priya).get(reverse("told", args=[cast.family.pk])).content.decode()
        assert "The family&#x27;s copy of the plan" in page

    @pytest.mark.requirement("R187", "R198")
    def test_a_parent_elsewhere_gets_it_with_the_yes_of_those_whose_plan_it_is(self, cast: Cast, now: datetime) -> None:
        said: dict[str, Any] = {"family": cast.family, "to": cast.father, "way": "post", "by": cast.priya, "at": now}
        with pytest.raises(plans.CannotChangePlan, match="Ask Grace first"):
            plans.give_copy(**said)
        with pytest.raises(plans.CannotChangePlan, match="Ask Grace first"):
            plans.give_copy(**said, agreed_by=[cast.father])
        assert not Disclosure.objects.exists()
        assert not OutboxMessage.objects.exists()
        address = reverse("copy-give", args=[cast.family.pk])
        sent = send(
            cast.client(cast.priya), address, to=[f"person-{cast.father.pk}"], way="post",
            agreed_by=[f"person-{cast.parent.pk}"],
        )  # fmt: skip
        assert sent.status_code == 302
        assert Disclosure.objects.get().rests_on == f"Grace said yes on {now:%-d %B %Y}."

    def test_whoever_carries_the_family_alone_needs_nobodys_yes(self, cast: Cast, now: datetime) -> None:
        Membership.objects.filter(person=cast.parent).update(role="other")
        plans.give_copy(family=cast.family, to=cast.father, way="shown", by=cast.priya, at=now)
        assert Disclosure.objects.get().rests_on.startswith("Nobody else carries")


class TestDaysThatTell:
    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("Hospital, two nights", K.HEALTH),
            ("Dr Amin's surgery", K.HEALTH),
            ("GP", K.HEALTH),
            ("Steward's day", K.MEETINGS),
            ("Meeting at school", K.MEETINGS),
            ("Probation", K.POLICE),
        ],
    )
    def test_words_give_away_a_kind(self, words: str, kind: Category) -> None:
        assert told_by(words) is kind

    @pytest.mark.requirement("R187", "R201")
    def test_a_hospital_day_is_seen_only_by_those_who_may_know_of_health(
        self, cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def day(what: str, **also: Any) -> None:
            says = AppointmentWords(what=what, people=(cast.child,), **also)
            on: date = now.date() + timedelta(days=3)
            appointments.add(family=cast.family, says=says, on=on, by=cast.priya, at=now)

        def seen() -> str:
            pages = [cast.client(cast.green).get(reverse(name, args=[cast.family.pk])) for name in ("family", "diary")]
            return "".join(page.content.decode() for page in pages)

        day("Choir")
        day("Children's ward")
        day("A talk with Ms Obi", tells="health")
        day("Hospital radio visit", tells="meetings")
        assert ("Choir" in seen(), "Hospital radio visit" in seen()) == (True, True)
        assert ("ward" in seen(), "Ms Obi" in seen()) == (False, False)
        agree(cast, now, share(cast, K.HEALTH, said_by=cast.parent, about=[cast.child]))
        assert "ward" not in seen()  # no written agreement covers health
        monkeypatch.setattr(agreements, "in_force_for", lambda *_, **__: {"health"})
        assert ("ward" in seen(), "Ms Obi" in seen()) == (True, True)
        assert "Children" in cast.client(cast.priya).get(reverse("diary", args=[cast.family.pk])).content.decode()
