"""A page with one form: read it, one call to an action, the refusal in plain words, the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.rights.actions.breaches import CannotKeepBreach
from oneplan.web.rights.actions.holds import CannotHold
from oneplan.web.rights.actions.packs import CannotMakePack
from oneplan.web.rights.actions.record_exports import CannotTakeOut
from oneplan.web.rights.actions.requests import CannotHandleRequest
from oneplan.web.site.forms import Form

_PLACES = (
    ("rights-requests", "Data requests", Permission.RIGHTS_HANDLE),
    ("breaches", "Breaches", Permission.RIGHTS_HANDLE),
    ("retention", "What is no longer kept", Permission.RETENTION_RUN),
    ("holds", "Holds", Permission.RETENTION_RUN),
    ("record-exports", "The whole record", Permission.RIGHTS_HANDLE),
)
REFUSALS = (CannotHandleRequest, CannotKeepBreach, CannotHold, CannotMakePack, CannotTakeOut)


def form_page(
    request: HttpRequest,
    *,
    form: Form,
    title: str,
    save: Callable[[dict[str, Any]], object],
    saved: str,
    then: tuple[Any, ...],
    **also: Any,
) -> HttpResponse:
    """Show the form, or save it and go on to `then`. `also`: standing, intro, button, back_words."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, saved)
            return redirect(*then)
    back = also.pop("back", None) or resolve_url(*then)
    context = {"form": form, "title": title, "back": back} | also
    return render(request, "rights/form.html", context, status=422 if form.errors else 200)


def rights_places(role: str) -> list[tuple[str, str]]:
    """The pages of this room that a role may open, for the row of links at their top."""
    return [(view, words) for view, words, needs in _PLACES if relations_allowing(needs, Role(role))]


def press(request: HttpRequest, *, do: Callable[[], object], saved: str, then: tuple[Any, ...]) -> HttpResponse:
    """A button without a form of its own."""
    try:
        do()
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, saved)
    return redirect(*then)
