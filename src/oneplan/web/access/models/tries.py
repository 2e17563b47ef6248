"""Tries at signing in: counted so that guessing stops, and kept so that it can be shown."""

from django.db import models

from oneplan.web.access.models.accounts import Account


class TryCount(models.Model):
    """How often something was tried lately: one row for each name, address or account, counted by one UPDATE."""

    subject = models.CharField(max_length=90, primary_key=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    locked_until = models.DateTimeField(null=True, blank=True, db_index=True)


class SignInTry(models.Model):
    """One try that did not succeed, or was not even looked at: evidence. The name typed is never kept in clear."""

    class Kind(models.TextChoices):
        PASSWORD = "password", "a password"
        CODE = "code", "a second step"
        PASSKEY = "passkey", "a passkey"
        SINGLE = "single", "the council's sign-in"
        ASK = "ask", "asking for a new password"
        LINK = "link", "the code of a partner's link"
        FORWARDED = "forwarded", "a partner's link on another device"

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    outcome = models.CharField(max_length=12)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    name_digest = models.CharField(max_length=64, blank=True)
    from_address = models.CharField(max_length=45, blank=True)


class RefusedPage(models.Model):
    """Somebody signed in asked for what is not open to them: evidence, and the sign of numbers being tried out.

    No foreign keys to what was asked for: it need not exist.
    """

    class Kind(models.TextChoices):
        NOT_ALLOWED = "not_allowed", "not open to them"
        FORM = "form", "a form that this page did not make"
        TOO_FAST = "too_fast", "more pages at once than anybody reads"

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=12, choices=Kind)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=40, blank=True)
    family_id = models.BigIntegerField(null=True, db_index=True)
