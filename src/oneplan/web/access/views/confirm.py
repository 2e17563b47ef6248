"""Showing once more who you are, before something grave."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import arriving, passkeys, second_step, sessions, single_sign_on, tries
from oneplan.web.access.forms import AnswerForm, CodeForm, ConfirmForm
from oneplan.web.access.pages import before_second_step, page
from oneplan.web.access.views.signing_in import NO_CODE, show_passkey, take_code
from oneplan.web.site.requests import SignedInRequest

NOT_THAT = "That password does not fit, or there were too many tries. After five tries, wait a quarter of an hour."


@before_second_step
@page(Permission.OWN_ACCOUNT, needs_no_token=True)
def confirm(request: SignedInRequest) -> HttpResponse:
    """A code where there is an app, the password where there is no second step."""
    go_to = request.GET.get("next", "")
    account = request.user
    if second_step.app_of(account) is None and account.passkeys.exists():
        return redirect(f"{reverse('confirm-passkey')}?{urlencode({'next': go_to})}")
    has_app = second_step.app_of(account) is not None
    form = CodeForm(request.POST or None) if has_app else ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if has_app and take_code(request, account, form.cleaned_data["code"]):
            return _done(request, go_to, second=True)
        if not has_app and _is_password(request, form.cleaned_data["password"]):
            return _done(request, go_to, second=False)
        form.add_error(None, NO_CODE if has_app else NOT_THAT)
    single = single_sign_on.is_on() and bool(account.directory_id)
    context = {"form": form, "has_passkeys": account.passkeys.exists(), "next": go_to, "single": single}
    return render(request, "access/confirm.html", context, status=422 if form.errors else 200)


@before_second_step
@page(Permission.OWN_ACCOUNT, needs_no_token=True)
def confirm_passkey(request: SignedInRequest) -> HttpResponse:
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            show_passkey(request, form.cleaned_data["answer"], account=request.user)
        except passkeys.PasskeyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, request.GET.get("next", ""), second=True)
    context = {"form": form, "options": passkeys.ask_to_show(request, account=request.user), "is_confirming": True}
    return render(request, "access/passkey.html", context, status=422 if form.errors else 200)


def _is_password(request: SignedInRequest, typed: str) -> bool:
    account, now = request.user, timezone.now()
    if not tries.take("name", account.name, at=now, account=account) or not account.check_password(typed):
        tries.note("password", tries.REFUSED, request=request, at=now, account=account)
        return False
    tries.forget("name", account.name)
    return True


def _done(request: SignedInRequest, go_to: str, *, second: bool) -> HttpResponse:
    sessions.proved(request)
    if second:
        request.session[sessions.SECOND_STEP] = True
    return redirect(arriving.safe(request, go_to))
