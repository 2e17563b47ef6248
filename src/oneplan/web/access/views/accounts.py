"""Everybody's accounts, for the administrator: made, switched off and on, let in again."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import arriving, reads
from oneplan.web.access.actions import accounts, factors, passwords
from oneplan.web.access.forms import AccountForm, DirectoryForm, ReasonForm
from oneplan.web.access.models import Account
from oneplan.web.access.pages import page
from oneplan.web.access.stepping_up import step_up
from oneplan.web.access.views.asking import REFUSALS, NothingAsked, form_page
from oneplan.web.agencies.models import Worker
from oneplan.web.site.requests import SignedInRequest

A_PAGE = 50
MOST_FOUND = 20


@page(Permission.ACCOUNTS_MANAGE)
def every(request: SignedInRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    found = Paginator(reads.accounts(words), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": found, "q": words, "locked": reads.locked(at=timezone.now())}
    return render(request, "access/accounts.html", context)


@page(Permission.ACCOUNTS_MANAGE)
def tries(request: SignedInRequest) -> HttpResponse:
    """Who could not get in lately: the evidence."""
    context = {"tries": reads.latest_tries(), "locked": reads.locked(at=timezone.now())}
    return render(request, "access/tries.html", context)


@page(Permission.ACCOUNTS_MANAGE)
def find_worker(request: SignedInRequest) -> HttpResponse:
    """For whom: a worker who has no account yet."""
    words = request.GET.get("q", "").strip()
    rows = Worker.objects.none()
    if words:
        rows = Worker.objects.filter(is_active=True, name__icontains=words).exclude(account__by_link_only=False)
    found = list(rows.select_related("agency").order_by("name")[:MOST_FOUND])
    return render(request, "access/account_find.html", {"found": found, "q": words})


@page(Permission.ACCOUNTS_MANAGE)
@step_up
def make(request: SignedInRequest, pk: int) -> HttpResponse:
    worker = Worker.objects.filter(pk=pk).select_related("agency").first()
    if worker is None:
        raise Http404("There is no worker with that number. Look for them by name.")
    form = AccountForm(request.POST or None, initial={"name": ".".join(worker.name.lower().split())})
    if request.method == "POST" and form.is_valid():
        try:
            made = accounts.make(worker=worker, **form.cleaned_data, by=request.worker, at=timezone.now())
        except accounts.CannotChangeAccount as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{worker.name} has an account now. Give them a one-time link next.")
            return redirect("account", made.pk)
    context = {"form": form, "title": f"An account for {worker}", "intro": worker.agency.name, "back": "/accounts/new/"}
    context["button"] = "Make the account"
    return render(request, "access/form.html", context, status=422 if form.errors else 200)


@page(Permission.ACCOUNTS_MANAGE)
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    account, now = _account(pk), timezone.now()
    context = {"account": account, "by_council": arriving.only_by_council(account), "is_own": account == request.user}
    return render(request, "access/account.html", context | reads.standing(account, at=now))


@page(Permission.ACCOUNTS_MANAGE)
@step_up
def give_link(request: SignedInRequest, pk: int) -> HttpResponse:
    """A one-time link: sent by e-mail, or shown once, here, to be handed over."""
    account, form = _account(pk), NothingAsked(request.POST or None)
    if request.method == "POST":
        try:
            link = passwords.give_link(account=account, by=request.worker, at=timezone.now(), address=settings.ADDRESS)
        except REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"account": account, "link": link, "hours": passwords.GIVEN_HOURS}
            return render(request, "access/link_given.html", context)
    has_mail = account.worker is not None and account.worker.email
    context = {
        "form": form,
        "title": f"A one-time link for {account.worker or account.name}",
        "back": f"/accounts/{pk}/",
    }
    context["intro"] = "With it they choose a password. It works once, within a day. " + (
        "It is sent to their work e-mail." if has_mail else "We have no e-mail address, so you hand it over yourself."
    )
    context["button"] = "Make the link"
    return render(request, "access/form.html", context, status=422 if form.errors else 200)


@page(Permission.ACCOUNTS_MANAGE)
@step_up
def switch(request: SignedInRequest, pk: int) -> HttpResponse:
    account = _account(pk)
    doing: Any = accounts.switch_off if account.is_active else accounts.switch_on
    return form_page(
        request, form=NothingAsked(request.POST or None), then=("account", pk), said="Done.",
        save=lambda _data: doing(account=account, by=request.worker, at=timezone.now()),
        title=f"Switch {account.name} {'off' if account.is_active else 'on'}",
        intro="They are signed out at once, everywhere." if account.is_active else "They can sign in again.",
        button="Switch it off" if account.is_active else "Switch it on", is_grave=account.is_active,
    )  # fmt: skip


@page(Permission.ACCOUNTS_MANAGE)
@step_up
def start_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody lost phone and codes."""
    account = _account(pk)
    return form_page(
        request, form=ReasonForm(request.POST or None), then=("account", pk), is_grave=True, button="Take it off",
        title=f"Take off the second step of {account.name}", said="Done. They were told, and set up another next time.",
        intro="For somebody who lost their phone and their codes. They are told, and signed out everywhere.",
        save=lambda data: factors.start_over(account=account, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.ACCOUNTS_MANAGE)
@step_up
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    account = _account(pk)
    return form_page(
        request, form=NothingAsked(request.POST or None), then=("account", pk), said="They can try again now.",
        title=f"Let {account.name} try again", button="Lift the lockout",
        intro="First make sure that it was really them who tried: ring them.",
        save=lambda _data: accounts.lift_lockout(account=account, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.ACCOUNTS_MANAGE)
@step_up
def sign_out(request: SignedInRequest, pk: int) -> HttpResponse:
    account = _account(pk)
    return form_page(
        request, form=NothingAsked(request.POST or None), then=("account", pk), said="They are signed out everywhere.",
        title=f"Sign {account.name} out everywhere", button="Sign them out",
        intro="For a phone or laptop that is lost. They can sign in again.",
        save=lambda _data: accounts.sign_out_everywhere(account=account, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.ACCOUNTS_MANAGE)
@step_up
def directory(request: SignedInRequest, pk: int) -> HttpResponse:
    account = _account(pk)
    return form_page(
        request, form=DirectoryForm(request.POST or None, initial={"directory_id": account.directory_id}),
        then=("account", pk), said="Kept.", title=f"{account.name} in the council's directory",
        intro="Where the area signs in by the council, they then come in that way only.",
        save=lambda data: accounts.set_directory_id(account=account, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


def _account(pk: int) -> Account:
    account = Account.objects.select_related("worker__agency", "person").filter(pk=pk).first()
    if account is None:
        raise Http404("There is no account with that number. Look for it by name.")
    return account
