"""Calculations: the list, what one comes to, what if; beginning and retiring one."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django_htmx.http import replace_url

from oneplan.rulebook.sharing.policy import Permission
from oneplan.rulebook.value.tried import applied
from oneplan.web.access.pages import page
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.site.uploads import takes_a_file
from oneplan.web.value.actions import calculations
from oneplan.web.value.forms import BeginForm, WhyForm
from oneplan.web.value.models import Version
from oneplan.web.value.reads import calculations as reads
from oneplan.web.value.reads import results, trying
from oneplan.web.value.views.saving import address, form_page, the_calculation, works


@page(Permission.VALUE_VIEW)
def every(request: SignedInRequest) -> HttpResponse:
    lines = reads.lines()
    context = {
        "used": [each for each in lines if each.calculation.retired_at is None],
        "retired": [each for each in lines if each.calculation.retired_at], "works": works(request),
    }  # fmt: skip
    return render(request, "value/calculations.html", context)


@takes_a_file
@page(Permission.VALUE_WORK)
def new(request: SignedInRequest) -> HttpResponse:
    form = BeginForm(request.POST or None, request.FILES or None)

    def save() -> object:
        return calculations.begin(says=form.says(), by=request.worker, at=timezone.now())

    return form_page(
        request, form=form, title="Begin a calculation", save=save, saved="It has begun.", is_file=True,
        then=lambda made: address("calculation", made.pk), back=address("calculations"), button="Begin it",
        intro="A model says who is helped, what comes of it, what that is worth to whom, and what the help costs.",
    )  # fmt: skip


@page(Permission.VALUE_VIEW)
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the newest version comes to; with figures in the address, what it would come to. Nothing is kept."""
    calculation = the_calculation(pk)
    version = reads.newest(calculation)
    context = _tried(version, request) | {
        "calculation": calculation, "version": version, "works": works(request) and calculation.retired_at is None,
        "stale": _other(request, version),
    }  # fmt: skip
    name = "value/_results.html" if request.htmx else "value/calculation.html"
    response = render(request, name, context)
    patch_vary_headers(response, ["HX-Request"])
    if request.htmx:
        replace_url(response, f"{request.path}?{context['query']}" if context["query"] else request.path)
    return response


def _tried(version: Version, request: SignedInRequest) -> dict[str, object]:
    now = results.of_text(version.text)
    if now.result is None:
        return {"told": now, "now": now, "form": None, "query": ""}
    form = trying.tried(now.model, {} if _other(request, version) else request.GET)
    told = results.of_said(applied(now.said, form.changes)) if form.changes else now
    query = urlencode({"of": version.number} | form.sent) if form.changes else ""
    return {"told": told, "now": now, "form": form, "query": query}


def _other(request: SignedInRequest, version: Version) -> str:
    """The number of the version that figures in the address were tried on, where it is not the newest."""
    of = request.GET.get("of", "")
    return of if of and of != str(version.number) else ""


@page(Permission.VALUE_WORK)
def retire(request: SignedInRequest, pk: int) -> HttpResponse:
    calculation = the_calculation(pk)
    form = WhyForm(request.POST or None)

    def save() -> object:
        why = form.cleaned_data["why"]
        return calculations.retire(calculation=calculation, why=why, by=request.worker, at=timezone.now())

    return form_page(
        request, form=form, title=f"Use “{calculation}” no longer", save=save, saved="It is used no longer.",
        then=lambda _: address("calculation", pk), back=address("calculation", pk), button="Use it no longer",
        grave=True, intro="It can still be read, and copied. Nothing more can be changed in it.",
    )  # fmt: skip
