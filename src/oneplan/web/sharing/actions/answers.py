"""Take back a yes: by the worker who hears it, or by the person themself in their own view. It counts at once."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.utils import timezone

from oneplan.rulebook.sharing.consent import Answer
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Worker
from oneplan.web.people import identity, timeline
from oneplan.web.people.models import Person
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.actions.talks import one_at_a_time
from oneplan.web.sharing.models import ConsentAnswer
from oneplan.web.sharing.reads import speakers
from oneplan.web.site.actions import action


class CannotTakeBack(Exception):
    """The text is written for whoever wants to take it back."""


@action
def take_back(*, answer: ConsentAnswer, said_by: Person, by: Worker, at: datetime, words: str = "") -> ConsentAnswer:
    """Keep that `said_by` no longer agrees; nothing else that they agreed to ends with it."""
    policy.require(Permission.CONSENT_RECORD, by=by, about=answer.family)
    one_at_a_time([answer.person])
    return _take_back(answer, said_by=said_by, worker=by, at=at, words=words)


@action
def take_back_oneself(*, answers: Sequence[ConsentAnswer], by: Account, at: datetime) -> list[ConsentAnswer]:
    """Somebody of the family takes back what they said, about themself and children, in their own view."""
    if not answers:
        raise CannotTakeBack("This was taken back already. Nothing was changed.")
    for answer in answers:
        policy.require(Permission.OWN_SHARING, by=by, about=answer.family)
    one_at_a_time([answer.person for answer in answers])
    said_by = cast(Person, by.person)  # who may do this is somebody of the family
    return [_take_back(answer, said_by=said_by, worker=None, at=at, words="") for answer in answers]


def _take_back(
    answer: ConsentAnswer, *, said_by: Person, worker: Worker | None, at: datetime, words: str
) -> ConsentAnswer:
    said_by, day = identity.kept(said_by), timezone.localdate(at)
    _check(answer, said_by)
    row = ConsentAnswer.objects.create(
        talk=None,
        family=answer.family,
        person=answer.person,
        given_by=said_by,
        purpose=answer.purpose,
        answer=Answer.WITHDRAWN,
        agency=answer.agency,
        category=answer.category,
        on=day,
        words=words.strip()[:300],
        recorded_by=worker,
        recorded_at=at,
    )
    timeline.add(
        family=answer.family,
        on=day,
        kind="consent",
        headline=f"{said_by.short_name} took back a yes about who may see what",
        by=worker,
        at=at,
        thing=row,
        people=[answer.person],
        tone="warm",
    )
    text = f"{said_by.name} took back a yes about who may see what. It holds from now; ring them to hear why."
    neighbours.tell_workers(answer.family, kind="consent_taken_back", text=text, at=at)
    audit.record("consent_taken_back", about=row, by=worker, at=at, family=answer.family, answer=answer.pk)
    return row


def _check(answer: ConsentAnswer, said_by: Person) -> None:
    if answer.answer != Answer.YES or answer.struck_at is not None:
        raise CannotTakeBack("This was no yes, so there is nothing to take back.")
    person = identity.kept(answer.person)
    if said_by.pk == person.pk:
        return
    refused = speakers.of(answer.family, on=timezone.localdate()).refusal(person, said_by)
    if refused:
        raise CannotTakeBack(refused)
