"""Presenting needs and needs found later, kept apart for ever."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import needs
from oneplan.web.casework.models import Need
from oneplan.web.frontdoor.models import Request
from oneplan.web.people.models import TimelineEntry
from tests.cast import Cast, filled

DAY = date(2024, 1, 3)


@pytest.fixture
def request_for_help(cast: Cast, now: datetime) -> Request:
    return Request.objects.create(
        family=cast.family, received_on=DAY, received_at=now, from_words="Mrs Green, class teacher", reason="late"
    )


def _presenting(cast: Cast, request: Request, now: datetime, by: Worker | None = None) -> Need:
    return needs.add_presenting(
        request=request, person=cast.child, code="attendance", words="Late again", on=DAY, by=by or cast.fay, at=now
    )


def _found(cast: Cast, now: datetime) -> Need:
    return needs.found(family=cast.family, person=cast.baby, code="isolation", on=now.date(), by=cast.priya, at=now)


def _url(cast: Cast, name: str, *more: int) -> str:
    return reverse(name, args=[cast.family.pk, *more])


@pytest.mark.requirement("R070", "R071")
def test_presenting_and_found_stand_apart_with_how_they_came_to_light(
    cast: Cast, request_for_help: Request, now: datetime
) -> None:
    _presenting(cast, request_for_help, now)
    needs.found(
        family=cast.family, person=cast.baby, code="isolation", words="Plays alone", how="a visit to nursery",
        on=now.date(), by=cast.priya, at=now,
    )  # fmt: skip

    page = cast.client(cast.priya).get(_url(cast, "family-needs")).content.decode()

    asked, later = page.split("Found later (1)")
    assert "School attendance · Leo" in asked
    assert f"Mrs Green, class teacher, request {request_for_help.log_number}" in asked
    assert "Being alone with it · Mia" in later
    assert "a visit to nursery" in later


@pytest.mark.requirement("R070")
def test_each_origin_has_its_own_tone_on_the_timeline(cast: Cast, request_for_help: Request, now: datetime) -> None:
    _presenting(cast, request_for_help, now)
    _found(cast, now)

    tones = dict(TimelineEntry.objects.values_list("headline", "tone"))
    assert tones == {
        "Named in the request: School attendance": "plain",
        "New need noticed: Being alone with it": "warm",
    }


@pytest.mark.parametrize("who", ["fay", "maya", "green", "priya"])
def test_whoever_makes_or_decides_requests_may_name_needs(
    cast: Cast, request_for_help: Request, now: datetime, who: str
) -> None:
    assert _presenting(cast, request_for_help, now, by=getattr(cast, who)).origin == "presenting"


def test_others_may_not(cast: Cast, request_for_help: Request, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        _presenting(cast, request_for_help, now, by=cast.others["auditor"])
    with pytest.raises(NotAllowed):
        needs.found(family=cast.family, code="debt", on=DAY, by=cast.stan, at=now)
    assert not Need.objects.exists()


def test_a_request_without_a_family_has_no_needs_yet(cast: Cast, request_for_help: Request, now: datetime) -> None:
    request_for_help.family = None

    with pytest.raises(needs.CannotAddNeed, match="which family"):
        _presenting(cast, request_for_help, now)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"code": "laziness"}, "from the area's list"),
        ({"on": date(2999, 1, 1)}, "has not come yet"),
        ({"words": "x" * 301}, "up to 300 letters"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, now: datetime, fields: dict[str, object], says: str) -> None:
    given = {"code": "debt", "on": DAY, **fields}
    with pytest.raises(needs.CannotAddNeed, match=says):
        needs.found(family=cast.family, by=cast.priya, at=now, **given)  # type: ignore[arg-type]


@pytest.mark.requirement("R070")
def test_how_it_stands_changes_and_how_it_was_named_does_not(
    cast: Cast, request_for_help: Request, now: datetime
) -> None:
    need, client = _presenting(cast, request_for_help, now), cast.client(cast.priya)
    url = _url(cast, "need", need.pk)

    client.post(url, filled(client.get(url).content.decode(), state="better", words="Every day this term"))

    need.refresh_from_db()
    assert (need.state, need.state_words, need.words, need.on) == ("better", "Every day this term", "Late again", DAY)
    assert TimelineEntry.objects.get(headline="School attendance: better").tone == "ok"
    assert AuditEvent.objects.filter(event="need_state_changed").count() == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"state": "cured"}, "Say how it stands now"),
        ({"words": " "}, "how you know"),
        ({"on": DAY - timedelta(days=1)}, "Choose a day between 3 January 2024"),
        ({"on": date(2999, 1, 1)}, "Choose a day between"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    cast: Cast, request_for_help: Request, now: datetime, fields: dict[str, object], says: str
) -> None:
    need = _presenting(cast, request_for_help, now)
    given = {"state": "better", "words": "better", "on": now.date(), **fields}

    with pytest.raises(needs.CannotChangeNeed, match=says):
        needs.change_state(need=need, by=cast.priya, at=now, **given)  # type: ignore[arg-type]

    need.refresh_from_db()
    assert need.state == "open"


def test_a_mistaken_need_is_struck_out_once_and_never_a_presenting_one(
    cast: Cast, request_for_help: Request, now: datetime
) -> None:
    presenting, found, client = _presenting(cast, request_for_help, now), _found(cast, now), cast.client(cast.priya)
    url = _url(cast, "need-strike", found.pk)

    client.post(url, filled(client.get(url).content.decode(), reason="it was her cousin"))

    page = client.get(_url(cast, "family-needs")).content.decode()
    assert "it was her cousin" in page.split("Struck out as mistaken (1)")[1]
    with pytest.raises(needs.CannotChangeNeed, match="already struck out"):
        needs.strike(need=found, reason="again", by=cast.priya, at=now)
    with pytest.raises(needs.CannotChangeNeed, match="stays as it was said"):
        needs.strike(need=presenting, reason="no", by=cast.priya, at=now)
    found.refresh_from_db()
    with pytest.raises(needs.CannotChangeNeed, match="nothing to change"):
        needs.change_state(need=found, state="gone", words="x", on=now.date(), by=cast.priya, at=now)


def test_a_need_found_without_a_note(cast: Cast) -> None:
    client, url = cast.client(cast.priya), _url(cast, "need-new")
    form = filled(client.get(url).content.decode(), code="debt", words="Two letters", how="she showed me")

    for _ in range(2):
        client.post(url, form)

    need = Need.objects.get()
    assert (need.person, need.how, need.origin) == (None, "she showed me", "found")


def test_who_sees_needs(cast: Cast, now: datetime) -> None:
    need = _found(cast, now)

    codes = {who: cast.client(getattr(cast, who)).get(_url(cast, "family-needs")).status_code for who in
             ("priya", "tom", "maya", "fay", "green", "stan")}  # fmt: skip
    assert codes == {"priya": 200, "tom": 200, "maya": 200, "fay": 200, "green": 403, "stan": 403}
    for who in ("fay", "green", "stan"):
        for name in ("need", "need-strike"):
            assert cast.client(getattr(cast, who)).get(_url(cast, name, need.pk)).status_code == 403
