"""The second step, action by action: what is added and taken off, whose it is, and that its owner is told."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from fido2.cose import CoseKey
from fido2.webauthn import Aaguid, AttestedCredentialData

from oneplan.web.access import passkeys, second_step
from oneplan.web.access.actions import factors
from oneplan.web.access.actions.factors import CannotChangeSecondStep
from oneplan.web.access.models import Account, AuditEvent, CodeApp, OpenSession, Passkey, RecoveryCode, SignInTry
from oneplan.web.access.policy import NotAllowed
from oneplan.web.access.tests.signing import code_of, is_in, with_app
from oneplan.web.agencies.models import Worker
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast


def _of(worker: Worker) -> Account:
    return Account.objects.get(worker=worker)


def _made(number: int, *, uses: int = 0) -> passkeys.Made:
    key = CoseKey.parse({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
    data = AttestedCredentialData.create(Aaguid(bytes(16)), number.to_bytes(16, "big"), key)
    return passkeys.Made(bytes(data), uses)


def _passkey(account: Account, number: int, now: datetime, *, uses: int = 0) -> Passkey:
    return factors.add_passkey(account=account, made=_made(number, uses=uses), name="", by=None, at=now)


def _events() -> list[str]:
    return list(AuditEvent.objects.order_by("number").values_list("event", flat=True))


def _told() -> int:
    return OutboxMessage.objects.count()


def test_an_app_counts_once_its_code_was_typed_back(cast: Cast, now: datetime) -> None:
    priya, tom = _of(cast.priya), _of(cast.tom)
    with_app(tom)
    app = factors.begin_app(account=priya, by=cast.priya, at=now)
    assert app.last_step == 0
    assert second_step.app_of(priya) is None
    wrong = "000000" if code_of(app, at=now) != "000000" else "111111"
    with pytest.raises(CannotChangeSecondStep):
        factors.confirm_app(account=priya, code=wrong, by=cast.priya, at=now)
    assert second_step.app_of(priya) is None
    assert (_events(), _told()) == ([], 0)
    factors.confirm_app(account=priya, code=code_of(app, at=now), by=cast.priya, at=now)
    assert second_step.app_of(priya) is not None
    assert (_events(), _told()) == (["code_app_added"], 1)
    later = now + timedelta(minutes=5)
    with pytest.raises(CannotChangeSecondStep):
        factors.confirm_app(account=priya, code=code_of(app, at=later), by=cast.priya, at=later)
    with pytest.raises(CannotChangeSecondStep):
        factors.begin_app(account=priya, by=cast.priya, at=later)


def test_one_begun_anew_forgets_the_last_code_and_touches_nobody_else_s(cast: Cast, now: datetime) -> None:
    priya, tom = _of(cast.priya), _of(cast.tom)
    theirs = factors.begin_app(account=tom, by=cast.tom, at=now)
    old = factors.begin_app(account=priya, by=cast.priya, at=now)
    CodeApp.objects.filter(pk=old.pk).update(last_step=99)
    app = factors.begin_app(account=priya, by=cast.priya, at=now)
    assert (app.pk, app.last_step, app.secret != old.secret) == (old.pk, 0, True)
    factors.confirm_app(account=priya, code=code_of(app, at=now), by=cast.priya, at=now)
    theirs.refresh_from_db()
    assert theirs.confirmed_at is None


def test_a_passkey_is_added_once_and_ten_are_enough(cast: Cast, now: datetime) -> None:
    priya = _of(cast.priya)
    first = factors.add_passkey(account=priya, made=_made(1), name=f" {'n' * 70} ", by=cast.priya, at=now)
    assert first.name == "n" * 60
    assert (_events(), _told()) == (["passkey_added"], 1)
    with pytest.raises(CannotChangeSecondStep):
        _passkey(_of(cast.tom), 1, now)
    rest = [_passkey(priya, number, now) for number in range(2, factors.MOST_PASSKEYS + 1)]
    assert {row.name for row in rest} == {"Passkey"}
    with pytest.raises(CannotChangeSecondStep):
        _passkey(priya, 99, now)
    assert priya.passkeys.count() == factors.MOST_PASSKEYS


def test_the_last_one_taken_off_takes_the_codes_on_paper_with_it(cast: Cast, now: datetime) -> None:
    priya, tom = _of(cast.priya), _of(cast.tom)
    with_app(priya)
    with_app(tom)
    passkey = _passkey(priya, 1, now)
    for account in (priya, tom):
        factors.new_codes(account=account, by=None, at=now)
    factors.take_off_app(account=priya, by=cast.priya, at=now)
    assert second_step.app_of(priya) is None
    assert (priya.recovery_codes.count(), tom.recovery_codes.count()) == (10, 10)
    factors.take_off_passkey(passkey=passkey, by=cast.priya, at=now)
    assert not Passkey.objects.exists()
    assert (priya.recovery_codes.count(), tom.recovery_codes.count()) == (0, 10)
    assert second_step.app_of(tom) is not None
    expected = ["passkey_added", "recovery_codes_made", "recovery_codes_made", "code_app_taken_off"]
    assert _events() == [*expected, "passkey_taken_off"]
    assert _told() == 3
    with pytest.raises(CannotChangeSecondStep):
        factors.new_codes(account=priya, by=cast.priya, at=now)


def test_new_codes_on_paper_replace_the_old(cast: Cast, now: datetime) -> None:
    priya = _of(cast.priya)
    with_app(priya)
    old = factors.new_codes(account=priya, by=cast.priya, at=now)
    new = factors.new_codes(account=priya, by=cast.priya, at=now)
    assert sorted(row.code for row in RecoveryCode.objects.all()) == sorted(new)
    assert not set(old) & set(new)


def test_starting_over_takes_everything_of_one_account_and_tells_them(cast: Cast, now: datetime) -> None:
    priya, tom, admin = _of(cast.priya), _of(cast.tom), cast.others["administrator"]
    for number, account in enumerate((priya, tom)):
        with_app(account)
        _passkey(account, number, now)
        factors.new_codes(account=account, by=None, at=now)
        cast.client(account)
    for by, reason, refusal in (
        (cast.tom, "lost", NotAllowed),
        (admin, " ", CannotChangeSecondStep),
    ):
        with pytest.raises(refusal):
            factors.start_over(account=priya, reason=reason, by=by, at=now)
    with pytest.raises(CannotChangeSecondStep):
        factors.start_over(account=_of(admin), reason="lost", by=admin, at=now)
    before = _told()
    factors.start_over(account=priya, reason="seen in person", by=admin, at=now)
    assert not second_step.has(priya)
    assert priya.recovery_codes.count() == 0
    assert (CodeApp.objects.get().account, Passkey.objects.get().account, tom.recovery_codes.count()) == (tom, tom, 10)
    assert [row.account for row in OpenSession.objects.all()] == [tom]
    assert _events()[-1] == "second_step_taken_off"
    assert _told() == before + 1
    factors.start_over(account=cast.parent_account, reason="seen in person", by=admin, at=now)


def test_a_count_that_does_not_rise_is_a_copied_key(cast: Cast, now: datetime) -> None:
    counting, other = (_passkey(_of(who), number, now, uses=3) for number, who in enumerate((cast.priya, cast.tom)))
    silent = _passkey(_of(cast.priya), 9, now)
    assert factors.note_passkey(passkey=counting, uses=4, by=cast.priya, at=now)
    assert not factors.note_passkey(passkey=counting, uses=4, by=cast.priya, at=now)
    assert not factors.note_passkey(passkey=counting, uses=0, by=cast.priya, at=now)
    assert factors.note_passkey(passkey=silent, uses=0, by=cast.priya, at=now)
    assert _events()[-2:] == ["passkey_looks_copied", "passkey_looks_copied"]
    other.refresh_from_db()
    counting.refresh_from_db()
    assert (counting.uses, counting.used_at, other.uses, other.used_at) == (4, now, 3, None)


def test_a_used_recovery_code_is_kept_and_told_with_what_is_left(cast: Cast, now: datetime) -> None:
    priya = _of(cast.priya)
    with_app(priya)
    factors.new_codes(account=priya, by=cast.priya, at=now)
    factors.note_recovery(account=priya, by=cast.priya, at=now)
    assert AuditEvent.objects.get(event="recovery_code_used").payload == {"left": 10}
    assert "10 are left" in OutboxMessage.objects.get().text


def test_a_passkey_of_somebody_switched_off_opens_nothing(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = _of(cast.priya)
    key = _passkey(account, 1, now)
    monkeypatch.setattr(passkeys, "shown", lambda *_args, **_also: (Passkey.objects.get(pk=key.pk), 1))
    client = Client()
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert client.post("/sign-in/passkey/", {"answer": "{}"}).status_code == 422
    assert not is_in(client)
    assert SignInTry.objects.filter(kind="passkey", account=account).exists()
    Account.objects.filter(pk=account.pk).update(is_active=True)
    monkeypatch.setattr(passkeys, "shown", lambda *_args, **_also: (Passkey.objects.get(pk=key.pk), 2))
    client.post("/sign-in/passkey/", {"answer": "{}"})
    assert is_in(client)
