"""A new family from request to goodbye and the call after it, by its pages, counting what has to be typed."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from oneplan.web.agencies.models import Team
from oneplan.web.casework.models import Closure, EpisodeRole, Need, Note
from oneplan.web.frontdoor.models import Request
from oneplan.web.people.models import Family
from tests.cast import Cast
from tests.forms.reading import Form

MOST_TYPED = 40
_TAPPED = {"radio", "checkbox", "hidden", "submit"}


@dataclass
class Walker:
    """Fills in pages as a person does and remembers every word that had to be typed."""

    client: Client
    typed: list[str] = field(default_factory=list)

    def send(self, page_url: str, *, to: str = "", **said: Any) -> str:
        page = self.client.get(page_url).content.decode()
        form = Form(to)
        form.feed(page)
        for name, value in said.items():
            assert name in form.kinds, f"{page_url} has no field {name}"
            if form.kinds[name] not in _TAPPED:
                self.typed.append(str(value))
        answer = self.client.post(to or page_url, form.values | said)
        assert answer.status_code == 302, answer.content.decode()
        return answer.headers["Location"]


@pytest.mark.requirement("R036", "R047", "R060", "R094", "R166", "R176", "R180")
def test_from_request_to_goodbye_with_few_words_and_none_twice(cast: Cast) -> None:
    typed: list[str] = []
    school = Walker(cast.client(cast.green), typed)
    school.send(
        "/requests/new/",
        people="Dana Bell, 34, mother\nJames, 7, son\nIvy, under 5, daughter",
        reason="James has missed ten days since his dad left.",
        needs=["attendance", "parental_conflict"],
        safety="no",
        agrees="yes",
    )
    asking = Request.objects.get()
    family = _front_door(Walker(cast.client(cast.fay), typed), asking)
    Walker(cast.client(cast.maya), typed).send(f"/families/{family.reference}/key-worker/", worker=cast.priya.pk)
    _key_work(Walker(cast.client(cast.priya), typed), family)

    print(f"typed fields: {len(typed)}")  # noqa: T201 - the count is asked for
    assert len(typed) < MOST_TYPED
    assert len(typed) == len(set(typed))
    assert Closure.objects.get(episode__family=family).who_to_call == "Priya Shah, 0114 496 0123"
    assert EpisodeRole.objects.known().get(episode__family=family).worker == cast.priya
    assert Need.objects.filter(family=family, origin="presenting").count() == 2
    assert Note.objects.get(family=family).kind == "after"
    assert {row.person.name for row in family.memberships.select_related("person")} == {
        "Dana Bell",
        "James Bell",
        "Ivy Bell",
    }


def _front_door(fay: Walker, asking: Request) -> Family:
    url = f"/requests/{asking.log_number}/"
    fay.send(url, to=f"{url}people/")
    fay.send(
        url,
        to=f"{url}decision/",
        child_safety="Safe as far as anybody knows",
        level="additional",
        outcome="intervention",
        why="Several needs at once.",
        next_step="We ring the family and offer help",
        team=Team.objects.get(name="North team").pk,
    )
    assert fay.send(url, to=f"{url}offer/", answer="yes").endswith("/key-worker/")
    asking.refresh_from_db()
    assert asking.family is not None
    return asking.family


def _key_work(priya: Walker, family: Family) -> None:
    base = f"/families/{family.reference}/"
    priya.send(f"{base}visits/new/", rhythm="weekly")
    priya.send(f"{base}reviews/new/", going_well="School every day", why="They manage by themselves", decision="close")
    priya.send(f"{base}goodbye/", reason="goals_met", what_changed="Mornings are calm", ready="All of them feel ready")
    priya.send(f"{base}goodbye/said/", to=f"{base}call/", text="James asked how Priya is")
