"""Consent that ends, ends with the very next request: every address a partner can reach, asked before and after.

What they see is compared with every word the record has: names, goals, actions, meetings, days, needs. What they
promised themselves, what they are there for and what they are invited to stays theirs; and who may not see a child is
said to everybody around the family, whatever was agreed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.casework.actions import needs
from oneplan.web.casework.models import (
    Action,
    Appointment,
    Goal,
    LevelDecision,
    LinkedPlan,
    Meeting,
    Need,
    Plan,
    Referral,
    TeamMember,
)
from oneplan.web.people.models import Membership, Person
from oneplan.web.sharing.actions import answers, bases
from oneplan.web.sharing.models import ConsentAnswer, SharingBasis
from oneplan.web.sharing.reads import notices, own
from oneplan.web.sharing.tests.parts import talk_page, talked
from oneplan.web.site import lists, once
from tests.access.test_matrix import CLOSED, SHARE, _cells
from tests.access.written import stays_unwritten

# Random letters: three of them may happen to be somebody's name.
TOKENS = re.compile(r'nonce="[^"]*"|name="(csrfmiddlewaretoken|form_token)" value="[^"]*"')
DRAWN = ("family-diagram-svg", "family-diagram-png")
HINTS = {"Dentist"}  # stands on the empty diary, too
EMPTY_FORMS = {"request-new"}  # offers every level of the area, whoever the family is
# Why the school is in the team, whom it is invited with, what it is asked, and the order that forbids contact.
THEIRS = (r"(Leo|Mia)(&#x27;|')s (class|weight)", r">Grace<",
          r"Sam Reed must not have contact with Leo Okafor-Reed", r"Did Leo come on Friday\?")  # fmt: skip
KINDS = (Category.BASICS, Category.PLAN, Category.MEETINGS, Category.NEEDS)
Ends = Callable[[Any, datetime], None]


@dataclass(frozen=True)
class Before:
    """What the partner saw: the session that saw it, and the words on each page."""

    client: Client
    account: int
    pages: dict[str, tuple[str, set[str]]]
    words: set[str]


def _words(rich: Any) -> set[str]:
    """Every word that is the family's; not those of what the partner promised, or is invited to."""
    family, green = rich.cast.family, rich.cast.green
    people = [row.person for row in Membership.objects.known().filter(family=family).select_related("person")]
    found = {person.given_names.split()[0] for person in people if person.given_names}
    goals = Goal.objects.filter(plan__episode__family=family)
    steps = Action.objects.filter(goal__in=goals)
    theirs = steps.filter(owners__worker=green) | steps.filter(owners__agency=green.agency)
    found |= {goal.title for goal in goals}
    found |= {step.what for step in steps.exclude(pk__in=theirs)}
    found |= {row.what for row in Appointment.objects.filter(family=family)} - HINTS
    found |= {row.what for row in LinkedPlan.objects.filter(family=family).exclude(agency=green.agency)}
    found |= {row.what_for for row in Referral.objects.filter(family=family)}
    found |= {Plan.objects.get(pk=rich.cast.plan.pk).agreed_with}
    found |= {lists.name_of("level", row.level) for row in LevelDecision.objects.filter(family=family) if row.level}
    found |= {row.words for row in Need.objects.filter(family=family)}
    found |= {row.what_for for row in TeamMember.objects.filter(family=family).exclude(agency=green.agency)}
    found |= {row.title for row in Meeting.objects.filter(family=family).exclude(attendances__worker=green)}
    return {each for each in found if len(each) > 2}


def _seen(client: Client, address: str, words: set[str]) -> set[str]:
    answer = client.get(address)
    return _said(answer, words) if answer.status_code not in CLOSED else set()


def _said(answer: Any, words: set[str]) -> set[str]:
    text = TOKENS.sub("", answer.content.decode(errors="replace"))
    for each in THEIRS:
        text = re.sub(each, "", text)
    return {each for each in words if each in text}


@pytest.fixture(scope="module")
def before(standing_scene: Any) -> Iterator[Before]:
    """Everybody agreed that the school may know what is not of a special kind."""
    rich, cast = standing_scene, standing_scene.cast
    with transaction.atomic():
        _agree(rich, *KINDS)
        needs.found(
            family=cast.family, code="isolation", person=cast.parent, words="Nobody to ring at night",
            on=rich.at.date(), by=cast.priya, at=rich.at,
        )  # fmt: skip
        client, words = cast.client(cast.green), _words(rich)
        cells = [(name, address) for name, address, _ in _cells(rich) if name not in EMPTY_FORMS]
        cells += [(name, reverse(name, args=[cast.family.pk])) for name in DRAWN]
        got_back = {name: (address, client.get(address)) for name, address in cells}
        pages = {name: (at, _said(got, words)) for name, (at, got) in got_back.items() if got.status_code not in CLOSED}
        yield Before(client, cast.green.account.pk, pages, words)
        transaction.set_rollback(True)


def _agree(rich: Any, *kinds: Category) -> None:
    family, now = rich.cast.family, timezone.localtime() - timedelta(days=2)
    for row in Membership.objects.known().filter(family=family):
        speaker = row.person if row.role != "child" else rich.cast.parent
        for kind in kinds:
            ConsentAnswer.objects.create(
                family=family, person=row.person, given_by=speaker, purpose=Purpose.SHARE, answer=Answer.YES,
                agency=rich.cast.green.agency, category=kind, on=now.date(), recorded_at=now,
            )  # fmt: skip


def _yeses(rich: Any) -> list[ConsentAnswer]:
    rows = ConsentAnswer.objects.filter(family=rich.cast.family, purpose=Purpose.SHARE, answer=Answer.YES)
    return list(rows.filter(agency=rich.cast.green.agency, struck_at=None).select_related("person", "given_by"))


def _no_other_ground(rich: Any, now: datetime) -> None:
    rows = SharingBasis.objects.filter(family=rich.cast.family)
    rows.update(ended_at=now, ended_by=rich.cast.priya, end_reason="it is over")


def _by_the_worker(rich: Any, now: datetime) -> None:
    for row in _yeses(rich):
        answers.take_back(answer=row, said_by=row.given_by, by=rich.cast.priya, at=now)


def _by_themselves(rich: Any, now: datetime) -> None:
    """Grace in her own view, about herself and the children; Sam and the others by the worker."""
    account = rich.cast.parent_account
    client = rich.cast.client(account)
    for row in _yeses(rich):
        if row.given_by_id != rich.cast.parent.pk:
            answers.take_back(answer=row, said_by=row.given_by, by=rich.cast.priya, at=now)
        elif own.same_question(row, rich.cast.parent, on=now.date()):
            form = {once.FIELD: once.new_token(account_id=account.pk)}
            assert client.post(reverse("our-sharing-stop", args=[row.pk]), form).status_code == 302


def _run_out(rich: Any, now: datetime) -> None:
    ConsentAnswer.objects.filter(pk__in=[row.pk for row in _yeses(rich)]).update(
        on=now.date() - timedelta(days=30), expires_on=now.date()
    )


def _struck(rich: Any, now: datetime) -> None:
    from oneplan.web.sharing.actions import talks

    for row in _yeses(rich):
        talks.strike(answer=row, reason="It was another family", by=rich.cast.priya, at=now)


def _ground_ended(rich: Any, now: datetime) -> None:
    """Only a ground told them; now it ends, and so does the consent that was there beside it."""
    row = bases.decide(
        family=rich.cast.family, agency=rich.cast.green.agency, categories=list(KINDS), ground="harm_child", people=[],
        reason="Leo was hit", family_told="Told Grace", by=rich.cast.priya, at=now,
    )  # fmt: skip
    _by_the_worker(rich, now)
    client = rich.cast.client(rich.cast.green)
    assert _seen(client, reverse("plan", args=[rich.cast.family.pk]), _words(rich))
    bases.end(basis=row, reason="It is over", by=rich.cast.priya, at=now)


def _and_an_old_page_is_saved(rich: Any, now: datetime) -> None:
    """The form of a talk was open at the key worker's all along, and is saved about something else."""
    cast = rich.cast
    client, address, page = talk_page(cast, cast.parent)
    _by_themselves(rich, now)
    sent = talked(page, about=[cast.parent, cast.child, cast.baby], take_part="no", notice=notices.NONE)
    assert client.post(address, sent).status_code == 302


WAYS: dict[str, Ends] = {
    "taken back with the worker": _by_the_worker,
    "taken back by themselves": _by_themselves,
    "taken back, and an old page saved": _and_an_old_page_is_saved,
    "run out": _run_out,
    "struck out": _struck,
    "the ground ended": _ground_ended,
}


@pytest.mark.slow
@pytest.mark.requirement("R191")
@pytest.mark.parametrize("way", WAYS if SHARE == 1 else Random(str(date.today())).sample(list(WAYS), 2))  # noqa: DTZ011
def test_nothing_of_it_is_on_any_page_of_the_very_next_request(
    way: str, before: Before, standing_scene: Any, db: None, now: datetime
) -> None:
    _no_other_ground(standing_scene, now)
    WAYS[way](standing_scene, now)
    left = {name: _seen(before.client, address, before.words) for name, (address, _) in before.pages.items()}
    assert {name: sorted(words) for name, words in left.items() if words} == {}


@pytest.mark.slow
@pytest.mark.requirement("R191")
def test_a_form_that_was_open_is_refused_and_writes_nothing(
    before: Before, standing_scene: Any, db: None, now: datetime
) -> None:
    """But how one's own action goes may still be said."""
    _no_other_ground(standing_scene, now)
    _by_the_worker(standing_scene, now)
    form = {once.FIELD: once.new_token(account_id=before.account), "value": "4", "words": "Better", "state": "open"}
    for name, (address, words) in before.pages.items():
        if not words or name == "step-report":
            continue
        sent: list[Any] = []
        written = stays_unwritten(lambda: sent.append(before.client.post(address, form)))  # noqa: B023
        assert not _said(sent[0], before.words), name
        assert not written, name


def test_there_was_something_to_see(before: Before) -> None:
    showed = {name for name, (_, words) in before.pages.items() if words}
    assert {"family", "plan", "goal", "goal-reading", "team", "meeting", "diary", "roles", "family-needs"} <= showed
    assert not set(before.pages) & set(DRAWN)


@pytest.mark.requirement("R191")
def test_what_a_parent_said_ends_on_the_day_the_young_person_is_grown_up(
    before: Before, standing_scene: Any, db: None, now: datetime
) -> None:
    """Also when it turns out later that they are older than was thought."""
    cast = standing_scene.cast
    goal = Goal.objects.filter(plan__episode__family=cast.family, people=cast.child).first()
    assert goal is not None
    page = reverse("goal", args=[goal.pk])
    goal.people.set([cast.child])
    assert "Leo" in _seen(before.client, page, {"Leo"})
    born = date(now.year - 18, now.month, min(now.day, 28))
    Person.objects.filter(pk=cast.child.pk).update(born_from=born, born_to=born)
    assert before.client.get(page).status_code == 403
