"""The family's own copy: what stands in it, what never does, who may open it."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Cover
from oneplan.web.casework.actions import appointments, goals, meetings, plans, referrals, steps, team
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.casework.actions.meetings import Came
from oneplan.web.casework.models import Closure, Need, Note, OwnWords
from oneplan.web.casework.tests.plan_parts import a_goal, bar_father, refused_to_stranger, send
from oneplan.web.people.models import Family, Home, Membership, Person, Residence, TimelineEntry
from oneplan.web.site.models import OutboxMessage
from tests.cast import LONG_AGO, Cast, filled

ADDRESS = "9 Refuge Row"


def our_plan(cast: Cast) -> str:
    page = cast.client(cast.parent_account).get(reverse("our-plan"))
    assert page.status_code == 200
    return str(page.content.decode())


@pytest.mark.requirement("R146", "R163", "R164")
def test_the_copy_holds_the_plan_in_plain_words(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now, people=(cast.child,), baseline_words="1 night in 7", target_words="6")
    goals.add_reading(goal=goal, on=now.date(), words="4 or 5", said_by="Grace", by=cast.priya, at=now)
    goals.focus(goal=goal, by=cast.priya, at=now)
    done = a_goal(cast, now, title="Food in the cupboard")
    goals.move(goal=done, state="reached", by=cast.priya, at=now)
    step = steps.add(goal=goal, what="Reward chart", owners=[cast.parent], by=cast.priya, at=now)
    steps.add(goal=goal, what="Ask the school", owners=[cast.priya], by=cast.priya, at=now)
    steps.done(step=step, by=cast.priya, at=now)
    words = AppointmentWords(what="Dentist", people=(cast.child,), accompanied_by=cast.priya)
    appointments.add(family=cast.family, says=words, on=now.date() + timedelta(days=9), by=cast.priya, at=now)
    meetings.log(
        family=cast.family, kind="specialist", title="Ryegate", on=now.date(), came=[Came(cast.parent)],
        notes="Sleep comes with age.", questions_next="Melatonin?\nHow long?", by=cast.priya, at=now,
    )  # fmt: skip
    agency = cast.green.agency
    agency.usual_wait_weeks = 6
    agency.save()
    referrals.ask(
        family=cast.family, agency=agency, what_for="Playcare", people=[cast.child], meanwhile="Thursday club",
        by=cast.priya, at=now,
    )  # fmt: skip
    html = our_plan(cast)
    for said in (
        "you have reached 1 of 2 goals", "Priya Shah", "0114 496 0123", "Leo settles at bedtime",
        "start: 1 night in 7", "now: 4 or 5", "aim: 6", "Reward chart", "Ask the school", "Dentist",
        "Priya Shah comes along", "Ann Green", "Leo&#x27;s class", "Sleep comes with age.", "<li>Melatonin?</li>",
        "Playcare", "people usually wait 6 weeks", "until then: Thursday club", "reached",
    ):  # fmt: skip
        assert said in html, said


@pytest.mark.requirement("R146")
def test_what_never_stands_in_the_copy(cast: Cast, now: datetime) -> None:
    goal = a_goal(cast, now)
    police = Agency.objects.create(name="Sallow Police", sector="police")
    refuge = Agency.objects.create(name="Safe Haven", sector="domestic_abuse")
    for agency in (police, refuge):
        team.add(family=cast.family, who=agency, what_for="Secret help", by=cast.priya, at=now)
        steps.add(goal=goal, what="Secret errand", owners=[agency], by=cast.priya, at=now)
        referrals.ask(family=cast.family, agency=agency, what_for="Secret", people=[cast.parent], by=cast.priya, at=now)
    for kind in ("panel", "handover"):
        meetings.log(family=cast.family, kind=kind, on=now.date(), came=[], notes="Secret talk", by=cast.priya, at=now)
    Note.objects.create(family=cast.family, worker=cast.priya, on=now.date(), text="Secret note", written_at=now)
    Need.objects.create(
        family=cast.family, code="domestic_abuse", words="Secret need", origin="found", how="Secret", on=now.date(),
        recorded_at=now,
    )  # fmt: skip
    OwnWords.objects.create(family=cast.family, said_by="Leo", text="Secret fear", on=now.date(), recorded_at=now)
    bar_father(cast, words="Secret order")
    check = AppointmentWords(what="Secret check", kind="check", owner="social care", source="panel")
    appointments.add(family=cast.family, says=check, on=now.date() + timedelta(days=3), by=cast.priya, at=now)
    html = our_plan(cast)
    for never in ("Secret", "Sallow Police", "Safe Haven", "court order", "no contact", "F-1001", "Domestic"):
        assert never not in html, never


@pytest.mark.requirement("R146")
def test_a_protected_address_is_taken_out_wherever_it_was_typed(cast: Cast, now: datetime) -> None:
    home = Home(label="Refuge", made_at=now).put_at(ADDRESS, "ZZ9 9ZZ", is_protected=True)
    home.save()
    Residence.objects.create(person=cast.parent, home=home, known_from=LONG_AGO)
    goal = a_goal(cast, now, title=f"Settled at {ADDRESS}")
    steps.add(goal=goal, what="Key for 9  refuge row, zz99zz", owners=[cast.parent], by=cast.priya, at=now)
    words = AppointmentWords(what="Visit", place=f"{ADDRESS}, ZZ9 9ZZ")
    appointments.add(family=cast.family, says=words, on=now.date() + timedelta(days=1), by=cast.priya, at=now)
    html = our_plan(cast).lower()
    assert "refuge row" not in html
    assert "zz9" not in html
    assert "settled at (address kept safe)" in html


@pytest.mark.requirement("R146")
def test_a_piece_of_a_protected_address_is_taken_out_too(cast: Cast, now: datetime) -> None:
    """The home of a record that was merged into Grace's; its number and street, and its label."""
    older = Person.objects.create(made_at=now, merged_into=cast.parent)
    home = Home(label="Harbour House", made_at=now).put_at("Flat 2, 9, Quay Row, Sallow", "ZZ9 9ZZ", is_protected=True)
    home.save()
    Residence.objects.create(person=older, home=home, known_from=LONG_AGO)
    a_goal(cast, now, title="Settled at 9 Quay Row by 9 May")
    a_goal(cast, now, title="Know harbour house, _flat 2_")
    cast.episode.closed_on, cast.episode.closure_reason = date(2024, 9, 1), "goals_met"
    cast.episode.save()
    Closure.objects.create(
        episode=cast.episode, on=date(2024, 9, 1), what_changed="x", who_to_call="Harbour House", recorded_at=now
    )
    html = our_plan(cast)
    assert "Settled at (address kept safe) by 9 May" in html
    assert "ring (address kept safe)." in html
    for never in ("quay", "harbour", "flat 2"):
        assert never not in html.lower(), never


@pytest.mark.requirement("R146")
def test_the_cover_stands_there_when_the_worker_is_away(cast: Cast, now: datetime) -> None:
    a_goal(cast, now)
    cover = Cover.objects.create(worker=cast.priya, covered_by=cast.tom, known_from=LONG_AGO)
    assert "away: Tom Reed, same number" in our_plan(cast)
    cover.delete()
    assert "away" not in our_plan(cast)


def test_after_goodbye_the_copy_says_who_to_ring(cast: Cast, now: datetime) -> None:
    a_goal(cast, now)
    cast.episode.closed_on, cast.episode.closure_reason = date(2024, 9, 1), "goals_met"
    cast.episode.save()
    Closure.objects.create(
        episode=cast.episode, on=date(2024, 9, 1), what_changed="x", who_to_call="Tom on 0114 496 0123", recorded_at=now
    )
    html = our_plan(cast)
    assert "The door is open" in html
    assert "Tom on 0114 496 0123" in html


@pytest.mark.requirement("R005")
def test_a_barred_fathers_account_gets_a_refusal_that_gives_nothing_away(cast: Cast, now: datetime) -> None:
    account = Account.objects.make(name="sam", password=None, person=cast.father)
    client = cast.client(account)
    pages = [reverse("our-plan"), reverse("family-copy", args=[cast.family.pk])]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    bar_father(cast, kind="concern", extent="indirect")
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 403
        html = answer.content.decode()
        assert "We cannot show you this plan here" in html
        assert "Leo" not in html
        assert "concern" not in html


def test_somebody_in_two_families_chooses(cast: Cast, now: datetime) -> None:
    other = Family.objects.create(name="Reed", made_at=now)
    Membership.objects.create(family=other, person=cast.parent, role="parent", known_from=LONG_AGO)
    html = our_plan(cast)
    assert "Which family?" in html
    for family in (cast.family, other):
        assert reverse("family-copy", args=[family.pk]) in html
        page = cast.client(cast.parent_account).get(reverse("family-copy", args=[family.pk]))
        assert page.status_code == 200


def test_an_account_under_either_of_two_merged_records_opens_the_copy(cast: Cast, now: datetime) -> None:
    kept = Person.objects.create(made_at=now)
    Person.objects.filter(pk=cast.parent.pk).update(merged_into=kept)
    address = reverse("family-copy", args=[cast.family.pk])
    assert cast.client(cast.parent_account).get(address).status_code == 200
    account = Account.objects.make(name="grace2", password=None, person=kept)
    assert cast.client(account).get(address).status_code == 200


def test_a_family_member_opens_no_other_familys_copy(cast: Cast, now: datetime) -> None:
    other = Family.objects.create(name="Reed", made_at=now)
    assert cast.client(cast.parent_account).get(reverse("family-copy", args=[other.pk])).status_code == 403


def test_workers_open_the_copy_to_print_it_but_have_no_plan_of_their_own(cast: Cast, now: datetime) -> None:
    a_goal(cast, now)
    address = reverse("family-copy", args=[cast.family.pk])
    assert "1 goal, one at a time" in cast.client(cast.priya).get(address).content.decode()
    assert cast.client(cast.priya).get(reverse("our-plan")).status_code == 403
    assert cast.client(cast.green).get(address).status_code == 403


@pytest.mark.requirement("R146")
def test_who_got_the_copy_and_what_they_think_is_kept(cast: Cast) -> None:
    address = reverse("copy-give", args=[cast.family.pk])
    client = cast.client(cast.priya)
    form = filled(
        client.get(address).content.decode(), to=[f"person-{cast.parent.pk}"], way="text", words="Fair, she says"
    )
    for _ in range(2):
        assert client.post(address, form).status_code == 302
    assert OutboxMessage.objects.get().to_person == cast.parent
    line = TimelineEntry.objects.get()
    assert (line.headline, line.text) == ("Grace has the family's copy of the plan", "Fair, she says")


@pytest.mark.requirement("R005")
def test_a_barred_father_never_gets_the_copy(cast: Cast, now: datetime) -> None:
    bar_father(cast)
    with pytest.raises(plans.CannotChangePlan, match="Sam Reed cannot get the family's copy of the plan: court order"):
        plans.give_copy(family=cast.family, to=cast.father, way="post", by=cast.priya, at=now)
    address = reverse("copy-give", args=[cast.family.pk])
    page = send(cast.client(cast.priya), address, to=[f"person-{cast.father.pk}"], way="post")
    assert page.status_code == 422
    assert "court order, no contact with Leo" in page.content.decode()
    assert not OutboxMessage.objects.exists()


def test_copies_that_cannot_be_given(cast: Cast, now: datetime) -> None:
    with pytest.raises(plans.CannotChangePlan, match="how they get"):
        plans.give_copy(family=cast.family, to=cast.parent, way="owl", by=cast.priya, at=now)
    cast.family.memberships.filter(person=cast.father).delete()
    with pytest.raises(plans.CannotChangePlan, match="not in this family"):
        plans.give_copy(family=cast.family, to=cast.father, way="post", by=cast.priya, at=now)
    page = send(cast.client(cast.priya), reverse("copy-give", args=[cast.family.pk]), way="printed")
    assert "Choose who gets the copy" in page.content.decode()


def test_a_stranger_opens_no_copy(cast: Cast) -> None:
    pk = cast.family.pk
    refused_to_stranger(cast, reverse("family-copy", args=[pk]), reverse("copy-give", args=[pk]))
