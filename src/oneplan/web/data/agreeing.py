"""What the agreement of a feed lets in on a day."""

from datetime import date

from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.profiles import Mapped, Profile
from oneplan.web.agencies.models import SharingAgreement
from oneplan.web.data.models import Feed, FeedProfile


def in_force(agreement: SharingAgreement, *, on: date) -> SharingAgreement | None:
    """The version of an agreement that holds on that day, as it is known now; None where none does."""
    found: SharingAgreement | None = SharingAgreement.objects.current(on).filter(thread=agreement.thread).first()
    return found


def categories(agreement: SharingAgreement | None) -> list[str]:
    """Codes of the kinds of information that it covers; none where none holds."""
    return sorted(agreement.categories.values_list("category", flat=True)) if agreement else []


def profile(row: FeedProfile, *, covers: list[str]) -> Profile:
    """The profile with the columns alone that the agreement covers. Raises `profiles.CannotRead`."""
    return profiles.within(profiles.made(row.said, name=row.feed.name), covers)


def columns(row: FeedProfile, *, covers: list[str]) -> tuple[list[Mapped], list[Mapped]]:
    """The columns that are read, and those which the profile has and the agreement does not speak of."""
    every = profiles.made(row.said, name=row.feed.name).mapped
    read = [each for each in every if each.column.category in covers]
    return read, [each for each in every if each not in read]


def newest(feed: Feed) -> FeedProfile:
    return feed.profiles.select_related("feed").order_by("number").reverse()[0]
