"""What key working costs: grades, posts, what else is given; and what a year of it comes to."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.site.forms import Form
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.value.actions import costs as actions
from oneplan.web.value.actions.costs import Line
from oneplan.web.value.forms_costs import GradeChangeForm, GradeForm, KeyPostForm, OtherCostForm, StopForm, initial
from oneplan.web.value.models import Grade, KeyPost, OtherCost
from oneplan.web.value.reads import costs
from oneplan.web.value.views.saving import address, form_page, works


@dataclass(frozen=True)
class Sort:
    """A sort of line, as addresses name it."""

    model: type[Line]
    form: type[Form]
    change: type[Form]
    title: str


SORTS = {
    "grade": Sort(Grade, GradeForm, GradeChangeForm, "what a grade costs"),
    "post": Sort(KeyPost, KeyPostForm, KeyPostForm, "posts"),
    "other": Sort(OtherCost, OtherCostForm, OtherCostForm, "what else is given"),
}


@page(Permission.VALUE_VIEW)
def one(request: SignedInRequest) -> HttpResponse:
    found = costs.costs(timezone.localdate())
    return render(request, "value/costs.html", {"found": found, "works": works(request)})


@page(Permission.VALUE_WORK)
def new(request: SignedInRequest, sort: str) -> HttpResponse:
    kind = _sort(sort)
    form = kind.form(request.POST or None)

    def save() -> object:
        line = kind.model(**_said(form), valid_from=timezone.localdate())
        return actions.write(line=line, by=request.worker, at=timezone.now())

    return _page(request, form, save, title=f"Write down {kind.title}", saved="It is written down.")


@page(Permission.VALUE_WORK)
def change(request: SignedInRequest, sort: str, pk: int) -> HttpResponse:
    kind, line = _sort(sort), _line(sort, pk)
    form = kind.change(request.POST or None, initial=initial(line))

    def save() -> object:
        said = _said(form)
        return actions.put_right(line=line, by=request.worker, at=timezone.now(), **said)

    return _page(request, form, save, title=f"Change {kind.title}: {line}", saved="It is changed.")


@page(Permission.VALUE_WORK)
def stop(request: SignedInRequest, sort: str, pk: int) -> HttpResponse:
    line = _line(sort, pk)
    form = StopForm(request.POST or None, initial={"on": timezone.localdate()})

    def save() -> object:
        return actions.stop(line=line, on=form.cleaned_data["on"], by=request.worker, at=timezone.now())

    return _page(request, form, save, title=f"“{line}” is no more", saved="It has ended.", grave=True, button="End it")


def _page(request: SignedInRequest, form: Form, save: Any, *, title: str, saved: str, **also: Any) -> HttpResponse:
    back = address("key-working-costs")
    return form_page(
        request, form=form, title=title, save=save, saved=saved, then=lambda _: back, back=back, **also
    )  # fmt: skip


def _said(form: Form) -> dict[str, Any]:
    found: dict[str, Any] = form.said() if isinstance(form, KeyPostForm) else dict(form.cleaned_data)
    return found


def _sort(name: str) -> Sort:
    if name not in SORTS:
        raise Http404("There is no such sort of cost. Look at what key working costs.")
    return SORTS[name]


def _line(sort: str, pk: int) -> Line:
    found: Line | None = _sort(sort).model._default_manager.filter(pk=pk).first()
    if found is None:
        raise Http404("It is not written down. Look at what key working costs.")
    return found
