"""Each family's headline facts, as the source tells them, after loading the whole area."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access.models import Account, AuditEvent
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import meetings
from oneplan.web.casework.models import (
    Action,
    Appointment,
    EpisodeRole,
    Goal,
    GoalReading,
    LevelDecision,
    LinkedPlan,
    Meeting,
    Need,
    Note,
    ReferralPerson,
    VisitPattern,
    WatchSign,
)
from oneplan.web.demo import loader, stories
from oneplan.web.demo.tests.conftest import NOW
from oneplan.web.frontdoor.models import Request
from oneplan.web.people.models import (
    ContactRestriction,
    EarlierHelp,
    Family,
    Person,
    PersonDetail,
    Relationship,
    Residence,
)
from oneplan.web.sharing.models import ConsentAnswer, Disclosure, KeptPrivate, SharingBasis
from oneplan.web.site.spells import EARLIEST_FIRST

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY = timezone.localdate(NOW)


def family(name: str) -> Family:
    return Family.objects.get(name=name)


def person(given: str) -> Person:
    return Person.objects.get(given_names=given)


def words(rows: Any, field: str) -> list[str]:
    return list(rows.values_list(field, flat=True))


def last(goal: Goal) -> GoalReading:
    found = goal.readings.last()
    assert found is not None
    return found


def needs(name: str, origin: str) -> set[str]:
    return set(words(Need.objects.filter(family=family(name), origin=origin), "code"))


def state_of(name: str, title: str) -> str:
    return Goal.objects.get(plan__episode__family=family(name), title__icontains=title).state


def test_everything_is_there(demo: loader.Summary) -> None:
    assert demo.families == 8
    assert Family.objects.count() == 8
    roles = {account.role for account in Account.objects.order_by("pk")[:12]}
    assert roles == set(Role)
    assert set(words(Worker.objects, "role")) == set(Role) - {Role.FAMILY_MEMBER}
    assert Request.objects.filter(state="new").count() == 3
    assert {f"{story.name}-{n}" for story in stories.families() for n in range(1, 9)} >= {
        check for story in stories.families() for each in story.steps for check in each.checks
    }


def test_accounts_open_with_the_password_on_the_sign_in_page() -> None:
    sealed = set(words(Account.objects, "password"))
    assert len(sealed) == 1
    assert Account.objects.get(name="priya").check_password("one family one plan")


@pytest.mark.requirement("R014")
def test_brown() -> None:
    brown = family("Brown")
    jake, alfie = person("Jake"), person("Alfie")
    assert jake.age_on(TODAY).low == jake.age_on(TODAY).high
    assert (alfie.born_precision, alfie.born_from is not None) == ("about", True)
    assert Relationship.objects.filter(kind="twin").count() == 1
    decision = LevelDecision.objects.get(family=brown, stage="social_care")
    assert (decision.outcome, decision.on.isoformat()[:7]) == ("Does not meet the social care threshold", "2012-10")
    checks = Appointment.objects.filter(family=brown, kind="check")
    assert words(checks, "kept").count("kept") == 5
    assert words(checks, "kept").count("missed") == 1
    assert "domestic_abuse" in needs("Brown", "found") - needs("Brown", "presenting")
    attendance = Goal.objects.get(plan__episode__family=brown, title__contains="in school")
    assert [int(value) for value in words(attendance.readings, "value")] == [62, 71, 78, 84]
    assert attendance.target == 100
    assert last(attendance).words == "80 odd"
    assert Action.objects.get(what__contains="nursery place").owners.get().worker == Worker.objects.get(
        name="Nita Patel"
    )
    rhythms = VisitPattern.objects.known().filter(episode__family=brown).order_by(EARLIEST_FIRST)
    assert words(rhythms, "rhythm") == ["fortnightly", "phone"]
    closed = brown.episodes.get()
    assert (closed.opened_on.year, closed.closed_on and closed.closed_on.year) == (2012, 2013)
    assert Note.objects.filter(family=brown, kind="after").count() == 1
    assert brown.requests.count() == 1


@pytest.mark.requirement("R004")
def test_deardon() -> None:
    deardon = family("Deardon")
    assert deardon.requests.get().assessment_received.startswith("CAF by Weir High School")
    joel = deardon.memberships.known().get(person__given_names="Joel")
    assert (joel.role, joel.never_met) == ("elsewhere", True)
    camhs = ReferralPerson.objects.get(referral__family=deardon, referral__agency__name="CAMHS")
    assert camhs.state == "waiting"
    usual = camhs.referral.agency.usual_wait_weeks
    assert usual is not None
    assert TODAY - camhs.referral.asked_on > timedelta(weeks=usual)
    assert camhs.referral.meanwhile
    counselling = ReferralPerson.objects.filter(referral__agency__name="Harbour counselling")
    assert set(counselling.values_list("person__given_names", "state")) == {
        ("Claire", "started"),
        ("Harry", "not_attended"),
    }
    assert state_of("Deardon", "smokes less") == Goal.State.UNCLEAR
    episode = deardon.episodes.get()
    assert episode.is_open
    assert episode.expected_until


@pytest.mark.requirement("R005", "R009", "R011", "R018")
def test_evans() -> None:
    evans = family("Evans")
    barred = ContactRestriction.objects.known().filter(barred=person("Imran"), kind="order", extent="none")
    assert set(words(barred, "child__given_names")) == {"Aisha", "Yusuf", "Zara"}
    zara = person("Zara")
    assert zara.due_on is None
    assert zara.age_on(TODAY).words == "9 months"
    joined = evans.memberships.known().get(person=zara).valid_from
    assert joined is None or zara.born_from is None or joined <= zara.born_from
    plan = LinkedPlan.objects.get(family=evans, kind="birth")
    assert zara.born_from is not None
    assert zara.born_from - plan.on > timedelta(weeks=4)
    assert words(Meeting.objects.filter(family=evans, kind="panel").order_by("on"), "title") == [
        "MAAM, first time",
        "MAAM, second time",
    ]
    homes = person("Laura").residences.known().order_by(EARLIEST_FIRST)
    assert words(homes, "home__label") == ["Evans rented house", "Evans new house"]
    lead = EpisodeRole.objects.known().get(episode__family=evans, kind="lead")
    assert lead.objection
    assert lead.worker.name == "Hannah Cole"
    closure = evans.episodes.get().closure
    assert closure.relapse_risk
    assert closure.check_on is not None
    assert closure.check_on > TODAY
    attendance = Goal.objects.get(plan__episode__family=evans, title__contains="at school")
    assert last(attendance).value == 80


@pytest.mark.requirement("R005")
def test_the_evans_children_s_father_can_never_be_invited() -> None:
    from oneplan.web.casework.actions import episodes
    from oneplan.web.demo.models import DemoStep

    evans, fay, daniel = family("Evans"), Worker.objects.get(name="Fay Osei"), Worker.objects.get(name="Daniel Okoro")
    assert DemoStep.objects.filter(key="evans/father").exists()
    episodes.start(family=evans, on=TODAY, reason="She rang", by=fay, at=NOW, team=daniel.team)
    with pytest.raises(meetings.CannotRecordMeeting, match="no contact"):
        meetings.plan(family=evans, kind="taf", on=TODAY, invited=[person("Imran")], by=daniel, at=NOW)


@pytest.mark.requirement("R013", "R020")
def test_folds() -> None:
    folds = family("Folds")
    assert person("Rose").age_on(TODAY).words == "6 months"
    assert EarlierHelp.objects.get(family=folds).agency == "Sallowdale doulas"
    episode = folds.episodes.get()
    assert episode.closed_on is not None
    assert episode.team is not None
    assert episode.team.name == "MAST North prevention"
    home_start = ReferralPerson.objects.get(referral__family=folds, referral__agency__name="Home Start")
    assert home_start.state_on < episode.closed_on
    nursery = Appointment.objects.get(family=folds, kind="start")
    assert (nursery.lives_on, nursery.on.month, nursery.on > TODAY) == (True, 12, True)
    feeling = Goal.objects.get(plan__episode=episode, title__contains="can do this")
    assert [int(value) for value in words(feeling.readings, "value")] == [3, 5, 8]
    ways = set(words(folds.referrals, "way"))
    assert ways == {"signposted", "hand_held", "accompanied"}


@pytest.mark.requirement("R007")
def test_jones() -> None:
    jones = family("Jones")
    grace = person("Grace")
    assert jones.memberships.known().get(person=grace).role == "co_parent"
    assert not grace.residences.exists()
    assert grace.owned_actions.exists()
    assert WatchSign.objects.filter(family=jones).count() == 3
    assert WatchSign.objects.filter(family=jones, seen_on__isnull=False).count() == 1
    waiting = ReferralPerson.objects.filter(referral__family=jones)
    assert set(words(waiting, "state")) == {"not_attended"}
    assert VisitPattern.objects.known().get(episode__family=jones, valid_to=None).is_taper
    assert "Lucy Tran" in words(Note.objects.filter(family=jones), "worker__name")
    assert jones.episodes.get().is_open


@pytest.mark.requirement("R006", "R020")
def test_smith() -> None:
    smith = family("Smith")
    assert Relationship.objects.known().filter(kind="guardian").count() == 6
    orders = PersonDetail.objects.known().filter(person=person("Tyler"), kind="order").order_by(EARLIEST_FIRST)
    assert [row.words.split()[2] for row in orders] == ["applied", "granted"]
    assert EarlierHelp.objects.filter(family=smith, was_bad=True).count() == 1
    worker = EpisodeRole.objects.known().get(episode__family=smith, kind="key_worker").worker
    assert worker.agency.sector == "voluntary"
    episode = smith.episodes.get()
    assert episode.is_open
    assert TODAY - episode.opened_on > timedelta(days=700)
    assert Action.objects.get(what="Council tax letters").owners.get().person == person("Ray")


@pytest.mark.requirement("R195", "R200", "R202")
def test_sandmere() -> None:
    sandmere, gareth, elin = family("Sandmere"), person("Gareth"), person("Elin")
    lives = {
        row.person.given_names: row.home for row in Residence.objects.current(TODAY).select_related("person", "home")
    }
    assert {lives[name].is_protected for name in ("Elin", "Rowan", "Maisie", "Ned")} == {True}
    assert not lives["Gareth"].is_protected
    barred = ContactRestriction.objects.known().filter(barred=gareth, kind="order", extent="none")
    assert set(words(barred, "child__given_names")) == {"Rowan", "Maisie", "Ned"}
    kept = KeptPrivate.objects.filter(family=sandmere, part_of=None)
    assert sorted(words(kept, "kind")) == ["member"] * 4 + ["named"]
    assert words(kept.get(kind="named").workers, "name") == ["Rob Haines"]
    basis = SharingBasis.objects.get(family=sandmere)
    assert basis.approved_by is not None
    assert basis.approved_by.name == "Rob Haines"
    told = {row.to_agency.name: row.rests_on for row in Disclosure.objects.filter(family=sandmere) if row.to_agency}
    assert "parent or carer agreed" in told["Sallowdale education service"]
    assert told["Sallowdale police"].startswith("Without Elin's consent: to prevent")
    said = ConsentAnswer.objects.filter(family=sandmere, given_by=elin, purpose="share")
    assert set(words(said, "answer")) == {"yes", "no", "withdrawn"}
    assert sandmere.episodes.get().is_open


@pytest.mark.requirement("R016", "R017", "R020")
def test_williams() -> None:
    williams = family("Williams")
    earlier, now = williams.episodes.order_by("opened_on")
    assert (earlier.is_open, now.is_open) == (False, True)
    assert williams.requests.filter(reopens=earlier).count() == 1
    assert earlier.plan.goals.count() == 1
    focus = Goal.objects.get(plan__episode=now, state="focus")
    assert (focus.title, focus.chosen_by_family) == ("James settles at bedtime", True)
    assert last(focus).words == "4 or 5 nights in 7"
    assert not person("Aran").goals.exists()
    assert person("James").age_on(TODAY).words == "7"
    assert Relationship.objects.known().get(kind="cares_for").other == person("Craig")
    assert Meeting.objects.filter(family=williams, questions_next__gt="").count() >= 3


def test_every_change_was_kept_without_its_values() -> None:
    """Ids, keyed digests, and which row is meant; not one plain code in all that the families went through."""

    def is_sealed(value: Any) -> bool:
        if isinstance(value, list):
            return all(map(is_sealed, value))
        if isinstance(value, str):
            return bool(re.fullmatch(r"[0-9a-f]{32}|(person|worker|agency)-\d+", value))
        return value is None or type(value) is int

    payloads = list(AuditEvent.objects.values_list("event", "payload"))
    assert len(payloads) > 700
    assert [(event, payload) for event, payload in payloads if not all(map(is_sealed, payload.values()))] == []


def test_there_is_something_to_do_on_priya_s_day() -> None:
    week = TODAY + timedelta(days=7)
    due = Action.objects.filter(state="open", due_on__lt=week, goal__plan__episode__closed_on=None)
    assert due.filter(due_on__lt=TODAY).exists()
    assert due.filter(due_on__gte=TODAY).count() >= 4
    assert Appointment.objects.filter(on=TODAY, kept="to_come").exists()
    late = Appointment.objects.filter(kept="to_come", on__lt=TODAY)
    assert words(late, "what") == []
