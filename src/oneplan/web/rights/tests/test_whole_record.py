"""The whole record taken out: agreed by somebody else, told in each register, without what no role opens by itself."""

import argparse
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.rights.whole_record import whole_record
from oneplan.web.access.models import Account, AuditEvent, ViewBatch
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Note
from oneplan.web.people.models import Family, Home
from oneplan.web.rights import record_by_command, registry, taking_out
from oneplan.web.rights.actions import record_exports
from oneplan.web.rights.actions.record_exports import CannotTakeOut
from oneplan.web.rights.models import RecordExport
from oneplan.web.rights.reads import register
from oneplan.web.rights.reads.kind_words import TAKEN
from oneplan.web.sharing.actions import guards
from oneplan.web.site.sealed import EncryptedTextField
from tests.cast import Cast, filled

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R320")]
State = RecordExport.State


@pytest.fixture
def dana(rich: Any) -> Any:
    return rich.cast.others["data_manager"]


@pytest.fixture
def adam(rich: Any) -> Any:
    return rich.cast.others["administrator"]


def agreed(dana: Any, adam: Any, now: datetime) -> RecordExport:
    row = record_exports.ask(why="the new county system takes over", by=dana, at=now)
    return record_exports.agree(export=row, by=adam, at=now)


def account_of(worker: Any) -> Account:
    found: Account = Account.objects.get(worker=worker)
    return found


def take(row: RecordExport, dana: Any, to: Path, *, json_lines: bool = False) -> int:
    given = {"number": row.pk, "out": to, "account": account_of(dana).name, "json": False, "json_lines": json_lines}
    return record_by_command.run("export", argparse.Namespace(**given))


def noted(cast: Cast, text: str, now: datetime) -> Note:
    made: Note = Note.objects.create(
        family=cast.family, worker=cast.priya, on=now.date(), text=text, written_at=now
    )  # fmt: skip
    return made


def said(to: Path) -> str:
    """Every word of every table."""
    return json.dumps([pq.read_table(each).to_pylist() for each in sorted(to.glob("*.parquet"))], default=str)


def test_everything_that_was_written_is_in_the_tables(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = noted(rich.cast, "She laughed today: =1+1", now)
    row, to = agreed(dana, adam, now), tmp_path / "record"
    assert take(row, dana, to, json_lines=True) == 0
    notes = {each["id"]: each for each in pq.read_table(to / "casework_note.parquet").to_pylist()}
    assert notes[note.pk]["text"] == "She laughed today: =1+1"
    assert notes[note.pk]["family_id"] == rich.cast.family.pk
    lines = [json.loads(line) for line in (to / "lines" / "casework_note.jsonl").read_text().splitlines()]
    assert {each["id"] for each in lines} == set(notes)
    for name in ("casework_goal", "casework_action", "casework_notesupport", "people_person", "sharing_consentanswer"):
        assert pq.read_table(to / f"{name}.parquet").num_rows, name
    about = json.loads((to / "datapackage.json").read_text())
    told = next(each for each in about["resources"] if each["name"] == "casework_note")
    assert {"fields": "family_id", "reference": {"resource": "people_family", "fields": "id"}} in told["schema"][
        "foreignKeys"
    ]
    row.refresh_from_db()
    assert row.state == State.MADE
    assert row.rows["casework_note"] == len(notes)
    assert f"{sum(row.rows.values()):,} rows" in capsys.readouterr().out


def test_every_row_is_taken_or_counted_as_kept_back(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path
) -> None:
    row = agreed(dana, adam, now)
    take(row, dana, tmp_path / "record")
    row.refresh_from_db()
    every = sum(each.model._default_manager.count() for each in taking_out.tables())
    assert sum(row.rows.values()) + sum(row.left_out.values()) == every


def test_what_no_role_opens_by_itself_stays(rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path) -> None:
    cast: Cast = rich.cast
    private = noted(cast, "PRIVATE-WORDS", now)
    guards.keep_to_member(
        family=cast.family, thing=private, person=cast.parent, reason="hers alone", by=cast.priya, at=now
    )
    home = Home(label="SAFE-LABEL", made_at=now).put_at("9 Refuge Row", "ZZ9 9ZZ", is_protected=True)
    home.save()
    noted(cast, "Moved to 9 refuge  row.", now)
    row, to = agreed(dana, adam, now), tmp_path / "record"
    assert take(row, dana, to) == 0
    words_taken = said(to)
    assert "Moved to [address kept safe]." in words_taken
    for secret in ("PRIVATE-WORDS", "SAFE-LABEL", "efuge Row", "efuge  row", "ZZ9 9ZZ"):
        assert secret not in words_taken
    row.refresh_from_db()
    assert row.left_out[taking_out.PRIVATE] >= 1
    assert row.left_out[taking_out.SAFE] >= 1


def test_another_home_keeps_its_address_and_a_second_record_of_the_safe_one_goes_too(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path
) -> None:
    places = (("Flat 6, 14 Lantern Court", "ZZ7 6QT", True), ("Flat 6, 2 Mill Road", "ZZ7 6QT", False),
              ("flat 6 14 LANTERN Court", "zz76qt", False))  # fmt: skip
    for address, postcode, is_protected in places:
        Home(label="A home", made_at=now).put_at(address, postcode, is_protected=is_protected).save()
    row, to = agreed(dana, adam, now), tmp_path / "record"
    take(row, dana, to)
    addresses = [each["address"] for each in pq.read_table(to / "people_home.parquet").to_pylist()]
    assert "Flat 6, 2 Mill Road" in addresses
    assert not [each for each in addresses if "lantern" in each.lower()]


def test_nobody_of_a_record_kept_to_named_workers_is_in_it(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path
) -> None:
    cast: Cast = rich.cast
    guards.guard(
        family=cast.family, workers=[cast.priya, cast.maya], reason="a councillor's family", by=cast.maya, at=now
    )
    row, to = agreed(dana, adam, now), tmp_path / "record"
    take(row, dana, to)
    people = {each["id"] for each in pq.read_table(to / "people_person.parquet").to_pylist()}
    families = {each["id"] for each in pq.read_table(to / "people_family.parquet").to_pylist()}
    assert cast.family.pk not in families
    assert not {cast.parent.pk, cast.child.pk} & people
    assert "Okafor-Reed" not in said(to)
    assert not ViewBatch.objects.filter(page=TAKEN, family_id=cast.family.pk).exists()


def test_the_family_of_whoever_takes_it_out_stays(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path
) -> None:
    guards.tie(worker=dana, family=rich.cast.family, by=rich.cast.maya, at=now)
    row, to = agreed(dana, adam, now), tmp_path / "record"
    take(row, dana, to)
    assert rich.cast.parent.pk not in {each["id"] for each in pq.read_table(to / "people_person.parquet").to_pylist()}


def test_a_family_begun_after_the_registers_were_told_is_not_in_it(rich: Any, dana: Any, now: datetime) -> None:
    told = taking_out.to_tell(dana)
    late = Family.objects.create(name="The late family", made_at=now)
    taking = taking_out.Taking(dana, frozenset(told))
    assert late.pk in taking.families_kept
    table = next(each for each in taking_out.tables() if each.model is Family)
    assert late.pk not in {row["id"] for some in taking.rows(table) for row in some}


def test_the_register_of_each_family_says_so_before_a_row_is_read(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(record_by_command, "write", killed)
    row = agreed(dana, adam, now)
    with pytest.raises(KeyboardInterrupt):
        take(row, dana, tmp_path / "record")
    row.refresh_from_db()
    assert row.state == State.BEGUN
    assert ViewBatch.objects.filter(page=TAKEN, family_id=rich.cast.family.pk, account_id=account_of(dana).pk).exists()
    assert AuditEvent.objects.filter(event="record_export_begun").exists()
    told = [line.what for line in register.plain_list(rich.cast.family, today=timezone.localdate())]
    assert any("took out a copy of your record" in what for what in told)
    assert take(row, dana, tmp_path / "record") == 2, "once"


def test_nobody_agrees_to_what_they_asked_for(rich: Any, dana: Any, adam: Any, now: datetime) -> None:
    row = record_exports.ask(why="a move", by=dana, at=now)
    with pytest.raises(NotAllowed):
        record_exports.agree(export=row, by=dana, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordExport.objects.filter(pk=row.pk).update(state=State.AGREED, decided_by=dana, decided_at=now)


def test_who_asked_and_is_an_administrator_since_does_not_agree_either(rich: Any, dana: Any, now: datetime) -> None:
    row = record_exports.ask(why="a move", by=dana, at=now)
    Worker.objects.filter(pk=dana.pk).update(role="administrator")
    with pytest.raises(NotAllowed, match="somebody else"):
        record_exports.agree(export=row, by=Worker.objects.get(pk=dana.pk), at=now)


@pytest.mark.parametrize("who", ["maya", "priya", "administrator"])
def test_nobody_else_asks(rich: Any, now: datetime, who: str) -> None:
    worker: Any = rich.cast.others.get(who) or getattr(rich.cast, who)
    with pytest.raises(NotAllowed):
        record_exports.ask(why="a move", by=worker, at=now)


def another_data_manager(dana: Any) -> Worker:
    made: Worker = Worker.objects.create(
        name="Dev Another", job_title="data manager", role="data_manager", agency=dana.agency
    )  # fmt: skip
    Account.objects.make(name="dev", password=None, worker=made)
    return made


def test_two_data_managers_ask_each_for_themselves_and_take_out_their_own(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dev = another_data_manager(dana)
    mine = record_exports.ask(why="the move", by=dana, at=now)
    theirs = record_exports.ask(why="another move", by=dev, at=now)
    with pytest.raises(CannotTakeOut, match="asked already"):
        record_exports.ask(why="the move once more", by=dana, at=now)
    for row in (mine, theirs):
        record_exports.agree(export=row, by=adam, at=now)
    assert take(mine, dev, tmp_path / "record") == 2
    assert "You have asked for nothing with the number" in capsys.readouterr().err
    assert not (tmp_path / "record").exists()
    assert take(theirs, dev, tmp_path / "record") == 0


def test_an_agreement_holds_for_some_days_and_for_whoever_asked(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = agreed(dana, adam, now)
    assert take(row, adam, tmp_path / "record") == 2
    RecordExport.objects.filter(pk=row.pk).update(
        decided_at=now - timedelta(days=whole_record().agreed_for_days, minutes=1)
    )
    assert take(row, dana, tmp_path / "record") == 2
    assert "Ask again" in capsys.readouterr().err
    assert not (tmp_path / "record").exists()


def test_what_was_declined_or_only_asked_for_is_not_taken_out(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path
) -> None:
    row = record_exports.ask(why="a move", by=dana, at=now)
    assert take(row, dana, tmp_path / "record") == 2
    with pytest.raises(CannotTakeOut, match="why not"):
        record_exports.decline(export=row, why=" ", by=adam, at=now)
    record_exports.decline(export=row, why="nobody told the families", by=adam, at=now)
    assert take(row, dana, tmp_path / "record") == 2
    with pytest.raises(CannotTakeOut, match="decided already"):
        record_exports.agree(export=row, by=adam, at=now)


def test_a_folder_with_something_in_it_is_refused_before_anybody_is_told(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path
) -> None:
    (tmp_path / "there.txt").write_text("something")
    row = agreed(dana, adam, now)
    assert take(row, dana, tmp_path) == 2
    row.refresh_from_db()
    assert row.state == State.AGREED
    assert not ViewBatch.objects.filter(page=TAKEN).exists()


def test_a_disk_that_is_full_leaves_nothing_and_says_so(
    rich: Any, dana: Any, adam: Any, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("oneplan.web.rights.writing_tables._table", full)
    row = agreed(dana, adam, now)
    assert take(row, dana, tmp_path / "record") == 2
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert "No space left" in row.reason
    assert list(tmp_path.iterdir()) == []


def test_every_table_is_taken_or_says_why_it_stays() -> None:
    taken = {each.model._meta.label for each in taking_out.tables()}
    ours = {each._meta.label for each in registry.our_models() if not registry.is_between(each)}
    rooms = {each for each in ours if each.partition(".")[0] in whole_record().rooms}
    assert rooms - taken == set(whole_record().stays)
    assert set(whole_record().stays) <= ours


def test_nothing_that_is_sealed_has_a_column() -> None:
    for table in taking_out.tables():
        sealed = {each.attname for each in table.model._meta.concrete_fields if isinstance(each, EncryptedTextField)}
        assert not sealed & {each.name for each in table.columns}


def test_it_is_asked_for_agreed_and_listed_by_pages(rich: Any, dana: Any, adam: Any, now: datetime) -> None:
    desk, other = rich.cast.client(dana), rich.cast.client(adam)
    place = reverse("record-exports")
    new = reverse("record-export-new")
    assert new in desk.get(place).content.decode()
    assert desk.post(new, filled(desk.get(new).content.decode(), why="the new county system")).url == place
    row = RecordExport.objects.get()
    address = reverse("record-export-decide", args=[row.pk])
    assert address in other.get(place).content.decode()
    refused = other.post(address, filled(other.get(address).content.decode(), agreed="no", why=""))
    assert "Write why not" in refused.content.decode()
    assert other.post(address, filled(other.get(address).content.decode(), agreed="yes")).url == place
    assert f"oneplan record export {row.pk}" in desk.get(place).content.decode()
    assert desk.get(address).status_code == 403
    assert other.get(new).status_code == 403
