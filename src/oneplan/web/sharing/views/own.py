"""The family's own page of who may see what; whoever gave a yes takes it back here, at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.sharing.actions import answers
from oneplan.web.sharing.models import ConsentAnswer
from oneplan.web.sharing.reads import notices, own
from oneplan.web.site.requests import SignedInRequest


@page(Permission.OWN_SHARING)
def show(request: SignedInRequest) -> HttpResponse:
    person = request.member
    shown = own.own_page(person, account=request.user, on=timezone.localdate())
    viewlog.saw(*(each.family for each in shown))
    context = {"families": shown, "shown": notices.shown_to(person, on=timezone.localdate()), "here": "our-sharing"}
    context["has_answers"] = any(each.by_agency for each in shown)
    return render(request, "sharing/own.html", context)


@page(Permission.OWN_SHARING)
def stop(request: SignedInRequest, pk: int) -> HttpResponse:
    """One tap takes one kind back from one service, about oneself and the children one spoke for."""
    row = ConsentAnswer.objects.filter(pk=pk).select_related("family", "given_by", "agency").first()
    if row is None or not own.is_theirs(row, request.member, account=request.user, on=timezone.localdate()):
        raise Http404("There is nothing here that you agreed to under that number.")
    if request.method != "POST":
        return redirect("our-sharing")
    try:
        holding = own.same_question(row, request.member, on=timezone.localdate())
        answers.take_back_oneself(answers=holding, by=request.user, at=timezone.now())
    except answers.CannotTakeBack as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, "It is taken back, from now on. Your worker hears of it and may ring you.")
    return redirect("our-sharing")
