"""The family page, its timeline, and the drawn family as a page and as files."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe

from oneplan.engine.drawing.png import png
from oneplan.rulebook.people.dates import DateNotUnderstood, read
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.casework.reads.circle import circle_of
from oneplan.web.casework.reads.diagram import drawing_in, drawing_of
from oneplan.web.casework.reads.family_page import family_page
from oneplan.web.casework.reads.sight import sight_of
from oneplan.web.casework.reads.timeline import BrokenPlace, kinds_of, page_of
from oneplan.web.people.diagrams.drawing import BrokenDrawing, FamilyDrawing
from oneplan.web.people.diagrams.sheet import sheet
from oneplan.web.people.diagrams.svg import Picture, picture, svg
from oneplan.web.people.diagrams.words import as_text
from oneplan.web.people.models import Family
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest

_HERE = "my-families"
KEPT = 500  # pictures in memory, a few kilobytes each
WIDE = 460  # wider drawings scroll instead of shrinking to nothing
_NOT_FOR_YOU = "The timeline and the drawing are seen by those who work with the family. You see the plan on its page."


@page(Permission.FAMILY_VIEW)
def family(request: SignedInRequest, pk: int) -> HttpResponse:
    row = family_for(request.asker, pk, Permission.FAMILY_VIEW)
    shown = family_page(row, asker=request.asker, today=timezone.localdate())
    viewlog.saw(*(line.person for line in [*shown.members, *shown.network]))
    context: dict[str, Any] = {"family": row, "page": shown, "here": _HERE}
    if shown.sight.notes:
        context["may_change"] = policy.decision(Permission.STORY_CHANGE, asker=request.asker, family=row).allowed
        context |= _drawn(lambda: drawing_in(shown.circle, bars=shown.bars))
    return render(request, "casework/family.html", context)


@page(Permission.FAMILY_VIEW)
def timeline(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _family_with_notes(request, pk)
    hidden = sight_of(request.asker, row).hidden
    kind, person, before = (request.GET.get(name, "") for name in ("kind", "person", "before"))
    people = circle_of(row, day=timezone.localdate()).people
    chosen = int(person) if person.isascii() and person.isdigit() else None
    problem = ""
    try:
        shown = page_of(row, hidden=hidden, before=before, kind=kind, person=chosen)
    except BrokenPlace as fault:
        problem, shown = str(fault), page_of(row, hidden=hidden, kind=kind, person=chosen)
    context = {
        "family": row,
        "timeline": shown,
        "kinds": kinds_of(row),
        "people": people,
        "kind": kind,
        "person": chosen,
        "is_filtered": bool(kind or chosen),
        "is_first": not before,
        "problem": problem,
        "here": _HERE,
    }
    return render(request, "casework/timeline.html", context)


@page(Permission.FAMILY_VIEW)
def diagram(request: SignedInRequest, pk: int) -> HttpResponse:
    """The drawing by itself, on a chosen day, with the same facts as text."""
    row = _family_with_notes(request, pk)
    day, problem = _chosen_day(request)
    context = {"family": row, "day": day, "problem": problem, "typed": request.GET.get("on", ""), "here": _HERE}
    return render(request, "casework/family_diagram.html", context | _drawn(lambda: drawing_of(row, day=day)))


@page(Permission.FAMILY_VIEW)
def diagram_svg(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _family_with_notes(request, pk)
    return _file(svg(_drawing(row, request)), kind="image/svg+xml", name=f"{row.reference}.svg")


@page(Permission.FAMILY_VIEW)
def diagram_png(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _family_with_notes(request, pk)
    return _file(png(sheet(_drawing(row, request)).svg), kind="image/png", name=f"{row.reference}.png")


def _family_with_notes(request: SignedInRequest, pk: int) -> Family:
    row = family_for(request.asker, pk, Permission.FAMILY_VIEW)
    if not sight_of(request.asker, row).notes:
        raise policy.NotAllowed(_NOT_FOR_YOU)
    return row


def _chosen_day(request: SignedInRequest) -> tuple[date, str]:
    """The day in the address, or today with what was wrong."""
    typed = request.GET.get("on", "").strip()
    if not typed:
        return timezone.localdate(), ""
    try:
        return read(typed).latest, ""
    except DateNotUnderstood as fault:
        return timezone.localdate(), str(fault)


def _drawing(row: Family, request: SignedInRequest) -> FamilyDrawing:
    try:
        return drawing_of(row, day=_chosen_day(request)[0])
    except BrokenDrawing as fault:
        raise Http404(f"The family cannot be drawn: {fault}") from fault


def _drawn(draw: Callable[[], FamilyDrawing]) -> dict[str, Any]:
    """The picture and its text for a page; what cannot be drawn says why."""
    try:
        drawing = draw()
        drawn = _picture(drawing)
    except BrokenDrawing as fault:
        return {"diagram_fault": str(fault)}
    return {
        "diagram": mark_safe(drawn.svg),  # noqa: S308 – made by our own writer, which escapes every name
        "diagram_is_wide": drawn.width > WIDE,
        "diagram_text": as_text(drawing),
        "diagram_is_empty": not drawing.people,
    }


@lru_cache(maxsize=KEPT)
def _picture(drawing: FamilyDrawing) -> Picture:
    """The same facts give the same picture, so a page opened again need not lay it out again."""
    return picture(drawing)


def _file(body: str | bytes, *, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
