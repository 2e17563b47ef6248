"""Forgotten passwords, and the page a one-time link leads to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.web.access import tries
from oneplan.web.access.actions import passwords
from oneplan.web.access.forms import ForgottenForm, NewPasswordForm
from oneplan.web.access.pages import public


@public
def forgotten(request: HttpRequest) -> HttpResponse:
    """The answer is the same for every name, and so is the work: whether we know it is found out later."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, now = form.cleaned_data["name"].strip().lower(), timezone.now()
        if tries.take("ask-from", tries.asking_from(request), at=now) & tries.take("ask", name, at=now):
            passwords.ask(name=name, by=None, at=now)
        else:
            tries.note("ask", tries.LOCKED, request=request, at=now, name=name)
        return redirect("forgotten-asked")
    return render(request, "access/forgotten.html", {"form": form}, status=422 if form.errors else 200)


@public
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "access/forgotten_asked.html", {"minutes": passwords.ASKED_MINUTES})


@public
def way_in(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password by a one-time link."""
    now = timezone.now()
    link = passwords.link_for(secret, at=now)
    if link is None:
        return render(request, "access/link_over.html", {"reason": passwords.OVER, "is_password": True}, status=404)
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            passwords.set_by_link(link=link, password=form.cleaned_data["new_password"], by=link.account.worker, at=now)
        except passwords.CannotSetPassword as refusal:
            form.add_error("new_password", str(refusal))
        else:
            messages.success(request, "Your new password is kept. Sign in with it now.")
            return redirect("sign-in")
    context = {"form": form, "account": link.account}
    return render(request, "access/way_in.html", context, status=422 if form.errors else 200)
