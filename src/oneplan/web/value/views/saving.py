"""A page with one form, and finding what an address names."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.site.forms import Form
from oneplan.web.value.actions import Cannot
from oneplan.web.value.models import Calculation, Version


def form_page(
    request: HttpRequest, *, form: Form, title: str, save: Callable[[], Any], saved: str, then: Callable[[Any], str],
    back: str, template: str = "value/form.html", **also: Any,
) -> HttpResponse:  # fmt: skip
    """Show the form, or save it and go on to where `then` says of what was saved."""
    if request.method == "POST" and form.is_valid():
        try:
            made = save()
        except (Cannot, ChangedMeanwhile) as refusal:
            field = getattr(refusal, "field", None)
            for words in getattr(refusal, "faults", [str(refusal)]):
                form.add_error(field if field in form.fields else None, words)
        else:
            messages.success(request, saved)
            return redirect(then(made))
    context = {"form": form, "title": title, "back": back} | also
    return render(request, template, context, status=422 if form.errors else 200)


def works(request: Any) -> bool:
    """Whether this role may do more than look."""
    return bool(relations_allowing(Permission.VALUE_WORK, Role(request.user.role)))


def the_calculation(pk: int) -> Calculation:
    found = Calculation.objects.select_related("made_by", "retired_by").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such calculation. Look at the list.")
    return found


def the_version(pk: int, number: int) -> Version:
    rows = Version.objects.select_related("calculation", "made_by")
    found = rows.filter(calculation__pk=pk, number=number).first()
    if found is None:
        raise Http404("There is no such version of this calculation. Look at its versions.")
    return found


def address(name: str, *args: Any) -> str:
    return resolve_url(name, *args)
