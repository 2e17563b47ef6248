"""The versions of a calculation: listed, read, compared, taken as a file, and the next one saved."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from oneplan.engine.paper import CannotSet
from oneplan.engine.value.library import library
from oneplan.engine.value.national import table
from oneplan.engine.value.workbook.writing import CannotWrite
from oneplan.rulebook.sharing.policy import Permission
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import BadModel
from oneplan.rulebook.value.reckon import Result
from oneplan.rulebook.value.tried import written
from oneplan.web.access.pages import page
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.site.uploads import takes_a_file
from oneplan.web.value import sheets
from oneplan.web.value.actions import Cannot, calculations
from oneplan.web.value.forms import VersionForm
from oneplan.web.value.models import Version
from oneplan.web.value.reads import calculations as reads
from oneplan.web.value.reads import results, trying
from oneplan.web.value.views.saving import address, form_page, the_calculation, the_version, works


@page(Permission.VALUE_VIEW)
def every(request: SignedInRequest, pk: int) -> HttpResponse:
    calculation = the_calculation(pk)
    versions = list(calculation.versions.select_related("made_by").order_by("-number"))
    context = {
        "calculation": calculation, "versions": versions, "last": versions[0],
        "told": results.of_text(versions[0].text), "works": works(request) and calculation.retired_at is None,
    }  # fmt: skip
    return render(request, "value/versions.html", context)


@page(Permission.VALUE_VIEW)
def one(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    version = the_version(pk, number)
    context = {
        "calculation": version.calculation, "version": version, "told": results.of_text(version.text),
        "newest": reads.newest(version.calculation),
    }  # fmt: skip
    return render(request, "value/version.html", context)


@page(Permission.VALUE_VIEW)
def file(_request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The text of a version as it was written."""
    version = the_version(pk, number)
    return _handed(version.text.encode(), version, kind="application/yaml; charset=utf-8", ending="yaml")


@page(Permission.VALUE_VIEW)
def workbook(_request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The version as an Excel workbook of live formulas."""
    version = the_version(pk, number)
    try:
        made = sheets.workbook(_reckoned(version))
    except CannotWrite as failure:
        raise Http404(str(failure)) from failure
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _handed(made, version, kind=kind, ending="xlsx")


@page(Permission.VALUE_VIEW)
def report(_request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The version as a paper for the board: a tagged PDF."""
    version = the_version(pk, number)
    _reckoned(version)
    try:
        made = sheets.board_paper(version.text)
    except CannotSet as failure:
        raise Http404(str(failure)) from failure
    return _handed(made, version, kind="application/pdf", ending="pdf")


@page(Permission.VALUE_VIEW)
def national(_request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Costs and changes as a table for a national calculator."""
    version = the_version(pk, number)
    return _handed(table(_reckoned(version)).encode(), version, kind="text/csv; charset=utf-8", ending="csv")


def _reckoned(version: Version) -> Result:
    found = results.of_text(version.text).result
    if found is None:
        raise Http404("This version cannot be reckoned any more. Its page says why.")
    return found


def _handed(content: bytes, version: Version, *, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    name = slugify(version.calculation.name) or "calculation"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{version.number}.{ending}"'
    return answer


@page(Permission.VALUE_VIEW)
def compare(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two versions beside each other: the last two, unless others are asked for."""
    calculation = the_calculation(pk)
    versions = {row.number: row for row in calculation.versions.select_related("made_by").order_by("number")}
    last = max(versions)
    first, second = _chosen(request, "first", max(1, last - 1)), _chosen(request, "second", last)
    found = reads.compared(versions[first], versions[second]) if {first, second} <= set(versions) else None
    context = {
        "calculation": calculation, "compared": found, "versions": list(versions.values()), "first": first,
        "second": second,
    }  # fmt: skip
    return render(request, "value/compare.html", context, status=200 if found else 422)


def _chosen(request: SignedInRequest, name: str, otherwise: int) -> int:
    """A number that is no version's is 0."""
    said = request.GET.get(name)
    if not said:
        return otherwise
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


@takes_a_file
@page(Permission.VALUE_WORK)
def new(request: SignedInRequest, pk: int) -> HttpResponse:
    """The next version: the last one's text, with the figures that were tried where the address has them."""
    calculation = the_calculation(pk)
    last = reads.newest(calculation)
    sent = request.POST.copy() if request.method == "POST" else None
    text, told, problem = _with_tried(last, request)
    form = VersionForm(sent, request.FILES or None, initial={"text": text, "version": last.number})

    def save() -> object:
        try:
            return calculations.save_version(
                calculation=calculation, text=form.says(), why=form.cleaned_data["why"],
                version=form.cleaned_data["version"] or 0, by=request.worker, at=timezone.now(),
            )  # fmt: skip
        except ChangedMeanwhile as meanwhile:
            if sent is not None:
                sent["version"] = str(meanwhile.version)  # what was typed stays; sent again, it follows theirs
            raise Cannot(_meanwhile(meanwhile.theirs)) from meanwhile

    return form_page(
        request, form=form, title="Save a new version", save=save, saved="The new version is saved.", is_file=True,
        then=lambda _: address("calculation", pk), back=address("calculation", pk), calculation=calculation,
        template="value/version_new.html", last=last, tried=told, problem=problem,
    )  # fmt: skip


def _with_tried(last: Version, request: SignedInRequest) -> tuple[str, list[tuple[str, str, str]], str]:
    """The text, what of it was tried, and why what was tried is not in it."""
    if request.GET.get("of", str(last.number)) != str(last.number):
        return (
            last.text,
            [],
            f"Version {last.number} was saved after you tried figures on an older one: try anew.",
        )
    now = results.of_text(last.text)
    if now.result is None:
        return last.text, [], ""
    form = trying.tried(now.model, request.GET)
    if not form.changes:
        return last.text, [], ""
    try:
        return written(last.text, form.changes, ladder=green_book(), library=library()), form.told, ""
    except BadModel as failure:
        return last.text, [], f"What you tried cannot be: {failure.faults[0].words}"


def _meanwhile(theirs: Version) -> str:
    return (
        f"{theirs.made_by.name} saved version {theirs.number} meanwhile: {theirs.why}. It is kept, and so is what you "
        "typed. Look at theirs first: saved now, yours is the next version and has nothing of what they changed."
    )
