"""Studies: begun by administrators, who see counts; run by the researchers named, who see who takes part."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.sharing.actions import studies
from oneplan.web.sharing.forms.research import NotedForm, StudyForm, WorryForm, initial_of
from oneplan.web.sharing.models import ResearchAnswer, Study
from oneplan.web.sharing.reads import research as reads
from oneplan.web.site.requests import SignedInRequest

_REFUSALS: dict[type[Exception], str | None] = {studies.CannotRunStudy: None}


@page(Permission.STUDY_VIEW)
def every(request: SignedInRequest) -> HttpResponse:
    may_manage = _may_manage(request)
    context = {"studies": reads.studies_for(request.worker, may_manage=may_manage), "may_manage": may_manage}
    return render(request, "sharing/studies.html", context)


@page(Permission.STUDY_VIEW)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Names only for a researcher named for this study."""
    study, may_manage = _study(pk), _may_manage(request)
    runs = study.researchers.filter(pk=request.worker.pk).exists()
    if not (may_manage or runs):
        raise policy.NotAllowed("This study is run by others. Only those named for it, and administrators, open it.")
    context = {"study": study, "counts": reads.counts_of(study), "may_manage": may_manage, "runs": runs}
    if runs:
        context["running"] = running = reads.running(study, researcher=request.worker)
        viewlog.saw(*(each.row for each in running.people))
    return render(request, "sharing/study.html", context)


@page(Permission.STUDY_MANAGE)
def new(request: SignedInRequest) -> HttpResponse:
    form = StudyForm(request.POST or None)
    question = Question(
        title="A new study",
        about="It is apart from help: whoever says no is helped just the same.",
        back=reverse("studies"),
        save=lambda _: studies.make(
            says=form.says(), researchers=form.named(), by=request.worker, at=timezone.now()
        ),
        refusals=_REFUSALS,
    )  # fmt: skip
    return ask(request, form, question)


@page(Permission.STUDY_MANAGE)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    study = _study(pk)
    form = StudyForm(request.POST or None, initial=initial_of(study))
    question = Question(
        title=f"Change: {study}",
        about="Whoever agreed keeps what they were promised: the days to destroy never become fewer.",
        back=reverse("study", args=[study.pk]),
        save=lambda _: studies.change(
            study=study, says=form.says(), researchers=form.named(), by=request.worker, at=timezone.now()
        ),
        refusals=_REFUSALS,
    )
    return ask(request, form, question)


@page(Permission.STUDY_RUN)
def participant(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _participant(request, pk)
    context = {"shown": shown, "row": shown.row, "study": shown.row.study, "workers": reads.key_workers_of(shown.row)}
    return render(request, "sharing/participant.html", context)


@page(Permission.STUDY_RUN)
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _participant(request, pk).row
    question = Question(
        title=f"What was done with {row.person or row.worker}",
        about=f"{row.study}, number {row.number}",
        back=reverse("participant", args=[row.pk]),
        save=lambda data: studies.note(answer=row, by=request.worker, at=timezone.now(), **data),
        refusals=_REFUSALS,
    )
    initial = {"on": f"{timezone.localdate():%-d %B %Y}"}
    return ask(request, NotedForm(request.POST or None, initial=initial), question)


@page(Permission.STUDY_RUN)
def worry(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _participant(request, pk).row
    question = Question(
        title="Somebody may be seriously harmed",
        about="The one reason to pass on what was said in a study. Tell the person first if that is safe. "
        "Is it now? Ring 999.",
        back=reverse("participant", args=[row.pk]),
        button="Pass it on",
        is_grave=True,
        save=lambda data: studies.worry(answer=row, words=data["words"], by=request.worker, at=timezone.now()),
        refusals=_REFUSALS,
        saved="The managers of the team that helps this family have it now.",
    )
    return ask(request, WorryForm(request.POST or None), question)


@page(Permission.STUDY_RUN)
def gone_outside(request: SignedInRequest, pk: int) -> HttpResponse:
    row = ResearchAnswer.objects.filter(pk=pk, withdrawn_on__isnull=False).first()
    if row is None or reads.is_of_their_own(row, researcher=request.worker):
        raise Http404("There is nothing to destroy under that number.")
    if request.method == "POST":
        studies.destroyed_outside(answer=row, by=request.worker, at=timezone.now())
    return redirect("study", row.study_id)


def _may_manage(request: SignedInRequest) -> bool:
    return policy.decision(Permission.STUDY_MANAGE, asker=request.asker).allowed


def _study(pk: int) -> Study:
    study = Study.objects.filter(pk=pk).prefetch_related("researchers").first()
    if study is None:
        raise Http404("There is no study with that number.")
    return study


def _participant(request: SignedInRequest, pk: int) -> reads.Participant:
    found = reads.participant_of(pk, researcher=request.worker)
    if found is None:
        raise Http404("Nobody with that number takes part in a study you are named for.")
    viewlog.saw(found.row)
    return found
