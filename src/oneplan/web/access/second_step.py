"""The second step of signing in: who must have one, who has one, and whether a given code is right."""

from datetime import datetime

from django.conf import settings

from oneplan.web.access import codes, one_time
from oneplan.web.access.models import Account, CodeApp, RecoveryCode


def must_have(account: Account) -> bool:
    return account.role in settings.SECOND_STEP_ROLES


def app_of(account: Account) -> CodeApp | None:
    """The app that was set up to its end."""
    return CodeApp.objects.filter(account=account, confirmed_at__isnull=False).first()


def has(account: Account) -> bool:
    return app_of(account) is not None or account.passkeys.exists()


def codes_left(account: Account) -> int:
    return account.recovery_codes.filter(used_at=None).count()


def take_app_code(app: CodeApp, typed: str, *, at: datetime) -> bool:
    """Is it the app's code, and newer than any taken before? One conditional UPDATE: nobody takes it a second time."""
    step = codes.step_matching(app.secret, codes.digits(typed), at=at)
    return step is not None and bool(CodeApp.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step))


def take_recovery_code(account: Account, typed: str, *, at: datetime) -> bool:
    """Is it one of the codes on paper that was not used yet? From now on it is used."""
    wanted = codes.digits(typed)
    rows = [row for row in account.recovery_codes.filter(used_at=None) if one_time.is_same(row.code, wanted)]
    return bool(rows) and bool(RecoveryCode.objects.filter(pk=rows[0].pk, used_at=None).update(used_at=at))
