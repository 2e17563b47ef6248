"""Who keeps a record to named workers, and that nobody is shut out of their own work by a stranger or a slip."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import policy
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family
from oneplan.web.sharing.actions import guards
from oneplan.web.sharing.models import GuardedRecord
from oneplan.web.site.conflicts import ChangedMeanwhile
from tests.cast import LONG_AGO, Cast, filled


@pytest.fixture
def rob(cast: Cast) -> Worker:
    """The manager of the team in the south."""
    worker = Worker.objects.create(
        name="Rob Haines", job_title="team manager", role=Role.TEAM_MANAGER, agency=cast.maya.agency,
        team=cast.stan.team,
    )  # fmt: skip
    Account.objects.make(name="rob", password=None, worker=worker)
    return worker


def _guard(cast: Cast, *workers: Worker, by: Worker, at: datetime, seen: str | None = None) -> GuardedRecord:
    return guards.guard(family=cast.family, reason="Known people", workers=workers, by=by, at=at, seen=seen)


def _named(cast: Cast) -> set[Worker]:
    return set(GuardedRecord.objects.get(family=cast.family, lifted_at=None).workers.all())


class TestAStranger:
    @pytest.mark.requirement("R197")
    def test_another_teams_manager_shuts_nobody_out(self, cast: Cast, rob: Worker, now: datetime) -> None:
        with pytest.raises(NotAllowed):
            _guard(cast, rob, by=rob, at=now)
        with pytest.raises(NotAllowed):
            _guard(cast, rob, cast.priya, by=rob, at=now)
        address = reverse("guard", args=[cast.family.pk])
        for answer in (cast.client(rob).get(address), cast.client(rob).post(address)):
            assert "Priya" not in answer.content.decode()
        assert cast.client(rob).get(address).status_code == 403
        page = cast.client(rob).get(reverse("guards", args=[cast.family.pk])).content.decode()
        assert address not in page
        assert "A manager of the team that works with them" in page
        assert cast.client(cast.priya).get(reverse("family", args=[cast.family.pk])).status_code == 200

    @pytest.mark.requirement("R197")
    def test_another_teams_manager_hears_the_same_of_a_guarded_record_and_of_any_other(
        self, cast: Cast, rob: Worker, now: datetime
    ) -> None:
        """That a record is kept to named workers is itself kept from those who would not see it otherwise."""
        before = policy.decision(Permission.RECORD_GUARD, asker=rob, family=cast.family)
        _guard(cast, cast.maya, cast.priya, by=cast.maya, at=now)
        assert policy.decision(Permission.RECORD_GUARD, asker=rob, family=cast.family) == before
        assert not before.allowed

    def test_they_say_that_a_worker_is_too_close(self, cast: Cast, rob: Worker, now: datetime) -> None:
        """The team's own manager cannot say it of themself."""
        with pytest.raises(guards.CannotGuard, match="another manager"):
            guards.tie(family=cast.family, worker=cast.maya, by=cast.maya, at=now)
        address = reverse("tie-new", args=[cast.family.pk])
        sent = filled(cast.client(rob).get(address).content.decode(), worker=str(cast.maya.pk))
        assert cast.client(rob).post(address, sent).status_code == 302
        assert cast.client(cast.maya).get(reverse("family", args=[cast.family.pk])).status_code == 403

    def test_while_no_team_works_with_a_family_any_manager_sees_to_it(
        self, cast: Cast, rob: Worker, now: datetime
    ) -> None:
        family = Family.objects.create(name="Quill", made_at=LONG_AGO)
        row = guards.guard(family=family, reason="Known people", workers=[rob], by=rob, at=now)
        guards.lift(guarded=row, reason="No longer known", by=rob, at=now)
        family.episodes.create(team=cast.maya.team, opened_on=date(2024, 1, 8), made_at=LONG_AGO)
        with pytest.raises(NotAllowed):
            guards.guard(family=family, reason="Known people", workers=[rob, cast.maya], by=rob, at=now)

    def test_a_manager_who_is_named_opens_it_again_after_the_family_moved_on(
        self, cast: Cast, rob: Worker, now: datetime
    ) -> None:
        row = _guard(cast, cast.maya, cast.priya, by=cast.maya, at=now)
        cast.episode.team = rob.team
        cast.episode.save()
        with pytest.raises(NotAllowed):
            guards.lift(guarded=row, reason="It is ours now", by=rob, at=now)
        guards.lift(guarded=row, reason="It is theirs now", by=cast.maya, at=now)


class TestThoseWhoWorkWithIt:
    @pytest.mark.requirement("R197")
    def test_somebody_who_works_with_the_family_is_among_the_named(
        self, cast: Cast, rob: Worker, now: datetime
    ) -> None:
        _guard(cast, cast.maya, rob, by=cast.maya, at=now)
        with pytest.raises(guards.CannotGuard, match="Priya Shah or Maya Lund"):
            _guard(cast, rob, cast.fay, by=rob, at=now)
        assert _named(cast) == {cast.maya, rob}
        _guard(cast, rob, cast.priya, by=rob, at=now)
        assert _named(cast) == {cast.priya, rob}

    def test_who_is_too_close_is_not_the_one(self, cast: Cast, rob: Worker, now: datetime) -> None:
        _guard(cast, cast.maya, rob, by=cast.maya, at=now)
        guards.tie(family=cast.family, worker=cast.priya, by=cast.maya, at=now)
        with pytest.raises(guards.CannotGuard, match=r"goes on: Maya Lund\."):
            _guard(cast, rob, cast.priya, by=rob, at=now)

    def test_the_form_says_so_and_names_who_is_left_out(self, cast: Cast, now: datetime) -> None:
        client, address = cast.client(cast.maya), reverse("guard", args=[cast.family.pk])
        page = client.get(address).content.decode()
        assert "Priya Shah and Maya Lund work with this family. At least one of them must be ticked." in page
        sent = filled(page, workers=[str(cast.maya.pk)], reason="Known people")
        said = client.post(address, sent, follow=True).content.decode()
        assert "No longer opened by: Priya Shah." in said


class TestAFormLeftOpen:
    @pytest.mark.requirement("R197")
    def test_whoever_was_taken_out_meanwhile_does_not_come_back(self, cast: Cast, rob: Worker, now: datetime) -> None:
        client, address = cast.client(cast.maya), reverse("guard", args=[cast.family.pk])
        row = _guard(cast, cast.maya, cast.priya, rob, by=cast.maya, at=now)
        typed = {"workers": [str(each.pk) for each in (cast.maya, cast.priya, rob)], "reason": "Known people"}
        opened = client.get(address).content.decode()
        before = _seen(opened)
        assert before.startswith(f"{row.pk}-{cast.priya.pk}-{cast.maya.pk}-{rob.pk}-")
        _guard(cast, cast.maya, rob, by=rob, at=now)
        answer = client.post(address, filled(opened, **typed, seen=before))
        assert answer.status_code == 422
        said = answer.content.decode()
        assert "Somebody else changed this while you had it open" in said
        assert "Maya Lund and Rob Haines" in said
        assert _named(cast) == {cast.maya, rob}
        assert _seen(said) != before
        assert client.post(address, filled(said, **typed, seen=_seen(said))).status_code == 302  # looked at, and meant
        assert _named(cast) == {cast.maya, cast.priya, rob}

    def test_nor_is_it_shut_anew_by_a_form_from_before_it_was_opened(self, cast: Cast, now: datetime) -> None:
        row = _guard(cast, cast.maya, by=cast.maya, at=now)
        client, address = cast.client(cast.maya), reverse("guard", args=[cast.family.pk])
        opened = client.get(address).content.decode()
        guards.lift(guarded=row, reason="No longer known", by=cast.maya, at=now)
        typed = {"workers": [str(cast.maya.pk)], "reason": "Known people", "seen": _seen(opened)}
        answer = client.post(address, filled(opened, **typed))
        assert answer.status_code == 422
        assert "Nobody: it was opened again." in answer.content.decode()
        assert not GuardedRecord.objects.filter(lifted_at=None).exists()

    @pytest.mark.parametrize("is_another", [False, True])
    def test_a_guard_that_was_not_read_is_not_lifted(
        self, cast: Cast, rob: Worker, now: datetime, is_another: bool
    ) -> None:
        """Another one, set since, or the same with another reason."""
        row = _guard(cast, cast.maya, cast.priya, rob, by=cast.maya, at=now)
        client, address = cast.client(cast.maya), reverse("guard-lift", args=[cast.family.pk])
        opened = client.get(address).content.decode()
        if is_another:
            guards.lift(guarded=row, reason="No longer known", by=rob, at=now)
        guards.guard(
            family=cast.family, reason="He found out", workers=[cast.maya, cast.priya, rob], by=cast.maya, at=now
        )
        answer = client.post(address, filled(opened, reason="They moved", seen=_seen(opened)))
        assert answer.status_code == 422
        said = answer.content.decode()
        assert "Somebody else changed this while you had it open" in said
        assert "He found out" in said
        assert _named(cast) == {cast.maya, cast.priya, rob}
        assert _seen(said) != _seen(opened)
        assert client.post(address, filled(said, reason="They moved", seen=_seen(said))).status_code == 302
        assert not GuardedRecord.objects.filter(family=cast.family, lifted_at=None).exists()

    def test_two_who_shut_it_at_once_do_not_overrule_each_other(self, cast: Cast, now: datetime) -> None:
        _guard(cast, cast.maya, by=cast.maya, at=now, seen="")
        with pytest.raises(ChangedMeanwhile):
            _guard(cast, cast.maya, cast.priya, by=cast.maya, at=now, seen="")
        assert _named(cast) == {cast.maya}


def _seen(page: str) -> str:
    mark = 'name="seen" value="'
    start = page.index(mark) + len(mark)
    return page[start : page.index('"', start)]
