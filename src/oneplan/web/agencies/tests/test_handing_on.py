"""What somebody holds goes on to a colleague: one thing, or all of it, and nothing is left with nobody."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies import handing_on
from oneplan.web.agencies.actions import agreements, contacts, covers, handing, links
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.actions.contacts import ContactWords
from oneplan.web.agencies.handing_on import CannotHandOn
from oneplan.web.agencies.models import Contact, Cover, Link, SharingAgreement, Worker
from oneplan.web.agencies.tests.conftest import Scene
from oneplan.web.casework.actions import appointments, goals, meetings, steps, team
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import Action, Appointment, Attendance, EpisodeRole, Goal, Meeting, TeamMember
from oneplan.web.frontdoor.actions import requests
from oneplan.web.frontdoor.models import Request
from oneplan.web.people.models import Family
from oneplan.web.sharing.actions import guards
from oneplan.web.site.models import OutboxMessage
from tests.cast import LONG_AGO

pytestmark = pytest.mark.django_db


def _burden(scene: Scene) -> None:
    """Priya holds one thing of each kind."""
    cast, at, today = scene.cast, scene.now, scene.today
    north = cast.priya.team
    assert north is not None
    said: dict[str, Any] = {"by": cast.priya, "at": at}
    goal = goals.add(family=cast.family, says=GoalWords(title="Bedtime", led_by=cast.priya), **said)
    steps.add(goal=goal, what="Ring the landlord", owners=[cast.priya, cast.parent], **said)
    team.add(family=cast.family, who=cast.priya, what_for="the whole family", **said)
    appointments.add(
        family=cast.family,
        says=AppointmentWords(what="Dentist", accompanied_by=cast.priya, seen_to_by=cast.priya),
        on=today,
        **said,
    )
    meetings.plan(family=cast.family, kind="taf", on=today + timedelta(days=5), invited=[cast.priya], **said)
    requests.make(reason="Help", people=["Kit, 7"], from_worker=cast.priya, **said)
    desk = ContactWords("The desk", north, today + timedelta(days=90), holder=cast.priya, deputy=cast.tom)
    contacts.add(agency=scene.council, says=desk, by=scene.admin, at=at)
    links.begin(team=north, agency=scene.school, worker=cast.priya, by=cast.maya, at=at)
    covers.name(worker=cast.maya, covered_by=cast.priya, on=today, by=cast.maya, at=at)
    Worker.objects.filter(pk=cast.priya.pk).update(role="team_manager")
    agreement = AgreementWords("A", "P", "public_task", (scene.school,), ("basics",), cast.priya, today)
    cast.priya.refresh_from_db()
    agreements.make(says=agreement, by=scene.admin, at=at)


def _held(scene: Scene, *, asker: Worker | None = None) -> dict[str, list[handing_on.Held]]:
    found = handing_on.everything(scene.cast.priya, asker=asker or scene.cast.maya, today=scene.today)
    return {keeper.kind: held for keeper, held in found}


KINDS = {"role", "step", "goal", "place", "day", "meeting", "request", "contact", "link", "cover", "agreement"}


def test_everything_somebody_holds_is_listed(scene: Scene) -> None:
    _burden(scene)
    assert {kind: len(held) for kind, held in _held(scene).items()} == dict.fromkeys(KINDS, 1)


def test_a_family_is_named_only_to_whoever_may_open_it(scene: Scene) -> None:
    _burden(scene)
    to_the_manager, to_the_administrator = _held(scene), _held(scene, asker=scene.admin)
    assert to_the_manager["step"][0].what == "Ring the landlord"
    assert "Okafor" in to_the_manager["role"][0].whose
    told = " ".join(f"{each.what} {each.whose}" for held in to_the_administrator.values() for each in held)
    assert scene.cast.family.reference in told
    for word in ("Okafor", "landlord", "Bedtime", "Dentist"):
        assert word not in told
    assert all(each.shows is None for held in to_the_administrator.values() for each in held)


def test_what_is_kept_to_named_workers_is_handed_on_without_its_words(scene: Scene) -> None:
    _burden(scene)
    cast, at = scene.cast, scene.now
    for entry in (Goal.objects.get(), Appointment.objects.get(), Meeting.objects.get()):
        guards.keep_to_named(family=cast.family, thing=entry, workers=[], reason="Their safety", by=cast.priya, at=at)
    held = _held(scene)
    assert {kind: len(things) for kind, things in held.items()} == dict.fromkeys(KINDS, 1), "all of it is counted"
    assert held["goal"][0].what == "A goal in the plan, kept to workers named for it"
    assert "Okafor" in held["goal"][0].whose
    client = cast.client(cast.maya)
    address = reverse("worker-leaving", args=[cast.priya.pk])
    goal, step = Goal.objects.get(), Action.objects.get()
    forms = [reverse("hand-on", args=[cast.priya.pk, *each]) for each in (("goal", goal.pk), ("step", step.pk))]
    for page in (address, *forms):
        shown = client.get(page).content.decode()
        assert "kept to workers named for it" in shown, page
        for word in ("landlord", "Bedtime", "Dentist", "Team Around the Family, "):
            assert word not in shown, (page, word)
    assert "Bedtime" in {each.what for each in _held(scene, asker=cast.priya)["goal"]}
    for kind, pk in (("goal", goal.pk), ("step", step.pk)):
        handing.pass_on(worker=cast.priya, kind=kind, pk=pk, to=cast.tom, why="She leaves", by=cast.maya, at=at)
    goal.refresh_from_db()
    assert goal.led_by == cast.tom
    assert step.owners.filter(worker=cast.tom).exists()
    told = " ".join(OutboxMessage.objects.filter(kind="handed_on", to_worker=cast.tom).values_list("text", flat=True))
    assert told.count("kept to workers named for it") == 2
    assert "Bedtime" not in told
    assert "landlord" not in told
    shown = client.get(reverse("family", args=[cast.family.pk])).content.decode()
    assert "landlord" not in shown, "the timeline does not tell of the step either"


def test_all_of_it_goes_to_one_colleague(scene: Scene) -> None:
    _burden(scene)
    cast = scene.cast
    Worker.objects.filter(pk=cast.tom.pk).update(role="team_manager")
    cast.tom.refresh_from_db()
    number = handing.pass_all(worker=cast.priya, to=cast.tom, why="Priya leaves", by=cast.maya, at=scene.now)
    assert number == len(KINDS)
    assert _held(scene) == {}
    role = EpisodeRole.objects.known().get(episode=cast.episode, valid_to=None)
    assert (role.worker, role.why) == (cast.tom, "Priya leaves")
    owners = Action.objects.get().owners
    assert owners.filter(worker=cast.tom).exists()
    assert owners.filter(person=cast.parent).exists()  # whoever shares it stays
    assert Goal.objects.get().led_by == cast.tom
    assert TeamMember.objects.current(scene.today).filter(worker=cast.tom, what_for="the whole family").exists()
    assert Appointment.objects.get().accompanied_by == cast.tom
    assert Appointment.objects.get().seen_to_by == cast.tom
    assert Attendance.objects.get().worker == cast.tom
    assert Request.objects.get().from_worker == cast.tom
    contact = Contact.objects.known().get()
    assert (contact.holder, contact.deputy) == (cast.tom, None)
    assert Link.objects.known().get().worker == cast.tom
    assert Cover.objects.current(scene.today).get(worker=cast.maya).covered_by == cast.tom
    assert SharingAgreement.objects.known().get().owner == cast.tom
    assert SharingAgreement.objects.known().get().categories.count() == 1
    assert AuditEvent.objects.filter(event="handed_on").count() == len(KINDS)
    assert OutboxMessage.objects.filter(to_worker=cast.tom, kind="role").exists()
    told = OutboxMessage.objects.get(to_worker=cast.tom, kind="handed_on").text
    assert "From Priya Shah to you: " in told
    assert "1 family" in told


def test_if_one_thing_cannot_go_nothing_goes(scene: Scene) -> None:
    _burden(scene)  # Tom is no manager: the agreement cannot be his
    with pytest.raises(CannotHandOn, match=r"^A: .*cannot open agreements.* Nothing was handed on"):
        handing.pass_all(worker=scene.cast.priya, to=scene.cast.tom, why="She leaves", by=scene.cast.maya, at=scene.now)
    assert set(_held(scene)) == KINDS


def test_a_thing_may_wait_at_the_agency_but_a_family_needs_somebody(scene: Scene) -> None:
    _burden(scene)
    cast, held = scene.cast, _held(scene)
    for kind in ("step", "goal", "place", "day", "meeting", "request", "contact", "link"):
        handing.pass_on(worker=cast.priya, kind=kind, pk=held[kind][0].pk, to=None, why="W", by=cast.maya, at=scene.now)
    assert set(_held(scene)) == {"role", "cover", "agreement"}
    day = Appointment.objects.get()
    assert (day.accompanied_by, day.seen_to_by, day.who_sees_to_it) == (None, None, str(scene.council))
    assert Action.objects.get().owners.filter(agency=scene.council).exists()
    assert Contact.objects.known().get().warnings(scene.today) == ["Priya Shah has left"]
    for kind in ("role", "cover", "agreement"):
        with pytest.raises(CannotHandOn, match="needs somebody by name"):
            handing.pass_on(
                worker=cast.priya, kind=kind, pk=held[kind][0].pk, to=None, why="W", by=cast.maya, at=scene.now
            )


def test_it_goes_to_no_other_agency_nobody_gone_and_nobody_going(scene: Scene) -> None:
    cast = scene.cast
    pk = _held(scene)["role"][0].pk
    Worker.objects.filter(pk=cast.tom.pk).update(is_active=False)
    Worker.objects.filter(pk=cast.stan.pk).update(leaves_on=scene.today + timedelta(days=3))
    for to, words in (
        (cast.green, "works at Mill Lane Primary"), (Worker.objects.get(pk=cast.tom.pk), "has left"),
        (Worker.objects.get(pk=cast.stan.pk), "is leaving too"), (cast.priya, "holds this already"),
        (cast.fay, "cannot be a key worker"),
    ):  # fmt: skip
        with pytest.raises(CannotHandOn, match=words):
            handing.pass_on(worker=cast.priya, kind="role", pk=pk, to=to, why="W", by=cast.maya, at=scene.now)
    with pytest.raises(CannotHandOn, match="Say why"):
        handing.pass_on(worker=cast.priya, kind="role", pk=pk, to=cast.maya, why=" ", by=cast.maya, at=scene.now)


def test_what_is_not_theirs_cannot_be_handed_on(scene: Scene) -> None:
    family = Family.objects.create(name="Other", made_at=LONG_AGO)
    other = TeamMember.objects.create(family=family, worker=scene.cast.stan, what_for="x", known_from=LONG_AGO)
    said: dict[str, Any] = {
        "worker": scene.cast.priya,
        "to": scene.cast.tom,
        "why": "W",
        "by": scene.cast.maya,
        "at": scene.now,
    }
    with pytest.raises(CannotHandOn, match="does not hold this any more"):
        handing.pass_on(kind="place", pk=other.pk, **said)
    with pytest.raises(CannotHandOn, match="nothing of that kind"):
        handing.pass_on(kind="moon", pk=1, **said)


def test_only_their_manager_or_an_administrator_hands_on(scene: Scene) -> None:
    cast = scene.cast
    pk = _held(scene)["role"][0].pk
    for by in (cast.priya, cast.tom, cast.fay, cast.green):
        with pytest.raises(NotAllowed):
            handing.pass_on(worker=cast.priya, kind="role", pk=pk, to=cast.tom, why="W", by=by, at=scene.now)
    with pytest.raises(NotAllowed, match="in another one"):
        handing.pass_all(worker=cast.stan, to=cast.tom, why="W", by=cast.maya, at=scene.now)
    handing.pass_on(worker=cast.priya, kind="role", pk=pk, to=cast.tom, why="W", by=scene.admin, at=scene.now)
    assert EpisodeRole.objects.known().get(episode=cast.episode, valid_to=None).worker == cast.tom


def test_a_colleague_who_is_there_already_is_not_doubled(scene: Scene) -> None:
    cast = scene.cast
    said: dict[str, Any] = {"by": cast.priya, "at": scene.now}
    goal = goals.add(family=cast.family, says=GoalWords(title="Bedtime"), **said)
    steps.add(goal=goal, what="Ring", owners=[cast.priya, cast.tom], **said)
    for who in (cast.priya, cast.tom):
        team.add(family=cast.family, who=who, what_for="x", **said)
    meetings.plan(
        family=cast.family, kind="taf", on=scene.today + timedelta(days=5), invited=[cast.priya, cast.tom], **said
    )
    handing.pass_all(worker=cast.priya, to=cast.tom, why="W", by=cast.maya, at=scene.now)
    assert Action.objects.get().owners.count() == 1
    assert TeamMember.objects.current(scene.today).filter(family=cast.family, worker__isnull=False).count() == 2
    assert Attendance.objects.filter(worker=cast.tom).count() == 1
