"""Taking part in studies: asked by the worker, answered and taken back by the person; a thing apart from help."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.access.policy import NotAllowed
from oneplan.web.people.models import Person
from oneplan.web.people.reads import family_for
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.sharing.actions import research
from oneplan.web.sharing.forms.research import EmptyForm, FamilyAnswerForm, OwnAnswerForm
from oneplan.web.sharing.models import ResearchAnswer, Study
from oneplan.web.sharing.reads import research as reads
from oneplan.web.sharing.reads import speakers
from oneplan.web.sharing.views.rows import row_for
from oneplan.web.site.requests import SignedInRequest

_TAKEN = "It is taken back. The researchers hear of it, without the reason. Nothing about the help changes."


@page(Permission.RESEARCH_ASK)
def of_family(request: SignedInRequest, pk: int) -> HttpResponse:
    family, today = family_for(request.asker, pk, Permission.RESEARCH_ASK), timezone.localdate()
    asked = [row.person for row in speakers.of(family, on=today).asked]
    context = {"family": family, "lines": reads.of_family(family, on=today), "people": asked}
    return render(request, "sharing/research.html", context)


@page(Permission.RESEARCH_ASK)
def answer(request: SignedInRequest, pk: int, study_pk: int) -> HttpResponse:
    """The study's sheet to read out, and what they answered."""
    family, today = family_for(request.asker, pk, Permission.RESEARCH_ASK), timezone.localdate()
    study = _study(study_pk)
    if not request.GET.get("with"):
        return redirect("research", family.pk)  # first who answers
    of = speakers.of(family, on=today)
    speaker, about = _who(request, of)
    initial = {"on": f"{today:%-d %B %Y}"}
    form = FamilyAnswerForm(request.POST or None, initial=initial, speaker=speaker, about=about)
    if request.method == "POST" and form.is_valid():
        try:
            research.answer(
                study=study, family=family, people=form.chosen(), given_by=speaker, says=form.says(),
                by=request.worker, at=timezone.now(),
            )  # fmt: skip
        except research.CannotKeepResearch as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("research", family.pk)
    context: dict[str, Any] = {"family": family, "study": study, "form": form, "speaker": speaker, "sheet": study.about}
    return render(request, "sharing/research_answer.html", context, status=422 if form.errors else 200)


def _study(pk: int) -> Study:
    study = Study.objects.filter(pk=pk).first()
    if study is None:
        raise Http404("There is no study with that number.")
    return study


def _who(request: SignedInRequest, of: speakers.Speakers) -> tuple[Person, list[Person]]:
    """Who answers, and whom they may answer for."""
    wanted = request.GET.get("with", "")
    found = next((row.person for row in of.asked if str(row.person.pk) == wanted), None)
    if found is None:
        raise Http404("Choose first who answers, on the page before.")
    about = [*([] if of.is_young(found) else [found]), *of.children_for(found)]
    if not about:
        raise NotAllowed(f"{found.name} is young: ask a parent or carer, and {found.short_name} as well.")
    viewlog.saw(found)
    return found, about


@page(Permission.RESEARCH_ASK)
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = ResearchAnswer.objects.filter(pk=pk, family__isnull=False).select_related("person", "study")
    row = row_for(request, rows, Permission.RESEARCH_ASK, called="answer to a study")
    question = Question(
        title=f"{row.person} takes it back",
        about=f"{row.study}. {reads.what_happens(row, on=timezone.localdate())} It cannot be undone.",
        back=reverse("research", args=[row.family_id]),
        button="Take it back",
        is_grave=True,
        save=lambda _: research.take_back(answer=row, by=request.worker, at=timezone.now()),
        refusals={research.CannotKeepResearch: None},
        saved=_TAKEN,
    )
    return ask(request, EmptyForm(request.POST or None), question)


@page(Permission.OWN_ACCOUNT)
def own(request: SignedInRequest) -> HttpResponse:
    """Everybody's own: what they said to studies, and, for workers, the studies that ask them."""
    answers, today = reads.own_answers(request.user), timezone.localdate()
    answered = {row.study_id for row in answers if row.agreed}
    asks = [each for each in reads.open_studies(on=today) if each.about_workers and each.pk not in answered]
    context = {"answers": answers, "asks": asks if request.user.worker else [], "is_worker": bool(request.user.worker)}
    return render(request, "sharing/research_own.html", context)


@page(Permission.OWN_ACCOUNT)
def own_answer(request: SignedInRequest, study_pk: int) -> HttpResponse:
    if request.user.worker is None:
        raise NotAllowed("This form is for workers. Your worker asks you about a study, and keeps what you say.")
    study = _study(study_pk)
    form = OwnAnswerForm(request.POST or None, initial={"on": f"{timezone.localdate():%-d %B %Y}"})
    if request.method == "POST" and form.is_valid():
        try:
            research.answer_oneself(study=study, says=form.says(), by=request.worker, at=timezone.now())
        except research.CannotKeepResearch as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("my-research")
    context = {"study": study, "form": form, "sheet": study.about_workers}
    return render(request, "sharing/research_answer.html", context, status=422 if form.errors else 200)


@page(Permission.OWN_ACCOUNT)
def own_stop(request: SignedInRequest, pk: int) -> HttpResponse:
    row = ResearchAnswer.objects.filter(pk=pk, agreed=True).select_related("study", "person").first()
    if row is None or not research.is_theirs(row, request.user):
        raise Http404("There is no answer of yours with that number.")
    whose = "" if row.person is None or row.person_id == row.given_by_id else f" (about {row.person.short_name})"
    question = Question(
        title=f"Take back your yes{whose}",
        about=f"{row.study}. {reads.what_happens(row, on=timezone.localdate())} It cannot be undone.",
        back=reverse("my-research"),
        button="Take it back",
        is_grave=True,
        save=lambda _: research.take_back_oneself(answer=row, by=request.user, at=timezone.now()),
        refusals={research.CannotKeepResearch: None},
        saved=_TAKEN,
    )
    return ask(request, EmptyForm(request.POST or None), question)
