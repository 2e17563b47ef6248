"""Workers who join, move and leave. A leaver's families and actions are handed on before access ends."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import audit, policy
from oneplan.web.access.models import Account
from oneplan.web.agencies import handing_on, standing
from oneplan.web.agencies.actions import Cannot
from oneplan.web.agencies.models import Agency, Cover, Post, Team, Worker, WorkerEntry
from oneplan.web.site import lists, spells
from oneplan.web.site.actions import action
from oneplan.web.site.conflicts import locked

Kind = WorkerEntry.Kind
WORKS_WITH_FAMILIES = frozenset({Role.KEY_WORKER, Role.PARTNER, Role.TEAM_MANAGER, Role.FRONT_DOOR})


class CannotChangeWorker(Cannot):
    """The text is written for the worker."""


@dataclass(frozen=True, slots=True)
class WorkerWords:
    """What a colleague may look up about a worker."""

    name: str
    phone: str = ""
    email: str = ""
    works_days: str = ""
    works_words: str = ""
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    localities: tuple[str, ...] = ()

    @property
    def entries(self) -> set[tuple[str, str]]:
        by_kind = {Kind.SKILL: self.skills, Kind.LANGUAGE: self.languages, Kind.LOCALITY: self.localities}
        return {(kind.value, code) for kind, codes in by_kind.items() for code in codes}


@dataclass(frozen=True, slots=True)
class PostWords:
    """What a worker is, and where."""

    role: str
    job_title: str
    agency: Agency
    team: Team | None = None


@action
def join(*, says: WorkerWords, post: PostWords, by: Worker, at: datetime, on: date | None = None) -> Worker:
    """Add a worker. How they sign in is made apart from this."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    _check_words(says)
    _check_post(post)
    here = Worker.objects.filter(name__iexact=says.name.strip(), agency=post.agency, is_active=True)
    if here.filter(job_title__iexact=post.job_title.strip()).exists():
        raise CannotChangeWorker(
            f"{says.name} works at {post.agency} already, as {post.job_title}. If it is somebody else of the same "
            "name, say so in the job title."
        )
    worker = Worker(role=post.role, job_title=post.job_title.strip(), agency=post.agency, team=post.team)
    _write(worker, says)
    worker.save(force_insert=True)
    _enter(worker, says)
    _begin_post(worker, post, on=on or timezone.localdate(at), by=by, at=at)
    audit.record("worker_joined", about=worker, by=by, at=at, role=post.role, agency=post.agency.pk)
    return worker


@action
def change(*, worker: Worker, version: int, says: WorkerWords, by: Worker, at: datetime) -> Worker:
    """Change what colleagues may look up: name, number, days, skills, languages, areas."""
    standing.require_manages(by=by, worker=worker)
    _check_words(says)
    fresh = locked(worker, version=version, yours=says)
    _write(fresh, says)
    fresh.version += 1
    fresh.save(update_fields=["name", "phone", "email", "works_days", "works_words", "version"])
    _enter(fresh, says)
    audit.record("worker_changed", about=fresh, by=by, at=at, words=audit.digest(str(says)))
    return fresh


@action
def move(*, worker: Worker, version: int, post: PostWords, on: date, by: Worker, at: datetime) -> Worker:
    """Give a worker another role, team or agency from `on`; what was before stays readable."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    _check_not_oneself(worker, by=by)
    _check_post(post)
    fresh = locked(worker, version=version, yours=post)
    _check_active(fresh)
    _check_day(on, at=at)
    _check_hands_free(fresh, post, by=by, at=at)
    if fresh.role == Role.ADMINISTRATOR and post.role != Role.ADMINISTRATOR:
        _check_not_last(fresh)
    _end_post(fresh, on=on, by=by, at=at)
    _begin_post(fresh, post, on=on, by=by, at=at)
    before = fresh.role
    fresh.role, fresh.job_title, fresh.agency, fresh.team = post.role, post.job_title.strip(), post.agency, post.team
    fresh.version += 1
    fresh.save(update_fields=["role", "job_title", "agency", "team", "version"])
    audit.record("worker_moved", about=fresh, by=by, at=at, role=post.role, before=before, agency=post.agency.pk)
    return fresh


@action
def announce_leaving(*, worker: Worker, on: date | None, by: Worker, at: datetime) -> Worker:
    """Say on which day somebody leaves, so that handing on can begin; None takes it back."""
    standing.require_manages(by=by, worker=worker)
    fresh = Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    _check_active(fresh)
    fresh.leaves_on = on
    fresh.save(update_fields=["leaves_on"])
    audit.record("worker_leaving_announced", about=fresh, by=by, at=at, on=on.isoformat() if on else None)
    return fresh


@action
def leave(*, worker: Worker, on: date, by: Worker, at: datetime) -> Worker:
    """End somebody's access, once nothing is held any more; their account is switched off with it."""
    policy.require(Permission.AREA_CONFIGURE, by=by)
    _check_not_oneself(worker, by=by)
    fresh = Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    _check_active(fresh)
    _check_day(on, at=at)
    if fresh.role == Role.ADMINISTRATOR:
        _check_not_last(fresh)
    if held := handing_on.everything(fresh, asker=by, today=timezone.localdate(at)):
        raise CannotChangeWorker(
            f"{fresh.name} still holds {handing_on.in_words(held)}. Hand these on first; then access ends."
        )
    _end_post(fresh, on=on, by=by, at=at)
    for cover in Cover.objects.known().filter(Q(valid_to=None) | Q(valid_to__gt=on), worker=fresh):
        _stop(cover, on=on, by=by, at=at)
    fresh.is_active, fresh.leaves_on = False, on
    fresh.version += 1
    fresh.save(update_fields=["is_active", "leaves_on", "version"])
    switched_off = Account.objects.filter(worker=fresh, is_active=True).update(is_active=False)
    audit.record("worker_left", about=fresh, by=by, at=at, accounts_switched_off=switched_off)
    return fresh


def _write(worker: Worker, says: WorkerWords) -> None:
    worker.name, worker.phone, worker.email = says.name.strip(), says.phone.strip(), says.email.strip()
    worker.works_days = "".join(sorted(set(says.works_days) & set("0123456")))
    worker.works_words = says.works_words.strip()


def _enter(worker: Worker, says: WorkerWords) -> None:
    """Bring skills, languages and areas to what is said."""
    now = {(each.kind, each.code): each for each in worker.entries.all()}
    gone = [each.pk for key, each in now.items() if key not in says.entries]
    WorkerEntry.objects.filter(pk__in=gone).delete()
    new = sorted(says.entries - now.keys())
    WorkerEntry.objects.bulk_create(WorkerEntry(worker=worker, kind=kind, code=code) for kind, code in new)


def _begin_post(worker: Worker, post: PostWords, *, on: date, by: Worker, at: datetime) -> None:
    row = Post(worker=worker, role=post.role, job_title=post.job_title.strip(), agency=post.agency, team=post.team)
    row.valid_from = on
    spells.begin(row, by=by, at=at)


def _end_post(worker: Worker, *, on: date, by: Worker, at: datetime) -> None:
    post = Post.objects.known().filter(worker=worker, valid_to=None).first()
    if post is None:  # a worker from before posts were kept: what they were is kept now
        post = Post(worker=worker, role=worker.role, job_title=worker.job_title, agency=worker.agency, team=worker.team)
        spells.begin(post, by=by, at=at)
    if post.valid_from and on < post.valid_from:
        raise CannotChangeWorker(
            f"{worker.name} has been {post.job_title} since {post.valid_from:%-d %B %Y}; this cannot come before that."
        )
    _stop(post, on=on, by=by, at=at)


def _stop(row: spells.Spell, *, on: date, by: Worker, at: datetime) -> None:
    """End a statement; one that began on that very day or later never came to hold."""
    if row.valid_from and row.valid_from >= on:
        spells.strike(row, reason="ended before it began", at=at)
    else:
        spells.end(row, on=on, by=by, at=at)


def _check_words(says: WorkerWords) -> None:
    if not says.name.strip():
        raise CannotChangeWorker("Write down the worker's name: colleagues and families look them up by it.")
    for kind, code in sorted(says.entries):
        if code not in dict(lists.choices(kind)) and not WorkerEntry.objects.filter(kind=kind, code=code).exists():
            raise CannotChangeWorker(f"“{code}” is not in the area's list ({kind}). Add it there first.")


def _check_post(post: PostWords) -> None:
    if post.role not in set(Role) - {Role.FAMILY_MEMBER}:
        raise CannotChangeWorker("Choose what the worker is to OnePlan, from the list of roles.")
    if not post.job_title.strip():
        raise CannotChangeWorker("Write down what they are, as families would say it: “health visitor”.")
    if post.team is not None and post.team.agency_id != post.agency.pk:
        raise CannotChangeWorker(
            f"{post.team} is a team of {post.team.agency}, not of {post.agency}. Choose a team of the same agency."
        )


def _check_active(worker: Worker) -> None:
    if not worker.is_active:
        raise CannotChangeWorker(f"{worker.name} has left already. Nothing was changed.")


def _check_not_oneself(worker: Worker, *, by: Worker) -> None:
    if worker.pk == by.pk:
        raise CannotChangeWorker("Another administrator has to do this for you: nobody changes their own role.")


def _check_day(on: date, *, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise CannotChangeWorker(f"{on:%-d %B %Y} is still to come. Do this on the day, so that access fits the work.")


def _check_not_last(worker: Worker) -> None:
    others = Worker.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=worker.pk)
    if not others.exists():
        raise CannotChangeWorker(f"{worker.name} is the last administrator. Make somebody else one first.")


def _check_hands_free(worker: Worker, post: PostWords, *, by: Worker, at: datetime) -> None:
    """Whoever goes to another agency, or stops working with families, takes nothing along."""
    stays = worker.agency_id == post.agency.pk and post.role in WORKS_WITH_FAMILIES
    if stays:
        return
    if held := handing_on.everything(worker, asker=by, today=timezone.localdate(at)):
        raise CannotChangeWorker(
            f"{worker.name} holds {handing_on.in_words(held)} where they are now. Hand these on first; then they move."
        )
