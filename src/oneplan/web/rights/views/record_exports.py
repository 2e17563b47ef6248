"""Pages of the whole record taken out: what was asked, agreed and taken, a form to ask, and one to agree."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from oneplan.rulebook.rights.whole_record import whole_record
from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.access.pages import page
from oneplan.web.access.stepping_up import step_up
from oneplan.web.rights.actions import record_exports as actions
from oneplan.web.rights.forms.record_exports import AskForm, DecideForm
from oneplan.web.rights.models import RecordExport
from oneplan.web.rights.reads import record_exports as reads
from oneplan.web.rights.views.saving import form_page, rights_places
from oneplan.web.site.requests import SignedInRequest

_PLACE = ("record-exports",)
_INTRO = (
    "Everything that workers wrote of every family leaves OnePlan, as tables. Somebody else has to agree first; then "
    f"you take it out at the command line within {whole_record().agreed_for_days} days. "
    "The register of each family says that it was taken."
)


@page(Permission.RIGHTS_HANDLE)
def every(request: SignedInRequest) -> HttpResponse:
    role = Role(request.user.role)
    context = {
        "rights_places": rights_places(role),
        "lines": reads.lines(),
        "may_ask": bool(relations_allowing(Permission.RECORD_EXPORT, role)),
        "may_agree": bool(relations_allowing(Permission.RECORD_EXPORT_AGREE, role)),
        "stays": dict.fromkeys(whole_record().stays.values()),
    }
    return render(request, "rights/record_exports.html", context)


@page(Permission.RECORD_EXPORT)
@step_up
def ask(request: SignedInRequest) -> HttpResponse:
    return form_page(
        request, form=AskForm(request.POST or None), title="Take the whole record out", intro=_INTRO, button="Ask",
        save=lambda data: actions.ask(why=data["why"], by=request.worker, at=timezone.now()),
        saved="Asked. An administrator decides.", then=_PLACE,
    )  # fmt: skip


@page(Permission.RECORD_EXPORT_AGREE)
@step_up
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(RecordExport.objects.select_related("asked_by"), pk=pk)

    def save(data: dict[str, Any]) -> RecordExport:
        if data["agreed"] == "yes":
            return actions.agree(export=row, by=request.worker, at=timezone.now())
        return actions.decline(export=row, why=data["why"], by=request.worker, at=timezone.now())

    return form_page(
        request, form=DecideForm(request.POST or None), title="May the whole record be taken out?", save=save,
        standing=f"{row.asked_by.name}: {row.why}", saved="Kept.", then=_PLACE,
    )  # fmt: skip
