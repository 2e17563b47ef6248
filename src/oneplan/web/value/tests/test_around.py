"""Agencies and workers around families whose help ended, as the case record names them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import yaml
from django.test import Client
from django.utils import timezone

from oneplan.rulebook.value.around import Around
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.measures import counted_until
from oneplan.rulebook.value.texts import model_of
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework.models import Episode, EpisodeRole, LinkedPlan, TeamMember
from oneplan.web.people.models import Family
from oneplan.web.value.reads import area
from oneplan.web.value.reads.around import around_families
from oneplan.web.value.tests.test_area import facts  # noqa: F401 - a fixture
from oneplan.web.value.tests.test_pages import desk, page  # noqa: F401 - a fixture
from tests import worth

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R346")]
DAYS = 300


@pytest.fixture
def day(cast: Any, now: datetime) -> date:
    """Today, with no help of the cast's own that ended."""
    return timezone.localdate(now)


def ended(cast: Any, now: datetime, *, on: date, days: int = DAYS, family: Family | None = None) -> Episode:
    """Help of so many days by a key worker; nobody else is there."""
    family = family or Family.objects.create(name="Invented", made_at=now)
    began = on - timedelta(days=days)
    episode = Episode.objects.create(
        family=family, opened_on=began, closed_on=on, closure_reason="goals_met", made_at=now
    )
    EpisodeRole.objects.create(
        episode=episode, kind="key_worker", worker=cast.priya, decided_by="Maya", valid_from=began, valid_to=on,
        known_from=now,
    )  # fmt: skip
    return episode


def joins(episode: Episode, now: datetime, *, days: int = 0, until: int | None = None, **who: Any) -> TeamMember:
    """So many days after help began; `until` too."""
    start = episode.opened_on + timedelta(days=days)
    end = None if until is None else episode.opened_on + timedelta(days=until)
    return TeamMember.objects.create(
        family=episode.family, what_for="school", valid_from=start, valid_to=end, known_from=now, **who
    )


def test_key_worker_team_and_others_plans_are_around_a_family(cast: Any, now: datetime, day: date) -> None:
    episode = ended(cast, now, on=day)
    joins(episode, now, worker=cast.green)
    joins(episode, now, until=200, agency=Agency.objects.create(name="Housing north", sector="housing"))
    joins(episode, now, person=cast.parent)
    health = Agency.objects.create(name="Child health", sector="health")
    for until in (day - timedelta(days=20), None):
        LinkedPlan.objects.create(
            family=episode.family, kind="camhs", agency=health, what="talks", on=episode.opened_on, until=until,
            recorded_at=now,
        )  # fmt: skip
    LinkedPlan.objects.create(family=episode.family, kind="other", what="ours", on=episode.opened_on, recorded_at=now)
    assert around_families(day) == Around(1, 0, agencies=(4.0, 3.0), workers=(2.0, 2.0))


def test_a_worker_without_an_agency_beside_them_counts_for_their_own(cast: Any, now: datetime, day: date) -> None:
    other = Agency.objects.create(name="Green Lane", sector="education")
    joins(ended(cast, now, on=day), now, worker=cast.green, agency=other)
    assert cast.green.agency != other
    joins(ended(cast, now, on=day), now, worker=cast.green)
    assert around_families(day) == Around(2, 0, (2.0, 2.0), (2.0, 2.0))


def test_what_is_no_longer_believed_does_not_count(cast: Any, now: datetime, day: date) -> None:
    episode = ended(cast, now, on=day)
    struck = joins(episode, now, worker=cast.green)
    TeamMember.objects.filter(pk=struck.pk).update(known_until=now)
    lead = EpisodeRole.objects.create(episode=episode, kind="lead", worker=cast.stan, decided_by="M", known_from=now)
    EpisodeRole.objects.filter(pk=lead.pk).update(known_until=now)
    assert around_families(day).workers == (1.0, 1.0)


def test_help_of_the_last_year_that_ended_counts_once_a_family(cast: Any, now: datetime, day: date) -> None:
    newest = ended(cast, now, on=day, days=100)
    joins(newest, now, days=60, worker=cast.green)
    ended(cast, now, on=newest.opened_on, family=newest.family)  # earlier help of the same family, within the year
    ended(cast, now, on=day - timedelta(days=364), days=90)
    ended(cast, now, on=day - timedelta(days=365), days=90)
    ended(cast, now, on=day + timedelta(days=1), days=90)
    assert around_families(day) == Around(2, 0, agencies=(1.0, 1.5), workers=(1.0, 1.5))


def test_many_families_take_as_many_questions_as_one(
    cast: Any, now: datetime, day: date, django_assert_num_queries: Any
) -> None:
    joins(ended(cast, now, on=day), now, worker=cast.green)
    with django_assert_num_queries(4):
        around_families(day)
    for _ in range(9):
        joins(ended(cast, now, on=day), now, worker=cast.green)
    with django_assert_num_queries(4):
        assert around_families(day).families == 10


def test_it_stands_on_the_page_and_in_the_model_without_a_price(
    cast: Any, desk: Client, by: Worker, now: datetime, day: date, facts: Any  # noqa: F811
) -> None:  # fmt: skip
    assert "Fewer than 5 families whose help ended in the year are known well enough" in page(desk, "area-model")
    late = counted_until(day) + timedelta(days=1)  # of this quarter, so it does not count yet
    joins(ended(cast, now, on=late), now, until=100, worker=cast.green)
    for _ in range(6):
        joins(ended(cast, now, on=counted_until(day)), now, until=100, worker=cast.green)
    words = "2.0 agencies and 2.0 workers at first, 1.0 and 1.0 on the last day of help, on average of 6 families"
    said = page(desk, "area-model")
    assert words in said
    assert "whether they worked on the same problem is not known" in said
    worth.costs(by=by, at=now)
    made = area.model(area.area(day), name="Ours", council="council", price_year="2015/16", years=5)
    listed = made["not_priced"]["around"]
    assert listed["words"].startswith(f"agencies and workers around a family: {words}")
    assert listed["source"] == "the case record"
    assert "reached" not in listed  # there were fewer: it is listed as reached
    assert "around" not in made["outcomes"]
    assert "Invented" not in str(listed)
    assert "around" in {each.name for each in model_of(yaml.safe_dump(dict(made)), ladder=green_book()).not_priced}
