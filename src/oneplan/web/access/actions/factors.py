"""The second step of signing in is set up, taken off, and used."""

from datetime import datetime
from typing import Any

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, codes, passkeys, policy, second_step, sessions
from oneplan.web.access.actions.telling import NOT_YOU, tell
from oneplan.web.access.models import Account, CodeApp, Passkey, RecoveryCode
from oneplan.web.site.actions import action

MOST_PASSKEYS = 10


class CannotChangeSecondStep(Exception):
    """The text is written for whoever sets it up."""


@action
def begin_app(*, account: Account, by: Any, at: datetime) -> CodeApp:
    """A new secret, which counts for nothing until a code made from it is typed back."""
    if second_step.app_of(account):
        raise CannotChangeSecondStep("An app is set up already. Take it off first, then set up another.")
    app, _ = CodeApp.objects.update_or_create(
        account=account, defaults={"secret": codes.new_secret(), "made_at": at, "last_step": 0}
    )
    del by  # the owner; nothing has changed yet
    return app


@action
def confirm_app(*, account: Account, code: str, by: Any, at: datetime) -> None:
    app = CodeApp.objects.select_for_update().filter(account=account, confirmed_at=None).first()
    if app is None:
        raise CannotChangeSecondStep("That was set up already, or has to be begun anew.")
    if not second_step.take_app_code(app, code, at=at):
        raise CannotChangeSecondStep(
            "That code does not fit. Wait for the next one, and see that the phone's clock is right."
        )
    CodeApp.objects.filter(pk=app.pk).update(confirmed_at=at)
    audit.record("code_app_added", about=account, by=by, at=at)
    tell(account, f"An app with codes was added to your way into OnePlan. {NOT_YOU}", at=at)


@action
def add_passkey(*, account: Account, made: passkeys.Made, name: str, by: Any, at: datetime) -> Passkey:
    if account.passkeys.count() >= MOST_PASSKEYS:
        raise CannotChangeSecondStep(f"You have {MOST_PASSKEYS} passkeys. Take one off first.")
    digest = passkeys.digest_of(made.credential)
    if Passkey.objects.filter(credential_digest=digest).exists():
        raise CannotChangeSecondStep("This passkey is here already.")
    row = Passkey.objects.create(
        account=account, name=name.strip()[:60] or "Passkey", credential_digest=digest, credential=made.credential,
        uses=made.uses, made_at=at,
    )  # fmt: skip
    audit.record("passkey_added", about=account, by=by, at=at, passkey=row.pk)
    tell(account, f"A passkey was added to your way into OnePlan. {NOT_YOU}", at=at)
    return row


@action
def take_off_app(*, account: Account, by: Any, at: datetime) -> None:
    CodeApp.objects.filter(account=account).delete()
    _after_taking_off(account)
    audit.record("code_app_taken_off", about=account, by=by, at=at)
    tell(account, f"The app with codes was taken off your way into OnePlan. {NOT_YOU}", at=at)


@action
def take_off_passkey(*, passkey: Passkey, by: Any, at: datetime) -> None:
    account, number = passkey.account, passkey.pk
    passkey.delete()
    _after_taking_off(account)
    audit.record("passkey_taken_off", about=account, by=by, at=at, passkey=number)
    tell(account, f"A passkey was taken off your way into OnePlan. {NOT_YOU}", at=at)


@action
def new_codes(*, account: Account, by: Any, at: datetime) -> list[str]:
    """Ten codes for paper, shown once; earlier ones are no longer good."""
    if not second_step.has(account):
        raise CannotChangeSecondStep("Set up an app or a passkey first: the codes are for the day it is lost.")
    made = codes.new_paper_codes()
    account.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(account=account, code=code, made_at=at) for code in made)
    audit.record("recovery_codes_made", about=account, by=by, at=at)
    return made


@action
def start_over(*, account: Account, reason: str, by: Any, at: datetime) -> None:
    """By an administrator, for somebody who lost phone and codes: everything is taken off, and they are told."""
    policy.require(Permission.ACCOUNTS_MANAGE, by=by)
    if account.worker is not None and account.worker == by:
        raise CannotChangeSecondStep("This is your own second step. Another administrator can take it off.")
    if not reason.strip():
        raise CannotChangeSecondStep("Say how you know that it is really them who ask.")
    CodeApp.objects.filter(account=account).delete()
    account.passkeys.all().delete()
    account.recovery_codes.all().delete()
    sessions.end(list(account.open_sessions.all()))
    audit.record("second_step_taken_off", about=account, by=by, at=at, reason=audit.digest(reason))
    tell(account, f"Your second step of signing in to OnePlan was taken off by an administrator. {NOT_YOU}", at=at)


@action
def note_recovery(*, account: Account, by: Any, at: datetime) -> None:
    """A code from paper was used."""
    left = second_step.codes_left(account)
    audit.record("recovery_code_used", about=account, by=by, at=at, left=left)
    tell(account, f"One of your recovery codes was used; {left} are left. {NOT_YOU}", at=at)


@action
def note_passkey(*, passkey: Passkey, uses: int, by: Any, at: datetime) -> bool:
    """Count the use. A count that does not go up is a copied key: it is refused and kept in the chain."""
    rows = Passkey.objects.filter(pk=passkey.pk)
    rows = rows.filter(uses__lt=uses) if uses else rows.filter(uses=0)
    if rows.update(uses=uses, used_at=at):
        return True
    audit.record("passkey_looks_copied", about=passkey.account, by=by, at=at, passkey=passkey.pk)
    return False


def _after_taking_off(account: Account) -> None:
    if not second_step.has(account):
        account.recovery_codes.all().delete()
