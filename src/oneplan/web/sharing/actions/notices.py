"""Publish what families are told about what is kept of them. A version stays as it was; a change is a new version."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.sharing.models import PrivacyNotice
from oneplan.web.site.actions import action


class CannotPublish(Exception):
    """The text is written for whoever publishes."""


@dataclass(frozen=True)
class NoticeWords:
    """`changes`: what is new, as families read it. `asks_anew`: so much is new that each family is talked with."""

    version: str
    text: str
    valid_from: date
    changes: str = ""
    asks_anew: bool = False


@action
def publish(*, says: NoticeWords, by: Worker, at: datetime) -> PrivacyNotice:
    """By an administrator, for a day still to come or today: nobody was shown it before."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    if says.valid_from < timezone.localdate(at):
        raise CannotPublish("It cannot hold from a day that is over: families were shown the one before.")
    if "## " not in says.text:
        raise CannotPublish("Begin each part with a line like “## Who sees it”, so that people find their way.")
    if says.asks_anew and not says.changes.strip():
        raise CannotPublish("Say what is new: families are talked with about it, and read it in these words.")
    if PrivacyNotice.objects.filter(version=says.version).exists():
        raise CannotPublish(f"There is a version {says.version} already, and it stays as it is. Give another name.")
    return _keep(says, by=by, at=at)


@action
def publish_once(*, says: NoticeWords, at: datetime, by: Worker | None = None) -> bool:
    """From the area's files, when an installation is set up or upgraded; nobody is signed in then."""
    if by is not None:
        policy.require(Permission.AREA_CONFIGURE, by=by)
    known = PrivacyNotice.objects.filter(version=says.version).first()
    if known is None:
        _keep(says, by=by, at=at)
        return True
    if known.text != says.text or known.valid_from != says.valid_from:
        raise CannotPublish(
            f"The notice {says.version} was published with another text or day, and families were shown that one. "
            "Put the file back as it was, and write what is new into a file of its own."
        )
    return False


def _keep(says: NoticeWords, *, by: Worker | None, at: datetime) -> PrivacyNotice:
    row = PrivacyNotice.objects.create(
        version=says.version,
        text=says.text.replace("\r\n", "\n").strip(),
        valid_from=says.valid_from,
        changes=says.changes.strip(),
        asks_anew=says.asks_anew,
    )
    audit.record("notice_published", about=row, by=by, at=at, text=audit.digest(row.text))
    return row
