"""One-time links for partners who have no account: sent, listed, taken back; answers read."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.actions import partner_links, questions
from oneplan.web.access.forms import QuestionAnswerForm
from oneplan.web.access.models import PartnerQuestion
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import links
from oneplan.web.casework.actions.plans import CannotChangePlan
from oneplan.web.casework.forms.links import PartnerForm, PartnerQuestionForm
from oneplan.web.casework.reads import links as reads
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads import plan as plan_reads
from oneplan.web.people.models import Family
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest


@page(Permission.LINK_SEND)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """What partners were asked by link, and what came back."""
    family = family_for(request.asker, pk, Permission.LINK_SEND)
    asked = reads.questions(family, asker=request.worker)
    viewlog.saw(*asked, family=family)
    lines = reads.lines(family, asker=request.worker, at=timezone.now())
    context = {"family": family, "lines": lines, "questions": asked}
    return render(request, "casework/links.html", context)


@page(Permission.LINK_SEND)
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.LINK_SEND)
    now = timezone.localtime()
    workers = reads.askable(family, parties.at_hand(family, day=now.date()), asker=request.worker, at=now)
    form = PartnerQuestionForm(request.POST or None, workers=workers)
    return _send(
        request, family, form, title="Ask a partner a question", nobody=not workers,
        send=lambda: questions.ask(
            family=family, to=form.chosen(), text=form.cleaned_data["text"], by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.LINK_SEND)
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    step = plan_reads.step_for(request.asker, pk, Permission.LINK_SEND)
    workers = reads.who_can_report(step)
    form = PartnerForm(request.POST or None, workers=workers)
    return _send(
        request, step.goal.plan.episode.family, form, title=f"Ask how it goes: {step.what}", nobody=not workers,
        send=lambda: links.ask_for_report(step=step, worker=form.chosen(), by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.LINK_SEND)
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    link = reads.link_for(request.asker, pk)
    if request.method == "POST":
        try:
            partner_links.revoke(link=link, by=request.worker, at=timezone.now())
        except partner_links.CannotSendLink as refusal:
            context = {"family": link.family, "title": "Take a link back", "reason": str(refusal)}
            return render(request, "casework/plan_refused.html", context, status=422)
    return redirect("links", link.family_id)


@page(Permission.MY_DAY)
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """A question put to somebody who can sign in: the question, a place for the answer, and nothing of the record."""
    now = timezone.now()
    question = reads.question_for(request.worker, pk, at=now)
    form = QuestionAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            questions.answer(question=question, text=form.cleaned_data["answer"], by=request.worker, at=now)
        except questions.CannotAnswer as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your answer has reached them.")
            return redirect("home")
    context = {"form": form, "question": question}
    return render(request, "casework/question.html", context, status=422 if form.errors else 200)


@page(Permission.MY_DAY)
def answer_read(request: SignedInRequest, pk: int) -> HttpResponse:
    """The button beside an answer on “My day”."""
    question = get_object_or_404(PartnerQuestion.objects.select_related("asked_by", "family"), pk=pk)
    if request.method == "POST":
        questions.read(question=question, by=request.worker, at=timezone.now())
    return redirect("my-day")


def _send(
    request: SignedInRequest,
    family: Family,
    form: PartnerForm,
    *,
    title: str,
    nobody: bool,
    send: Callable[[], partner_links.Sent | None],
) -> HttpResponse:
    """Ask to whom, send, and say once what could not be sent."""
    untold = None
    if request.method == "POST" and form.is_valid():
        try:
            sent = send()
        except (partner_links.CannotSendLink, CannotChangePlan) as refusal:
            form.add_error(None, str(refusal))
            untold = getattr(refusal, "agency", None)
        else:
            if sent is None:
                messages.success(request, f"{form.chosen().name} finds your question on their day in OnePlan.")
                return redirect("links", family.pk)
            return render(request, "casework/link_sent.html", {"family": family, "sent": sent})
    context = {"family": family, "form": form, "title": title, "nobody": nobody, "untold": untold}
    return render(request, "casework/link_new.html", context, status=422 if form.errors else 200)
