"""Files of a feed: taking one in, what is wrong with it, one row cell by cell, correcting, withdrawing."""

import tempfile
from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.engine.feeds import asking, report
from oneplan.engine.feeds.contract.columns import columns
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.runs import files, seeing
from oneplan.engine.runs.seeing import Cell, NotThere
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.access.policy import NotAllowed
from oneplan.web.data import receiving, whose, working
from oneplan.web.data.actions import Cannot, corrections, loads
from oneplan.web.data.actions.corrections import CorrectionWords
from oneplan.web.data.forms import CorrectionForm, FileForm, WhyForm
from oneplan.web.data.models import Correction, Load
from oneplan.web.data.reads import rows
from oneplan.web.data.views.saving import form_page, the_feed, the_load
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.site.uploads import takes_a_file

MOST_ROWS = 1 << 40
LATER = "There is no such row in this file, or what was found in it is kept no longer: then a run finds it again."


@takes_a_file
@page(Permission.FEED_WORK)
def take(request: SignedInRequest, name: str) -> HttpResponse:
    """The next file of a feed; one that came before is recognised, and shown."""
    feed = the_feed(name)
    form = FileForm(request.POST or None, request.FILES or None)

    def save() -> object:
        sent = form.cleaned_data["file"]
        return receiving.take_in(
            feed, sent.chunks(files.PIECE), store=working.store().folder, name=sent.name, way=Load.Way.PAGE,
            by=request.worker, at=timezone.now(), password=form.cleaned_data["password"],
        )  # fmt: skip

    return form_page(
        request, form=form, title=f"The next file of {feed}", save=save, is_file=True,
        saved="It is here and is being checked. This page says what was found.", then=("feed", feed.name),
        button="Take it in",
    )  # fmt: skip


@page(Permission.FEED_WORK)
def one(request: SignedInRequest, name: str, number: int) -> HttpResponse:
    load = the_load(name, number)
    at = _page(request)
    try:
        opened = rows.opened(load)
        faults = report.faults(opened.found, opened.checked, opened.profile)
        kept = whose.rows_kept_from(request.worker, load, opened)
        found = seeing.aside(opened, skip=rows.PAGE * (at - 1), most=rows.PAGE)
        aside = [each for each in found if each.row not in kept]
        called = {each.column.name: each.column.words for each in opened.profile.mapped}
    except NotThere:
        faults, aside, called = [], [], {}
    viewlog.saw(load)
    pages = -(-load.set_aside // rows.PAGE)
    context = {
        "load": load,
        "feed": load.feed,
        "at": at,
        "pages": pages,
        "faults": faults,
        "aside": aside,
        "called": called,
        "is_checked_anew": rows.is_checked_anew(load),
    }
    return render(request, "data/file.html", context)


def _page(request: SignedInRequest) -> int:
    said = request.GET.get("page", "1")
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 7 else 1


@page(Permission.FEED_WORK)
def row(request: SignedInRequest, name: str, number: int, row_number: int) -> HttpResponse:
    load = the_load(name, number)
    lines = _row(request, load, row_number)
    is_anew = rows.is_checked_anew(load)
    context = {"load": load, "feed": load.feed, "lines": lines, "is_checked_anew": is_anew}
    return render(request, "data/row.html", context)


@page(Permission.FEED_WORK)
def correct(request: SignedInRequest, name: str, number: int, row_number: int, column: str) -> HttpResponse:
    load = the_load(name, number)
    lines, cell = _cell(request, load, row_number, column)
    standing = next((each.correction for each in lines.cells if each.cell == cell), None)
    form = CorrectionForm(
        request.POST or None, may_leave_out=not cell.is_needed, column=cell.column,
        choices=_choices(load, column),
        initial={"seen": standing.pk if standing else ""},
    )  # fmt: skip

    def save() -> object:
        said = form.cleaned_data
        says = CorrectionWords(
            column, cell.tidied, None if said.get("leave_out") else said["value"], said["why"],
            None if said["everywhere"] else lines.row.record, load, row_number,
        )  # fmt: skip
        seen = Correction.objects.filter(feed=load.feed, pk=said["seen"] if said["seen"].isdigit() else 0).first()
        return corrections.make(feed=load.feed, says=says, seen=seen, by=request.worker, at=timezone.now())

    return form_page(
        request, form=form, title=f"Correct the {columns()[column].words}", save=save,
        saved="It is corrected, now and whenever they send the same again.",
        then=("feed-row", load.feed.name, load.number, row_number), button="Correct it",
        intro=f"{lines.row.where[:1].upper()}{lines.row.where[1:]} says “{cell.received or 'nothing'}”.",
    )  # fmt: skip


def _choices(load: Load, column: str) -> list[str]:
    """The partner's words to choose from, where it is a column of codes that is still read."""
    try:
        return asking.choices(corrections.mapped(load.feed, column))
    except Cannot:
        return []


def _row(request: SignedInRequest, load: Load, row_number: int) -> rows.RowLines:
    """A row, and that it was looked at. Nobody reads what a partner says of their own family."""
    if row_number > MOST_ROWS:
        raise Http404(LATER)
    try:
        if row_number in whose.rows_kept_from(request.worker, load, rows.opened(load)):
            raise NotThere
        lines = rows.row(load, row_number)
    except NotThere as gone:
        raise Http404(LATER) from gone
    whose.require_not_kept_from(request.worker, lines)
    viewlog.saw(load)
    return lines


def _cell(request: SignedInRequest, load: Load, row_number: int, column: str) -> tuple[rows.RowLines, Cell]:
    lines = _row(request, load, row_number)
    for each in lines.cells:
        if each.cell.column.name == column:
            return lines, each.cell
    raise Http404(f"{kinds()[load.feed.kind].words.capitalize()} has no such column.")


@page(Permission.FEED_WORK)
def withdraw(request: SignedInRequest, name: str, number: int) -> HttpResponse:
    load = the_load(name, number)
    form = WhyForm(request.POST or None)
    return form_page(
        request, form=form, title=f"Withdraw file {load.number} of {load.feed}", grave=True, button="Withdraw it",
        save=lambda: loads.withdraw(load=load, why=form.cleaned_data["why"], by=request.worker, at=timezone.now()),
        saved="It is withdrawn. The next run is made as if it had not come.", then=("feed", load.feed.name),
        intro="For a wrong file: another council's, another month's. Single values are corrected in their rows.",
    )  # fmt: skip


@page(Permission.FEED_WORK)
def give_back(request: SignedInRequest, name: str, number: int) -> HttpResponse:
    """The partner's rows with a verdict beside each, as they sent them."""
    load = the_load(name, number)
    try:
        opened = rows.opened(load)
    except NotThere as gone:
        raise Http404(LATER) from gone
    if whose.rows_kept_from(request.worker, load, opened):
        raise NotAllowed(whose.KEPT_FILE)
    viewlog.saw(load)
    with tempfile.TemporaryDirectory(prefix="oneplan-") as folder:
        path = Path(folder) / f"report{report.suffix(opened.found)}"
        report.write(opened.found, opened.checked, opened.profile, path)
        handle = path.open("rb")
    called = f"{load.feed.name}-{load.number}-with-verdicts{path.suffix}"
    answer: HttpResponse = FileResponse(handle, as_attachment=True, filename=called)  # type: ignore[assignment]
    return answer
