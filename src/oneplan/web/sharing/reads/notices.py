"""Which privacy notice holds on a day, which one somebody was shown, and what is new since."""

from dataclasses import dataclass
from datetime import date

from oneplan.web.people import identity
from oneplan.web.people.models import Person
from oneplan.web.sharing.models import ConsentTalk, PrivacyNotice

NONE = "(none)"  # no version can be called so


@dataclass(frozen=True)
class NoticePage:
    notice: PrivacyNotice
    newest: PrivacyNotice | None  # the one that holds today
    others: list[PrivacyNotice]  # newest first
    on: date

    @property
    def is_old(self) -> bool:
        return self.newest is not None and self.notice.valid_from < self.newest.valid_from

    @property
    def is_to_come(self) -> bool:
        return self.notice.valid_from > self.on


def in_force(*, on: date) -> PrivacyNotice | None:
    return PrivacyNotice.objects.filter(valid_from__lte=on).last()


def notice_page(*, version: str, on: date) -> NoticePage | None:
    """The version asked for, or the one that holds today; None where there is none."""
    rows = list(PrivacyNotice.objects.order_by("-valid_from", "-pk"))
    newest = next((row for row in rows if row.valid_from <= on), None)
    shown = next((row for row in rows if row.version == version), None) if version else newest
    return NoticePage(shown, newest, [row for row in rows if row != shown], on) if shown else None


def choices(*, on: date) -> list[tuple[str, str]]:
    """What a talk may have been held under, the newest first; the last is that none was shown."""
    rows = PrivacyNotice.objects.filter(valid_from__lte=on).order_by("-valid_from", "-pk")
    return [*((row.version, f"The one of {row.valid_from:%-d %B %Y}") for row in rows), (NONE, "None this time")]


@dataclass(frozen=True)
class Shown:
    """What one person of a family was shown last, and what holds now."""

    last: ConsentTalk | None
    newest: PrivacyNotice | None

    @property
    def is_new_to_them(self) -> bool:
        if self.newest is None:
            return False
        return self.last is None or self.last.notice is None or self.last.notice.valid_from < self.newest.valid_from


def shown_to(person: Person, *, on: date) -> Shown:
    ids = identity.record_ids(identity.kept(person))
    talks = ConsentTalk.objects.filter(with_people__in=ids, notice__isnull=False).select_related("notice")
    return Shown(talks.order_by("-on", "-pk").first(), in_force(on=on))
