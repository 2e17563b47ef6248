"""Talk with a family about what they agree to, and keep each answer by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.people import identity, timeline
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.models import ConsentAnswer, ConsentTalk, PrivacyNotice
from oneplan.web.sharing.reads import lines, notices, speakers
from oneplan.web.site.actions import action

NEWEST = "newest"  # the privacy notice that held on the day of the talk


class CannotKeepConsent(Exception):
    """The text is written for the worker."""


class AnsweredMeanwhile(CannotKeepConsent):
    """Somebody answered the same question after the page was drawn."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What one person said to one question, about themself or children; kept as one answer for each combination.

    Without agencies it is about every one of them, without categories about everything usual. `marks`: for each
    person what their earlier answers were when the page was drawn (`reads/lines.py`); another mark now is refused.
    """

    people: tuple[Person, ...]
    given_by: Person
    purpose: Purpose
    answer: Answer
    agencies: tuple[Agency, ...] = ()
    categories: tuple[Category, ...] = ()
    expires_on: date | None = None
    words: str = ""
    understands: str = ""  # of a young person: how we know
    marks: Mapping[int, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """How it was talked about."""

    way: ConsentTalk.Way
    with_people: tuple[Person, ...] = ()
    language: str = ""
    interpreter: str = ""
    explained: str = ""
    asked: str = ""
    understood: str = ""
    choice: ConsentTalk.Choice = ConsentTalk.Choice.NOT_ASKED
    choice_words: str = ""
    notice: str = NEWEST  # the version of the privacy notice they were shown; empty: none


@action
def record(
    *, family: Family, on: date, talk: Conversation, by: Worker, at: datetime, answers: Sequence[Answered] = ()
) -> ConsentTalk:
    """Keep a talk and its answers. Trying without reaching anybody is kept as well, without answers."""
    policy.require(Permission.CONSENT_RECORD, by=by, about=family)
    one_at_a_time([person for each in answers for person in each.people])
    _check(family, on=on, talk=talk, answers=answers, at=at)
    row = ConsentTalk.objects.create(
        family=family,
        on=on,
        way=talk.way,
        language=talk.language,
        interpreter=talk.interpreter,
        explained=talk.explained.strip(),
        asked=talk.asked.strip(),
        understood=talk.understood.strip(),
        choice=talk.choice,
        choice_words=talk.choice_words,
        notice=_notice(talk, on=on),
        worker=by,
        recorded_at=at,
    )
    row.with_people.set(talk.with_people)
    for each in answers:
        _keep(each, talk=row, by=by, at=at)
    _tell(row, answers=answers, by=by, at=at)
    return row


@action
def strike(*, answer: ConsentAnswer, reason: str, by: Worker, at: datetime) -> ConsentAnswer:
    """Strike out an answer that was never given so; it stays, with the reason."""
    policy.require(Permission.CONSENT_RECORD, by=by, about=answer.family)
    if not reason.strip():
        raise CannotKeepConsent("Say why this answer is struck out: it stays on the page with your reason.")
    struck = ConsentAnswer.objects.filter(pk=answer.pk, struck_at=None)
    if not struck.update(struck_at=at, struck_reason=reason.strip()):
        raise CannotKeepConsent("Somebody else struck this answer out a moment ago. Nothing was changed.")
    audit.record("consent_struck", about=answer, by=by, at=at, family=answer.family, reason=audit.digest(reason))
    answer.refresh_from_db()
    return answer


def _check(family: Family, *, on: date, talk: Conversation, answers: Sequence[Answered], at: datetime) -> None:
    if on > timezone.localdate(at):
        raise CannotKeepConsent("The day of the talk lies in the future. Give the day it took place.")
    if talk.way == ConsentTalk.Way.TRIED:
        if answers:
            raise CannotKeepConsent("Nobody was reached, so there can be no answers. Choose how you talked.")
        return
    if answers and not talk.explained.strip():
        raise CannotKeepConsent("Say in a sentence what was explained: an answer without it is only a signature.")
    of = speakers.of(family, on=on)
    for each in answers:
        _check_one(each, of=of)
        _check_still_so(each, on=timezone.localdate(at))


def _notice(talk: Conversation, *, on: date) -> PrivacyNotice | None:
    """What they were shown; whoever was not reached was shown nothing."""
    if talk.way == ConsentTalk.Way.TRIED or not talk.notice:
        return None
    if talk.notice == NEWEST:
        return notices.in_force(on=on)
    found = PrivacyNotice.objects.filter(version=talk.notice, valid_from__lte=on).first()
    if found is None:
        raise CannotKeepConsent("That privacy notice did not hold yet on the day of the talk. Choose another.")
    return found


def _check_one(each: Answered, *, of: speakers.Speakers) -> None:
    if each.purpose is not Purpose.SHARE and each.categories:
        raise CannotKeepConsent("A kind of information can be named only for telling other services.")
    if not each.people:
        raise CannotKeepConsent("Say whom the answer is about: the person, or a child they speak for.")
    for person in each.people:
        if refused := of.refusal(person, each.given_by, understands=each.understands):
            raise CannotKeepConsent(refused)
    if each.expires_on and each.expires_on <= of.on:
        raise CannotKeepConsent("It cannot end on or before the day it was given. Check both days.")


def _check_still_so(each: Answered, *, on: date) -> None:
    """A page that was open while somebody took a yes back must not bring it to life again."""
    if each.marks is None:
        return
    for person, agency, category in product(each.people, each.agencies or (None,), each.categories or (None,)):
        line = lines.Line(each.purpose, agency, category)
        if lines.mark_now(line, person=person, on=on) != each.marks.get(person.pk):
            raise AnsweredMeanwhile(
                f"What counts for {person.short_name} changed while this page was open. Nothing was kept yet: look "
                "at what it is now, and answer again."
            )


def one_at_a_time(people: Sequence[Person]) -> None:
    """Hold these people until the action ends, so that of two answers at one moment the second sees the first."""
    ids = sorted({identity.kept(person).pk for person in people})
    list(Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))


def _keep(each: Answered, *, talk: ConsentTalk, by: Worker, at: datetime) -> None:
    speaker = identity.kept(each.given_by)
    for person, agency, category in product(each.people, each.agencies or (None,), each.categories or (None,)):
        kept = identity.kept(person)
        ConsentAnswer.objects.create(
            talk=talk,
            family=talk.family,
            person=kept,
            given_by=speaker,
            purpose=each.purpose,
            answer=each.answer,
            agency=agency,
            category=category or "",
            on=talk.on,
            expires_on=_expires(each, kept, is_own=kept.pk == speaker.pk),
            words=(each.words or each.understands)[:300],
            recorded_by=by,
            recorded_at=at,
        )


def _expires(each: Answered, person: Person, *, is_own: bool) -> date | None:
    if each.answer is not Answer.YES:
        return each.expires_on
    return speakers.ends_on(person, is_own=is_own, until=each.expires_on)


def _tell(talk: ConsentTalk, *, answers: Sequence[Answered], by: Worker, at: datetime) -> None:
    tried = talk.way == ConsentTalk.Way.TRIED
    timeline.add(
        family=talk.family,
        on=talk.on,
        kind="consent",
        headline="Tried to reach them about consent" if tried else "Talked about who may see what",
        aside=talk.get_way_display(),
        text=_in_words(answers),
        thing=talk,
        by=by,
        at=at,
        people=talk.with_people.all(),
    )
    audit.record(
        "consent_talked",
        about=talk,
        by=by,
        at=at,
        family=talk.family,
        answers=list(talk.answers.values_list("pk", flat=True)),
    )


def _in_words(answers: Sequence[Answered]) -> str:
    """How many said yes and no to what, without a list that betrays more than the page itself does."""
    told = []
    for purpose in Purpose:
        said = [each for each in answers if each.purpose is purpose]
        names = {
            answer: list(dict.fromkeys(each.given_by.short_name for each in said if each.answer is answer))
            for answer in Answer
        }
        told += [
            f"{_TOPICS[purpose]}: {', '.join(names[answer])} {did}." for answer, did in _DID.items() if names[answer]
        ]
    return "\n".join(told)


_DID = {Answer.YES: "said yes", Answer.NO: "said no", Answer.WITHDRAWN: "took back a yes"}
_TOPICS = {
    Purpose.CONTACT: "Getting in touch",
    Purpose.TAKE_PART: "Taking part",
    Purpose.ASSESS: "Looking at what helps",
    Purpose.LOOK_UP: "Asking other services",
    Purpose.SHARE: "Telling other services",
}


def words_of(category: str) -> str:
    return about(Category(category)).words if category else "everything usual"
