"""Research is a thing apart: asked by itself, taken back by oneself, and what is destroyed is gone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.research import Outcome, outcome
from oneplan.web.access import chain as chains
from oneplan.web.access.models import Account, AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.access.verify import verify
from oneplan.web.people.models import Family, Membership, TimelineEntry
from oneplan.web.sharing.actions import guards, research, studies
from oneplan.web.sharing.actions.research import CannotKeepResearch, Says
from oneplan.web.sharing.actions.studies import CannotRunStudy, StudyWords
from oneplan.web.sharing.models import ResearchAnswer, StaffTie, Study, StudyEntry
from oneplan.web.sharing.reads.research import participant_of
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast, filled

WORDS: dict[str, Any] = {"name": "One worker", "run_by": "A university", "contact": "0114 496 0301", "about": "We talk"}


@pytest.fixture
def study(cast: Cast, now: datetime) -> Study:
    says = StudyWords(**WORDS, about_workers="We ask workers too", starts_on=now.date() - timedelta(days=100))
    return studies.make(
        says=says, researchers=[cast.others["evaluator"]], by=cast.others["administrator"], at=now
    )  # fmt: skip


def _yes(cast: Cast, study: Study, now: datetime, *, agreed: bool = True, **also: Any) -> ResearchAnswer:
    says = Says(agreed=agreed, on=now.date() - timedelta(days=60), reach="07700 900141", talk_with_worker=True)
    people = also.get("people", [cast.parent])
    return research.answer(
        study=study, family=cast.family, people=people, given_by=cast.parent, says=says, by=cast.priya, at=now
    )[0]


def _done(cast: Cast, row: ResearchAnswer, now: datetime, *, days: int, kind: str = "interview") -> StudyEntry:
    on = now.date() - timedelta(days=days)
    return studies.note(answer=row, kind=kind, on=on, words="At home", by=cast.others["evaluator"], at=now)


@pytest.mark.requirement("R366")
@pytest.mark.parametrize(
    ("interview", "back", "what"),
    [
        (None, date(2027, 1, 1), Outcome.DESTROYED),
        (date(2026, 3, 2), date(2026, 3, 2), Outcome.DESTROYED),
        (date(2026, 3, 2), date(2026, 3, 16), Outcome.DESTROYED),
        (date(2026, 3, 2), date(2026, 3, 17), Outcome.ANONYMOUS),
    ],
)
def test_two_weeks_after_the_interview(interview: date | None, back: date, what: Outcome) -> None:
    assert outcome(interview, withdrawn_on=back, days=14) is what


@pytest.mark.requirement("R365")
@pytest.mark.parametrize("ends", ["refused", "given", "taken back"])
def test_whatever_is_said_to_a_study_changes_nothing_about_the_help(
    cast: Cast, now: datetime, study: Study, ends: str
) -> None:
    def seen() -> list[str]:
        asked = [(cast.priya, "family"), (cast.priya, "agreed"), (cast.green, "plan"), (cast.maya, "family")]
        pages = [cast.client(who).get(reverse(name, args=[cast.family.pk])).content for who, name in asked]
        return [_without_tokens(page.decode()) for page in pages]

    before, lines = seen(), TimelineEntry.objects.count()
    row = _yes(cast, study, now, agreed=ends != "refused")
    if ends == "taken back":
        research.take_back(answer=row, by=cast.priya, at=now)
    assert seen() == before
    assert TimelineEntry.objects.count() == lines
    assert {message.to_worker for message in OutboxMessage.objects.all()} <= {cast.others["evaluator"]}


def _without_tokens(page: str) -> str:
    return "".join(line for line in page.splitlines(keepends=True) if "form_token" not in line and "csrf" not in line)


@pytest.mark.requirement("R366")
def test_taken_back_in_time_everything_is_destroyed_and_the_chain_still_verifies(
    cast: Cast, now: datetime, study: Study
) -> None:
    row = _yes(cast, study, now)
    _done(cast, row, now, days=14)
    _done(cast, row, now, days=3, kind="thanks")
    research.take_back_oneself(answer=row, by=cast.parent_account, at=now)
    assert not StudyEntry.objects.exists()
    row.refresh_from_db()
    gone = (row.person, row.given_by, row.family, row.recorded_by, row.interview_on, row.reach, row.outcome)
    assert gone == (None, None, None, None, None, "", "destroyed")
    assert (row.on.month, row.on.day) == (1, 1)
    event = AuditEvent.objects.get(event="research_taken_back")
    assert (event.by_worker, event.by_account, event.family_id, event.payload["rows"]) == (None, None, None, 2)
    assert not [fault for chain in chains.MODELS for fault in verify(chain).faults]
    told = OutboxMessage.objects.get(kind="research_taken_back")
    assert "destroy everything" in told.text
    assert "Grace" not in told.text
    with pytest.raises(CannotKeepResearch, match="already"):
        research.take_back_oneself(answer=row, by=cast.parent_account, at=now)


@pytest.mark.requirement("R366")
def test_taken_back_later_what_was_gathered_stays_without_a_name(cast: Cast, now: datetime, study: Study) -> None:
    row = _yes(cast, study, now)
    _done(cast, row, now, days=15)
    research.take_back(answer=row, by=cast.priya, at=now)
    row.refresh_from_db()
    assert (row.person, row.family, row.outcome, row.reach) == (None, None, "anonymous", "")
    entry = StudyEntry.objects.get()
    assert (entry.kind, entry.words, entry.on.month, entry.on.day) == ("interview", "", 1, 1)
    assert AuditEvent.objects.get(event="research_taken_back").family_id is None


@pytest.mark.requirement("R365", "R367")
def test_the_worker_asks_on_the_familys_form_and_a_parent_takes_back_in_her_own_view(
    cast: Cast, now: datetime, study: Study
) -> None:
    address = f"{reverse('research-answer', args=[cast.family.pk, study.pk])}?with={cast.parent.pk}"
    client = cast.client(cast.priya)
    page = client.get(address).content.decode()
    assert "the help you get stays the same" in page
    assert "You need not answer anything" in page
    said = {
        "about": [cast.parent.pk, cast.child.pk],
        "agreed": "yes",
        "talk_with_worker": "on",
        "on": f"{now:%-d %B %Y}",
    }
    assert client.post(address, filled(page, **said)).status_code == 302
    assert ResearchAnswer.objects.filter(agreed=True, talk_with_worker=True, given_by=cast.parent).count() == 2
    family = cast.client(cast.parent_account)
    own = family.get(reverse("my-research")).content.decode()
    assert "you take part" in own
    assert "Leo takes part" in own
    leos = ResearchAnswer.objects.get(person=cast.child)
    stop = family.get(reverse("my-research-stop", args=[leos.pk])).content.decode()
    assert "Everything the study keeps is destroyed." in stop
    assert family.post(reverse("my-research-stop", args=[leos.pk]), filled(stop)).status_code == 302
    assert ResearchAnswer.objects.get(agreed=True, withdrawn_on=None).person == cast.parent


@pytest.mark.requirement("R367")
def test_a_worker_answers_for_themself_on_a_form_of_their_own(cast: Cast, now: datetime, study: Study) -> None:
    client = cast.client(cast.priya)
    address = reverse("my-research-answer", args=[study.pk])
    page = client.get(address).content.decode()
    assert "We ask workers too" in page
    assert client.post(address, filled(page, agreed="yes", on=f"{now:%-d %B %Y}")).status_code == 302
    row = ResearchAnswer.objects.get()
    assert (row.form, row.worker, row.person) == ("worker", cast.priya, None)
    assert "you take part" not in cast.client(cast.tom).get(reverse("my-research")).content.decode()
    with pytest.raises(NotAllowed):
        research.take_back_oneself(answer=row, by=Account.objects.get(worker=cast.tom), at=now)
    research.take_back_oneself(answer=row, by=Account.objects.get(worker=cast.priya), at=now)
    row.refresh_from_db()
    assert (row.worker, row.outcome) == (None, "destroyed")


@pytest.mark.requirement("R368")
def test_only_the_researchers_named_see_who_takes_part_and_nothing_else(
    cast: Cast, now: datetime, study: Study
) -> None:
    row = _yes(cast, study, now)
    evaluator = cast.others["evaluator"]
    client = cast.client(evaluator)
    page = client.get(reverse("participant", args=[row.pk])).content.decode()
    assert "Grace Okafor-Reed" in page
    assert "Priya Shah" in page  # whom they may talk with: the family's form says so
    for name in ("family", "plan", "agreed", "research", "family-copy", "told"):
        assert client.get(reverse(name, args=[cast.family.pk])).status_code == 403
    assert "Okafor" not in cast.client(cast.others["administrator"]).get(
        reverse("study", args=[study.pk])
    ).content.decode()  # fmt: skip
    studies.change(study=study, says=StudyWords(**WORDS, starts_on=now.date()), researchers=[],
                   by=cast.others["administrator"], at=now)  # fmt: skip
    assert client.get(reverse("participant", args=[row.pk])).status_code == 404
    assert client.get(reverse("study", args=[study.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        _done(cast, row, now, days=1)


@pytest.mark.requirement("R368")
def test_only_serious_harm_is_passed_on_to_the_familys_managers(cast: Cast, now: datetime, study: Study) -> None:
    row, evaluator = _yes(cast, study, now), cast.others["evaluator"]
    with pytest.raises(CannotRunStudy, match="who may be harmed"):
        studies.worry(answer=row, words=" ", by=evaluator, at=now)
    entry = studies.worry(answer=row, words="Leo was hit", by=evaluator, at=now)
    assert entry.words == ""
    message = OutboxMessage.objects.get(kind="research_worry")
    assert message.to_worker == cast.maya
    assert "Leo was hit" in message.text


@pytest.mark.requirement("R370")
def test_what_is_held_elsewhere_is_ticked_off_by_number(cast: Cast, now: datetime, study: Study) -> None:
    row = research.take_back(answer=_yes(cast, study, now), by=cast.priya, at=now)
    client = cast.client(cast.others["evaluator"])
    page = client.get(reverse("study", args=[study.pk])).content.decode()
    assert f"Number {row.number}" in page
    assert "Grace" not in page
    assert client.post(reverse("study-gone", args=[row.pk]), filled(page)).status_code == 302
    row.refresh_from_db()
    assert row.outside_done_on == now.date()


def test_a_no_can_become_a_yes_and_a_yes_is_not_asked_twice(cast: Cast, now: datetime, study: Study) -> None:
    _yes(cast, study, now, agreed=False)
    _yes(cast, study, now)
    assert [row.agreed for row in ResearchAnswer.objects.all()] == [True]
    with pytest.raises(CannotKeepResearch, match="takes part already"):
        _yes(cast, study, now)
    with pytest.raises(CannotKeepResearch, match="answers for themself"):
        _yes(cast, study, now, people=[cast.father])


def test_a_study_keeps_its_promise(cast: Cast, now: datetime, study: Study) -> None:
    admin = cast.others["administrator"]

    def change(**also: Any) -> None:
        says = StudyWords(**(WORDS | {"starts_on": now.date(), "destroy_days": 30} | also))
        studies.change(study=study, says=says, researchers=also.get("researchers", []), by=admin, at=now)

    change()
    with pytest.raises(CannotRunStudy, match="cannot be fewer"):
        change(destroy_days=14)
    with pytest.raises(CannotRunStudy, match="at least 14 days"):
        change(destroy_days=3)
    with pytest.raises(CannotRunStudy, match="no evaluator"):
        studies.change(
            study=study, says=StudyWords(**WORDS, starts_on=now.date()), researchers=[cast.maya], by=admin, at=now
        )
    study.refresh_from_db()
    with pytest.raises(CannotKeepResearch, match="does not ask anybody"):
        _yes(cast, study, now)  # sixty days ago, before it begins now


@pytest.mark.parametrize("who", ["stan", "green", "fay"])
def test_strangers_partners_and_the_front_door_ask_nobody(cast: Cast, now: datetime, study: Study, who: str) -> None:
    assert cast.client(getattr(cast, who)).get(reverse("research", args=[cast.family.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        studies.make(says=StudyWords(**WORDS | {"name": "x"}, starts_on=now.date()), researchers=[],
                     by=getattr(cast, who), at=now)  # fmt: skip
    row = _yes(cast, study, now)
    assert cast.client(getattr(cast, who)).get(reverse("my-research-stop", args=[row.pk])).status_code == 404


@pytest.mark.requirement("R197")
def test_a_researcher_sees_and_does_nothing_about_their_own_family(cast: Cast, study: Study, now: datetime) -> None:
    row, mine = _yes(cast, study, now), cast.others["evaluator"]
    guards.tie(family=cast.family, worker=mine, by=cast.maya, at=now)
    client = cast.client(mine)
    for name in ("participant", "participant-note", "participant-worry"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404, name
    assert "Grace" not in client.get(reverse("study", args=[study.pk])).content.decode()
    with pytest.raises(NotAllowed, match="Another researcher"):
        _done(cast, row, now, days=3)
    with pytest.raises(NotAllowed, match="Another researcher"):
        studies.worry(answer=row, words="Leo may be harmed", by=mine, at=now)
    with pytest.raises(NotAllowed, match="Another researcher"):
        studies.destroyed_outside(answer=row, by=mine, at=now)
    StaffTie.objects.update(ended_at=now)
    assert "Grace" in client.get(reverse("participant", args=[row.pk])).content.decode()


@pytest.mark.requirement("R197")
def test_somebody_who_answered_in_another_family_is_their_own_too(cast: Cast, study: Study, now: datetime) -> None:
    row, mine = _yes(cast, study, now), cast.others["evaluator"]
    second = Family.objects.create(name="Okafor", made_at=now)
    Membership.objects.create(family=second, person=cast.parent, role="parent", known_from=now)
    assert participant_of(row.pk, researcher=mine) is not None
    guards.tie(family=second, worker=mine, by=cast.maya, at=now)
    assert participant_of(row.pk, researcher=mine) is None
