"""Accounts: a way to sign in, for one worker or for one member of a family."""

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
    """A way to sign in: for one worker, or for one member of a family.

    A partner who only ever follows one-time links has an account that is switched off and `by_link_only`: what
    they see and say is logged under it, and nobody can sign in by it.
    """

    name = models.CharField("name to sign in with", max_length=150, unique=True)
    worker = models.OneToOneField("agencies.Worker", null=True, blank=True, on_delete=models.PROTECT)
    person = models.OneToOneField("people.Person", null=True, blank=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    directory_id = models.CharField(max_length=200, null=True, blank=True, unique=True)
    by_link_only = models.BooleanField(default=False)

    USERNAME_FIELD = "name"
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(worker=None, person__isnull=False) | Q(worker__isnull=False, person=None),
                name="account_is_for_one",
            ),
            models.CheckConstraint(
                condition=Q(by_link_only=False) | Q(is_active=False), name="account_by_link_cannot_sign_in"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role(self) -> Role:
        return Role(self.worker.role) if self.worker else Role.FAMILY_MEMBER

    @property
    def may_sign_in(self) -> bool:
        """Switched on, and the worker has not left."""
        return self.is_active and (self.worker is None or self.worker.is_active)


class OpenSession(models.Model):
    """One sign-in that still goes on, so that its owner sees it and can end it from elsewhere."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    how = models.CharField(max_length=20)
    browser = models.CharField(max_length=120, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()


class WayIn(models.Model):
    """A one-time link by which somebody sets a password: the first one, or a new one."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="ways_in")
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey("site.OutboxMessage", null=True, on_delete=models.SET_NULL, related_name="+")


class AskedForWayIn(models.Model):
    """A name typed on “Forgotten your password?”, whether we know it or not; the background worker answers."""

    name = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
