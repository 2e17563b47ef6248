"""What partners' files say of a family, and the row behind each of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.engine.runs.seeing import NotThere
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.data.reads import facts, rows
from oneplan.web.data.reads.rows import RowLines
from oneplan.web.data.views.saving import the_load
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FAMILY_WORK)
def of_family(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.FAMILY_WORK)
    said = facts.of_family(family, day=timezone.localdate())
    return render(request, "data/facts.html", {"family": family, "said": said})


@page(Permission.FAMILY_WORK)
def one(request: SignedInRequest, pk: int, fact_id: str) -> HttpResponse:
    """File, row, column, repair and correction behind one fact of this family."""
    family = family_for(request.asker, pk, Permission.FAMILY_WORK)
    said = facts.of_family(family, day=timezone.localdate())
    line = next((each for each in said.lines if each.fact.fact_id == fact_id), None)
    if line is None:
        raise Http404("This is not said of the family any more. Look at what is said now.")
    load = the_load(line.fact.feed, line.fact.load)
    try:
        lines = _what_it_rests_on(rows.row(load, line.fact.row))
    except NotThere:
        lines = None
    return render(request, "data/fact.html", {"family": family, "line": line, "load": load, "lines": lines})


def _what_it_rests_on(lines: RowLines) -> RowLines:
    """Without what else stood in the row: a postcode there may be one that is kept from the reader."""
    return RowLines(lines.row, [each for each in lines.cells if each.cell.is_needed])
