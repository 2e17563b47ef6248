"""A form sent after the session had ended is held, sealed, and given back to the same account after sign-in."""

import json
import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import refusals
from oneplan.web.access.models import RefusedPage
from oneplan.web.access.pages import page
from oneplan.web.site import once
from oneplan.web.site.models import HeldForm, SubmittedForm

LEFT_OUT = {once.FIELD, "csrfmiddlewaretoken"}
NEVER_HELD = "password"  # part of the name of a field that holds one


def hold(request: HttpRequest, *, token: uuid.UUID, account_id: int) -> HeldForm:
    fields = {name: values for name, values in request.POST.lists() if not _is_left_out(name)}
    row, _ = HeldForm.objects.update_or_create(
        token=token,
        account_id=account_id,
        defaults={"path": request.get_full_path()[:500], "typed": json.dumps(fields), "held_at": timezone.now()},
    )
    return row


def _is_left_out(name: str) -> bool:
    return name in LEFT_OUT or NEVER_HELD in name


def opened(row: HeldForm) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = json.loads(row.typed)
    return fields


class HeldFormMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if request.method != "POST" or request.user.is_authenticated or getattr(view, "is_public", False):
            return None
        read = once.read_token(request.POST.get(once.FIELD, ""))
        if read is None:
            return None
        row = hold(request, token=read[0], account_id=read[1])
        back = urlencode({"next": reverse("held-form", args=[row.token]), "held": "1"})
        return redirect(f"{reverse('sign-in')}?{back}")


def form_from_another_sign_in(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's call
    """Hold a form whose page was opened before somebody signed in anew in another tab.

    Only the signed token of a form we made ourselves holds anything, and nothing is saved without a further tap.
    """
    read = once.read_token(request.POST.get(once.FIELD, ""))
    if read is None:
        refusals.keep(request, kind=RefusedPage.Kind.FORM)
        return render(request, "site/form_broken.html", status=403)
    row = hold(request, token=read[0], account_id=read[1])
    address = reverse("held-form", args=[row.token])
    if request.user.is_authenticated:
        return redirect(address)
    return redirect(f"{reverse('sign-in')}?{urlencode({'next': address, 'held': '1'})}")


def waiting_for(account: Any) -> HeldForm | None:
    """The newest form held for this account that was neither saved since nor set aside."""
    saved = SubmittedForm.objects.filter(token=OuterRef("token"))
    rows = HeldForm.objects.filter(~Exists(saved), account=account, given_back_at=None)
    return rows.order_by("-held_at").first()


@page(Permission.OWN_ACCOUNT)
def held_form(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Show what was typed before the time-out, with one button that saves it now and one that sets it aside."""
    row = HeldForm.objects.filter(token=token, account=request.user).first()  # type: ignore[misc]
    if row is None:
        raise Http404("There is no held form here for you.")
    if request.method == "POST":
        HeldForm.objects.filter(pk=row.pk).update(given_back_at=timezone.now())
        return redirect("home")
    fields = opened(row)
    shown = [(name.replace("_", " ").capitalize(), values) for name, values in fields.items() if any(values)]
    return render(request, "site/held_form.html", {"row": row, "fields": fields.items(), "shown": shown})
