"""A page with one form: read it, one call to an action, the refusal in plain words; two versions side by side."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oneplan.web.agencies.actions import Cannot
from oneplan.web.agencies.handing_on import CannotHandOn
from oneplan.web.site.conflicts import ChangedMeanwhile, GoneMeanwhile
from oneplan.web.site.held import LEFT_OUT
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.site.spells import ImpossibleSpell

REFUSALS = (Cannot, CannotHandOn, GoneMeanwhile, ImpossibleSpell)


def form_page(
    request: SignedInRequest,
    form: forms.Form,
    *,
    title: str,
    save: Callable[[dict[str, Any]], object],
    then: str,
    of: Callable[[Any], Mapping[str, Any]] | None = None,
    saved: str = "",
    template: str = "agencies/form.html",
    **also: Any,
) -> HttpResponse:
    """Show the form, or save it and go on to `then`. `of` reads what stands now, to show it beside yours."""
    context = {"form": form, "title": title, "back": then} | also
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        except ChangedMeanwhile as clash:
            theirs = of(clash.theirs) if of else {}
            return _conflict(request, form, theirs=theirs, version=clash.version, context=context)
        else:
            if saved:
                messages.success(request, saved)
            return redirect(then)
    return render(request, template, context, status=422 if form.errors else 200)


def press(request: SignedInRequest, *, save: Callable[[], object], then: str, saved: str = "") -> HttpResponse:
    """A button without a form of its own; a refusal is told on the page it stands on."""
    if request.method == "POST":
        try:
            save()
        except (*REFUSALS, ChangedMeanwhile) as refusal:
            messages.info(request, str(refusal))
        else:
            if saved:
                messages.success(request, saved)
    return redirect(then)


def _conflict(
    request: SignedInRequest, form: forms.Form, *, theirs: Mapping[str, Any], version: Any, context: dict[str, Any]
) -> HttpResponse:
    rows = [
        (field.label, _shown(field, theirs.get(name)), _shown(field, form.cleaned_data.get(name)))
        for name, field in form.fields.items()
        if not isinstance(field.widget, forms.HiddenInput)
    ]
    data = request.POST.copy()
    data["version"] = str(version)
    form.data = data
    kept = [(name, values) for name, values in data.lists() if name not in LEFT_OUT]
    context |= {"rows": [row for row in rows if row[1] != row[2]], "kept": kept}
    return render(request, "agencies/conflict.html", context, status=409)


def _shown(field: forms.Field, value: Any) -> str:
    """A field's value as one reads it."""
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, time):
        return f"{value:%-H.%M}"
    if isinstance(value, str | int | Model):
        return _named(field, value)
    return ", ".join(sorted(_named(field, each) for each in value))


def _named(field: forms.Field, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    choices: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    return str(dict(choices).get(value, value))
