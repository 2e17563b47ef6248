"""Messages to a worker in OnePlan: on their day and on a page of their own, read by them alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.actions import handing
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import meetings, messages
from oneplan.web.casework.models import Action, ActionOwner, Goal, TeamMember
from oneplan.web.casework.reads.messages import unread
from oneplan.web.casework.tests.counting import number_of_queries
from oneplan.web.people.models import Family
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.actions import answers
from oneplan.web.sharing.models import ConsentAnswer, GuardedRecord
from oneplan.web.site import once, outbox
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast

WORDS = "Grace took something back. Ring her."


def _tell(to: Worker, now: datetime, text: str = WORDS, family: Family | None = None, **also: Any) -> OutboxMessage:
    said: dict[str, Any] = {"kind": "consent_taken_back", "channel": OutboxMessage.Channel.INSIDE}
    return outbox.put(text=text, at=now, to=to, family=family, **(said | also))


def _press(cast: Cast, who: Worker, address: str, **fields: Any) -> Any:
    token = {once.FIELD: once.new_token(account_id=Account.objects.get(worker=who).pk)}
    return cast.client(who).post(address, token | fields)


def _page(cast: Cast, who: Worker, name: str = "my-messages") -> str:
    return cast.client(who).get(reverse(name)).content.decode()


@pytest.mark.requirement("R201")
def test_a_taken_back_yes_is_heard_of_on_my_day(cast: Cast, now: datetime) -> None:
    answer = ConsentAnswer.objects.filter(family=cast.family, person=cast.parent, answer="yes").first()
    assert answer is not None
    answers.take_back(answer=answer, said_by=cast.parent, by=cast.tom, at=now)

    day = _page(cast, cast.priya, "my-day")

    assert "took back a yes about who may see what" in day
    assert f'<a href="{reverse("family", args=[cast.family.pk])}">{cast.family}</a>' in day


def test_the_newest_stands_first_and_the_same_words_once(cast: Cast, now: datetime) -> None:
    _tell(cast.priya, now - timedelta(hours=2), "Older word.")
    for minutes in range(9):
        _tell(cast.priya, now - timedelta(minutes=minutes), family=cast.family)

    page = _page(cast, cast.priya, "my-day")

    assert page.index(WORDS) < page.index("Older word.")
    assert page.count(f'<span class="op-team__name">{WORDS}') == 1
    assert "came 9 times" in page


def test_what_was_read_goes_with_the_same_words_before_it(cast: Cast, now: datetime) -> None:
    old, new = _tell(cast.priya, now - timedelta(minutes=1)), _tell(cast.priya, now)
    other = _tell(cast.priya, now, "Something else.")
    later = _tell(cast.priya, now + timedelta(minutes=1))

    answer = _press(cast, cast.priya, reverse("message-read", args=[new.pk]), **{"from": "day"})

    assert answer.headers["location"] == reverse("my-day")
    left = set(OutboxMessage.objects.filter(read_at=None, to_worker=cast.priya).values_list("pk", flat=True))
    assert {other.pk, later.pk} <= left
    assert not {old.pk, new.pk} & left


def test_all_that_stood_on_the_page_is_read_at_once_and_nothing_else(cast: Cast, now: datetime) -> None:
    seen, unseen = _tell(cast.priya, now, "One."), _tell(cast.priya, now, "Two.")
    theirs = _tell(cast.tom, now, "Three.")

    _press(cast, cast.priya, reverse("messages-read"), message=[seen.pk, theirs.pk])

    assert "One." not in _page(cast, cast.priya)
    assert "Two." in _page(cast, cast.priya)
    assert "Three." in _page(cast, cast.tom)
    assert unseen.read_at is None


@pytest.mark.requirement("R196")
def test_nobody_else_reads_it_or_takes_it_away(cast: Cast, now: datetime) -> None:
    message = _tell(cast.priya, now, family=cast.family)

    for who in (cast.tom, cast.maya, cast.fay, cast.green, cast.stan, *cast.others.values()):
        client = cast.client(who)
        assert WORDS not in client.get(reverse("my-messages")).content.decode(), who.name
        assert WORDS not in client.get(reverse("my-day"), follow=True).content.decode(), who.name
        assert _press(cast, who, reverse("message-read", args=[message.pk])).status_code in (403, 404), who.name
        with pytest.raises(NotAllowed):
            messages.read(message=message, by=who, at=now)
        with pytest.raises(NotAllowed):
            messages.read_all(messages=[message], by=who, at=now)
    assert cast.client(cast.parent_account).get(reverse("my-messages")).status_code == 403

    message.refresh_from_db()
    assert message.read_at is None
    assert WORDS in _page(cast, cast.priya)


@pytest.mark.requirement("R196")
def test_words_about_a_family_the_worker_may_not_open_any_more_are_not_shown(cast: Cast, now: datetime) -> None:
    _tell(cast.green, now, family=cast.family)
    assert WORDS in _page(cast, cast.green)

    TeamMember.objects.filter(worker=cast.green).update(valid_to=timezone.localdate(now) - timedelta(days=1))

    assert WORDS not in _page(cast, cast.green)
    assert WORDS not in _page(cast, cast.green, "my-day")


@pytest.mark.requirement("R196")
def test_whoever_asked_hears_back_without_opening_the_record_until_it_is_shut_to_them(
    cast: Cast, now: datetime
) -> None:
    _tell(cast.stan, now, "R-1001: help begins.", cast.family, kind="hearing_back")

    page = _page(cast, cast.stan)
    assert "R-1001: help begins." in page
    assert str(cast.family) not in page

    GuardedRecord.objects.create(family=cast.family, reason="Police.", set_by=cast.maya, set_at=now)
    assert "R-1001: help begins." not in _page(cast, cast.stan)


def test_what_was_refused_and_the_way_to_a_new_password_are_not_shown(cast: Cast, now: datetime) -> None:
    _tell(cast.priya, now, "A link to a new password.", kind="way_in")
    _tell(cast.priya, now, "An e-mail.", channel=OutboxMessage.Channel.EMAIL)
    refused = _tell(cast.priya, now, "Called back.")
    OutboxMessage.objects.filter(pk=refused.pk).update(state=OutboxMessage.State.REFUSED)

    page = _page(cast, cast.priya)

    assert not [words for words in ("A link to a new", "An e-mail.", "Called back.") if words in page]


def test_an_invitation_taken_back_is_shown_no_more_though_it_was_sent(cast: Cast, now: datetime) -> None:
    meeting = meetings.plan(
        family=cast.family, kind="taf", on=timezone.localdate(now), invited=[cast.green], by=cast.priya, at=now
    )
    assert outbox.send_waiting(at=now)
    assert str(cast.family) in _page(cast, cast.green)

    meetings.take_off(attendance=meeting.attendances.get(), by=cast.priya, at=now)

    assert not unread(cast.green).lines


def test_whoever_takes_over_reads_it_without_the_name_of_a_family_they_may_not_open(cast: Cast, now: datetime) -> None:
    goal = Goal.objects.create(plan=cast.plan, title="Rent", made_at=now)
    for what in ("Ring the landlord", "Ring the court"):
        step = Action.objects.create(goal=goal, what=what, made_at=now)
        ActionOwner.objects.create(action=step, worker=cast.priya)
        to = cast.tom if what == "Ring the landlord" else cast.stan
        handing.pass_on(worker=cast.priya, kind="step", pk=step.pk, to=to, why="On leave.", by=cast.maya, at=now)

    knows, does_not = _page(cast, cast.tom), _page(cast, cast.stan)

    assert "Ring the landlord" in knows
    assert reverse("family", args=[cast.family.pk]) in knows
    assert f"From Priya Shah to you: An action in the plan · family {cast.family.reference}" in does_not
    assert not [words for words in ("Ring the court", str(cast.family)) if words in does_not]


def test_the_page_asks_no_more_of_the_database_with_more_messages(cast: Cast, now: datetime) -> None:
    client = cast.client(cast.priya)
    _tell(cast.priya, now, "First.", cast.family)
    client.get(reverse("my-messages"))
    few = number_of_queries(client, reverse("my-messages"))
    for number in range(12):
        _tell(cast.priya, now, f"Word {number}.", cast.family)

    assert number_of_queries(client, reverse("my-messages")) == few


def test_a_worker_hears_through_the_room_below(cast: Cast, now: datetime) -> None:
    neighbours.tell_managers(cast.family, kind="emergency", text="Somebody opened the record.", at=now)

    assert "Somebody opened the record." in _page(cast, cast.maya, "my-families")
    assert "Messages to you" not in _page(cast, cast.tom, "my-families")
