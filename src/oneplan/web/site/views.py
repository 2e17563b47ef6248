"""The start page of each role, the accessibility statement, and a sign of life for machines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.models import Account
from oneplan.web.access.pages import page, public
from oneplan.web.site.held import waiting_for
from oneplan.web.site.layout import PLACES
from oneplan.web.site.requests import SignedInRequest


@page(Permission.OWN_ACCOUNT)
def home(request: SignedInRequest) -> HttpResponse:
    """Send everybody to what they typed before a time-out, else to the first place of their role."""
    if held := waiting_for(request.user):
        return redirect("held-form", held.token)
    return redirect(PLACES[request.user.role][0].view)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "site/accessibility.html")


@public
def health(_request: HttpRequest) -> HttpResponse:
    """Answer when the server can reach its database."""
    Account.objects.exists()
    return HttpResponse("ok", content_type="text/plain")
