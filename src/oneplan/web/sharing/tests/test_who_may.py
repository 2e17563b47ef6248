"""Who may do what with sharing, asked of the pages and actions themselves: whoever is shut out meets a refusal."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Team, Worker
from oneplan.web.casework.actions import goals, notes
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.people.actions import details
from oneplan.web.people.models import Family, Membership
from oneplan.web.sharing.actions import answers, bases, disclosures, emergencies, guards, research, studies
from oneplan.web.sharing.actions.research import Says
from oneplan.web.sharing.actions.studies import StudyWords
from oneplan.web.sharing.models import Disclosure, EmergencyOpening, SharingBasis, Study
from oneplan.web.sharing.reads import emergencies as emergency_reads
from oneplan.web.sharing.reads import own, private, register
from oneplan.web.sharing.reads.record_why import record_why
from oneplan.web.sharing.tests.parts import agree, share
from tests.cast import LONG_AGO, Cast

WHY = "Leo is missing and his mother does not answer"
SHUT = (403, 404)


def _get(cast: Cast, who: Worker | Account, name: str, *args: Any) -> Any:
    return cast.client(who).get(reverse(name, args=args))


def _says(page: Any) -> str:
    return str(page.content.decode())


def _elsewhere(cast: Cast, name: str, role: Role) -> Worker:
    """A colleague of the team in the south."""
    team = Team.objects.get(name="South team")
    made = Worker.objects.create(
        name=name, job_title="asks", role=role, agency=cast.priya.agency, team=team, phone="0114 496 0123"
    )
    Account.objects.make(name=name.split(maxsplit=1)[0].lower(), password=None, worker=made)
    return made


def _told(cast: Cast, thing: Any, what: str, at: datetime, *, about: Any = None) -> Disclosure:
    return disclosures.keep(
        family=cast.family, what=what, to=disclosures.To(words="the landlord"), way=Disclosure.Way.SPOKEN,
        categories=[Category.BASICS], people=[about or cast.parent], rests_on=what, on=at.date(), by=cast.priya, at=at,
        thing=thing,
    )  # fmt: skip


class TestWhatIsKeptFromWhom:
    def test_a_manager_who_is_too_close_neither_reads_nor_changes_it(self, cast: Cast, now: datetime) -> None:
        other = _elsewhere(cast, "Rob Haines", Role.TEAM_MANAGER)
        guards.guard(family=cast.family, reason="Known people", workers=[cast.maya, cast.priya], by=cast.maya, at=now)
        guards.tie(family=cast.family, worker=other, by=cast.maya, at=now)
        tied = guards.tie(family=cast.family, worker=cast.tom, by=cast.maya, at=now)
        asked = {name: [cast.family.pk] for name in ("guards", "guard", "guard-lift", "tie-new")} | {
            "tie-end": [tied.pk]
        }
        for name, args in asked.items():
            assert _get(cast, other, name, *args).status_code in SHUT, name
            assert _get(cast, cast.maya, name, *args).status_code == 200, name

    def test_what_was_told_of_an_entry_is_kept_from_whom_the_entry_is_kept(self, cast: Cast, now: datetime) -> None:
        note = notes.add(family=cast.family, text="About the rent", on=now.date(), by=cast.priya, at=now)
        _told(cast, note, "What stands in the note", now)
        guards.keep_to_named(
            family=cast.family, thing=note, workers=[cast.priya], reason="Known people", by=cast.priya, at=now
        )
        assert [line.row.what for line in register.told(cast.family, asker=cast.priya)] == ["What stands in the note"]
        assert register.told(cast.family, asker=cast.tom) == []

    @pytest.mark.requirement("R198")
    def test_to_whom_it_is_private_is_told_by_name_to_those_who_work_with_them(self, cast: Cast, now: datetime) -> None:
        says = GoalWords(title="Leo is in school", tells="plan", people=(cast.child,))
        goal = goals.add(family=cast.family, says=says, by=cast.priya, at=now)
        guards.keep_to_member(
            family=cast.family, thing=goal, person=cast.child, reason="He asked", by=cast.priya, at=now
        )
        for who, whose in ((cast.priya, "private to Leo"), (cast.green, "private to one of the family")):
            why = record_why(f"goal-{goal.pk}", family=cast.family, asker=who)
            assert why is not None
            assert [line.partition(":")[0] for line in why.kept] == [f"It is {whose}"]

    def test_what_is_private_to_a_member_is_not_hidden_from_workers(self, cast: Cast, now: datetime) -> None:
        note = notes.add(family=cast.family, text="A secret", on=now.date(), by=cast.priya, at=now)
        guards.keep_to_member(
            family=cast.family, thing=note, person=cast.child, reason="He asked", by=cast.priya, at=now
        )
        assert not private.hidden_from(cast.tom, [cast.family]).has(note)
        assert private.hidden_from(cast.parent_account, [cast.family]).has(note)

    def test_what_is_known_of_somebody_is_kept_from_whom_it_is_kept(self, cast: Cast, now: datetime) -> None:
        row = details.add(person=cast.parent, kind="health", words="Sleeps badly", by=cast.priya, at=now)
        kept = guards.keep_to_named(
            family=cast.family, thing=row, workers=[cast.priya], reason="Known people", by=cast.priya, at=now
        )
        assert "Sleeps badly" in _says(_get(cast, cast.priya, "person", cast.parent.pk))
        later = details.end(detail=row, on=now.date(), by=cast.priya, at=now)
        for who, sees in ((cast.priya, True), (cast.tom, False)):
            page = _says(_get(cast, who, "person", cast.parent.pk))
            assert ("Sleeps badly" in page) is sees
            assert private.hidden_from(who, [cast.family]).has(later) is not sees
        assert set(private.marks_on([(later._meta.label_lower, later.pk)]).popitem()[1]) == {kept}

    def test_once_it_is_lifted_they_open_it_again(self, cast: Cast, now: datetime) -> None:
        guarded = guards.guard(family=cast.family, reason="Known people", workers=[cast.maya], by=cast.maya, at=now)
        tied = guards.tie(family=cast.family, worker=cast.tom, by=cast.maya, at=now)
        assert {_get(cast, who, "family", cast.family.pk).status_code for who in (cast.tom, cast.priya)} == {403}
        guards.lift(guarded=guarded, reason="It is over", by=cast.maya, at=now)
        guards.untie(tied=tied, by=cast.maya, at=now)
        assert {_get(cast, who, "family", cast.family.pk).status_code for who in (cast.tom, cast.priya)} == {200}

    def test_a_tie_is_one_worker_s(self, cast: Cast, now: datetime) -> None:
        guards.tie(family=cast.family, worker=cast.tom, by=cast.maya, at=now)
        assert _get(cast, cast.tom, "family", cast.family.pk).status_code == 403
        assert _get(cast, cast.priya, "family", cast.family.pk).status_code == 200


class TestAnEmergency:
    def test_a_number_that_is_none_says_so_and_no_more(self, cast: Cast) -> None:
        page = _get(cast, cast.stan, "emergency", 4_000_000)
        assert page.status_code == 403
        assert "There is no record with that number" in _says(page)

    def test_the_way_to_the_register_is_for_those_who_may_read_it(self, cast: Cast, now: datetime) -> None:
        other = _elsewhere(cast, "Rob Haines", Role.TEAM_MANAGER)
        row = emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        assert emergency_reads.way_to_the_register(row, asker=cast.maya)[0]
        assert emergency_reads.way_to_the_register(row, asker=other) == ("", "")
        assert reverse("register", args=[cast.family.pk]) not in _says(_get(cast, other, "emergency-review", row.pk))

    def test_nobody_has_their_own_to_look_at(self, cast: Cast, now: datetime) -> None:
        other = _elsewhere(cast, "Rob Haines", Role.TEAM_MANAGER)
        row = emergencies.open_record(family=cast.family, reason=WHY, by=other, at=now)
        assert register.to_look_at(cast.maya, today=now.date()).openings == [row]
        assert register.to_look_at(other, today=now.date()).openings == []

    def test_it_opens_the_record_to_one_worker_for_its_hours(self, cast: Cast, now: datetime) -> None:
        colleague = _elsewhere(cast, "Rob Haines", Role.KEY_WORKER)
        row = emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        assert _get(cast, cast.stan, "family", cast.family.pk).status_code == 200
        assert _get(cast, colleague, "family", cast.family.pk).status_code == 403
        for since, until in ((-3, -1), (1, 3)):
            EmergencyOpening.objects.filter(pk=row.pk).update(
                opened_at=now + timedelta(hours=since), until=now + timedelta(hours=until)
            )
            assert _get(cast, cast.stan, "family", cast.family.pk).status_code == 403, since

    def test_it_is_shut_to_whoever_is_too_close_and_to_nobody_else(self, cast: Cast, now: datetime) -> None:
        colleague = _elsewhere(cast, "Rob Haines", Role.KEY_WORKER)
        guards.tie(family=cast.family, worker=colleague, by=cast.maya, at=now)
        with pytest.raises(emergencies.CannotOpen, match="close to you"):
            emergencies.open_record(family=cast.family, reason=WHY, by=colleague, at=now)
        emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        assert EmergencyOpening.objects.get().worker == cast.stan

    def test_who_reads_by_an_emergency_is_not_led_to_recording(self, cast: Cast, now: datetime) -> None:
        emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        way = reverse("told-new", args=[cast.family.pk])
        assert way in _says(_get(cast, cast.priya, "told", cast.family.pk))
        assert way not in _says(_get(cast, cast.stan, "told", cast.family.pk))

    def test_what_may_be_done_about_consent_is_offered_to_those_who_may(self, cast: Cast, now: datetime) -> None:
        emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        agree(cast, now, share(cast, Category.PLAN, said_by=cast.parent))
        ways = [reverse(name, args=[cast.family.pk]) for name in ("agreed-talk", "basis-new", "guards", "research")]

        def offered(who: Worker) -> list[bool]:
            page = _says(_get(cast, who, "agreed", cast.family.pk))
            return [way in page for way in ways]

        assert offered(cast.priya) == [True, True, False, True]
        assert offered(cast.maya) == [True, True, True, True]
        assert offered(cast.stan) == offered(cast.green) == [False] * 4


class TestWhatAManagerLooksAt:
    @pytest.fixture
    def waits(self, cast: Cast, now: datetime) -> SharingBasis:
        return bases.decide(
            family=cast.family, agency=cast.green.agency, categories=[Category.NEEDS], ground="crime",
            reason="Leo saw who broke in", family_told="Not told: his uncle was there", people=[cast.child],
            by=cast.priya, at=now,
        )  # fmt: skip

    def test_just_the_team_s_families_and_nothing_of_their_own(
        self, cast: Cast, now: datetime, waits: SharingBasis
    ) -> None:
        other = _elsewhere(cast, "Rob Haines", Role.TEAM_MANAGER)
        assert register.to_look_at(cast.maya, today=now.date()).approvals == [waits]
        assert register.to_look_at(other, today=now.date()).is_empty
        SharingBasis.objects.filter(pk=waits.pk).update(decided_by=cast.maya)
        assert register.to_look_at(cast.maya, today=now.date()).approvals == []

    def test_what_is_told_on_it_names_it_and_what_they_agreed_to_does_not(
        self, cast: Cast, now: datetime, waits: SharingBasis
    ) -> None:
        bases.approve(basis=waits, by=cast.maya, at=now)
        agree(cast, now, share(cast, Category.PLAN, said_by=cast.parent, about=[cast.child]))
        rests = {}
        for category in (Category.NEEDS, Category.PLAN):
            rests[category] = disclosures.record(
                family=cast.family, what="As asked", to=disclosures.To(agency=cast.green.agency),
                way=Disclosure.Way.SPOKEN, categories=[category], people=[cast.child], on=now.date(), by=cast.priya,
                at=now,
            ).basis  # fmt: skip
        assert rests == {Category.NEEDS: waits, Category.PLAN: None}

    def test_what_was_approved_or_reviewed_waits_no_more(self, cast: Cast, now: datetime, waits: SharingBasis) -> None:
        row = emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        shown = register.to_look_at(cast.maya, today=now.date())
        assert (shown.openings, shown.approvals) == ([row], [waits])
        bases.approve(basis=waits, by=cast.maya, at=now)
        emergencies.review(opening=row, finding=EmergencyOpening.Finding.RIGHT, by=cast.maya, at=now)
        assert register.to_look_at(cast.maya, today=now.date()).is_empty


class TestResearch:
    @pytest.fixture
    def study(self, cast: Cast, now: datetime) -> Study:
        says = StudyWords(
            name="One worker", run_by="A university", contact="0114 496 0301", about="We talk",
            about_workers="We ask workers too", starts_on=now.date() - timedelta(days=100),
        )  # fmt: skip
        researchers = [cast.others["evaluator"]]
        return studies.make(says=says, researchers=researchers, by=cast.others["administrator"], at=now)

    def test_a_worker_s_own_answer_is_taken_back_on_their_own_page(
        self, cast: Cast, now: datetime, study: Study
    ) -> None:
        row = research.answer_oneself(study=study, says=Says(agreed=True, on=now.date()), by=cast.priya, at=now)
        with pytest.raises(NotAllowed):
            research.take_back(answer=row, by=cast.priya, at=now)
        row.refresh_from_db()
        assert row.withdrawn_on is None

    def test_the_workers_form_is_for_workers(self, cast: Cast, study: Study) -> None:
        page = _get(cast, cast.parent_account, "my-research-answer", study.pk)
        assert page.status_code == 403
        assert "This form is for workers" in _says(page)

    def test_a_young_child_is_not_asked_without_a_parent(self, cast: Cast, study: Study) -> None:
        address = f"{reverse('research-answer', args=[cast.family.pk, study.pk])}?with={cast.child.pk}"
        page = cast.client(cast.priya).get(address)
        assert page.status_code == 403
        assert "is young: ask a parent or carer" in _says(page)

    def test_just_those_named_for_it_tick_off_what_is_held_elsewhere(
        self, cast: Cast, now: datetime, study: Study
    ) -> None:
        says = Says(agreed=True, on=now.date())
        row = research.answer_oneself(study=study, says=says, by=cast.priya, at=now)
        research.take_back_oneself(answer=row, by=Account.objects.get(worker=cast.priya), at=now)
        other = _elsewhere(cast, "Vera Moss", Role.EVALUATOR)
        study.researchers.add(cast.priya)
        for who in (other, cast.priya):
            with pytest.raises(NotAllowed):
                studies.destroyed_outside(answer=row, by=who, at=now)
        assert studies.destroyed_outside(answer=row, by=cast.others["evaluator"], at=now).outside_done_on

    def test_who_runs_it_no_longer_notes_no_more(self, cast: Cast, now: datetime, study: Study) -> None:
        says = Says(agreed=True, on=now.date())
        row = research.answer(
            study=study, family=cast.family, people=[cast.parent], given_by=cast.parent, says=says, by=cast.priya,
            at=now,
        )[0]  # fmt: skip
        study.researchers.add(cast.priya)
        with pytest.raises(NotAllowed):
            studies.note(answer=row, kind="interview", on=now.date(), words="At home", by=cast.priya, at=now)


class TestOnesOwnPage:
    def test_it_tells_of_one_s_own_families_alone(self, cast: Cast) -> None:
        other = Family.objects.create(name="Pond", made_at=LONG_AGO)
        shown = own.own_page(cast.parent, account=cast.parent_account, on=date.today())  # noqa: DTZ011
        assert [each.family for each in shown] == [cast.family]
        assert other.name not in _says(_get(cast, cast.parent_account, "our-sharing"))

    def test_what_was_told_of_somebody_s_private_entry_is_theirs_alone(self, cast: Cast, now: datetime) -> None:
        note = notes.add(family=cast.family, text="A secret", on=now.date(), by=cast.priya, at=now)
        _told(cast, note, "What Leo said", now, about=cast.child)
        assert "What Leo said" in _says(_get(cast, cast.parent_account, "our-sharing"))
        guards.keep_to_member(
            family=cast.family, thing=note, person=cast.child, reason="He asked", by=cast.priya, at=now
        )
        assert "What Leo said" not in _says(_get(cast, cast.parent_account, "our-sharing"))
        leo = Account.objects.make(name="leo", password=None, person=cast.child)
        assert "What Leo said" in _says(_get(cast, leo, "our-sharing"))

    def test_who_has_left_the_family_takes_nothing_back_here(self, cast: Cast, now: datetime) -> None:
        row = own.own_page(cast.parent, account=cast.parent_account, on=now.date())[0].by_agency[0][1][0].row
        Membership.objects.filter(family=cast.family, person=cast.parent).update(valid_to=date(2024, 6, 1))
        assert not own.is_theirs(row, cast.parent, account=cast.parent_account, on=now.date())
        with pytest.raises(NotAllowed):
            answers.take_back_oneself(answers=[row], by=cast.parent_account, at=now)
