"""Sending a partner the link to a list, and taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.access.stepping_up import step_up
from oneplan.web.data.actions import Cannot, list_links
from oneplan.web.data.forms_by_link import ToWhomForm
from oneplan.web.data.views.asking import the_list
from oneplan.web.data.views.saving import press
from oneplan.web.site.requests import SignedInRequest


@page(Permission.LIST_LINK_SEND)
@step_up
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    """To whom; then, once, what could not be sent."""
    asked = the_list(request, pk)
    if asked.closed_at:
        messages.error(request, "This list is closed, so nobody can answer it any more.")
        return redirect("asked-list", pk)
    viewlog.saw(asked)
    form = ToWhomForm(request.POST or None, partner=asked.feed.partner)
    if request.method == "POST" and form.is_valid():
        try:
            sent = list_links.make(asked=asked, whom=form.chosen(), by=request.worker, at=timezone.now())
        except Cannot as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "data/link_sent.html", {"asked": asked, "sent": sent})
    context = {"asked": asked, "form": form, "standing": asked.links.filter(ended_at=None).first()}
    return render(request, "data/link_new.html", context, status=422 if form.errors else 200)


@page(Permission.LIST_LINK_SEND)
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = the_list(request, pk)
    if request.method != "POST":
        return redirect("asked-list", pk)
    return press(
        request, do=lambda: list_links.end(asked=asked, by=request.worker, at=timezone.now()),
        saved="The link opens nothing any more.", then=("asked-list", pk),
    )  # fmt: skip
