"""A model of the area by one click: what the record holds, what becomes of it, and the families behind a figure."""

import yaml
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.rulebook.sharing.small_numbers import told
from oneplan.rulebook.value.measures import measures
from oneplan.web.access.pages import page
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.value.actions import Cannot, calculations
from oneplan.web.value.actions.calculations import CalculationWords
from oneplan.web.value.forms_costs import AreaModelForm
from oneplan.web.value.reads import area as reads
from oneplan.web.value.views.saving import address, form_page, works

QUESTION = "What is our key working worth, by what services' own files say of the year after help began?"


@page(Permission.VALUE_WORK)
def new(request: SignedInRequest) -> HttpResponse:
    """What would be in the model; pressed, it begins as a calculation."""
    day = timezone.localdate()
    found = reads.area(day)
    form = AreaModelForm(request.POST or None, price_years=found.years, initial=_usual(found, year=day.year))

    def save() -> object:
        try:
            made = reads.model(found, **form.cleaned_data)
        except ValueError as failure:
            raise Cannot(str(failure)) from failure
        text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=110)
        says = CalculationWords(form.cleaned_data["name"], QUESTION, text, "Made from the area's own record")
        return calculations.begin(says=says, by=request.worker, at=timezone.now())

    return form_page(
        request, form=form, title="A model of our own area", save=save, saved="It is made. Look at every figure in it.",
        then=lambda made: address("calculation", made.pk), back=address("calculations"), template="value/area.html",
        found=found,
    )  # fmt: skip


@page(Permission.VALUE_VIEW)
def families(request: SignedInRequest, measure: str) -> HttpResponse:
    """The families behind a figure: those that whoever asks may open, and how many there are besides."""
    if measure not in measures():
        raise Http404("Nothing is counted by that name. Look at a model of our own area.")
    found, rows = reads.families(measure, asker=request.worker, day=timezone.localdate())
    context = {
        "measure": measures()[measure], "families": rows, "works": works(request), "few": told(len(found.families)),
    }  # fmt: skip
    return render(request, "value/families.html", context)


def _usual(found: reads.AreaPage, *, year: int) -> dict[str, object]:
    return {"name": f"Our area, {year}", "council": "council", "price_year": found.years[0], "years": 5}
