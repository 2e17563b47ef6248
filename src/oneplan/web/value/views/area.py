"""A model of the area by one click: what the record holds, what becomes of it, and what is behind a figure."""

import yaml
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.rulebook.sharing.small_numbers import told
from oneplan.rulebook.value.measures import measures
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.value.actions import Cannot, calculations
from oneplan.web.value.actions.calculations import CalculationWords
from oneplan.web.value.forms_costs import AreaModelForm
from oneplan.web.value.reads import area as reads
from oneplan.web.value.reads import rows as read_rows
from oneplan.web.value.views.saving import address, form_page, works

NO_MEASURE = "Nothing is counted by that name. Look at a model of our own area."
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
    """What a figure says, the families behind it that whoever asks may open, and who can look into it."""
    if measure not in measures():
        raise Http404(NO_MEASURE)
    line, rows = reads.families(measure, asker=request.worker, day=timezone.localdate())
    viewlog.saw(*rows)
    context = {
        "line": line, "families": rows, "works": works(request), "few": told(len(line.measured.families)),
        "reads_rows": bool(relations_allowing(Permission.FEED_WORK, Role(request.user.role))),
    }  # fmt: skip
    return render(request, "value/families.html", context)


@page(Permission.FEED_WORK)
def rows(request: SignedInRequest, measure: str) -> HttpResponse:
    """The rows of services' files that were counted, each with the way to the file."""
    if measure not in measures():
        raise Http404(NO_MEASURE)
    found = read_rows.rows(measure, asker=request.worker, day=timezone.localdate(), at=_page(request))
    viewlog.saw(*dict.fromkeys(each.load for each in found.lines if each.load), *found.families)
    return render(request, "value/rows.html", {"found": found})


def _page(request: SignedInRequest) -> int:
    said = request.GET.get("page", "1")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else 1


def _usual(found: reads.AreaPage, *, year: int) -> dict[str, object]:
    return {"name": f"Our area, {year}", "council": "council", "price_year": found.years[0], "years": 5}
