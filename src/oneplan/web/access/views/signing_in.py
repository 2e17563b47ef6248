"""Signing in: by name and password, a second step, a passkey, or the council's own sign-in; and out."""

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.web.access import arriving, passkeys, second_step, single_sign_on, tries
from oneplan.web.access.actions import factors
from oneplan.web.access.forms import AnswerForm, CodeForm
from oneplan.web.access.models import Account
from oneplan.web.access.pages import public

NOT_TOGETHER = (
    "That name and password do not go together, or there were too many tries. Check both; after five tries, "
    "wait a quarter of an hour."
)
NO_CODE = "That code does not fit, or was used already, or there were too many tries. Wait for the next code."


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    go_to = request.POST.get("next") or request.GET.get("next", "")
    if request.user.is_authenticated:
        return redirect(arriving.safe(request, go_to))
    name = request.POST.get("username", "")[:150]
    if request.method == "POST":
        typed = request.POST.get("password", "")[:1000]
        account = arriving.by_password(request, name=name, password=typed, at=timezone.now())
        if account is not None:
            return arriving.first_step_done(request, account, how="password", go_to=go_to)
    context = {"name": name, "next": go_to, "was_held": "held" in request.GET, "refusal": ""}
    context |= {"single": settings.OIDC_ISSUER, "passkeys_work": passkeys.work_at(request)}
    if request.method == "POST":
        context["refusal"] = NOT_TOGETHER
    if settings.DEMO:
        context["demo_accounts"] = Account.objects.select_related("worker", "person").order_by("pk")[:12]
    return render(request, "access/sign_in.html", context, status=422 if context["refusal"] else 200)


@public
def code(request: HttpRequest) -> HttpResponse:
    """The second step: a code from the app, or from paper."""
    half = arriving.half(request)
    if half is None:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        how = take_code(request, half.account, form.cleaned_data["code"])
        if how:
            return arriving.let_in(request, half.account, how=how, go_to=half.go_to, second=True)
        form.add_error("code", NO_CODE)
    context = {"form": form, "has_passkeys": half.account.passkeys.exists()}
    return render(request, "access/code.html", context, status=422 if form.errors else 200)


def take_code(request: HttpRequest, account: Account, typed: str) -> str:
    """“code” or “recovery” when it is right, else empty. Tries are counted for the account, whoever makes them."""
    now = timezone.now()
    if not tries.take("code", account.pk, at=now, account=account):
        tries.note("code", tries.LOCKED, request=request, at=now, account=account)
        return ""
    app = second_step.app_of(account)
    if app is not None and second_step.take_app_code(app, typed, at=now):
        tries.forget("code", account.pk)
        return "code"
    if second_step.take_recovery_code(account, typed, at=now):
        tries.forget("code", account.pk)
        factors.note_recovery(account=account, by=account.worker, at=now)
        return "recovery"
    tries.note("code", tries.REFUSED, request=request, at=now, account=account)
    return ""


@public
def passkey(request: HttpRequest) -> HttpResponse:
    """A passkey, as second step or as the whole way in: it asks for finger, face or PIN itself."""
    half = arriving.half(request)
    account = half.account if half else None
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            shown = show_passkey(request, form.cleaned_data["answer"], account=account)
        except passkeys.PasskeyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            go_to = half.go_to if half else request.GET.get("next", "")
            return arriving.let_in(request, shown, how="passkey", go_to=go_to, second=True)
    context = {"form": form, "options": passkeys.ask_to_show(request, account=account), "is_second": half is not None}
    context["has_codes"] = account is not None and second_step.codes_left(account)
    return render(request, "access/passkey.html", context, status=422 if form.errors else 200)


def show_passkey(request: HttpRequest, answer: str, *, account: Account | None) -> Account:
    """Return whose passkey it was; raise PasskeyRefused."""
    now, address = timezone.now(), tries.asking_from(request)
    if not tries.take("from", address, at=now):
        raise passkeys.PasskeyRefused
    row, uses = passkeys.shown(request, answer, account=account)
    is_fine = factors.note_passkey(passkey=row, uses=uses, by=row.account.worker, at=now)
    is_barred = account is None and arriving.only_by_council(row.account)
    if not is_fine or is_barred or not row.account.may_sign_in:
        tries.note("passkey", tries.REFUSED, request=request, at=now, account=row.account)
        raise passkeys.PasskeyRefused
    tries.give_back("from", address)
    return row.account


@public
def single(request: HttpRequest) -> HttpResponse:
    """Go to the council's own sign-in."""
    if not single_sign_on.is_on():
        return redirect("sign-in")
    try:
        address = single_sign_on.begin(request, back_to=_back_to(), go_to=request.GET.get("next", ""))
    except single_sign_on.Refused as refusal:
        return render(request, "access/single_refused.html", {"reason": str(refusal)}, status=503)
    return redirect(address)


@public
def single_back(request: HttpRequest) -> HttpResponse:
    """Back from the council's own sign-in."""
    try:
        arrived = single_sign_on.finish(request, back_to=_back_to())
    except single_sign_on.Refused as refusal:
        tries.note("single", tries.REFUSED, request=request, at=timezone.now())
        return render(request, "access/single_refused.html", {"reason": str(refusal)}, status=403)
    if arrived.had_second_step:
        return arriving.let_in(request, arrived.account, how="single", go_to=arrived.go_to, second=True)
    return arriving.first_step_done(request, arrived.account, how="single", go_to=arrived.go_to)


def _back_to() -> str:
    return f"{settings.ADDRESS}{reverse('single-sign-on-back')}"


sign_out = public(LogoutView.as_view())
