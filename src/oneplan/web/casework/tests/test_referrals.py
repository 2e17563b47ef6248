"""Help asked for elsewhere: each person's own state, waits, meanwhile, not been yet."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.web.access.models import AuditEvent
from oneplan.web.casework.actions import referrals
from oneplan.web.casework.actions.referrals import CannotChangeReferral
from oneplan.web.casework.models import Referral, ReferralPerson
from oneplan.web.casework.reads.sight import ALL
from oneplan.web.casework.reads.team import referral_lines
from oneplan.web.casework.tests.plan_parts import refused_to_stranger, send
from oneplan.web.people.models import Person, TimelineEntry
from tests.cast import Cast


def counselling(cast: Cast, now: datetime, **says: Any) -> Referral:
    usual: dict[str, Any] = {"agency": cast.green.agency, "what_for": "Counselling"}
    usual["people"] = [cast.parent, cast.child]
    return referrals.ask(family=cast.family, by=cast.priya, at=now, **(usual | says))


@pytest.mark.requirement("R231", "R215", "R233")
def test_one_request_for_two_people_follows_each(cast: Cast, now: datetime) -> None:
    address = reverse("referral-new", args=[cast.family.pk])
    people = [f"person-{cast.parent.pk}", f"person-{cast.child.pk}"]
    send(
        cast.client(cast.priya), address, agency=cast.green.agency_id, what_for="Counselling", people=people,
        way="hand_held", meanwhile="Thursday club",
    )  # fmt: skip
    referral = Referral.objects.get()
    assert (referral.way, referral.meanwhile, referral.asked_on) == ("hand_held", "Thursday club", now.date())
    grace = referral.people.get(person=cast.parent)
    send(cast.client(cast.priya), reverse("referral-state", args=[grace.pk]), state="started", words="Likes her")
    states = dict(ReferralPerson.objects.values_list("person__given_names", "state"))
    assert states == {"Grace": "started", "Leo": "asked"}
    html = cast.client(cast.priya).get(reverse("referrals", args=[cast.family.pk])).content.decode()
    assert "started since" in html
    assert "Meanwhile: Thursday club" in html
    assert TimelineEntry.objects.filter(headline="Mill Lane Primary, Grace: started", tone="ok").count() == 1
    assert AuditEvent.objects.filter(event="referral_moved").count() == 1


@pytest.mark.requirement("R232", "R231")
def test_the_wait_in_days_stands_beside_the_usual_one(cast: Cast, now: datetime) -> None:
    cast.green.agency.usual_wait_weeks = 6
    cast.green.agency.save()
    counselling(cast, now, asked_on=now.date() - timedelta(days=63))
    line = referral_lines(cast.family, day=now.date(), sight=ALL)[0]
    assert line.wait_words.startswith("waiting 63 days · usual wait 42 days (6 weeks) · longer than usual")
    assert line.is_long
    early = referral_lines(cast.family, day=now.date() - timedelta(days=53), sight=ALL)[0]
    assert early.wait_words.endswith("this is normal, nobody forgot")
    assert not early.is_long


@pytest.mark.requirement("R237", "R215")
def test_not_been_yet_stays_open_and_offers_to_go_along(cast: Cast, now: datetime) -> None:
    referral = counselling(cast, now, people=[cast.parent], asked_on=now.date() - timedelta(days=10))
    place = referral.people.get()
    referrals.move(place=place, state="not_attended", words="Too shy", by=cast.priya, at=now)
    line = referral_lines(cast.family, day=now.date(), sight=ALL)[0]
    assert (line.is_over, line.days) == (False, 10)
    client = cast.client(cast.priya)
    html = client.get(reverse("referrals", args=[cast.family.pk])).content.decode()
    assert "Offer to go along with Grace" in html
    address = reverse("referral", args=[referral.pk])
    assert client.get(f"{address}?way=accompanied").context["form"]["way"].value() == "accompanied"
    send(client, address, way="accompanied", meanwhile="")
    referral.refresh_from_db()
    assert referral.way == "accompanied"


@pytest.mark.requirement("R234")
def test_a_refusal_needs_its_reason(cast: Cast, now: datetime) -> None:
    place = counselling(cast, now, people=[cast.parent]).people.get()
    address = reverse("referral-state", args=[place.pk])
    page = send(cast.client(cast.priya), address, state="refused")
    assert page.status_code == 422
    assert "which threshold they named" in page.content.decode()
    send(cast.client(cast.priya), address, state="refused", words="Not ill enough, they say")
    place.refresh_from_db()
    assert (place.state, place.words) == ("refused", "Not ill enough, they say")


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({"people": []}, "one person at least"),
        ({"what_for": " "}, "what the help is for"),
        ({"way": "x"}, "went along|go along"),
        ({"asked_on": date(2100, 1, 1)}, "still to come"),
        ({"reply_due_on": date(2020, 1, 1)}, "before you asked"),
    ],
)
def test_requests_that_cannot_be(cast: Cast, now: datetime, says: dict[str, Any], reason: str) -> None:
    with pytest.raises(CannotChangeReferral, match=reason):
        counselling(cast, now, **says)


def test_people_of_another_family_are_not_referred_here(cast: Cast, now: datetime) -> None:
    other = Person.objects.create(given_names="Dee", made_at=now)
    with pytest.raises(CannotChangeReferral, match="not in this family"):
        counselling(cast, now, people=[other])


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ({"state": "asked"}, "where it stands"),
        ({"on": date(2100, 1, 1)}, "still to come"),
        ({"on": date(2020, 1, 1)}, "before then"),
    ],
)
def test_moves_that_cannot_be(cast: Cast, now: datetime, says: dict[str, Any], reason: str) -> None:
    place = counselling(cast, now, people=[cast.parent]).people.get()
    with pytest.raises(CannotChangeReferral, match=reason):
        referrals.move(place=place, **({"state": "waiting"} | says), by=cast.priya, at=now)


def test_an_unknown_way_is_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(CannotChangeReferral, match="you go along"):
        referrals.change(referral=counselling(cast, now), way="x", meanwhile="", by=cast.priya, at=now)


def test_a_stranger_cannot_touch_a_request(cast: Cast, now: datetime) -> None:
    referral, pk = counselling(cast, now), cast.family.pk
    refused_to_stranger(
        cast,
        reverse("referrals", args=[pk]),
        reverse("referral-new", args=[pk]),
        reverse("referral", args=[referral.pk]),
        reverse("referral-state", args=[referral.people.all()[0].pk]),
    )
