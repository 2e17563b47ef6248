"""Who may sign in: an account that is switched on, of a worker who has not left. Asked again on every request."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from oneplan.web.access.models import Account

PATH = "oneplan.web.access.backend.AccountBackend"


class AccountBackend(ModelBackend):
    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.may_sign_in)

    def get_user(self, user_id: int) -> Account | None:
        account = Account.objects.select_related("worker").filter(pk=user_id).first()
        return account if account is not None and account.may_sign_in else None
