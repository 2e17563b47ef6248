"""The second step of signing in: a code from an app, a passkey, or a recovery code."""

from django.db import models

from oneplan.web.access.models.accounts import Account
from oneplan.web.site.sealed import EncryptedTextField


class CodeApp(models.Model):
    """The secret that an authenticator app shares with us; it counts once a code from the app was typed back."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="code_app")
    secret = EncryptedTextField()
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)  # the half minute of the newest code taken: none is taken twice


class Passkey(models.Model):
    """A key that stays in somebody's phone, computer or stick; we hold its public half only."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_digest = models.CharField(max_length=64, unique=True)
    credential = models.BinaryField()
    uses = models.BigIntegerField(default=0)  # the authenticator's own count; one that goes back is a copy
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class RecoveryCode(models.Model):
    """One of ten codes on paper, each good once, for the day the phone is lost."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    code = EncryptedTextField()
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
