"""What administrators see of accounts, locks and links; which answers wait for a worker."""

from datetime import datetime, timedelta
from typing import Any

from oneplan.web.access import reads, tries
from oneplan.web.access.actions import passwords
from oneplan.web.access.models import Account, PartnerQuestion, TryCount, WayIn
from tests.cast import Cast


def _account(who: Any) -> Account:
    return Account.objects.select_related("worker").get(worker=who)


def test_accounts_are_found_by_either_name(cast: Cast) -> None:
    Account.objects.filter(worker=cast.priya).update(name="p.s")
    for words, found in (("shah", ["p.s"]), ("P.S", ["p.s"]), ("stan", ["stan"]), ("nobody", [])):
        assert [row.name for row in reads.accounts(words)] == found
    assert reads.accounts("").count() == Account.objects.count()


def test_locks_that_are_over_are_not_shown_and_unknown_kinds_say_nothing(cast: Cast, now: datetime) -> None:
    later = now + timedelta(minutes=5)
    for subject, until in (("name:x", later), ("code:y", later), ("else:z", later), ("name:over", now)):
        TryCount.objects.create(subject=subject, since=now, locked_until=until)
    assert {row.what for row in reads.locked(at=now)} == {"password", "second step", ""}
    assert {row.until for row in reads.locked(at=now)} == {later}
    assert {row.account for row in reads.locked(at=now)} == {None}


class TestStanding:
    def test_it_is_of_this_account_alone(self, cast: Cast, now: datetime) -> None:
        priya, tom = _account(cast.priya), _account(cast.tom)
        cast.client(cast.tom)
        passwords.new_link(tom, at=now, lasts=timedelta(hours=1), by=None, address="")
        TryCount.objects.create(subject="name:t", account=tom, since=now, locked_until=now + timedelta(minutes=1))
        found = reads.standing(priya, at=now)
        assert (found["number_of_sessions"], found["locked_until"], found["link"]) == (0, None, None)
        theirs = reads.standing(tom, at=now)
        assert (theirs["number_of_sessions"], theirs["link"]) == (1, WayIn.objects.get())
        assert theirs["locked_until"] == now + timedelta(minutes=1)
        assert (theirs["app"], theirs["number_of_passkeys"], theirs["codes_left"], theirs["must"]) == (
            None,
            0,
            0,
            False,
        )

    def test_a_link_used_ended_or_over_is_none(self, cast: Cast, now: datetime) -> None:
        priya = _account(cast.priya)
        passwords.new_link(priya, at=now, lasts=timedelta(hours=1), by=None, address="")
        assert reads.standing(priya, at=now)["link"] is not None
        assert reads.standing(priya, at=now + timedelta(hours=1))["link"] is None
        for gone in ({"used_at": now, "ended_at": None}, {"used_at": None, "ended_at": now}):
            WayIn.objects.update(**gone)
            assert reads.standing(priya, at=now)["link"] is None

    def test_a_lock_that_is_over_is_none(self, cast: Cast, now: datetime) -> None:
        priya = _account(cast.priya)
        TryCount.objects.create(subject="name:p", account=priya, since=now, locked_until=now)
        assert reads.standing(priya, at=now)["locked_until"] is None


def test_answers_wait_for_who_asked_until_they_are_read(cast: Cast, now: datetime) -> None:
    said: dict[str, Any] = {"family": cast.family, "to": cast.green, "asked_at": now}
    mine = PartnerQuestion.objects.create(asked_by=cast.priya, text="mine", answer="yes", answered_at=now, **said)
    PartnerQuestion.objects.create(asked_by=cast.tom, text="another's", answer="yes", answered_at=now, **said)
    PartnerQuestion.objects.create(asked_by=cast.priya, text="not answered", **said)
    PartnerQuestion.objects.create(asked_by=cast.priya, text="read", answer="yes", answered_at=now, read_at=now, **said)
    assert reads.answers_for(cast.priya) == [mine]


def test_the_newest_tries_come_first(cast: Cast, now: datetime, rf: Any) -> None:
    for name in ("first", "second"):
        tries.note("password", tries.REFUSED, request=rf.get("/"), at=now, name=name)
    assert [row.name_digest for row in reads.latest_tries()] == [
        tries.name_digest("second"),
        tries.name_digest("first"),
    ]
