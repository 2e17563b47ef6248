"""A request about a family whose record is kept from the front door shows what was asked, and nothing else."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse

from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.frontdoor.actions import decisions, requests
from oneplan.web.frontdoor.models import Request
from oneplan.web.sharing.actions import emergencies, guards
from tests.cast import Cast, filled

Make = Callable[..., Request]
LINES = ["Grace, mother", "Leo, 7, son"]
OF_THE_RECORD = ("Okafor", "Priya", "Open F-", "/people/", "/families/", "their own view")


@pytest.fixture
def asking(cast: Cast, now: datetime, make: Make) -> Request:
    """Linked to the family as one of those named did it; one more of the same family was decided earlier."""
    made = make(people=LINES)
    earlier = make(people=LINES, reason="Something older")
    Request.objects.filter(pk=earlier.pk).update(family=cast.family, state=Request.State.ACCEPTED)
    Request.objects.filter(pk=made.pk).update(family=cast.family, family_view="their own view")
    for row, person in zip(made.people.order_by("pk"), (cast.parent, cast.child), strict=True):
        row.person = person
        row.save()
    made.refresh_from_db()
    return made


@pytest.fixture
def shut_out(cast: Cast, now: datetime, asking: Request) -> list[Worker]:
    """The front door, since the record is guarded; a manager of the same team whose own family it is."""
    rob = Worker.objects.create(
        name="Rob Haines", job_title="team manager", role="team_manager", agency=cast.maya.agency, team=cast.stan.team
    )
    Account.objects.make(name="rob", password=None, worker=rob)
    guards.guard(family=cast.family, reason="Known people", workers=[cast.maya, cast.priya], by=cast.maya, at=now)
    guards.tie(family=cast.family, worker=rob, by=cast.maya, at=now)
    return [cast.fay, rob]


def _main(page: str) -> str:
    return page[page.index("<main") : page.index("</main")]


@pytest.mark.requirement("R197")
def test_it_shows_what_was_asked_and_nothing_of_the_record(cast: Cast, asking: Request, shut_out: list[Worker]) -> None:
    address = reverse("request", args=[asking.pk])
    for who in shut_out:
        shown = _main(cast.client(who).get(address).content.decode())
        assert "James cannot settle at school" in shown, who
        assert "Leo, 7, son" in shown, who
        assert "for those who may open their record" in shown, who
        assert "<form" not in shown, who
        for word in OF_THE_RECORD:
            assert word not in shown, (who, word)
    named = _main(cast.client(cast.maya).get(address).content.decode())
    for word in ("Okafor", f"Open {cast.family.reference}", "Priya", "their own view", "Keep this decision"):
        assert word in named, word


def test_the_queue_names_them_as_whoever_asked_did(cast: Cast, asking: Request, shut_out: list[Worker]) -> None:
    for who in shut_out:
        client = cast.client(who)
        new = _main(client.get(reverse("requests")).content.decode())
        assert "Grace and 1 other" in new, who
        assert "Okafor" not in new, who
        rest = [_main(client.get(reverse("requests") + f"?show={show}").content.decode())
                for show in ("offer", "answer", "worker", "answered")]  # fmt: skip
        assert all("Something older" not in page for page in rest), who
    of_maya = cast.client(cast.maya).get(reverse("requests") + "?show=answered").content.decode()
    assert "Something older" in of_maya


def test_nothing_is_done_with_it(cast: Cast, now: datetime, asking: Request, shut_out: list[Worker]) -> None:
    for who in shut_out:
        client = cast.client(who)
        token = filled(client.get(reverse("request-new")).content.decode())
        for name in ("request-learn", "request-settle", "request-decide", "request-offer", "request-answer"):
            assert client.post(reverse(name, args=[asking.pk]), token).status_code == 403, (who, name)
        with pytest.raises(NotAllowed):
            requests.learn(request=asking, version=asking.version, family_view="x", by=who, at=now)
        with pytest.raises(NotAllowed):
            decisions.decide(
                request=asking, child_safety="Safe", level="additional", outcome="advice", why="x", next_step="x",
                by=who, at=now,
            )  # fmt: skip
    asking.refresh_from_db()
    assert asking.state == Request.State.NEW


def test_an_emergency_shows_the_family_and_leaves_deciding_to_others(
    cast: Cast, now: datetime, asking: Request, shut_out: list[Worker]
) -> None:
    why = "The school cannot reach anybody and Leo is alone"
    emergencies.open_record(family=cast.family, reason=why, by=cast.fay, at=now)
    shown = _main(cast.client(cast.fay).get(reverse("request", args=[asking.pk])).content.decode())
    assert f"Open {cast.family.reference}" in shown
    assert "Keep this decision" not in shown


def test_somebody_of_a_family_that_is_kept_is_named_as_they_were_in_a_request_about_another(
    cast: Cast, now: datetime, make: Make, settle: Make
) -> None:
    other = settle(make(people=["Dana Bell, 34, mother", "A lad, 7"]))
    other.people.filter(said="A lad, 7").update(person=cast.child)
    address = reverse("request", args=[other.pk])
    assert "Leo Okafor-Reed" in cast.client(cast.fay).get(address).content.decode()
    guards.guard(family=cast.family, reason="Known people", workers=[cast.maya], by=cast.maya, at=now)
    shown = cast.client(cast.fay).get(address).content.decode()
    assert "Dana Bell</a>" in shown
    assert "A lad, 7" in shown
    assert "Leo" not in shown
    assert reverse("person", args=[cast.child.pk]) not in shown
