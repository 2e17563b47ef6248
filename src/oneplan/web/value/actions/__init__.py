"""What is done about calculations and funding."""

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.agencies.models import Worker


class Cannot(Exception):
    """The text is written for whoever works on the calculation: what, why, and what to do; `field` is what it is of."""

    def __init__(self, words: str, *, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


def require(*, by: Worker) -> None:
    """Raise `NotAllowed` unless they may make and change calculations and funding."""
    policy.require(Permission.VALUE_WORK, by=by)
