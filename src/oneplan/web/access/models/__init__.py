"""Accounts and how they sign in, one-time links, the chain of changes and the log of views."""

from oneplan.web.access.models.accounts import Account, AccountManager, AskedForWayIn, OpenSession, WayIn
from oneplan.web.access.models.chain import AuditEvent, ChainHead, ViewBatch
from oneplan.web.access.models.factors import CodeApp, Passkey, RecoveryCode
from oneplan.web.access.models.links import PartnerLink, PartnerQuestion
from oneplan.web.access.models.tries import RefusedPage, SignInTry, TryCount

__all__ = [
    "Account",
    "AccountManager",
    "AskedForWayIn",
    "AuditEvent",
    "ChainHead",
    "CodeApp",
    "OpenSession",
    "PartnerLink",
    "PartnerQuestion",
    "Passkey",
    "RecoveryCode",
    "RefusedPage",
    "SignInTry",
    "TryCount",
    "ViewBatch",
    "WayIn",
]
