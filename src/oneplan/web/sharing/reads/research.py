"""Who was asked about which study: for who asks, for the person, for the researchers, and counted for all others."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from oneplan.rulebook.sharing import research as rule
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Worker
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.models import ResearchAnswer, Study, StudyEntry
from oneplan.web.sharing.reads import shut, speakers


def open_studies(*, on: date) -> list[Study]:
    going_on = Q(ends_on=None) | Q(ends_on__gte=on)
    return list(Study.objects.filter(going_on, starts_on__lte=on).order_by("name"))


@dataclass(frozen=True)
class StudyLine:
    """One study, and what each of the family said to it; nobody's answer: not asked."""

    study: Study
    answers: list[ResearchAnswer]
    is_open: bool


def of_family(family: Family, *, on: date) -> list[StudyLine]:
    members = [row.person.pk for row in speakers.of(family, on=on).members]
    rows = ResearchAnswer.objects.filter(person__in=identity.records_of(members)).select_related("person", "study")
    found: dict[int, list[ResearchAnswer]] = defaultdict(list)
    for row in rows.order_by("person__given_names", "pk"):
        found[row.study_id].append(row)
    now = {study.pk: study for study in open_studies(on=on)}
    studies = now | {row.study_id: row.study for row in rows}
    return [StudyLine(each, found.get(pk, []), pk in now) for pk, each in studies.items()]


def own_answers(account: Account) -> list[ResearchAnswer]:
    """A person's own answers and those they gave for children; a worker's own."""
    if account.worker is not None:
        rows = ResearchAnswer.objects.filter(worker=account.worker)
    else:
        ids = identity.record_ids(identity.kept(account.person)) if account.person else []
        rows = ResearchAnswer.objects.filter(Q(person__in=ids) | Q(given_by__in=ids))
    return list(rows.select_related("study", "person", "worker").order_by("study__name", "pk"))


def what_happens(row: ResearchAnswer, *, on: date) -> str:
    """What taking it back does, said before it is done."""
    what = rule.outcome(row.interview_on, withdrawn_on=on, days=row.study.destroy_days)
    if what is rule.Outcome.ANONYMOUS:
        return "What was gathered so far is kept without any name. Nothing more is gathered."
    if row.interview_on is None:
        return "Everything the study keeps is destroyed."
    last = rule.destroyed_until(row.interview_on, days=row.study.destroy_days)
    return f"Until {last:%-d %B %Y} everything the study keeps, and what was said in the interview, is destroyed."


@dataclass(frozen=True)
class Counts:
    agreed: int
    refused: int
    interviewed: int
    destroyed: int
    anonymous: int


Counted = tuple[bool, str, date | None]


def counts_of(study: Study) -> Counts:
    return _counts(list(study.answers.values_list("agreed", "outcome", "interview_on")))


def _counts(rows: list[Counted]) -> Counts:
    ended = Counter(outcome for _, outcome, _ in rows if outcome)
    open_now = [(agreed, interview) for agreed, outcome, interview in rows if not outcome]
    return Counts(
        agreed=sum(agreed for agreed, _ in open_now),
        refused=sum(not agreed for agreed, _ in open_now),
        interviewed=sum(agreed and interview is not None for agreed, interview in open_now),
        destroyed=ended[ResearchAnswer.Outcome.DESTROYED],
        anonymous=ended[ResearchAnswer.Outcome.ANONYMOUS],
    )


def studies_for(worker: Worker, *, may_manage: bool) -> list[tuple[Study, Counts]]:
    rows = Study.objects.all() if may_manage else Study.objects.filter(researchers=worker)
    found: dict[int, list[Counted]] = defaultdict(list)
    answers = ResearchAnswer.objects.filter(study__in=rows.values("pk"))
    for study, agreed, ended, interview_on in answers.values_list("study", "agreed", "outcome", "interview_on"):
        found[study].append((agreed, ended, interview_on))
    return [(study, _counts(found.get(study.pk, []))) for study in rows.order_by("-starts_on", "name")]


@dataclass(frozen=True)
class Participant:
    row: ResearchAnswer
    second_on: date | None  # when the second interview is due; None: not planned, or held

    @property
    def name(self) -> str:
        return str(self.row.person or self.row.worker)


@dataclass(frozen=True)
class Running:
    """What a named researcher sees: who takes part, and what must still go elsewhere."""

    people: list[Participant]
    to_destroy: list[ResearchAnswer]


def running(study: Study, *, researcher: Worker) -> Running:
    """Without those of the researcher's own family: a colleague interviews them, and destroys what they said."""
    answers = study.answers.exclude(_of_families(shut.tied_to(researcher)))
    rows = answers.filter(agreed=True).select_related("person", "worker", "study").prefetch_related("entries")
    taking_part = [_participant(row) for row in rows.filter(withdrawn_on=None).order_by("pk")]
    gone = answers.filter(withdrawn_on__isnull=False, outside_done_on=None).select_related("study")
    return Running(taking_part, list(gone.order_by("withdrawn_on", "pk")))


def _participant(row: ResearchAnswer) -> Participant:
    weeks = row.study.follow_up_weeks
    was_held = any(entry.kind == StudyEntry.Kind.FOLLOW_UP for entry in row.entries.all())
    due = row.interview_on + timedelta(weeks=weeks) if row.interview_on and weeks and not was_held else None
    return Participant(row, due)


def participant_of(pk: int, *, researcher: Worker) -> Participant | None:
    """One who takes part in a study this researcher is named for; nobody else's, and nobody of their own family."""
    rows = ResearchAnswer.objects.filter(pk=pk, agreed=True, withdrawn_on=None, study__researchers=researcher)
    rows = rows.exclude(_of_families(shut.tied_to(researcher)))
    rows = rows.select_related("person", "worker__agency", "study", "family").prefetch_related("entries__by")
    row = rows.first()
    return _participant(row) if row else None


def is_of_their_own(answer: ResearchAnswer, *, researcher: Worker) -> bool:
    """Is it an answer of somebody of the researcher's own family, or one too close to them?"""
    return ResearchAnswer.objects.filter(_of_families(shut.tied_to(researcher)), pk=answer.pk).exists()


def _of_families(where: Q) -> Q:
    """Answers given in one of these families, or by somebody who is or was in one."""
    families = Family.objects.filter(where)
    members = Membership.objects.known().filter(family__in=families).values_list("person", flat=True)
    return Q(family__in=families) | Q(person__in=set(identity.records_of(members)))


def key_workers_of(row: ResearchAnswer) -> list[Worker]:
    """Whom the researcher may talk with about them: only where the family's form says so."""
    return neighbours.workers_of(row.family) if row.talk_with_worker and row.family is not None else []
