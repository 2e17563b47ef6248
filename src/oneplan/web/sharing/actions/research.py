"""Ask whether somebody takes part in a study, and take it back. Nothing of it touches the help they get.

No entry of the timeline, no message to who works with the family, no family named in the chain of changes: a study is
a thing apart, and what was destroyed leaves no trace but that somebody took it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from oneplan.rulebook.sharing import research as rule
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Worker
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.models import ResearchAnswer, Study, StudyEntry
from oneplan.web.sharing.reads import speakers
from oneplan.web.site import outbox
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage

Form = ResearchAnswer.Form


class CannotKeepResearch(Exception):
    """The text is written for whoever asks, or takes back."""


@dataclass(frozen=True, kw_only=True)
class Says:
    agreed: bool
    on: date
    talk_with_worker: bool = False
    reach: str = ""


@dataclass(frozen=True, kw_only=True)
class _Whose:
    form: Form
    person: Person | None = None
    given_by: Person | None = None
    family: Family | None = None
    worker: Worker | None = None
    asked_by: Worker | None = None


@action
def answer(
    *, study: Study, family: Family, people: Sequence[Person], given_by: Person, says: Says, by: Worker, at: datetime
) -> list[ResearchAnswer]:
    """Keep what somebody said for themself and children they speak for, on the family's form."""
    policy.require(Permission.RESEARCH_ASK, by=by, about=family)
    _check_open(study, says, at=at)
    if not people:
        raise CannotKeepResearch("Say whom the answer is about.")
    of = speakers.of(family, on=says.on)
    for person in people:
        if refused := of.refusal(person, given_by):
            raise CannotKeepResearch(refused)
    whose = _Whose(form=Form.FAMILY, family=family, given_by=identity.kept(given_by), asked_by=by)
    return [_keep(study, says, replace(whose, person=identity.kept(each)), at=at) for each in people]


@action
def answer_oneself(*, study: Study, says: Says, by: Worker, at: datetime) -> ResearchAnswer:
    """A worker's own answer, on the workers' form."""
    policy.require(Permission.OWN_ACCOUNT, by=by)
    if not study.about_workers:
        raise CannotKeepResearch("This study does not ask workers.")
    _check_open(study, says, at=at)
    return _keep(study, says, _Whose(form=Form.WORKER, worker=by), at=at)


@action
def take_back(*, answer: ResearchAnswer, by: Worker, at: datetime) -> ResearchAnswer:
    """By the worker who hears it from somebody of the family; a worker's own answer belongs to no family."""
    row = _open(answer)
    policy.require(Permission.RESEARCH_ASK, by=by, about=row.family)
    return _take_back(row, by=by, at=at)


@action
def take_back_oneself(*, answer: ResearchAnswer, by: Account, at: datetime) -> ResearchAnswer:
    """By the person, by whoever answered for a child, or by the worker who takes part."""
    row = _open(answer)
    if not is_theirs(row, by):
        raise policy.NotAllowed("This is somebody else's answer.")
    return _take_back(row, by=None, at=at)


def is_theirs(row: ResearchAnswer, account: Account) -> bool:
    if account.worker is not None:
        return row.worker_id == account.worker.pk
    if account.person is None:
        return False
    ids = identity.record_ids(identity.kept(account.person))
    return row.person_id in ids or row.given_by_id in ids


def _check_open(study: Study, says: Says, *, at: datetime) -> None:
    if says.on > timezone.localdate(at):
        raise CannotKeepResearch("The day lies in the future. Keep it once they have answered.")
    if says.on < study.starts_on or (study.ends_on and says.on > study.ends_on):
        raise CannotKeepResearch("The study does not ask anybody on that day. Check the day.")


def _keep(study: Study, says: Says, whose: _Whose, *, at: datetime) -> ResearchAnswer:
    before = ResearchAnswer.objects.filter(study=study, withdrawn_on=None, worker=whose.worker)
    if whose.person is not None:
        before = before.filter(person__in=identity.record_ids(whose.person))
    if before.filter(agreed=True).exists():
        name = whose.person or whose.worker
        raise CannotKeepResearch(f"{name} takes part already. If they no longer want to, take it back.")
    before.delete()  # a no of earlier: they have thought again, and only the last word counts
    row = ResearchAnswer.objects.create(
        study=study, form=whose.form, person=whose.person, given_by=whose.given_by, family=whose.family,
        worker=whose.worker, agreed=says.agreed, on=says.on, recorded_by=whose.asked_by, recorded_at=at,
        talk_with_worker=says.agreed and says.talk_with_worker, reach=says.reach.strip() if says.agreed else "",
    )  # fmt: skip
    _log("research_answered", row, by=whose.asked_by, at=at, agreed=says.agreed)
    return row


def _log(event: str, row: ResearchAnswer, *, by: Worker | None, at: datetime, **also: Any) -> None:
    """In the chain stands that an answer was kept or taken back, and not whose: what is destroyed stays destroyed."""
    token = None if by else audit.acting_account.set(None)
    try:
        audit.record(event, about=row, by=by, at=at, study=row.study_id, **also)
    finally:
        if token is not None:
            audit.acting_account.reset(token)


def _open(answer: ResearchAnswer) -> ResearchAnswer:
    rows = ResearchAnswer.objects.select_for_update(of=("self",)).select_related("study", "family", "worker")
    row = rows.filter(pk=answer.pk, agreed=True, withdrawn_on=None).first()
    if row is None:
        raise CannotKeepResearch("This was taken back already. Nothing was changed.")
    return row


def _take_back(row: ResearchAnswer, *, by: Worker | None, at: datetime) -> ResearchAnswer:
    """Within the study's days everything is destroyed; later what was gathered stays without a name."""
    today = timezone.localdate(at)
    row.outcome = rule.outcome(row.interview_on, withdrawn_on=today, days=row.study.destroy_days)
    number = _destroy(row) if row.outcome == rule.Outcome.DESTROYED else _forget_who(row)
    row.withdrawn_on, row.recorded_at = today, at
    row.person = row.given_by = row.worker = row.family = row.recorded_by = None
    row.reach, row.talk_with_worker = "", False
    row.save()
    _tell_researchers(row, at=at)
    _log("research_taken_back", row, by=by, at=at, outcome=row.outcome, rows=number)
    return row


def _destroy(row: ResearchAnswer) -> int:
    number, _ = row.entries.all().delete()
    row.on, row.interview_on = row.on.replace(month=1, day=1), None
    return number


def _forget_who(row: ResearchAnswer) -> int:
    """What was done stays countable: its kind and its year, no words."""
    kept = list(row.entries.all())
    for each in kept:
        each.words, each.on = "", each.on.replace(month=1, day=1)
    StudyEntry.objects.bulk_update(kept, ["words", "on"])
    row.on = row.on.replace(month=1, day=1)
    row.interview_on = row.interview_on.replace(month=1, day=1) if row.interview_on else None
    return len(kept)


def _tell_researchers(row: ResearchAnswer, *, at: datetime) -> None:
    what = (
        "destroy everything you hold of them elsewhere: recordings, notes, how to reach them"
        if row.outcome == rule.Outcome.DESTROYED
        else "take their name off whatever you hold elsewhere"
    )
    text = f"{row.study}: number {row.number} has taken back their yes. Please {what}, and say here when it is done."
    for each in row.study.researchers.filter(is_active=True):
        outbox.put(kind="research_taken_back", channel=OutboxMessage.Channel.INSIDE, to=each, text=text, at=at)
