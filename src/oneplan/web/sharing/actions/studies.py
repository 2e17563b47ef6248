"""Begin a study and say who runs it, note what was done in it, and destroy what is held elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing import research as rule
from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.models import ResearchAnswer, Study, StudyEntry
from oneplan.web.sharing.reads import research as reads
from oneplan.web.site.actions import action

Kind = StudyEntry.Kind


class CannotRunStudy(Exception):
    """The text is written for whoever runs the study."""


@dataclass(frozen=True, kw_only=True)
class StudyWords:
    name: str
    run_by: str
    contact: str
    about: str
    starts_on: date
    ends_on: date | None = None
    about_workers: str = ""
    guide: str = ""
    thanks: str = ""
    destroy_days: int = 14
    follow_up_weeks: int | None = None


@action
def make(*, says: StudyWords, researchers: Sequence[Worker], by: Worker, at: datetime) -> Study:
    policy.require(Permission.STUDY_MANAGE, by=by)
    _check(says, researchers, at=at)
    if Study.objects.filter(name=says.name.strip()).exists():
        raise CannotRunStudy("There is a study of this name already. Give another name.")
    study = Study.objects.create(**_fields(says))
    study.researchers.set(researchers)
    audit.record("study_begun", about=study, by=by, at=at, researchers=[each.pk for each in researchers])
    return study


@action
def change(*, study: Study, says: StudyWords, researchers: Sequence[Worker], by: Worker, at: datetime) -> Study:
    """Its days to destroy never become fewer: people agreed under them."""
    policy.require(Permission.STUDY_MANAGE, by=by)
    _check(says, researchers, at=at)
    row = Study.objects.select_for_update().get(pk=study.pk)
    if says.destroy_days < row.destroy_days:
        raise CannotRunStudy(f"People agreed with {row.destroy_days} days to destroy everything: it cannot be fewer.")
    if Study.objects.filter(name=says.name.strip()).exclude(pk=row.pk).exists():
        raise CannotRunStudy("Another study has this name. Give another name.")
    for name, value in _fields(says).items():
        setattr(row, name, value)
    row.save()
    row.researchers.set(researchers)
    audit.record("study_changed", about=row, by=by, at=at, researchers=[each.pk for each in researchers])
    return row


@action
def note(*, answer: ResearchAnswer, kind: str, by: Worker, at: datetime, on: date, words: str = "") -> StudyEntry:
    """Keep what was done with one person; the day of the first interview is what the days to destroy count from."""
    row = _taking_part(answer, by=by)
    if kind not in Kind.values or kind == Kind.WORRY:
        raise CannotRunStudy("Choose what was done.")
    if on > timezone.localdate(at) or on < row.on:
        raise CannotRunStudy(f"It lies between the day they agreed, {row.on:%-d %B %Y}, and today. Check the day.")
    if kind == Kind.NOTE and not words.strip():
        raise CannotRunStudy("Write what you want to keep.")
    if kind == Kind.INTERVIEW and row.interview_on is None:
        row.interview_on = on
        row.save(update_fields=["interview_on"])
    return _entry(row, kind=kind, on=on, words=words, by=by, at=at)


@action
def worry(*, answer: ResearchAnswer, words: str, by: Worker, at: datetime) -> StudyEntry:
    """What was said stays in the study, unless somebody may be seriously harmed: then managers hear of it."""
    row = _taking_part(answer, by=by)
    if row.family is None:
        raise CannotRunStudy("This is a worker. Ring the safeguarding team of the council, and note that you did.")
    if not words.strip():
        raise CannotRunStudy("Say who may be harmed and how, in a sentence somebody can act on.")
    text = f"{by.name}, a researcher, fears that somebody of {row.family.reference} may be harmed: {words.strip()}"
    if not neighbours.tell_managers(row.family, kind="research_worry", text=text, at=at):
        raise CannotRunStudy("Nobody manages help for this family just now. Ring the front door, today.")
    return _entry(row, kind=Kind.WORRY, on=timezone.localdate(at), words="", by=by, at=at)


@action
def destroyed_outside(*, answer: ResearchAnswer, by: Worker, at: datetime) -> ResearchAnswer:
    """By a researcher of the study: recordings, lists and copies held elsewhere are gone too, or nameless."""
    policy.require(Permission.STUDY_RUN, by=by)
    row = ResearchAnswer.objects.select_for_update(of=("self",)).select_related("study").get(pk=answer.pk)
    _require_for(row, by=by)
    if row.withdrawn_on is None:
        raise CannotRunStudy("This person takes part: nothing is to be destroyed.")
    if row.outside_done_on is None:
        row.outside_done_on = timezone.localdate(at)
        row.save(update_fields=["outside_done_on"])
        audit.record("research_gone_outside", about=row, by=by, at=at, study=row.study_id)
    return row


def require_researcher(study: Study, *, by: Worker) -> None:
    if not study.researchers.filter(pk=by.pk).exists():
        raise policy.NotAllowed("Only researchers named for this study see who takes part.")


def _taking_part(answer: ResearchAnswer, *, by: Worker) -> ResearchAnswer:
    policy.require(Permission.STUDY_RUN, by=by)
    rows = ResearchAnswer.objects.select_for_update(of=("self",)).select_related("study", "family")
    row = rows.filter(pk=answer.pk, withdrawn_on=None, agreed=True).first()
    if row is None:
        raise CannotRunStudy("This person has taken back their yes. Nothing more is kept of them.")
    _require_for(row, by=by)
    return row


def _require_for(answer: ResearchAnswer, *, by: Worker) -> None:
    """A researcher of the study, and nobody whose own family it is."""
    require_researcher(answer.study, by=by)
    if reads.is_of_their_own(answer, researcher=by):
        raise policy.NotAllowed("This family is close to you. Another researcher of the study does this.")


def _entry(row: ResearchAnswer, *, kind: str, on: date, words: str, by: Worker, at: datetime) -> StudyEntry:
    made = StudyEntry.objects.create(answer=row, kind=kind, on=on, words=words.strip()[:300], by=by, recorded_at=at)
    audit.record("study_noted", about=made, by=by, at=at, study=row.study_id, kind=kind)
    return made


def _check(says: StudyWords, researchers: Sequence[Worker], *, at: datetime) -> None:
    least = rule.usual_days(on=timezone.localdate(at))
    if not says.about.strip():
        raise CannotRunStudy("Say in plain words what the study is about and what taking part means.")
    if says.destroy_days < least:
        raise CannotRunStudy(f"Whoever takes part has at least {least} days in which everything is destroyed.")
    if says.ends_on and says.ends_on < says.starts_on:
        raise CannotRunStudy("It cannot end before it begins. Check both days.")
    if others := [each.name for each in researchers if each.role != Role.EVALUATOR or not each.is_active]:
        raise CannotRunStudy(f"{others[0]} is no evaluator. Name those who run the study.")


def _fields(says: StudyWords) -> dict[str, object]:
    return {
        "name": says.name.strip(), "run_by": says.run_by.strip(), "contact": says.contact.strip(),
        "about": says.about.strip(), "about_workers": says.about_workers.strip(), "guide": says.guide.strip(),
        "thanks": says.thanks.strip(), "destroy_days": says.destroy_days, "follow_up_weeks": says.follow_up_weeks,
        "starts_on": says.starts_on, "ends_on": says.ends_on,
    }  # fmt: skip
