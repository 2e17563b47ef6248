"""What key working costs, by the pages: grades, posts, what else is given; put right, ended; what a year comes to."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Episode
from oneplan.web.people.models import Family
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.value.actions import Cannot, costs
from oneplan.web.value.models import Grade, KeyPost, OtherCost
from oneplan.web.value.reads import costs as reads
from oneplan.web.value.tests.test_pages import desk, page, sent  # noqa: F401 - a fixture
from tests import worth

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R339", "R345")]


def written(by: Worker, now: datetime) -> Grade:
    """A grade, two sorts of posts, and time that teachers give."""
    return worth.costs(by=by, at=now)


def test_a_year_by_the_pages(desk: Client, cast: Any) -> None:  # noqa: F811
    assert "Nothing is written down yet" in page(desk, "key-working-costs")
    sent(desk, reverse("key-working-cost-new", args=["grade"]), name="G7", yearly="£42,000", source="pay scale")
    posts = reverse("key-working-cost-new", args=["post"])
    sent(desk, posts, words="key workers", grade="G7", full_time="2.5", percent="100", funder="council")
    sent(desk, posts, words="a nurse", grade="G7", full_time="1", percent="40", funder="health")
    other = reverse("key-working-cost-new", args=["other"])
    text = sent(desk, other, words="teachers at meetings", payer="schools", kind="in_kind", yearly="3,780")
    said = text.content.decode()
    assert "£125,580.00 in all" in said
    assert "£105,000.00" in said
    assert "£16,800.00" in said
    assert "40 % key working, paid by health" in said
    assert "£3,780.00 a year, in kind, by schools" in said


def test_by_family_and_week_and_whether_it_fits(by: Worker, now: datetime, cast: Any) -> None:
    written(by, now)
    found = reads.costs(timezone.localdate(now))
    assert found.year is not None
    assert found.effort.families == 1
    assert found.year.a_family == found.year.yearly == Decimal(125_580)
    assert found.effort.caseload == 1
    assert not found.by_family
    assert found.gap == ""
    for number in range(5):
        family = Family.objects.create(name=f"Invented{number}", made_at=now)
        Episode.objects.create(family=family, opened_on=timezone.localdate(now) - timedelta(days=91), made_at=now)
    found = reads.costs(timezone.localdate(now))
    assert found.effort.families == 6
    assert found.effort.weeks == Decimal("19.5")
    assert found.gap.startswith("2.9 full-time posts are written down.")
    assert "take 2.2" in found.gap


def test_put_right_the_old_one_stays_known(desk: Client, by: Worker, now: datetime) -> None:  # noqa: F811
    grade = written(by, now)
    address = reverse("key-working-cost", args=["grade", grade.pk])
    assert "pay scale" in desk.get(address).content.decode()
    sent(desk, address, yearly="44000", source="from April")
    assert [row.yearly for row in Grade.objects.filter(thread=grade.thread).order_by("pk")] == [42_000, 44_000]
    (current,) = Grade.objects.current(timezone.localdate())
    assert (current.name, current.source) == ("G7", "from April")
    late = sent(desk, address, yearly="1", source="late")
    assert late.status_code == 422
    assert Grade.objects.current(timezone.localdate()).get().yearly == 44_000


def test_two_who_put_right_at_once(by: Worker, now: datetime) -> None:
    grade = written(by, now)
    stale = Grade.objects.get(pk=grade.pk)
    costs.put_right(line=grade, yearly=Decimal(43_000), by=by, at=now)
    with pytest.raises(ChangedMeanwhile):
        costs.put_right(line=stale, yearly=Decimal(1), by=by, at=now)


def test_a_grade_that_posts_are_of_goes_on_and_a_post_ends(by: Worker, now: datetime) -> None:
    grade = written(by, now)
    day = timezone.localdate(now) + timedelta(1)
    later = now + timedelta(days=1)
    with pytest.raises(Cannot, match="Posts are of the grade “G7”"):
        costs.stop(line=grade, on=day, by=by, at=later)
    for post in KeyPost.objects.all():
        costs.stop(line=post, on=day, by=by, at=later)
    costs.stop(line=grade, on=day, by=by, at=later)
    assert reads.costs(day).posts == []
    assert reads.costs(day).grades == []
    assert len(reads.costs(day - timedelta(1)).others) == 1


def test_what_is_still_to_come_ends_nothing(desk: Client, by: Worker, now: datetime) -> None:  # noqa: F811
    written(by, now)
    other = OtherCost.objects.get()
    address = reverse("key-working-cost-end", args=["other", other.pk])
    answer = sent(desk, address, on_0="1", on_1="1", on_2="2090", on="2090-01-01")
    assert answer.status_code == 422
    assert OtherCost.objects.current(timezone.localdate()).exists()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Grade(name="G7", yearly=Decimal(1)), "there already"),
        (Grade(name="G9", yearly=Decimal(-1)), "greater than or equal"),
        (KeyPost(words="x", grade="G99", full_time=1, on_key_working=1, funder="c"), "Write the grade first"),
        (KeyPost(words="x", grade="G7", full_time=1, on_key_working=2, funder="c"), "less than or equal"),
        (KeyPost(words="x", grade="G7", full_time=1, on_key_working=1, funder=""), "blank"),
    ],
)
def test_what_cannot_be_is_refused(line: Any, words: str, by: Worker, now: datetime) -> None:
    written(by, now)
    line.valid_from = timezone.localdate(now)
    with pytest.raises(Cannot, match=words):
        costs.write(line=line, by=by, at=now)


def test_nobody_else_writes_costs(by: Worker, now: datetime, cast: Any) -> None:
    grade = written(by, now)
    line = OtherCost(words="x", payer="y", kind="cash", yearly=1, valid_from=timezone.localdate(now))
    for who in (cast.priya, cast.others["analyst"]):
        with pytest.raises(NotAllowed):
            costs.write(line=line, by=who, at=now)
        with pytest.raises(NotAllowed):
            costs.put_right(line=grade, yearly=Decimal(2), by=who, at=now)
        with pytest.raises(NotAllowed):
            costs.stop(line=grade, on=timezone.localdate(now), by=who, at=now)


def test_without_a_grade_it_says_so(by: Worker, now: datetime) -> None:
    written(by, now)
    Grade.objects.all().delete()
    found = reads.costs(timezone.localdate(now))
    assert found.year is None
    assert "Nothing is said of what G7 costs" in found.faults[0].words


def test_what_is_not_there(desk: Client) -> None:  # noqa: F811
    for args in (["mood"],):
        assert desk.get(reverse("key-working-cost-new", args=args)).status_code == 404
    assert desk.get(reverse("key-working-cost", args=["grade", 99999])).status_code == 404


def test_an_analyst_reads_and_has_no_button(cast: Any, by: Worker, now: datetime) -> None:
    written(by, now)
    text = page(cast.client(cast.others["analyst"]), "key-working-costs")
    assert "£125,580.00 in all" in text
    assert "Add a grade" not in text
