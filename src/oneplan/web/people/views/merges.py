"""Two records of one person: compared side by side, joined with a reason, parted again with a reason."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.access.stepping_up import step_up
from oneplan.web.people import comparison, identity, joining
from oneplan.web.people.actions import merges
from oneplan.web.people.forms.safety import MergeForm, UndoForm
from oneplan.web.people.models import Merge, Person
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.site.requests import SignedInRequest

A_PAGE = 20


@page(Permission.PERSON_MERGE)
@step_up
def join(request: SignedInRequest, pk: int, other: int) -> HttpResponse:
    one, two = (_record(each, asker=request.asker) for each in (pk, other))
    joining.require(one, two, by=request.asker)
    if identity.kept(one) == identity.kept(two) and request.method != "POST":
        raise Http404("Choose two different records to compare.")
    viewlog.saw(one, two)
    today = timezone.localdate()
    form = MergeForm(request.POST or None, records=[(str(who.pk), f"{who} ({who.reference})") for who in (one, two)])
    if request.method == "POST" and form.is_valid():
        kept, gone = (one, two) if form.cleaned_data["keep"] == str(one.pk) else (two, one)
        try:
            merges.merge(gone=gone, kept=kept, reason=form.cleaned_data["reason"], by=request.worker, at=timezone.now())
        except merges.CannotMerge as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("merges")
    sides = [comparison.of(who, asker=request.asker, day=today) for who in (one, two)]
    context = {"form": form, "sides": sides, "same": comparison.same(*sides), "differs": comparison.differs(*sides)}
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


@page(Permission.PERSON_MERGE)
@step_up
def joined(request: SignedInRequest) -> HttpResponse:
    """Every joining of records whose families one may open, newest first; each can be undone."""
    rows = Merge.objects.select_related("gone", "kept", "merged_by", "undone_by").order_by("-known_from", "-pk")
    shown = Paginator(joining.shown(rows, by=request.asker), A_PAGE).get_page(request.GET.get("page"))
    viewlog.saw(*(person for row in shown for person in (row.gone, row.kept)))
    return render(request, "people/merges.html", {"merges": shown})


@page(Permission.PERSON_MERGE)
@step_up
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    row = Merge.objects.select_related("gone", "kept").filter(pk=pk).first()
    if row is None:
        joining.refuse_as_a_strangers(by=request.asker)
        raise Http404("There is no such joining of records.")
    joining.require(row.gone, row.kept, by=request.asker)
    viewlog.saw(row.gone, row.kept)

    def save(data: dict[str, Any]) -> None:
        merges.undo(merge=row, by=request.worker, at=timezone.now(), **data)

    return ask(
        request,
        UndoForm(request.POST or None),
        Question(
            title=f"Part {row.gone} ({row.gone.reference}) and {row.kept} ({row.kept.reference}) again",
            about=f"They were joined because: {row.reason}",
            back=reverse("merges"),
            button="Part the two records",
            is_grave=True,
            save=save,
            refusals={merges.CannotMerge: None},
        ),
    )


def _record(pk: int, *, asker: Any) -> Person:
    found = Person.objects.filter(pk=pk).select_related("merged_into__merged_into").first()
    if found is None:
        joining.refuse_as_a_strangers(by=asker)
        raise Http404("There is no person with that number. Check the number, or search by name.")
    return found
