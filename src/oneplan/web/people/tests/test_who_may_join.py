"""Joining two records opens no family to anybody who could not open it before."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access.actions import accounts
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.people.actions import merges
from oneplan.web.people.models import Family, Membership, Merge, Person, PersonName
from oneplan.web.sharing.actions import emergencies, guards
from tests.cast import LONG_AGO, Cast, filled

pytestmark = pytest.mark.usefixtures("written")
SECRETS = ("Grace", "Okafor", "2 April 1991", "4 Sorrel Rise", "P-1000")


@pytest.fixture
def rob(cast: Cast) -> Worker:
    """The manager of the team in the south."""
    worker = Worker.objects.create(
        name="Rob Haines", job_title="team manager", role=Role.TEAM_MANAGER, agency=cast.maya.agency,
        team=cast.stan.team,
    )  # fmt: skip
    Account.objects.make(name="rob", password=None, worker=worker)
    return worker


@pytest.fixture
def ola(cast: Cast) -> Person:
    """Somebody of a family that the team in the south works with."""
    person = Person.objects.create(given_names="Ola", family_name="Quill", made_at=LONG_AGO)
    PersonName.objects.create(person=person, given_names="Ola", family_name="Quill", known_from=LONG_AGO)
    family = Family.objects.create(name="Quill", made_at=LONG_AGO)
    family.episodes.create(team=cast.stan.team, opened_on=date(2024, 1, 8), made_at=LONG_AGO)
    _belongs(person, family)
    return person


def _belongs(person: Person, family: Family, *, until: date | None = None, role: str = "parent") -> Membership:
    return Membership.objects.create(
        person=person, family=family, role=role, valid_from=date(2020, 1, 1), valid_to=until, known_from=LONG_AGO
    )


def _compare(one: Person, two: Person) -> str:
    return reverse("person-merge", args=[one.pk, two.pk])


def _join(gone: Person, kept: Person, *, by: Worker, at: datetime) -> Merge:
    return merges.merge(gone=gone, kept=kept, reason="one woman", by=by, at=at)


class TestBothRecordsMustBeOpen:
    @pytest.mark.requirement("R195")
    def test_the_manager_of_one_team_does_not_join_with_anothers(
        self, cast: Cast, rob: Worker, ola: Person, now: datetime
    ) -> None:
        client = cast.client(rob)
        for one, two in ((cast.parent, ola), (ola, cast.parent)):
            answer = client.get(_compare(one, two))
            said = answer.content.decode()
            assert answer.status_code == 403
            assert "Ask the front door, or the manager of the other team" in said
            assert [word for word in SECRETS if word in said] == []
            with pytest.raises(NotAllowed, match="manager of the other team"):
                _join(one, two, by=rob, at=now)
        assert not Merge.objects.exists()
        assert client.get(reverse("person", args=[cast.parent.pk])).status_code == 403

    def test_a_form_that_was_open_before_joins_nothing_after(
        self, cast: Cast, rob: Worker, ola: Person, now: datetime
    ) -> None:
        again = Person.objects.create(given_names="Olla", made_at=LONG_AGO)
        client, address = cast.client(rob), _compare(ola, again)
        sent = filled(client.get(address).content.decode(), keep=str(ola.pk), reason="one woman")
        _belongs(again, cast.family)
        assert client.post(address, sent).status_code == 403
        assert not Merge.objects.exists()

    def test_a_family_of_the_past_counts(self, cast: Cast, rob: Worker, ola: Person, now: datetime) -> None:
        again = Person.objects.create(given_names="Olla", made_at=LONG_AGO)
        assert cast.client(rob).get(_compare(ola, again)).status_code == 200
        row = _belongs(again, cast.family, until=date(2022, 1, 1))
        assert cast.client(rob).get(_compare(ola, again)).status_code == 403
        Membership.objects.filter(pk=row.pk).update(known_until=now, struck_reason="Never true")
        assert cast.client(rob).get(_compare(ola, again)).status_code == 200

    def test_a_family_of_a_record_joined_before_counts(self, cast: Cast, rob: Worker, ola: Person) -> None:
        again = Person.objects.create(given_names="Olla", made_at=LONG_AGO)
        older = Person.objects.create(given_names="Olly", made_at=LONG_AGO, merged_into=again)
        _belongs(older, cast.family)
        assert cast.client(rob).get(_compare(ola, again)).status_code == 403

    @pytest.mark.requirement("R197")
    def test_a_record_kept_to_named_workers_is_compared_by_them_alone(
        self, cast: Cast, rob: Worker, now: datetime
    ) -> None:
        address = _compare(cast.child, cast.baby)
        data_manager = cast.others["data_manager"]
        for who in (cast.maya, cast.fay, data_manager):
            assert cast.client(who).get(address).status_code == 200
        guards.guard(family=cast.family, reason="Known people", workers=[cast.maya], by=cast.maya, at=now)
        for who in (rob, cast.fay, data_manager):
            answer = cast.client(who).get(address)
            assert answer.status_code == 403
            assert "a manager who is one of them" in answer.content.decode()
            assert "Leo" not in answer.content.decode()
        assert cast.client(cast.maya).get(address).status_code == 200

    def test_nobody_joins_in_their_own_family(self, cast: Cast, now: datetime) -> None:
        data_manager = cast.others["data_manager"]
        guards.tie(family=cast.family, worker=data_manager, by=cast.maya, at=now)
        with pytest.raises(NotAllowed):
            _join(cast.child, cast.baby, by=data_manager, at=now)

    def test_an_emergency_is_not_enough(self, cast: Cast, rob: Worker, now: datetime) -> None:
        emergencies.open_record(family=cast.family, reason="Leo is missing since noon today", by=rob, at=now)
        assert cast.client(rob).get(reverse("person", args=[cast.child.pk])).status_code == 200
        assert cast.client(rob).get(_compare(cast.child, cast.baby)).status_code == 403

    @pytest.mark.requirement("R195")
    def test_records_in_no_family_are_not_everybodys_to_join(self, cast: Cast, now: datetime) -> None:
        """Priya may open both; to make one of them is for the front door, a manager, the data manager."""
        one, two = (Person.objects.create(given_names="Ash", family_name="Vale", made_at=LONG_AGO) for _ in range(2))
        with pytest.raises(NotAllowed):
            _join(one, two, by=cast.priya, at=now)
        assert _join(one, two, by=cast.maya, at=now).kept == two

    def test_it_is_not_told_whether_there_is_such_a_number(self, cast: Cast, rob: Worker, ola: Person) -> None:
        def said(other: int) -> tuple[int, bool]:
            answer = cast.client(rob).get(reverse("person-merge", args=[ola.pk, other]))
            return answer.status_code, "You may not open every family" in answer.content.decode()

        assert said(cast.parent.pk) == said(900_000) == (403, True)
        undo = [reverse("merge-undo", args=[pk]) for pk in (_joined(cast).pk, 900_000)]
        assert {cast.client(rob).get(each).status_code for each in undo} == {403}


class TestParting:
    def test_those_who_may_open_both_part_them_and_read_of_it(
        self, cast: Cast, rob: Worker, now: datetime, read: Callable[..., str]
    ) -> None:
        row = _joined(cast)
        assert "one boy" in read(reverse("merges"), by=cast.maya)
        assert "one boy" not in read(reverse("merges"), by=rob)
        with pytest.raises(NotAllowed):
            merges.undo(merge=row, reason="two", by=rob, at=now)
        merges.undo(merge=row, reason="two", by=cast.maya, at=now)
        assert "one boy" not in read(reverse("merges"), by=rob)
        assert "one boy" in read(reverse("merges"), by=cast.maya)


def _joined(cast: Cast) -> Merge:
    again = Person.objects.create(given_names="Leon", made_at=LONG_AGO)
    return merges.merge(gone=again, kept=cast.child, reason="one boy", by=cast.maya, at=LONG_AGO + timedelta(days=9))


class TestAccounts:
    """Grace signs in to the plan of her family."""

    @pytest.mark.requirement("R198")
    def test_no_account_comes_to_open_another_familys_plan(self, cast: Cast, ola: Person, now: datetime) -> None:
        for gone, kept in ((cast.parent, ola), (ola, cast.parent)):
            with pytest.raises(merges.CannotMerge, match="switch the account off first"):
                _join(gone, kept, by=cast.fay, at=now)
        client, address = cast.client(cast.fay), _compare(cast.parent, ola)
        sent = filled(client.get(address).content.decode(), keep=str(ola.pk), reason="one woman")
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert "would open the other family&#x27;s plan too" in answer.content.decode()
        cast.parent_account.is_active = False
        cast.parent_account.save()
        assert _join(cast.parent, ola, by=cast.fay, at=now).kept == ola

    @pytest.mark.requirement("R198")
    def test_nor_is_one_switched_on_or_made_after_they_were_joined(
        self, cast: Cast, ola: Person, now: datetime
    ) -> None:
        admin, account = cast.others["administrator"], cast.parent_account
        accounts.switch_off(account=account, by=admin, at=now)
        row = _join(cast.parent, ola, by=cast.fay, at=now)
        with pytest.raises(accounts.CannotChangeAccount, match="would open that family's plan too"):
            accounts.switch_on(account=account, by=admin, at=now)
        with pytest.raises(accounts.CannotChangeAccount, match="would open that family's plan too"):
            accounts.make(name="ola", person=ola, by=admin, at=now)
        client, address = cast.client(admin), reverse("account-switch", args=[account.pk])
        answer = client.post(address, filled(client.get(address).content.decode()))
        assert answer.status_code == 422
        assert "plan too. It stays shut." in answer.content.decode()
        assert not Account.objects.filter(person__in=[cast.parent, ola], is_active=True).exists()
        merges.undo(merge=row, reason="two women", by=cast.fay, at=now)
        accounts.switch_on(account=account, by=admin, at=now)

    def test_one_whose_joined_record_is_in_no_other_family_is_switched_on(self, cast: Cast, now: datetime) -> None:
        admin, again = cast.others["administrator"], Person.objects.create(given_names="Gracie", made_at=LONG_AGO)
        _belongs(again, cast.family)
        accounts.switch_off(account=cast.parent_account, by=admin, at=now)
        _join(again, cast.parent, by=cast.fay, at=now)
        accounts.switch_on(account=cast.parent_account, by=admin, at=now)
        assert Account.objects.get(pk=cast.parent_account.pk).is_active

    def test_a_place_that_opens_more_than_the_accounts_own_counts(self, cast: Cast, now: datetime) -> None:
        """Grace left the family; the second record says that she is still in it."""
        Membership.objects.filter(person=cast.parent).update(valid_to=date(2022, 1, 1))
        again = Person.objects.create(given_names="Gracie", made_at=LONG_AGO)
        _belongs(again, cast.family)
        with pytest.raises(merges.CannotMerge, match="switch the account off"):
            _join(again, cast.parent, by=cast.fay, at=now)

    def test_a_second_record_in_no_other_family_is_joined(self, cast: Cast, now: datetime) -> None:
        """The account opens after it what it opened before."""
        new, here = (Person.objects.create(given_names=name, made_at=LONG_AGO) for name in ("Gracie", "Grayce"))
        _belongs(here, cast.family, role="network")
        for gone in (new, here):
            assert _join(gone, cast.parent, by=cast.fay, at=now).kept == cast.parent
