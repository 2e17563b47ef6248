"""One's own account: password, second step, and where one is signed in."""

import segno
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import arriving, codes, passkeys, second_step, sessions
from oneplan.web.access.actions import accounts, factors, passwords
from oneplan.web.access.forms import AppForm, ChangePasswordForm, PasskeyForm
from oneplan.web.access.models import CodeApp
from oneplan.web.access.pages import before_second_step, page
from oneplan.web.access.stepping_up import step_up
from oneplan.web.access.views.asking import NothingAsked, form_page
from oneplan.web.site.requests import SignedInRequest


@page(Permission.OWN_ACCOUNT)
def show(request: SignedInRequest) -> HttpResponse:
    account = request.user
    here = request.session.session_key
    rows = [(row, sessions.HOW_WORDS.get(row.how, ""), row.session_key == here) for row in sessions.of(account)]
    context = {"account": account, "sessions": rows, "by_council": arriving.only_by_council(account)}
    return render(request, "access/my_account.html", context | _second_step(request))


@before_second_step
@page(Permission.OWN_ACCOUNT)
def second_step_page(request: SignedInRequest) -> HttpResponse:
    """Where somebody is led who must have a second step and has none."""
    if second_step.has(request.user):
        return redirect("my-account")
    context = {"must": second_step.must_have(request.user)}
    return render(request, "access/second_step.html", context | _second_step(request))


def _second_step(request: SignedInRequest) -> dict[str, object]:
    account = request.user
    return {
        "app": second_step.app_of(account),
        "passkeys": list(account.passkeys.order_by("made_at")),
        "codes_left": second_step.codes_left(account),
        "passkeys_work": passkeys.work_at(request),
    }


@page(Permission.OWN_ACCOUNT)
@step_up
def password(request: SignedInRequest) -> HttpResponse:
    account = request.user

    def save(data: dict[str, str]) -> None:
        passwords.change(
            account=account, old=data["old_password"], new=data["new_password"], by=request.worker, at=timezone.now(),
            but_session=request.session.session_key or "",
        )  # fmt: skip
        sessions.go_on_as(account, request=request)

    return form_page(
        request, form=ChangePasswordForm(request.POST or None), title="Change your password", save=save,
        then=("my-account",), said="Your new password is kept. Everywhere else you are signed out.",
    )  # fmt: skip


@before_second_step
@page(Permission.OWN_ACCOUNT)
@step_up
def app(request: SignedInRequest) -> HttpResponse:
    """Set up an app with codes: read the square, or type the secret, then type back what the app shows."""
    account, now = request.user, timezone.now()
    if second_step.app_of(account):
        return redirect("my-account")
    known = CodeApp.objects.filter(account=account).first()
    waiting = known or factors.begin_app(account=account, by=request.worker, at=now)
    form = AppForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            factors.confirm_app(account=account, code=form.cleaned_data["code"], by=request.worker, at=now)
        except factors.CannotChangeSecondStep as refusal:
            form.add_error("code", str(refusal))
        else:
            return _proved(request)
    address = codes.app_address(waiting.secret, name=account.name, issuer="OnePlan")
    square = mark_safe(segno.make(address, micro=False).svg_inline(scale=5, border=2))  # noqa: S308 - our own drawing
    spelled = " ".join(waiting.secret[at : at + 4] for at in range(0, len(waiting.secret), 4))
    context = {"form": form, "square": square, "spelled": spelled}
    return render(request, "access/app.html", context, status=422 if form.errors else 200)


@before_second_step
@page(Permission.OWN_ACCOUNT)
@step_up
def passkey(request: SignedInRequest) -> HttpResponse:
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = passkeys.made(request, form.cleaned_data["answer"])
            name = form.cleaned_data["name"]
            factors.add_passkey(account=request.user, made=made, name=name, by=request.worker, at=timezone.now())
        except (passkeys.PasskeyRefused, factors.CannotChangeSecondStep) as refusal:
            form.add_error(None, str(refusal))
        else:
            return _proved(request)
    context = {"form": form, "options": passkeys.ask_to_make(request, account=request.user)}
    return render(request, "access/passkey_new.html", context, status=422 if form.errors else 200)


def _proved(request: SignedInRequest) -> HttpResponse:
    """A second step was set up just now, and so it was shown; without codes on paper, those come next."""
    sessions.proved(request)
    request.session[sessions.SECOND_STEP] = True
    return redirect("my-account" if second_step.codes_left(request.user) else "recovery-codes")


@page(Permission.OWN_ACCOUNT)
@step_up
def app_off(request: SignedInRequest) -> HttpResponse:
    def save(_data: dict[str, str]) -> None:
        factors.take_off_app(account=request.user, by=request.worker, at=timezone.now())

    return form_page(
        request, form=NothingAsked(request.POST or None), title="Take off the app with codes", save=save,
        then=("my-account",), said="The app is taken off.", button="Take it off", is_grave=True,
        intro=_what_then(request),
    )  # fmt: skip


@page(Permission.OWN_ACCOUNT)
@step_up
def passkey_off(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.user.passkeys, pk=pk)

    def save(_data: dict[str, str]) -> None:
        factors.take_off_passkey(passkey=row, by=request.worker, at=timezone.now())

    return form_page(
        request, form=NothingAsked(request.POST or None), title=f"Take off the passkey “{row.name}”", save=save,
        then=("my-account",), said="The passkey is taken off.", button="Take it off", is_grave=True,
        intro=_what_then(request),
    )  # fmt: skip


def _what_then(request: SignedInRequest) -> str:
    ways = (second_step.app_of(request.user) is not None) + request.user.passkeys.count()
    if ways > 1:
        return "Another way stays."
    return "It is your only second step. " + (
        "You will be asked to set up another at once."
        if second_step.must_have(request.user)
        else "After that your password alone opens your account."
    )


@page(Permission.OWN_ACCOUNT)
@step_up
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Codes for paper, shown once."""
    if not second_step.has(request.user):
        return redirect("second-step")
    if request.method == "POST":
        made = factors.new_codes(account=request.user, by=request.worker, at=timezone.now())
        shown = [f"{code[:5]} {code[5:]}" for code in made]
        return render(request, "access/recovery_codes.html", {"codes": shown, "account": request.user})
    return render(request, "access/recovery_codes.html", {"left": second_step.codes_left(request.user)})


@page(Permission.OWN_ACCOUNT)
def session_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one session, by the button beside it."""
    if request.method == "POST":
        sessions.end(list(request.user.open_sessions.filter(pk=pk)))
    return redirect("my-account")


@page(Permission.OWN_ACCOUNT)
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        accounts.sign_out_everywhere(account=request.user, by=request.worker, at=timezone.now())
        return redirect("sign-in")
    return redirect("my-account")
