"""What the actions of passwords keep, end, tell and forget; of whom, and of nobody else."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from oneplan.web.access import arriving, tries
from oneplan.web.access.actions import passwords
from oneplan.web.access.actions.passwords import CannotSetPassword
from oneplan.web.access.models import Account, AskedForWayIn, AuditEvent, TryCount, WayIn
from oneplan.web.access.tests.signing import PASSWORD, with_password
from oneplan.web.agencies.models import Worker
from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast

NEW = "a lamp beside the river"
ADDRESS = "https://oneplan.example"


@pytest.fixture
def priya(cast: Cast) -> Account:
    Worker.objects.filter(pk=cast.priya.pk).update(email="priya@example.org")
    return with_password(Account.objects.select_related("worker").get(worker=cast.priya))


def _events() -> list[str]:
    return list(AuditEvent.objects.order_by("number").values_list("event", flat=True))


def _link(account: Account, at: datetime, **also: Any) -> WayIn:
    said = {"lasts": timedelta(minutes=30), "by": None, "address": ADDRESS} | also
    passwords.new_link(account, at=at, **said)
    return WayIn.objects.latest("pk")


class TestChanging:
    def test_it_is_kept_told_and_written_down(self, cast: Cast, priya: Account, now: datetime) -> None:
        for _ in range(3):
            tries.take("name", "priya", at=now)
        here, there = cast.client(priya), cast.client(priya)
        passwords.change(
            account=priya, old=PASSWORD, new=NEW, by=priya, at=now, but_session=str(here.session.session_key)
        )
        priya.refresh_from_db()
        assert priya.check_password(NEW)
        assert set(TryCount.objects.values_list("tries", flat=True)) == {0}
        assert (here.session.session_key is not None, there.get("/my-account/").status_code) == (True, 302)
        assert priya.open_sessions.count() == 1
        message = OutboxMessage.objects.get()
        assert message.channel == OutboxMessage.Channel.EMAIL
        assert "Your password for OnePlan was changed" in message.text
        assert _events() == ["password_changed"]

    @pytest.mark.parametrize(("old", "new"), [("another", NEW), (PASSWORD, "short"), (PASSWORD, "priya shah priya")])
    def test_it_stays_where_the_old_is_wrong_or_the_new_is_weak(
        self, priya: Account, now: datetime, old: str, new: str
    ) -> None:
        with pytest.raises(CannotSetPassword):
            passwords.change(account=priya, old=old, new=new, by=priya, at=now)
        priya.refresh_from_db()
        assert priya.check_password(PASSWORD)
        assert not _events()

    def test_who_has_no_address_is_told_inside(self, cast: Cast, now: datetime) -> None:
        account = with_password(cast.tom)
        passwords.change(account=account, old=PASSWORD, new=NEW, by=account, at=now)
        assert OutboxMessage.objects.get().channel == OutboxMessage.Channel.INSIDE


class TestLinks:
    def test_one_sets_the_password_and_is_used_up(self, priya: Account, now: datetime) -> None:
        link = _link(priya, now)
        other = outbox.put(
            kind="note", text="Another message", at=now, channel=OutboxMessage.Channel.INSIDE, to=priya.worker
        )
        passwords.set_by_link(link=link, password=NEW, by=None, at=now)
        assert link.message is not None
        link.message.refresh_from_db()
        other.refresh_from_db()
        assert "it is used up or over" in link.message.text
        assert other.text == "Another message"
        with pytest.raises(CannotSetPassword):
            passwords.set_by_link(link=link, password=NEW, by=None, at=now)
        assert _events() == ["password_set_by_link"]

    def test_what_stood_in_letters_of_those_that_are_over_is_taken_out(self, priya: Account, now: datetime) -> None:
        old = _link(priya, now - timedelta(days=2))
        new = _link(priya, now)
        passwords.clear_away(at=now)
        assert old.message is not None
        assert new.message is not None
        for message in (old.message, new.message):
            message.refresh_from_db()
        assert "used up or over" in old.message.text
        assert "/sign-in/link/" in new.message.text
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.message_id is None, new.message_id is None) == (True, False)

    def test_none_is_given_to_who_comes_by_the_council(
        self, cast: Cast, priya: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(arriving, "only_by_council", lambda _: True)
        with pytest.raises(CannotSetPassword, match="signs in by the council"):
            passwords.give_link(account=priya, by=cast.others["administrator"], at=now, address=ADDRESS)
        assert not WayIn.objects.exists()


class TestAsked:
    def _ask(self, *names: str, at: datetime) -> list[AskedForWayIn]:
        return [AskedForWayIn.objects.create(name=name, asked_at=at) for name in names]

    def test_each_is_answered_once_and_to_whom_it_names(self, cast: Cast, priya: Account, now: datetime) -> None:
        Worker.objects.filter(pk=cast.tom.pk).update(email="tom@example.org")
        first, second = self._ask("priya", "tom", at=now)
        assert passwords.answer_asked(at=now, address=ADDRESS) == 2
        assert not AskedForWayIn.objects.exists()
        assert set(OutboxMessage.objects.values_list("to_worker", flat=True)) == {cast.priya.pk, cast.tom.pk}
        assert _events() == ["way_in_asked_for"] * 2
        passwords._answer(first, at=now, address=ADDRESS)  # another process was quicker
        assert second.name == "tom"
        assert WayIn.objects.count() == 2

    def test_one_at_a_time(self, cast: Cast, priya: Account, now: datetime) -> None:
        first, _ = self._ask("priya", "tom", at=now)
        passwords._answer(first, at=now, address=ADDRESS)
        assert list(AskedForWayIn.objects.values_list("name", flat=True)) == ["tom"]

    @pytest.mark.parametrize("why", ["unknown", "switched off", "by the council", "no address"])
    def test_nothing_is_sent_to_who_may_not_or_cannot_have_it(
        self, cast: Cast, priya: Account, now: datetime, monkeypatch: pytest.MonkeyPatch, why: str
    ) -> None:
        if why == "switched off":
            Account.objects.filter(pk=priya.pk).update(is_active=False)
        if why == "by the council":
            monkeypatch.setattr(arriving, "only_by_council", lambda _: True)
        if why == "no address":
            Worker.objects.filter(pk=cast.priya.pk).update(email="")
        self._ask("nobody-here" if why == "unknown" else "priya", at=now)
        assert passwords.answer_asked(at=now, address=ADDRESS) == 1
        assert not WayIn.objects.exists()
        assert not _events()

    def test_fifty_at_once(self, db: None, now: datetime) -> None:
        self._ask(*(f"nobody-{number}" for number in range(51)), at=now)
        assert passwords.answer_asked(at=now, address=ADDRESS) == 50
