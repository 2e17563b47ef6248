"""The whole record is taken out: asked for, agreed by somebody else, written down before the first row is read."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from oneplan.rulebook.rights.whole_record import whole_record
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, chain, policy
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Worker
from oneplan.web.rights.models import RecordExport
from oneplan.web.rights.reads.kind_words import TAKEN
from oneplan.web.site.actions import action

State = RecordExport.State


class CannotTakeOut(Exception):
    """The text is written for whoever asks, agrees or takes out."""


@action
def ask(*, why: str, by: Worker, at: datetime) -> RecordExport:
    policy.require(Permission.RECORD_EXPORT, by=by)
    if not why.strip():
        raise CannotTakeOut("Write what it is for, and where it goes.")
    if (waiting := RecordExport.objects.filter(state=State.ASKED, asked_by=by).first()) is not None:
        raise CannotTakeOut(f"You have asked already, on {waiting.asked_at:%-d %B}. It waits for somebody to agree.")
    row = RecordExport.objects.create(why=why.strip(), asked_by=by, asked_at=at)
    audit.record("record_export_asked", about=row, by=by, at=at, why=audit.digest(row.why))
    return row


@action
def agree(*, export: RecordExport, by: Worker, at: datetime) -> RecordExport:
    """Let it be taken out within the days for which an agreement holds; never by whoever asked."""
    row = _to_decide(export, by=by)
    row.state, row.decided_by, row.decided_at = State.AGREED, by, at
    row.save()
    audit.record("record_export_agreed", about=row, by=by, at=at)
    return row


@action
def decline(*, export: RecordExport, why: str, by: Worker, at: datetime) -> RecordExport:
    row = _to_decide(export, by=by)
    if not why.strip():
        raise CannotTakeOut("Write why not, for whoever asked.")
    row.state, row.decided_by, row.decided_at, row.declined_why = State.DECLINED, by, at, why.strip()
    row.save()
    audit.record("record_export_declined", about=row, by=by, at=at)
    return row


@action
def begin(*, number: int, by: Worker, at: datetime) -> RecordExport:
    """Write down that it leaves. Only who asked takes it out, and once."""
    policy.require(Permission.RECORD_EXPORT, by=by)
    row = RecordExport.objects.select_for_update(of=("self",)).filter(pk=number, asked_by=by).first()
    if row is None:
        raise CannotTakeOut(f"You have asked for nothing with the number {number}. See: oneplan record list")
    if row.state != State.AGREED or row.decided_at is None:
        raise CannotTakeOut(f"Number {number}: {row.get_state_display()}. Only what was agreed is taken out, once.")
    if not whole_record().holds(row.decided_at, at=at):
        days = whole_record().agreed_for_days
        raise CannotTakeOut(f"Number {number} was agreed more than {days} days ago. Ask again.")
    row.state, row.begun_at = State.BEGUN, at
    row.save()
    audit.record("record_export_begun", about=row, by=by, at=at)
    return row


@action
def tell_registers(*, export: RecordExport, families: Collection[int], by: Worker, at: datetime) -> None:
    """Some families' registers say that their record was taken out. Some at a time: other pages wait meanwhile."""
    _begun(export, by=by)
    account = Account.objects.filter(worker=by).order_by("pk")[0]
    for family in families:
        chain.add(chain.VIEWS, at=at, account_id=account.pk, page=TAKEN, family_id=family,
                  seen=[f"people.family:{family}"])  # fmt: skip


@action
def finish(
    *, export: RecordExport, rows: Mapping[str, int], left_out: Mapping[str, int], digest: str, by: Worker, at: datetime
) -> RecordExport:  # fmt: skip
    """The tables are where they were asked for."""
    row = _begun(export, by=by)
    row.state, row.ended_at, row.rows, row.left_out, row.digest = State.MADE, at, dict(rows), dict(left_out), digest
    row.save()
    audit.record("record_export_made", about=row, by=by, at=at, rows=sum(rows.values()), tables=len(rows),
                 digest=audit.digest(digest))  # fmt: skip
    return row


@action
def break_off(*, export: RecordExport, reason: str, by: Worker, at: datetime) -> RecordExport:
    """Nothing was handed over; to try again is to ask again."""
    row = _begun(export, by=by)
    row.state, row.ended_at, row.reason = State.FAILED, at, reason[:300]
    row.save()
    audit.record("record_export_failed", about=row, by=by, at=at)
    return row


def _to_decide(export: RecordExport, *, by: Any) -> RecordExport:
    policy.require(Permission.RECORD_EXPORT_AGREE, by=by)
    row = RecordExport.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=export.pk)
    policy.require_another(row.asked_by, by=by, duty=Permission.RECORD_EXPORT_AGREE)
    if row.state != State.ASKED:
        raise CannotTakeOut(f"This was decided already: {row.get_state_display()}. Nothing was changed.")
    return row


def _begun(export: RecordExport, *, by: Worker) -> RecordExport:
    policy.require(Permission.RECORD_EXPORT, by=by)
    row = RecordExport.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if row.state != State.BEGUN:
        raise CannotTakeOut(f"Number {row.pk} has ended already. Nothing was changed.")
    return row
