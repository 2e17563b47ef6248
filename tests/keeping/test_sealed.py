"""What is sealed opens with any key of the ring, cannot be searched, and can be sealed anew with a new key."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from oneplan.web.access import chain, verify
from oneplan.web.access.models import Account, AuditEvent
from oneplan.web.site import keyring, rotation, sealed
from oneplan.web.site.models import HeldForm, SealKey
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = '{"text": ["Four good nights."]}'


@pytest.fixture
def held(cast: Cast, own_keys: Path, now: datetime) -> list[HeldForm]:
    account = Account.objects.get(worker=cast.priya)
    made = {"account": account, "path": "/", "held_at": now}
    return [HeldForm.objects.create(token=uuid4(), typed=WORDS, **made) for _ in range(7)]


def _raw() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT typed FROM site_heldform")
        return [row[0] for row in cursor.fetchall()]


def test_what_is_sealed_opens_and_does_not_show(own_keys: Path) -> None:
    text = sealed.seal("9 Quay Row, ZZ9 9ZZ")
    assert "Quay" not in text
    assert sealed.opened(text) == "9 Quay Row, ZZ9 9ZZ"
    assert sealed.seal("") == sealed.opened("") == ""


def test_keys_of_the_environment_come_first_and_the_files_still_open(own_keys: Path, settings: Any) -> None:
    before = sealed.seal("old")
    settings.SEAL_KEYS = [Fernet.generate_key().decode(), Fernet.generate_key().decode()]
    assert sealed.parted(sealed.seal("new"))[0] == keyring.ring().keys[0].fingerprint
    assert sealed.opened(before) == "old"
    with pytest.raises(keyring.CannotUseKeys, match="ONEPLAN_SEAL_KEYS"):
        keyring.add()


def test_the_form_key_of_an_older_version_opens_and_never_seals(own_keys: Path, settings: Any) -> None:
    settings.FORM_KEY = Fernet.generate_key().decode()
    assert sealed.opened(Fernet(settings.FORM_KEY).encrypt(b"held").decode()) == "held"
    assert keyring.ring().newest.text != settings.FORM_KEY


def test_a_missing_key_and_a_damaged_text_are_told_apart(own_keys: Path) -> None:
    text = sealed.seal("something")
    with pytest.raises(sealed.CannotOpen, match="damaged or changed"):
        sealed.opened(text[:-4] + "AAA=")
    first = keyring.ring().newest
    keyring.add()
    assert first.file is not None
    first.file.unlink()
    with pytest.raises(sealed.CannotOpen, match=f"sealed with key {first.fingerprint}, which is not here"):
        sealed.opened(text)


def test_a_malformed_key_is_named(own_keys: Path) -> None:
    own_keys.mkdir()
    (own_keys / "seal-0001").write_text("too short")
    with pytest.raises(keyring.CannotUseKeys, match="keys/seal-0001 is not a key"):
        sealed.seal("something")


def test_the_database_holds_no_plain_word(held: list[HeldForm]) -> None:
    assert not any("nights" in raw for raw in _raw())
    assert {row.typed for row in HeldForm.objects.all()} == {WORDS}


@pytest.mark.parametrize(
    "way", [{"typed": WORDS}, {"typed__contains": "n"}, {"typed__in": [WORDS]}, {"typed__startswith": "s1"}]
)
def test_a_sealed_field_cannot_be_searched_by_accident(held: list[HeldForm], way: dict[str, Any]) -> None:
    with pytest.raises(sealed.CannotSearchSealed, match="is sealed: the database cannot look for its value"):
        HeldForm.objects.filter(**way).exists()


def test_whether_something_is_there_may_be_asked(held: list[HeldForm]) -> None:
    HeldForm.objects.filter(pk=held[0].pk).update(typed="")
    assert HeldForm.objects.exclude(typed="").count() == 6
    assert HeldForm.objects.filter(typed="").count() == 1


def test_every_way_of_writing_seals(held: list[HeldForm]) -> None:
    HeldForm.objects.filter(pk=held[0].pk).update(typed="plain one")
    held[1].typed = "plain two"
    HeldForm.objects.bulk_update([held[1]], ["typed"])
    HeldForm.objects.bulk_create([HeldForm(token=uuid4(), typed="plain three", account=held[0].account, path="/",
                                           held_at=held[0].held_at)])  # fmt: skip
    assert not any("plain" in raw for raw in _raw())
    assert {"plain one", "plain two", "plain three"} <= {row.typed for row in HeldForm.objects.all()}


def test_rotating_seals_every_row_anew_in_batches(held: list[HeldForm], now: datetime, monkeypatch: Any) -> None:
    old = keyring.ring().newest
    monkeypatch.setattr(rotation, "BATCH", 3)
    assert rotation.rotate(by=None, at=now) == 7
    new = keyring.ring().newest
    assert new != old
    assert all(raw.startswith(sealed.start_of(new.fingerprint)) for raw in _raw())
    assert {row.typed for row in HeldForm.objects.all()} == {WORDS}
    events = AuditEvent.objects.filter(event="rows_sealed_anew").order_by("number")
    assert [event.payload["rows"] for event in events] == [3, 3, 1]
    assert verify.verify(chain.CHANGES).is_whole


def test_a_rotation_that_was_killed_goes_on_with_the_same_key(held: list[HeldForm], now: datetime) -> None:
    keyring.add()
    rotation.register(by=None, at=now)
    column = next(each for each in rotation.columns() if each.model is HeldForm)
    assert rotation.reseal(column=column, by=None, at=now, most=2) == 2
    said: list[str] = []
    assert rotation.rotate(by=None, at=now, say=said.append) == 5
    assert len(keyring.ring().keys) == 2
    assert "no new key is made" in said[0]
    assert rotation.rotate(by=None, at=now) == 7


def test_an_old_key_is_retired_only_when_nothing_needs_it(held: list[HeldForm], now: datetime) -> None:
    old = keyring.ring().newest
    with pytest.raises(rotation.CannotRetire, match="is the newest"):
        rotation.retire(key=old, by=None, at=now)
    keyring.add()
    with pytest.raises(rotation.CannotRetire, match="7 sealed texts still need it"):
        rotation.retire(key=old, by=None, at=now)
    rotation.rotate(by=None, at=now)
    rotation.retire(key=old, by=None, at=now)
    assert [key.fingerprint for key in keyring.ring().keys] == [keyring.ring().newest.fingerprint]
    assert SealKey.objects.get(fingerprint=old.fingerprint).retired_at == now
    assert {row.typed for row in HeldForm.objects.all()} == {WORDS}


def test_a_new_key_never_takes_the_name_of_a_retired_one(held: list[HeldForm], now: datetime) -> None:
    rotation.rotate(by=None, at=now)
    rotation.retire(key=keyring.ring().keys[1], by=None, at=now)
    assert keyring.add().place == "keys/seal-0003"


def test_a_text_without_a_key_s_name_is_counted_under_the_key_that_opens_it(held: list[HeldForm]) -> None:
    token = sealed.parted(_raw()[0])[1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE site_heldform SET typed = %s", [token])
    assert rotation.needed()[keyring.ring().newest.fingerprint] == 7


@pytest.mark.parametrize("role", ["auditor", "data_manager"])
def test_a_worker_without_the_right_cannot_rotate(cast: Cast, own_keys: Path, now: datetime, role: str) -> None:
    with pytest.raises(Exception, match="Your role does not include this"):
        rotation.register(by=cast.others[role], at=now)
