"""May this message go to this person now? Every message asks, whoever sends it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class ContactRule:
    """`channel` is text, call, email, post or any; hours are the person's own local time."""

    channel: str
    never: bool
    not_before: time | None
    not_after: time | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class MayContact:
    """Go now, go at `wait_until`, or never with `refusal` in words."""

    wait_until: datetime | None = None
    refusal: str = ""

    @property
    def may_go_now(self) -> bool:
        return self.wait_until is None and not self.refusal


def may_contact(rules: Iterable[ContactRule], *, channel: str, at: datetime) -> MayContact:
    """Judge one message by `channel` at the local moment `at`: any “never” wins, else the latest safe time."""
    wait: datetime | None = None
    for rule in rules:
        if rule.channel not in (channel, "any"):
            continue
        if rule.never:
            said = f" ({rule.words})" if rule.words else ""
            return MayContact(refusal=f"It is not safe to reach this person by {channel}{said}.")
        safe = _safe_from(rule, at)
        if safe > at and (wait is None or safe > wait):
            wait = safe
    return MayContact(wait_until=wait)


def _safe_from(rule: ContactRule, at: datetime) -> datetime:
    """Return the first moment from `at` on that lies within the rule's hours."""
    opens, closes = rule.not_before or time.min, rule.not_after or time.max
    today = datetime.combine(at.date(), opens, tzinfo=at.tzinfo)
    if at.time() < opens:
        return today
    if at.time() > closes:
        return today + timedelta(days=1)
    return at
