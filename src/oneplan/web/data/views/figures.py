"""The figures that hold, for analysts: what there is, and the way to take it out with pseudonyms."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.engine.export.folder import CannotExport
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.access.stepping_up import step_up
from oneplan.web.data import exporting
from oneplan.web.data.actions import Cannot, exports
from oneplan.web.data.forms import TakeForm
from oneplan.web.data.models import Export
from oneplan.web.data.reads import figures
from oneplan.web.data.views.saving import form_page
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FIGURES_TAKE)
def here(request: SignedInRequest) -> HttpResponse:
    return render(request, "data/figures.html", {"page": figures.page(by=request.worker, at=timezone.now())})


@page(Permission.FIGURES_TAKE)
@step_up
def take(request: SignedInRequest) -> HttpResponse:
    """Written down here; the file itself is made when it is fetched, so that a double click takes it out once."""
    form = TakeForm(request.POST or None)
    return form_page(
        request, form=form, title="Take the figures out", then=("figures",), button="Write it down and go on",
        saved="It is written down. Fetch the file now: it is made when you do.",
        intro="You get what holds today, with pseudonyms, as one zip file. It is still about people: whoever knows "
        "when a child was suspended finds the child.",
        save=lambda: exports.begin(
            audience=exports.ANALYSTS, why=form.cleaned_data["why"], way=Export.Way.FILE,
            is_csv_too=form.cleaned_data["form"] == "csv", by=request.worker, at=timezone.now(),
        ),
    )  # fmt: skip


@page(Permission.FIGURES_TAKE)
@step_up
def file(request: SignedInRequest, number: int) -> HttpResponse:
    row = figures.open_to(request.worker, at=timezone.now()).select_related("run").filter(number=number).first()
    if row is None:
        raise Http404("There is no such file, or its time is over. Take the figures out once more.")
    try:
        handle = exporting.file(row, by=request.worker)
    except (Cannot, CannotExport) as refusal:
        messages.error(request, str(refusal))
        return redirect("figures")
    answer: HttpResponse = FileResponse(handle, as_attachment=True, filename=f"figures-{number}.zip")  # type: ignore[assignment]
    answer["Cache-Control"] = "no-store"
    return answer
