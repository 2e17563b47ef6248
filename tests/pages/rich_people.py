"""The people's side of the full data set: names, numbers, homes, a restriction, a baby on the way, joined records."""

from datetime import date, datetime, time, timedelta
from typing import Any

from oneplan.rulebook.people.dates import read
from oneplan.web.people import projection
from oneplan.web.people.actions import details, families, homes, identifiers, merges, newcomers, persons, safety
from oneplan.web.people.models import (
    HomeDetail,
    Membership,
    PersonDetail,
    PersonName,
    Relationship,
    Residence,
)
from tests.cast import LONG_AGO, Cast


def add_people(rich: Any, cast: Cast, *, at: datetime) -> None:
    _write_down(cast)
    said: dict[str, Any] = {"by": cast.priya, "at": at}
    rich.detail = details.add(person=cast.child, kind="school", words="Mill Lane Primary", on=date(2022, 9, 5), **said)
    rich.number = identifiers.add(person=cast.child, scheme="nhs", value="999 000 0018", **said)
    rich.restriction = safety.restrict(
        child=cast.child, barred=cast.father, kind="order", words="Only at the contact centre, with a worker there",
        on=date(2024, 3, 1), **said,
    )  # fmt: skip
    rich.rule = safety.reach_safely(
        person=cast.parent, channel="text", not_after=time(18), words="Her phone lies on the table", **said
    )
    rich.warning = safety.warn_visitors(family=cast.family, words="A dog: ring before you knock", **said)
    rich.home_warning = safety.warn_visitors(home=cast.home, words="Steep stairs, no light", **said)
    rich.home_note = homes.note(home=cast.home, kind=HomeDetail.Kind.TENURE, words="privately rented", **said)
    rich.refuge = homes.add(label="A safe address", address="9 Quay Row", postcode="ZZ9 9ZZ", is_protected=True, **said)
    homes.move_in(person=cast.baby, home=rich.refuge, pattern="staying", **said)
    rich.passport = identifiers.add(person=cast.parent, scheme="passport", value="ZZ 000 0001", **said)
    rich.unborn = newcomers.bring(
        family=cast.family, role="child", description="the baby on the way",
        due_on=at.date() + timedelta(days=60), **said,
    )[0]  # fmt: skip
    rich.grandmother = newcomers.bring(
        family=cast.family, role="network", given_names="Ruth", family_name="Okafor", sex="female",
        note="takes Leo on Fridays", **said,
    )[0]  # fmt: skip
    families.keep_earlier_help(
        family=cast.family, agency="Another council", what="A family worker for a year", was_bad=True,
        how_it_felt="They came with papers and left", **said,
    )  # fmt: skip
    rich.member = Membership.objects.known().get(person=cast.child)
    rich.tie = Relationship.objects.known().filter(person=cast.parent, other=cast.child).get()
    rich.residence = Residence.objects.known().get(person=cast.child)
    _two_records(rich, cast, at=at)


def bring(cast: Cast, given: str, family_name: str, born: str, *, at: datetime) -> Any:
    return persons.add(given_names=given, family_name=family_name, born=read(born), by=cast.fay, at=at)


def _two_records(rich: Any, cast: Cast, *, at: datetime) -> None:
    """Two records of one Leo still to compare, and two that were joined already."""
    rich.other_leo = bring(cast, "Leo", "Okafor Reed", "20 May 2017", at=at)
    gone = bring(cast, "Gracie", "Okafor", "2 April 1991", at=at)
    rich.merge = merges.merge(gone=gone, kept=cast.parent, reason="same birthday, she says so", by=cast.fay, at=at)


def _write_down(cast: Cast) -> None:
    """The spells behind the cast's columns, as actions would have written them."""
    for person in (cast.parent, cast.child, cast.baby, cast.father):
        since = {"person": person, "known_from": LONG_AGO}
        PersonName.objects.create(given_names=person.given_names, family_name=person.family_name, **since)
        PersonDetail.objects.create(kind="sex", words=person.sex, **since)
        birth = PersonDetail(kind="birth", words=person.born_words, **since)
        birth.earliest, birth.latest = person.born_from, person.born_to
        birth.save()
        projection.refresh(person)
