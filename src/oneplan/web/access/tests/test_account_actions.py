"""What administrators do with accounts, action by action: who may, what changes, what does not, what is kept of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from oneplan.web.access import tries
from oneplan.web.access.actions import accounts, passwords
from oneplan.web.access.actions.accounts import CannotChangeAccount
from oneplan.web.access.models import Account, AuditEvent, OpenSession, TryCount, WayIn
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast


@pytest.fixture
def admin(cast: Cast) -> Worker:
    return cast.others["administrator"]


def _of(worker: Worker) -> Account:
    return Account.objects.get(worker=worker)


def _events() -> list[str]:
    return list(AuditEvent.objects.order_by("number").values_list("event", flat=True))


def _newcomer(cast: Cast) -> Worker:
    return Worker.objects.create(name="New Comer", job_title="nurse", role="partner", agency=cast.green.agency)


def test_only_an_administrator_does_any_of_it(cast: Cast, now: datetime) -> None:
    account, priya = _of(cast.tom), cast.priya
    tried: list[Any] = [
        lambda: accounts.make(name="n.comer", worker=_newcomer(cast), by=priya, at=now),
        lambda: accounts.switch_off(account=account, by=priya, at=now),
        lambda: accounts.switch_on(account=account, by=priya, at=now),
        lambda: accounts.set_directory_id(account=account, directory_id="d", by=priya, at=now),
        lambda: accounts.lift_lockout(account=account, by=priya, at=now),
        lambda: accounts.sign_out_everywhere(account=account, by=priya, at=now),
        lambda: passwords.give_link(account=account, by=priya, at=now, address="https://plan.example.org"),
    ]
    for each in tried:
        with pytest.raises(NotAllowed):
            each()
    assert _events() == []


def test_an_account_is_made_clean_and_that_is_kept(cast: Cast, admin: Worker, now: datetime) -> None:
    made = accounts.make(name=" N.Comer ", worker=_newcomer(cast), by=admin, at=now, directory_id=" d1 ")
    made.refresh_from_db()
    assert (made.name, made.directory_id, made.is_active, made.has_usable_password()) == ("n.comer", "d1", True, False)
    other = accounts.make(name="m.comer", worker=_newcomer(cast), by=admin, at=now)
    assert other.directory_id is None
    assert _events() == ["account_made", "account_made"]
    with pytest.raises(CannotChangeAccount):
        accounts.make(name="third", worker=cast.tom, by=admin, at=now)


def test_a_link_only_account_becomes_a_real_one(cast: Cast, admin: Worker, now: datetime) -> None:
    worker = _newcomer(cast)
    by_link = Account(name="link-x", worker=worker, is_active=False, by_link_only=True)
    by_link.set_unusable_password()
    by_link.save()
    with pytest.raises(CannotChangeAccount):
        accounts.switch_on(account=by_link, by=admin, at=now)
    made = accounts.make(name="n.comer", worker=worker, by=admin, at=now)
    assert (made.pk, made.by_link_only, made.is_active) == (by_link.pk, False, True)


def test_switching_off_ends_sessions_and_links_of_that_account_alone(cast: Cast, admin: Worker, now: datetime) -> None:
    cast.client(cast.tom)
    cast.client(cast.priya)
    for worker in (cast.tom, cast.priya):
        passwords.command_link(_of(worker), at=now, address="https://plan.example.org")
    used = WayIn.objects.create(account=_of(cast.tom), secret_digest="u", made_at=now, expires_at=now, used_at=now)
    ended = WayIn.objects.create(account=_of(cast.tom), secret_digest="e", made_at=now, expires_at=now, ended_at=now)
    later = now + timedelta(minutes=1)
    accounts.switch_off(account=_of(cast.tom), by=admin, at=later, why="left")
    assert not _of(cast.tom).is_active
    assert _of(cast.priya).is_active
    assert [row.account for row in OpenSession.objects.all()] == [_of(cast.priya)]
    assert list(WayIn.objects.filter(ended_at=None, used_at=None).values_list("account", flat=True)) == [
        _of(cast.priya).pk
    ]
    used.refresh_from_db()
    ended.refresh_from_db()
    assert (used.ended_at, ended.ended_at) == (None, now)
    assert _events() == ["account_switched_off"]


def test_nobody_switches_off_themselves_but_a_member_of_a_family_can_be(
    cast: Cast, admin: Worker, now: datetime
) -> None:
    with pytest.raises(CannotChangeAccount):
        accounts.switch_off(account=_of(admin), by=admin, at=now)
    accounts.switch_off(account=cast.parent_account, by=admin, at=now)
    assert not Account.objects.get(pk=cast.parent_account.pk).is_active


def test_switching_on_is_for_whoever_still_works_here(cast: Cast, admin: Worker, now: datetime) -> None:
    Account.objects.filter(pk__in=[_of(cast.tom).pk, _of(cast.stan).pk]).update(is_active=False)
    Worker.objects.filter(pk=cast.stan.pk).update(is_active=False)
    accounts.switch_on(account=_of(cast.tom), by=admin, at=now)
    with pytest.raises(CannotChangeAccount):
        accounts.switch_on(account=_of(cast.stan), by=admin, at=now)
    assert (_of(cast.tom).is_active, _of(cast.stan).is_active) == (True, False)
    Account.objects.filter(pk=cast.parent_account.pk).update(is_active=False)
    accounts.switch_on(account=cast.parent_account, by=admin, at=now)
    assert Account.objects.get(pk=cast.parent_account.pk).is_active
    assert _events() == ["account_switched_on", "account_switched_on"]


def test_a_directory_entry_belongs_to_one_account(cast: Cast, admin: Worker, now: datetime) -> None:
    accounts.set_directory_id(account=_of(cast.tom), directory_id=" d1 ", by=admin, at=now)
    assert (_of(cast.tom).directory_id, _of(cast.priya).directory_id) == ("d1", None)
    with pytest.raises(CannotChangeAccount):
        accounts.set_directory_id(account=_of(cast.priya), directory_id="d1", by=admin, at=now)
    accounts.set_directory_id(account=_of(cast.tom), directory_id="d1", by=admin, at=now)
    accounts.set_directory_id(account=_of(cast.priya), directory_id="d2", by=admin, at=now)
    for worker in (cast.tom, cast.priya):
        accounts.set_directory_id(account=_of(worker), directory_id=" ", by=admin, at=now)
        assert _of(worker).directory_id is None
    assert _events() == ["account_directory_entry"] * 5


def test_lifting_a_lock_lifts_every_kind_of_it(cast: Cast, admin: Worker, now: datetime) -> None:
    account = _of(cast.tom)
    for kind, whom in (("name", account.name), ("code", account.pk), ("ask", account.name)):
        while tries.take(kind, whom, at=now):
            pass
    assert TryCount.objects.filter(locked_until__isnull=False).count() == 3
    accounts.lift_lockout(account=account, by=admin, at=now)
    assert not TryCount.objects.filter(locked_until__isnull=False).exists()
    assert _events() == ["lockout_lifted"]


def test_signed_out_everywhere_by_another_one_is_told(cast: Cast, admin: Worker, now: datetime) -> None:
    cast.client(cast.tom)
    cast.client(cast.tom)
    assert accounts.sign_out_everywhere(account=_of(cast.tom), by=cast.tom, at=now) == 2
    assert not OutboxMessage.objects.exists()
    cast.client(cast.tom)
    assert accounts.sign_out_everywhere(account=_of(cast.tom), by=admin, at=now) == 1
    assert OutboxMessage.objects.get().to_worker == cast.tom
    assert not OpenSession.objects.exists()
    assert _events() == ["signed_out_everywhere"] * 2


def test_a_link_is_given_only_to_who_may_sign_in(cast: Cast, admin: Worker, now: datetime) -> None:
    given: dict[str, Any] = {"by": admin, "at": now, "address": "https://plan.example.org"}
    Account.objects.filter(worker=cast.stan).update(is_active=False)
    with pytest.raises(passwords.CannotSetPassword):
        passwords.give_link(account=_of(cast.stan), **given)
    link = passwords.give_link(account=_of(cast.tom), **given)
    again = passwords.give_link(account=_of(cast.tom), **given)
    first, second = (passwords.link_for(each.rstrip("/").rpartition("/")[2], at=now) for each in (link, again))
    assert first is None
    assert second is not None
    late = now + timedelta(hours=passwords.GIVEN_HOURS)
    assert passwords.link_for(again.rstrip("/").rpartition("/")[2], at=late) is None
    Worker.objects.filter(pk=cast.tom.pk).update(email="tom@example.org")
    assert passwords.give_link(account=_of(cast.tom), **given) == ""
    assert OutboxMessage.objects.filter(kind="way_in").count() == 1
    assert _events() == ["way_in_given"] * 3
    assert timezone.now() >= now
