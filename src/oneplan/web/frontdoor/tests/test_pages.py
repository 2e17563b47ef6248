"""The front door's pages: asking, the queue, one request."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneplan.web.frontdoor.models import Offer, Request
from oneplan.web.people.models import PersonName
from oneplan.web.people.projection import index_names
from tests.cast import Cast, filled

Make = Callable[..., Request]
SAID = {
    "people": "Dana Bell, 34, mother\nJames, 7, son",
    "reason": "He cannot settle.",
    "safety": "no",
    "agrees": "yes",
}


@pytest.mark.requirement("R037", "R044", "R040")
@pytest.mark.parametrize("who", ["green", "priya"])
def test_a_partner_asks_without_saying_who_they_are(cast: Cast, who: str) -> None:
    client = cast.client(getattr(cast, who))
    page = client.get("/requests/new/").content.decode()
    assert "Who is asking?" not in page
    assert "Several needs at once; a key worker for the whole family" in page
    sent = filled(page, **SAID, needs=["attendance"])
    answer = client.post("/requests/new/", sent)
    asking = Request.objects.get()
    assert asking.from_worker == getattr(cast, who)
    received = client.get(answer.headers["Location"]).content.decode()
    assert f"<h1>Thank you, the request is in: {asking.log_number}</h1>" in received
    client.post("/requests/new/", sent)
    assert Request.objects.count() == 1


@pytest.mark.requirement("R038")
def test_the_front_door_writes_down_a_familys_own_call(cast: Cast) -> None:
    client = cast.client(cast.fay)
    page = client.get("/requests/new/").content.decode()
    client.post("/requests/new/", filled(page, **SAID, asks="family", from_words="Dana Bell"))
    assert Request.objects.get().from_words == "the family themselves: Dana Bell"
    page = client.get("/requests/new/").content.decode()
    sent = filled(page, **SAID, asks="service", agency=cast.green.agency_id, from_words="Mr Oak, head teacher")
    client.post("/requests/new/", sent)
    asking = Request.objects.order_by("pk").last()
    assert asking is not None
    assert (asking.from_agency, asking.from_words) == (cast.green.agency, "Mr Oak, head teacher")


def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast: Cast) -> None:
    client = cast.client(cast.green)
    page = client.get("/requests/new/").content.decode()
    answer = client.post("/requests/new/", filled(page, **SAID | {"safety": "worried"}))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Say in a few words what the worry about the child is." in shown
    assert "James, 7, son" in shown
    long = client.post("/requests/new/", filled(page, **SAID | {"people": "x" * 201}))
    assert "very long for one line" in long.content.decode()


@pytest.mark.requirement("R054")
def test_a_worker_asks_for_their_own_family_and_names_nobody_again(cast: Cast) -> None:
    client = cast.client(cast.priya)
    url = f"/requests/new/?family={cast.family.reference}"
    page = client.get(url).content.decode()
    assert "Who is in the family?" not in page
    client.post(url, filled(page, reason="A parenting group", safety="no", agrees="yes"))
    assert Request.objects.get().family == cast.family
    assert cast.client(cast.stan).get(url).status_code == 403


@pytest.mark.parametrize("who", ["stan", "fay"])
def test_a_request_is_followed_by_whoever_made_it_only(make: Make, cast: Cast, who: str) -> None:
    asking = make()
    url = f"/requests/{asking.log_number}/received/"
    assert cast.client(cast.green).get(url).status_code == 200
    assert cast.client(getattr(cast, who)).get(url).status_code == 404


@pytest.mark.requirement("R055")
def test_whoever_asked_reads_the_decision(make: Make, settle: Make, decide: Make, cast: Cast) -> None:
    asking = decide(settle(make()))
    page = cast.client(cast.green).get(f"/requests/{asking.log_number}/received/").content.decode()
    assert "A key worker from intervention" in page
    assert "We ring the family and offer help" in page


@pytest.mark.requirement("R041", "R048")
def test_the_queue_shows_age_urgency_and_what_is_missing_oldest_first(make: Make, cast: Cast, now: datetime) -> None:
    old = make(received_on=now.date() - timedelta(days=9), family_agrees=None)
    worried = make(safety=Request.Safety.WORRIED, safeguarding="Alone at night")
    page = cast.client(cast.fay).get("/requests/").content.decode()
    assert page.index(old.log_number) < page.index(worried.log_number)
    for shown in ("waiting 9 days: too long", "a child&#x27;s safety: look first", "Dana Bell and 2 others"):
        assert shown in page
    assert "Still to ask: which family this is; whether the family knows; what the family themselves say" in page


@pytest.mark.requirement("R048", "R098")
def test_every_step_has_its_list(make: Make, settle: Make, decide: Make, offer: Make, cast: Cast) -> None:
    steps = {
        "decide": make(),
        "offer": decide(settle(make())),
        "answer": offer(decide(settle(make()))),
        "worker": offer(decide(settle(make())), answer=Offer.Answer.YES),
    }
    client = cast.client(cast.fay)
    for show, asking in steps.items():
        page = client.get("/requests/", {"show": show}).content.decode()
        assert [number for number in (each.log_number for each in steps.values()) if number in page] == [
            asking.log_number
        ]
    assert steps["worker"].log_number in client.get("/requests/", {"show": "answered"}).content.decode()
    assert client.get("/requests/", {"show": "nonsense"}).status_code == 200


def test_the_queue_asks_the_database_as_often_for_forty_as_for_one(make: Make, cast: Cast) -> None:
    client = cast.client(cast.fay)
    make()
    client.get("/requests/")
    with CaptureQueriesContext(connection) as one:
        client.get("/requests/")
    for _ in range(39):
        make()
    with CaptureQueriesContext(connection) as forty:
        page = client.get("/requests/").content.decode()
    assert len(forty) == len(one)
    assert "Page 1 of 2" in page


@pytest.mark.requirement("R060")
def test_one_tap_says_yes_the_same_and_the_next_step_waits(make: Make, cast: Cast) -> None:
    PersonName.objects.create(
        person=cast.parent, given_names="Grace", family_name="Okafor-Reed", known_from=cast.parent.made_at
    )
    index_names(cast.parent)
    asking = make(people=["Grace Okafor-Reed, mother", "Nia, 1, daughter"])
    grace, nia = asking.people.order_by("pk")
    client = cast.client(cast.fay)
    url = f"/requests/{asking.log_number}/"
    page = client.get(url).content.decode()
    assert "Is Grace Okafor-Reed one of these?" in page
    assert "The Okafor-Reed family" in page
    taps: dict[str, object] = {f"role_{grace.pk}": "parent", f"role_{nia.pk}": "child", "family_name": "Okafor-Reed"}
    refused = client.post(f"{url}people/", filled(page, **taps))
    assert refused.status_code == 422
    taps |= {f"who_{grace.pk}": cast.parent.pk, f"who_{nia.pk}": "new", "family": cast.family.pk}
    assert client.post(f"{url}people/", filled(page, **taps)).status_code == 302
    asking.refresh_from_db()
    assert asking.family == cast.family
    again = client.post(f"{url}people/", filled(client.get(url).content.decode(), **taps))
    assert again.status_code == 422
    assert "A colleague has said already" in again.content.decode()


def test_refusals_of_each_step_come_back_on_the_page(
    make: Make, settle: Make, decide: Make, offer: Make, cast: Cast, now: datetime
) -> None:
    client = cast.client(cast.fay)
    asking = settle(make())
    url = f"/requests/{asking.log_number}/"
    page = client.get(url).content.decode()
    other = filled(page, next_step="other", child_safety="There are no children", level="additional", why="x")
    assert "No request ends without a next step" in client.post(f"{url}decision/", other).content.decode()
    stale = client.post(f"{url}known/", filled(page, version=7, family_view="Hello"))
    assert "A colleague changed this request" in stale.content.decode()
    assert "Hello" in stale.content.decode()
    decide(asking)
    page = client.get(url).content.decode()
    early = filled(page, how="by phone", told="x", answer="waiting", on="1 May 2020")
    assert "would come before the request" in client.post(f"{url}offer/", early).content.decode()
    offer(asking)
    page = client.get(url).content.decode()
    no_way = filled(page, answer="no", way_back="other", on=f"{now:%-d %B %Y}")
    assert "nobody is turned away" in client.post(f"{url}answer/", no_way).content.decode()
    for step in ("known", "people", "decision", "offer", "answer"):
        assert client.get(f"{url}{step}/").headers["Location"] == url


@pytest.mark.parametrize("path", ["", "known/", "people/", "decision/", "offer/", "answer/"])
@pytest.mark.parametrize("who", ["priya", "green", "stan"])
def test_only_the_front_door_and_managers_see_a_request(make: Make, cast: Cast, path: str, who: str) -> None:
    asking = make()
    assert cast.client(getattr(cast, who)).get(f"/requests/{asking.log_number}/{path}").status_code == 403
    assert cast.client(getattr(cast, who)).get("/requests/").status_code == 403


def test_a_number_that_is_no_request_says_so(cast: Cast) -> None:
    answer = cast.client(cast.fay).get("/requests/R-99999/")
    assert answer.status_code == 404
    assert "no request with that number" in answer.content.decode()
