"""A page with one form, a button without one, and the row of places of this room."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from oneplan.engine.runs.files import TooBig
from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.data.actions import Cannot
from oneplan.web.data.models import Feed, Load
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.site.forms import Form

REFUSALS = (Cannot, TooBig, ChangedMeanwhile)


def form_page(
    request: HttpRequest, *, form: Form, title: str, save: Callable[[], object], saved: str, then: tuple[Any, ...],
    back: str = "", template: str = "data/form.html", **also: Any,
) -> HttpResponse:  # fmt: skip
    """Show the form, or save it and go on to `then`. `also`: intro, button, grave, is_file."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except REFUSALS as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, saved)
            return redirect(*then)
    context = {"form": form, "title": title, "back": back or resolve_url(*then)} | also
    return render(request, template, context, status=422 if form.errors else 200)


def press(request: HttpRequest, *, do: Callable[[], object], saved: str, then: tuple[Any, ...]) -> HttpResponse:
    try:
        do()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, saved)
    return redirect(*then)


def works(request: Any) -> bool:
    """Whether this role may do more than look."""
    return bool(relations_allowing(Permission.FEED_WORK, Role(request.user.role)))


def the_feed(name: str) -> Feed:
    found = Feed.objects.select_related("partner", "agreement", "owner", "deputy").filter(name=name).first()
    if found is None:
        raise Http404("There is no such feed. Look at the list.")
    return found


def the_load(name: str, number: int) -> Load:
    rows = Load.objects.select_related("feed__partner", "feed__agreement", "file", "profile__feed", "received_by")
    found = rows.filter(feed__name=name, number=number).first()
    if found is None:
        raise Http404("There is no such file of this feed. Look at the list.")
    return found
