"""Accounts, the chain of changes and the log of views.

Audit rows hold no foreign keys: history never blocks a deletion, and outlives it.
"""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from oneplan.rulebook.sharing.policy import Role


class AccountManager(BaseUserManager["Account"]):
    def make(self, *, name: str, password: str | None, **also: Any) -> "Account":
        account = self.model(name=name.lower(), **also)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in: for one worker, or for one member of a family."""

    name = models.CharField("name to sign in with", max_length=150, unique=True)
    worker = models.OneToOneField("agencies.Worker", null=True, blank=True, on_delete=models.PROTECT)
    person = models.OneToOneField("people.Person", null=True, blank=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "name"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(worker=None, person__isnull=False) | Q(worker__isnull=False, person=None),
                name="account_is_for_one",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role(self) -> Role:
        return Role(self.worker.role) if self.worker else Role.FAMILY_MEMBER


class ChainHead(models.Model):
    """The last link of a chain: one row a chain, locked while a link is added."""

    chain = models.CharField(max_length=10, primary_key=True)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")


class AuditEvent(models.Model):
    """One change, chained to the one before it with a key that is not in the database."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=50)
    by_worker = models.BigIntegerField(null=True)
    by_account = models.BigIntegerField(null=True)
    about_type = models.CharField(max_length=40)
    about_id = models.CharField(max_length=40)
    family_id = models.BigIntegerField(null=True)
    payload = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["family_id", "number"]),
            models.Index(fields=["about_type", "about_id"]),
        ]


class ViewBatch(models.Model):
    """What one page showed to whom: one row a page, chained like the changes."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    account_id = models.BigIntegerField()
    page = models.CharField(max_length=60)
    family_id = models.BigIntegerField(null=True, db_index=True)
    seen = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
