"""What is kept from whom: a record for named workers, a worker's own family, one entry."""

from typing import Any

from django.apps import apps
from django.db.models import Model, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.pages import page
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family
from oneplan.web.people.reads import family_for, members_on
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.actions import guards
from oneplan.web.sharing.forms.others import GuardForm, LiftForm, PrivateForm, SayWhyForm, TieForm
from oneplan.web.sharing.models import GuardedRecord, KeptPrivate, StaffTie
from oneplan.web.sharing.reads import guarded, private, register
from oneplan.web.sharing.views.rows import row_for
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.site.requests import SignedInRequest

_GUARD, _TIE = Permission.RECORD_GUARD, Permission.STAFF_TIE
_NO_ENTRY = "There is no such entry in this family's record."


@page(_TIE)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another team's manager comes here to say that one of theirs is too close; the rest is not theirs to change."""
    family = family_for(request.asker, pk, _TIE)
    may_guard = policy.decision(_GUARD, asker=request.asker, family=family).allowed
    context: dict[str, Any] = {"family": family, "may_guard": may_guard}
    context |= {"guard": register.guard_of(family), "ties": register.ties_of(family)}
    works = policy.decision(Permission.FAMILY_WORK, asker=request.asker, family=family).allowed
    kept = private.shown_of(family, asker=request.worker) if works else []
    return render(request, "sharing/guards.html", context | {"kept": kept})


@page(_GUARD)
def guard(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, _GUARD)
    now = register.guard_of(family)
    named, working = list(now.workers.all()) if now else [], guarded.working_with(family)
    near = list({worker.pk: worker for worker in [request.worker, *named, *working]}.values())
    initial = {
        "workers": [str(worker.pk) for worker in named or near],
        "reason": now.reason if now else "",
        "seen": guarded.version_of(now),
    }
    form = GuardForm(request.POST or None, near=near, working=_who_works(working), initial=initial)

    def save(data: dict[str, Any]) -> None:
        chosen, said = form.chosen(), {"reason": data["reason"], "seen": data["seen"]}
        try:
            guards.guard(family=family, workers=chosen, by=request.worker, at=timezone.now(), **said)
        except ChangedMeanwhile as clash:
            question.facts = [("Who is named now", _named_now(clash.theirs))]
            form.data = request.POST.copy()
            form.data["seen"] = clash.version
            raise
        if without := guarded.left_out(family, named=chosen):
            question.saved = f"Kept to those named. No longer opened by: {guarded.names(without)}."

    question = Question(
        title="Keep this record to named workers",
        about="Whatever their role: nobody else opens it, finds it in a list or sees it in a search.",
        button="Keep it to them",
        back=reverse("guards", args=[family.pk]),
        save=save,
        refusals={guards.CannotGuard: "workers", ChangedMeanwhile: "workers"},
    )
    return ask(request, form, question)


@page(_GUARD)
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, _GUARD)
    now = register.guard_of(family)
    if now is None:
        raise Http404("This record is not kept to named workers.")
    form = LiftForm(request.POST or None, initial={"seen": guarded.version_of(now)})

    def save(data: dict[str, Any]) -> None:
        said = {"reason": data["reason"], "seen": data["seen"]}
        try:
            guards.lift(guarded=now, by=request.worker, at=timezone.now(), **said)
        except ChangedMeanwhile as clash:
            question.about, question.facts = clash.theirs.reason, [("Who is named now", _named_now(clash.theirs))]
            form.data = request.POST.copy()
            form.data["seen"] = clash.version
            raise

    question = Question(
        title="Open this record to those whose work it is",
        about=now.reason,
        button="Open it again",
        is_grave=True,
        back=reverse("guards", args=[family.pk]),
        save=save,
        refusals={guards.CannotGuard: "reason", ChangedMeanwhile: "reason"},
    )
    return ask(request, form, question)


@page(_TIE)
def tie(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, _TIE)
    question = Question(
        title="A worker who is too close to this family",
        about="They no longer open this record, in an emergency neither.",
        button="Keep it from them",
        back=reverse("guards", args=[family.pk]),
        save=lambda data: guards.tie(family=family, worker=data["worker"], by=request.worker, at=timezone.now()),
        refusals={guards.CannotGuard: "worker"},
    )
    return ask(request, TieForm(request.POST or None), question)


@page(_TIE)
def untie(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = StaffTie.objects.filter(pk=pk, ended_at=None).select_related("worker")
    row = row_for(request, rows, _TIE, called="such tie")
    question = Question(
        title=f"{row.worker.name} is no longer too close to this family",
        back=reverse("guards", args=[row.family_id]),
        button="Keep it so",
        save=lambda _: guards.untie(tied=row, by=request.worker, at=timezone.now()),
        refusals={guards.CannotGuard: None},
    )
    return ask(request, SayWhyForm(request.POST or None), question)


@page(Permission.STORY_CHANGE)
def keep_private(request: SignedInRequest, pk: int, kind: str, thing: int) -> HttpResponse:
    """Keep one entry from others; `kind` is one of the kinds that may be kept private."""
    family = family_for(request.asker, pk, Permission.STORY_CHANGE)
    row = _thing(family, kind, thing)
    if private.is_hidden(request.asker, row):
        raise Http404(_NO_ENTRY)
    near = _near(family, also=[request.worker])
    people = [each.person for each in members_on(family, day=timezone.localdate())]
    form = PrivateForm(request.POST or None, near=near, family=people)

    def save(data: dict[str, Any]) -> None:
        said = {"family": family, "thing": row, "reason": data["reason"], "by": request.worker, "at": timezone.now()}
        if data["kind"] == KeptPrivate.Kind.MEMBER:
            guards.keep_to_member(person=form.whose(), **said)
        else:
            guards.keep_to_named(workers=form.chosen(), **said)

    question = Question(
        title="Keep this entry private",
        about=private.words_of(row),
        button="Keep it private",
        back=reverse("family", args=[family.pk]),
        save=save,
        refusals={guards.CannotGuard: "reason"},
    )
    return ask(request, form, question)


@page(Permission.STORY_CHANGE)
def open_again(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = KeptPrivate.objects.filter(pk=pk, lifted_at=None)
    rows = rows.filter(Q(kind=KeptPrivate.Kind.MEMBER) | Q(workers=request.worker))
    row = row_for(request, rows, Permission.STORY_CHANGE, called="such entry")
    question = Question(
        title="It may be seen again",
        about=row.reason,
        button="Open it",
        back=reverse("family", args=[row.family_id]),
        save=lambda data: guards.open_again(kept=row, reason=data["reason"], by=request.worker, at=timezone.now()),
        refusals={guards.CannotGuard: "reason"},
    )
    return ask(request, SayWhyForm(request.POST or None), question)


def _who_works(working: list[Worker]) -> str:
    if not working:
        return ""
    is_one = len(working) == 1
    least = "They must be ticked." if is_one else "At least one of them must be ticked."
    return f"{guarded.names(working)} {'works' if is_one else 'work'} with this family. {least}"


def _named_now(stands: GuardedRecord | None) -> str:
    return guarded.names(stands.workers.order_by("name")) if stands else "Nobody: it was opened again."


def _near(family: Family, *, also: list[Worker]) -> list[Worker]:
    return list({worker.pk: worker for worker in [*also, *neighbours.workers_of(family)]}.values())


def _thing(family: Family, kind: str, pk: int) -> Model:
    label = private.LABELS.get(kind)
    row: Model | None = apps.get_model(label)._default_manager.filter(pk=pk).first() if label else None
    if row is None or not private.is_of(row, family):
        raise Http404(_NO_ENTRY)
    return row
