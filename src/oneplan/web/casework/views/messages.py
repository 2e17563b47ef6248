"""Messages to a worker: all that are unread, and the buttons that say they were read."""

from uuid import UUID

from django.contrib import messages as notices
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import messages
from oneplan.web.casework.reads import messages as reads
from oneplan.web.site.requests import SignedInRequest

_BACK = {"day": "my-day", "families": "my-families"}


@page(Permission.OWN_MESSAGES)
def show(request: SignedInRequest) -> HttpResponse:
    told = reads.unread(request.worker)
    viewlog.saw(*told.families)
    return render(request, "casework/messages.html", {"told": told})


@require_POST
@page(Permission.OWN_MESSAGES)
def read(request: SignedInRequest, message: UUID) -> HttpResponse:
    row = reads.readable(request.worker).filter(pk=message).select_related("about_family").first()
    if row is None:
        raise Http404("There is no such message to you.")
    messages.read(message=row, by=request.worker, at=timezone.now())
    return redirect(_BACK.get(request.POST.get("from", ""), "my-messages"))


@require_POST
@page(Permission.OWN_MESSAGES)
def read_all(request: SignedInRequest) -> HttpResponse:
    """Those that stood on the page, by their ids, so that nothing is read that nobody saw."""
    told = reads.unread(request.worker)
    seen = set(request.POST.getlist("message"))
    chosen = [line.message for line in told.lines if str(line.message.pk) in seen]
    number = messages.read_all(messages=chosen, by=request.worker, at=timezone.now())
    notices.success(request, "All that stood here is read." if number else "There was nothing to read.")
    return redirect("my-messages")
