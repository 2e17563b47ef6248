"""What is done about partners' feeds."""

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.agencies.models import Worker


class Cannot(Exception):
    """The text is written for the data manager: what, why, and what to do."""


def require(*, by: Worker | None) -> None:
    """Raise `NotAllowed` unless they may work with feeds; by nobody is the machine itself."""
    if by is not None:
        policy.require(Permission.FEED_WORK, by=by)
