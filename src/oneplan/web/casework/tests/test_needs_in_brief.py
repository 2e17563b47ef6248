"""Needs on the family page: short lines, whose each is and how it stands; and what My day makes of an empty day."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from oneplan.web.casework.actions import needs
from oneplan.web.casework.models import Need, NoteDraft
from oneplan.web.casework.reads.family_needs import MOST, in_brief
from tests.cast import Cast


def _need(cast: Cast, now: datetime, code: str, who: str = "", state: str = "open") -> Need:
    person = getattr(cast, who) if who else None
    need = needs.found(family=cast.family, code=code, person=person, on=now.date(), by=cast.priya, at=now)
    Need.objects.filter(pk=need.pk).update(state=state)
    need.refresh_from_db()
    return need


def test_whose_it_is_and_how_it_stands(cast: Cast, now: datetime) -> None:
    rows = [
        _need(cast, now, "debt", state="gone"),
        _need(cast, now, "isolation", "parent"),
        _need(cast, now, "isolation", "child"),
        _need(cast, now, "isolation", "child"),
        _need(cast, now, "isolation", "baby", state="unclear"),
    ]
    lines = [(line.code, line.whose, line.state, line.tone) for line in in_brief(rows).lines]
    assert lines == [
        ("isolation", "Grace and Leo", "still there", ""),
        ("isolation", "Mia", "not clear", "warm"),
        ("debt", "the family", "gone", "ok"),
    ]


def test_the_page_has_a_line_for_each(cast: Cast, now: datetime) -> None:
    _need(cast, now, "isolation", "child")
    page = cast.client(cast.priya).get(reverse("family", args=[cast.family.pk])).content.decode()
    card = re.sub(r"<[^>]+>|\s+", " ", page.split(">Needs</h2>")[1].split("</section>")[0])
    assert " ".join(card.split()) == (
        "All of them Named in the request No need from a request stands here. "
        "Found later Being alone with it still there Leo"
    )


def test_many_are_counted(cast: Cast, now: datetime) -> None:
    codes = ["debt", "isolation", "housing", "work", "substance", "domestic_abuse", "behaviour", "attendance"]
    brief = in_brief([_need(cast, now, code) for code in codes])
    assert (len(brief.lines), brief.number_more) == (MOST, 2)


@pytest.mark.parametrize("who", ["priya", "tom"])
def test_no_half_of_my_day_stands_empty(cast: Cast, now: datetime, who: str) -> None:
    """Priya has a family and nothing due; Tom has none, and a note he began: each column holds a card."""
    NoteDraft.objects.create(family=cast.family, worker=getattr(cast, who), fields={"text": "x"}, saved_at=now)
    page = cast.client(getattr(cast, who)).get(reverse("my-day")).content.decode()
    columns = page.split('<div class="op-columns">')[1].split('<div class="op-stack">')[1:]
    assert [("op-card" in column) for column in columns] == [True] * (2 if who == "priya" else 1)
    assert ("Nothing so far." in page) == (who == "priya")
