"""A page with one form that saves by one action, as the other rooms have it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from oneplan.web.access.actions.accounts import CannotChangeAccount
from oneplan.web.access.actions.factors import CannotChangeSecondStep
from oneplan.web.access.actions.passwords import CannotSetPassword
from oneplan.web.site.forms import Form

REFUSALS = (CannotChangeAccount, CannotChangeSecondStep, CannotSetPassword)


class NothingAsked(Form):
    """A page that only wants a yes."""


def form_page(
    request: HttpRequest,
    *,
    form: Form,
    title: str,
    save: Callable[[dict[str, Any]], object],
    then: tuple[Any, ...],
    said: str = "",
    **also: Any,
) -> HttpResponse:
    """Show the form, or save it and go on. `also`: intro, button, is_grave, back."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            if said:
                messages.success(request, said)
            return redirect(*then)
    context = {"form": form, "title": title, "back": resolve_url(*then)} | also
    return render(request, "access/form.html", context, status=422 if form.errors else 200)
