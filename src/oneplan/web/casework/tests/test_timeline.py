"""One timeline from all sources, a page at a time."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.agencies.models import Agency
from oneplan.web.casework.reads.timeline import BrokenPlace, page_of
from oneplan.web.casework.tests.counting import number_of_queries
from oneplan.web.people.models import Person, TimelineEntry
from oneplan.web.sharing.actions import answers
from oneplan.web.sharing.models import ConsentAnswer
from oneplan.web.sharing.reads.private import Hidden
from tests.cast import Cast, _person

START = date(2024, 2, 1)


def _fill(cast: Cast, now: datetime, number: int, kind: str = "visit") -> None:
    """Three entries a day, so that a day may be cut by the end of a page."""
    TimelineEntry.objects.bulk_create(
        TimelineEntry(
            family=cast.family, on=START + timedelta(days=i // 3), kind=kind, headline=f"{kind} {i}", recorded_at=now
        )
        for i in range(number)
    )


def _url(cast: Cast) -> str:
    return reverse("family-timeline", args=[cast.family.pk])


def _walk(client: Client, url: str) -> list[list[str]]:
    pages, address = [], url
    while address:
        page = client.get(address).content.decode()
        pages.append(re.findall(r"<b>(.*?)</b>", page))
        older = re.search(r'href="(\?[^"]*before=[^"]*)"', page)
        address = url + older[1].replace("&amp;", "&") if older else ""
    return pages


def test_pages_walk_through_everything_once_newest_first(cast: Cast, now: datetime) -> None:
    _fill(cast, now, 61)

    pages = _walk(cast.client(cast.priya), _url(cast))

    assert [len(page) for page in pages] == [25, 25, 11]
    assert [line for page in pages for line in page] == [f"visit {i}" for i in reversed(range(61))]


def test_something_new_does_not_shift_the_older_page(cast: Cast, now: datetime) -> None:
    _fill(cast, now, 30)
    first = page_of(cast.family, hidden=Hidden())
    TimelineEntry.objects.create(family=cast.family, on=now.date(), kind="call", headline="new", recorded_at=now)

    second = page_of(cast.family, hidden=Hidden(), before=first.older)

    assert [entry.headline for entry in second.entries] == [f"visit {i}" for i in reversed(range(5))]
    assert second.older == ""


def _takes_back(cast: Cast, now: datetime, agency: Agency, *kinds: Category, about: Person | None = None) -> None:
    said: dict[str, Any] = {
        "family": cast.family, "person": about or cast.parent, "given_by": cast.parent, "purpose": "share",
        "answer": "yes", "agency": agency, "on": now.date(), "recorded_at": now,
    }  # fmt: skip
    rows = [ConsentAnswer.objects.create(category=kind, **said) for kind in kinds]
    answers.take_back_oneself(answers=rows, by=cast.parent_account, at=now)


@pytest.mark.requirement("R001")
def test_what_was_taken_back_in_one_sitting_is_one_line_for_each_service_with_its_kinds(
    cast: Cast, now: datetime
) -> None:
    _fill(cast, now, 10)
    police = Agency.objects.create(name="Sallowdale Police", sector="police")
    _takes_back(cast, now, cast.green.agency, Category.HEALTH, Category.SCHOOL, Category.PLAN)
    _takes_back(cast, now, police, Category.POLICE)
    _takes_back(cast, now, police, Category.BASICS, Category.PLAN, about=cast.child)

    page = page_of(cast.family, hidden=Hidden(), size=10)

    assert [(each.headline, each.aside) for each in page.entries[:3]] == [
        ("Grace took back a yes about Leo to Sallowdale Police",
         "no longer told: who they are and who works with them; the plan and how it goes"),
        ("Grace took back a yes to Sallowdale Police", "no longer told: police and crime"),
        ("Grace took back a yes to Mill Lane Primary",
         "no longer told: health; school and nursery; the plan and how it goes"),
    ]  # fmt: skip
    assert len(page.entries) == 10
    shown = cast.client(cast.priya).get(reverse("family", args=[cast.family.pk])).content.decode()
    assert shown.count("took back a yes") == 3
    assert "visit 9" in shown


def test_what_was_taken_back_on_another_day_stands_by_itself(cast: Cast, now: datetime) -> None:
    _takes_back(cast, now - timedelta(days=3), cast.green.agency, Category.HEALTH)
    _takes_back(cast, now, cast.green.agency, Category.HEALTH)

    assert len(page_of(cast.family, hidden=Hidden()).entries) == 2


@pytest.mark.requirement("R001")
def test_filter_by_kind_and_by_person_goes_on_over_pages(cast: Cast, now: datetime) -> None:
    _fill(cast, now, 60, kind="call")
    _fill(cast, now, 5)
    for entry in TimelineEntry.objects.filter(kind="call")[:40]:
        entry.people.set([cast.child, cast.parent])

    pages = _walk(cast.client(cast.priya), f"{_url(cast)}")
    filtered = page_of(cast.family, hidden=Hidden(), kind="call", person=cast.child.pk)

    assert sum(map(len, pages)) == 65
    assert len(filtered.entries) == 25
    rest = page_of(cast.family, hidden=Hidden(), kind="call", person=cast.child.pk, before=filtered.older)
    assert len(rest.entries) == 15
    page = cast.client(cast.priya).get(f"{_url(cast)}?kind=visit&person={cast.baby.pk}").content.decode()
    assert "Nothing of that kind has happened yet" in page


def test_what_was_about_a_joined_record_is_about_the_one_that_was_kept(cast: Cast, now: datetime) -> None:
    twice = _person("Leo", "Okafor", "male", START)
    twice.merged_into = cast.child
    twice.save()
    _fill(cast, now, 1)
    TimelineEntry.objects.get().people.set([twice, cast.child])

    assert len(page_of(cast.family, hidden=Hidden(), person=cast.child.pk).entries) == 1


@pytest.mark.parametrize("mark", ["x", "2024-01-01", "2024-13-01.5", "2024-01-01.x", ".", "2024-01-01.5.6"])
def test_a_broken_mark_starts_from_the_newest_and_says_so(cast: Cast, now: datetime, mark: str) -> None:
    _fill(cast, now, 3)
    with pytest.raises(BrokenPlace):
        page_of(cast.family, hidden=Hidden(), before=mark)

    page = cast.client(cast.priya).get(_url(cast), {"before": mark, "person": "me"}).content.decode()

    assert "cannot be found" in page
    assert "visit 2" in page


def test_queries_do_not_grow(cast: Cast, now: datetime) -> None:
    client = cast.client(cast.priya)
    _fill(cast, now, 1)
    client.get(_url(cast))

    few = number_of_queries(client, _url(cast))
    _fill(cast, now, 500)

    assert number_of_queries(client, _url(cast)) == few


def test_an_empty_timeline_says_what_to_do_first(cast: Cast) -> None:
    assert "The first note starts the story" in cast.client(cast.priya).get(_url(cast)).content.decode()


@pytest.mark.parametrize("who", ["stan", "green", "fay"])
def test_those_who_write_no_notes_do_not_read_them(cast: Cast, now: datetime, who: str) -> None:
    _fill(cast, now, 3)

    answer = cast.client(getattr(cast, who)).get(_url(cast))

    assert answer.status_code == 403
    assert "visit 2" not in answer.content.decode()
