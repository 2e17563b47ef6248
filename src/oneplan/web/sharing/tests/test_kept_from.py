"""Emergencies, guarded records, workers too close, entries kept private."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import appointments, notes, words
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.people.models import Family, Membership
from oneplan.web.sharing.actions import emergencies, guards
from oneplan.web.sharing.models import EmergencyOpening, KeptPrivate, StaffTie
from oneplan.web.sharing.reads import register
from oneplan.web.site.models import OutboxMessage
from tests.cast import LONG_AGO, Cast, filled

WHY = "Leo is missing and his mother does not answer"


def _status(cast: Cast, who: str, name: str = "family", *args: object) -> int:
    return cast.client(getattr(cast, who)).get(reverse(name, args=args or [cast.family.pk])).status_code


class TestEmergency:
    @pytest.mark.requirement("R202")
    def test_it_opens_for_some_hours_and_a_manager_looks_at_it(self, cast: Cast, now: datetime) -> None:
        assert _status(cast, "stan") == 403
        row = emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        assert _status(cast, "stan") == 200
        assert OutboxMessage.objects.get(kind="emergency_opened").to_worker == cast.maya
        EmergencyOpening.objects.filter(pk=row.pk).update(
            opened_at=now - timedelta(hours=5), until=now - timedelta(hours=1)
        )
        assert _status(cast, "stan") == 403
        assert WHY in cast.client(cast.maya).get(reverse("to-look-at")).content.decode()
        emergencies.review(opening=row, finding=EmergencyOpening.Finding.RIGHT, by=cast.maya, at=now)
        with pytest.raises(emergencies.CannotOpen, match="already"):
            emergencies.review(opening=row, finding=EmergencyOpening.Finding.RIGHT, by=cast.maya, at=now)

    def test_who_opened_it_does_not_review_it(self, cast: Cast, now: datetime) -> None:
        guards.guard(family=cast.family, reason="Known people", workers=[cast.maya], by=cast.maya, at=now)
        other = cast.maya
        other.pk, other.name = None, "Rob Haines"
        other.save()
        row = emergencies.open_record(family=cast.family, reason=WHY, by=other, at=now)
        with pytest.raises(NotAllowed, match="somebody else"):
            emergencies.review(opening=row, finding=EmergencyOpening.Finding.RIGHT, by=other, at=now)

    def test_it_is_refused_without_need_reason_or_right(self, cast: Cast, now: datetime) -> None:
        for who, reason, words_ in ((cast.priya, WHY, "as it is"), (cast.stan, "help", "in a sentence")):
            with pytest.raises(emergencies.CannotOpen, match=words_):
                emergencies.open_record(family=cast.family, reason=reason, by=who, at=now)
        with pytest.raises(NotAllowed):
            emergencies.open_record(family=cast.family, reason=WHY, by=cast.green, at=now)
        assert not EmergencyOpening.objects.exists()

    def test_the_form_is_for_those_who_may_not_open_it_anyway(self, cast: Cast, now: datetime) -> None:
        address = reverse("emergency", args=[cast.family.pk])
        for who in ("priya", "maya", "tom", "fay"):
            page = cast.client(getattr(cast, who)).get(address).content.decode()
            assert "no emergency is needed" in page, who
            assert 'name="reason"' not in page, who
        assert 'name="reason"' in cast.client(cast.stan).get(address).content.decode()
        emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        page = cast.client(cast.stan).get(address).content.decode()
        assert "in an emergency already" in page
        assert 'name="reason"' not in page

    def test_it_changes_no_plan(self, cast: Cast, now: datetime) -> None:
        emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        assert _status(cast, "stan", "note-new") == 200
        assert _status(cast, "stan", "goal-new") == 403
        assert _status(cast, "stan", "member-new") == 403

    @pytest.mark.requirement("R197", "R202")
    @pytest.mark.parametrize(("finding", "status"), [("wrong", 403), ("right", 200), ("unclear", 200)])
    def test_what_was_not_right_ends_at_once(self, cast: Cast, now: datetime, finding: str, status: int) -> None:
        row = emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        said = EmergencyOpening.Finding(finding)
        later = now + timedelta(seconds=1)
        emergencies.review(opening=row, finding=said, words="Nobody was missing", by=cast.maya, at=later)
        row.refresh_from_db()
        assert (row.until == later) is (status == 403)
        EmergencyOpening.objects.update(opened_at=now - timedelta(seconds=9), until=row.until - timedelta(seconds=2))
        assert _status(cast, "stan") == status

    @pytest.mark.requirement("R197", "R202")
    def test_it_ends_for_whoever_turns_out_to_be_too_close_and_stays_over(self, cast: Cast, now: datetime) -> None:
        row = emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now - timedelta(hours=1))
        assert _status(cast, "stan") == 200
        tied = guards.tie(family=cast.family, worker=cast.stan, by=cast.maya, at=now)
        assert _status(cast, "stan") == 403
        row.refresh_from_db()
        assert row.until == now
        guards.untie(tied=tied, by=cast.maya, at=now)
        assert _status(cast, "stan") == 403

    @pytest.mark.requirement("R197")
    def test_no_emergency_opens_what_is_shut_to_whoever_is_too_close(self, cast: Cast, now: datetime) -> None:
        """However it came to be open, in lists neither."""
        emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        StaffTie.objects.create(family=cast.family, worker=cast.stan, set_by=cast.maya, set_at=now)
        assert _status(cast, "stan") == 403
        assert not Family.objects.filter(policy.families_filter(Permission.FAMILY_VIEW, asker=cast.stan)).exists()
        assert register.open_now(cast.stan, cast.family, at=now) is None

    @pytest.mark.requirement("R197", "R202")
    def test_a_manager_of_the_family_s_own_neither_reads_of_it_nor_reviews_it(self, cast: Cast, now: datetime) -> None:
        rob = Worker.objects.create(
            name="Rob Haines", job_title="manager", role="team_manager", agency=cast.maya.agency
        )
        Account.objects.make(name="rob", password=None, worker=rob)
        guards.tie(family=cast.family, worker=rob, by=cast.maya, at=now)
        row = emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
        client, review = cast.client(rob), reverse("emergency-review", args=[row.pk])
        assert WHY not in client.get(reverse("to-look-at")).content.decode()
        assert register.number_to_look_at(rob, today=now.date()) == 0
        own, nobodys = client.get(review), client.get(reverse("emergency-review", args=[987_654]))
        assert own.status_code == nobodys.status_code == 404
        assert WHY not in own.content.decode()
        with pytest.raises(NotAllowed, match="Another manager"):
            emergencies.review(opening=row, finding=EmergencyOpening.Finding.RIGHT, by=rob, at=now)
        assert WHY in cast.client(cast.maya).get(review).content.decode()
        emergencies.review(opening=row, finding=EmergencyOpening.Finding.RIGHT, by=cast.maya, at=now)


class TestGuardedRecords:
    @pytest.mark.requirement("R197")
    def test_only_those_named_find_and_open_it(self, cast: Cast, now: datetime) -> None:
        guards.guard(family=cast.family, reason="Known people", workers=[cast.maya, cast.priya], by=cast.maya, at=now)
        pages = [("family", cast.family.pk), ("person", cast.child.pk), ("plan", cast.family.pk)]
        for name, pk in pages:
            codes = {who: _status(cast, who, name, pk) for who in ("maya", "priya", "tom", "fay", "green")}
            green = 403
            assert codes == {"maya": 200, "priya": 200, "tom": 403, "fay": 403, "green": green}, name
        assert "Okafor" not in cast.client(cast.tom).get(reverse("my-families"), {"whose": "team"}).content.decode()
        found = cast.client(cast.fay).get(reverse("find"), {"q": "Leo Okafor"}).content.decode()
        assert reverse("family", args=[cast.family.pk]) not in found

    @pytest.mark.requirement("R197")
    def test_whoever_is_shut_out_does_not_find_that_they_are_known(self, cast: Cast, now: datetime) -> None:
        def finds(who: str, text: str) -> bool:
            answer = cast.client(getattr(cast, who)).get(reverse("find"), {"q": text})
            return bool(answer.context["results"])

        texts = ("Leo Okafor", "20 May 2017", cast.child.reference, cast.family.reference)
        assert [text for text in texts if not finds("fay", text)] == []
        guards.guard(family=cast.family, reason="Known people", workers=[cast.maya], by=cast.maya, at=now)
        for who in ("fay", "priya", "stan"):
            assert [text for text in texts if finds(who, text)] == []
        assert finds("maya", "Leo Okafor")
        emergencies.open_record(family=cast.family, reason=WHY, by=cast.fay, at=now)
        assert finds("fay", "Leo Okafor")

    @pytest.mark.requirement("R197")
    def test_its_number_does_not_tell_who_of_another_family_is_in_it(self, cast: Cast, now: datetime) -> None:
        other = Family.objects.create(name="Reed", made_at=LONG_AGO)
        Membership.objects.create(family=other, person=cast.father, role="parent", known_from=LONG_AGO)
        guards.guard(family=cast.family, reason="Known people", workers=[cast.maya], by=cast.maya, at=now)

        def found(who: str, text: str) -> list[str]:
            answer = cast.client(getattr(cast, who)).get(reverse("find"), {"q": text})
            return [each.why for each in answer.context["results"]]

        for who in ("fay", "priya", "stan"):
            assert found(who, cast.family.reference) == []
            assert found(who, "Sam Reed") == ["name"]
            assert found(who, other.reference) == [f"in {other.reference}"]
        assert len(found("maya", cast.family.reference)) == 4

    def test_it_is_lifted_with_a_reason_by_those_named(self, cast: Cast, now: datetime) -> None:
        row = guards.guard(family=cast.family, reason="Known people", workers=[cast.maya], by=cast.maya, at=now)
        with pytest.raises(guards.CannotGuard, match="Say why"):
            guards.lift(guarded=row, reason="", by=cast.maya, at=now)
        guards.lift(guarded=row, reason="No longer known", by=cast.maya, at=now)
        assert _status(cast, "tom") == 200

    def test_whoever_guards_it_stays_able_to_open_it(self, cast: Cast, now: datetime) -> None:
        with pytest.raises(guards.CannotGuard, match="Name yourself"):
            guards.guard(family=cast.family, reason="Known people", workers=[cast.priya], by=cast.maya, at=now)

    def test_a_worker_never_opens_their_own_family_in_an_emergency_neither(self, cast: Cast, now: datetime) -> None:
        guards.tie(family=cast.family, worker=cast.tom, by=cast.maya, at=now)
        assert _status(cast, "tom") == 403
        with pytest.raises(emergencies.CannotOpen, match="close to you"):
            emergencies.open_record(family=cast.family, reason=WHY, by=cast.tom, at=now)


class TestPrivateEntries:
    @pytest.mark.requirement("R195")
    def test_a_note_for_named_workers_is_nowhere_for_the_others(self, cast: Cast, now: datetime) -> None:
        note = notes.add(family=cast.family, text="Canary from the police", on=now.date(), by=cast.priya, at=now)
        words.keep(family=cast.family, text="Canary words", on=now.date(), note=note, by=cast.priya, at=now)
        guards.keep_to_named(
            family=cast.family, thing=note, workers=[cast.maya], reason="For the manager", by=cast.priya, at=now
        )
        notes.mark(note=note, kind="signal", text="Canary sign", by=cast.priya, at=now)
        pages = [("family", [cast.family.pk]), ("family-timeline", [cast.family.pk])]
        for name, args in [*pages, ("note", [cast.family.pk, note.pk])]:
            for who in ("priya", "maya"):
                assert "Canary" in cast.client(getattr(cast, who)).get(reverse(name, args=args)).content.decode(), name
            assert "Canary" not in cast.client(cast.tom).get(reverse(name, args=args)).content.decode(), name

    @pytest.mark.requirement("R195")
    def test_pages_about_what_is_kept_show_it_to_those_named_alone(self, cast: Cast, now: datetime) -> None:
        note = notes.add(family=cast.family, text="Canary from the police", on=now.date(), by=cast.maya, at=now)
        said = {"family": cast.family, "by": cast.maya, "at": now}
        row = guards.keep_to_named(thing=note, workers=[cast.maya], reason="Canary reason", **said)  # type: ignore[arg-type]
        pages = [
            reverse("private-new", args=[cast.family.pk, "note", note.pk]), reverse("private-open", args=[row.pk]),
            reverse("guards", args=[cast.family.pk]),
        ]  # fmt: skip
        for page in pages:
            assert "Canary" in cast.client(cast.maya).get(page).content.decode()
            for who in (cast.tom, cast.priya):
                for answer in (cast.client(who).get(page), cast.client(who).post(page, {"reason": ""})):
                    assert "Canary" not in answer.content.decode(), page

    def test_another_teams_manager_is_not_told_what_is_private_to_whom(self, cast: Cast, now: datetime) -> None:
        note = notes.add(family=cast.family, text="Hers", on=now.date(), by=cast.priya, at=now)
        guards.keep_to_member(
            family=cast.family, thing=note, person=cast.parent, reason="Canary reason", by=cast.priya, at=now
        )
        page = reverse("guards", args=[cast.family.pk])
        assert "Canary reason" in cast.client(cast.maya).get(page).content.decode()
        cast.maya.team = None
        cast.maya.save()
        answer = cast.client(cast.maya).get(page)
        assert answer.status_code == 200
        assert "Canary reason" not in answer.content.decode()

    @pytest.mark.requirement("R198")
    def test_what_is_private_to_one_member_stands_in_no_copy(self, cast: Cast, now: datetime) -> None:
        says = AppointmentWords(what="Canary appointment", people=(cast.parent,))
        on = now.date() + timedelta(days=3)
        row = appointments.add(family=cast.family, says=says, on=on, by=cast.priya, at=now)
        copy = reverse("family-copy", args=[cast.family.pk])
        assert "Canary" in cast.client(cast.priya).get(copy).content.decode()
        guards.keep_to_member(
            family=cast.family, thing=row, person=cast.parent, reason="Sam must not know", by=cast.priya, at=now
        )
        assert "Canary" not in cast.client(cast.priya).get(copy).content.decode()
        assert "Canary" not in cast.client(cast.parent_account).get(reverse("our-plan")).content.decode()
        assert "Canary" in cast.client(cast.priya).get(reverse("diary", args=[cast.family.pk])).content.decode()

    def test_only_a_named_worker_opens_it_to_the_others(self, cast: Cast, now: datetime) -> None:
        note = notes.add(family=cast.family, text="Canary", on=now.date(), by=cast.priya, at=now)
        said = {"family": cast.family, "reason": "For the manager", "at": now}
        row = guards.keep_to_named(thing=note, workers=[cast.maya], by=cast.priya, **said)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            guards.open_again(kept=row, reason="why not", by=cast.tom, at=now)
        guards.open_again(kept=row, reason="Told to all now", by=cast.maya, at=now)
        assert not KeptPrivate.objects.filter(lifted_at=None).exists()

    def test_the_page_keeps_it_private(self, cast: Cast, now: datetime) -> None:
        note = notes.add(family=cast.family, text="Canary", on=now.date(), by=cast.priya, at=now)
        address = reverse("private-new", args=[cast.family.pk, "note", note.pk])
        client = cast.client(cast.priya)
        page = client.get(address).content.decode()
        refused = client.post(address, filled(page, kind="member", reason="x"))
        assert "Say whose it is" in refused.content.decode()
        sent = filled(page, kind="member", person=cast.parent.pk, reason="Hers")
        assert client.post(address, sent).status_code == 302
        assert KeptPrivate.objects.get().person == cast.parent
        assert cast.client(cast.stan).get(address).status_code == 403
