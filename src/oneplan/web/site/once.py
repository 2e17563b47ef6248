"""A form is saved once, however often it is sent: double clicks, back buttons, two tabs.

Every form carries a signed token made for one account. The first action of a request keeps the token in its
own transaction, so a refused or broken save leaves the form free to be sent again.
"""

import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from oneplan.web.access import refusals
from oneplan.web.access.models import RefusedPage
from oneplan.web.site.models import SubmittedForm

FIELD = "form_token"
_SALT = "oneplan.form"
_A_MOMENT = timedelta(seconds=5)
_BETWEEN_LOOKS = 0.05  # seconds


class AlreadySaved(Exception):
    """This very form was saved before."""

    def __init__(self, token: uuid.UUID) -> None:
        super().__init__("That was already saved. Nothing was saved twice.")
        self.token = token


@dataclass
class Sending:
    token: uuid.UUID
    account_id: int
    is_claimed: bool = False


_sending: ContextVar[Sending | None] = ContextVar("sending", default=None)


def new_token(*, account_id: int, token: uuid.UUID | None = None) -> str:
    return signing.dumps([str(token or uuid.uuid4()), account_id], salt=_SALT)


def read_token(text: str) -> tuple[uuid.UUID, int] | None:
    """Return the token and the account it was made for; None when it was tampered with."""
    try:
        token, account_id = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    return uuid.UUID(token), int(account_id)


def claim() -> None:
    """Keep the current form's token, once a request; outside a request do nothing."""
    sending = _sending.get()
    if sending is None or sending.is_claimed:
        return
    row = SubmittedForm(token=sending.token, account_id=sending.account_id, sent_at=timezone.now())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadySaved(sending.token) from None
    sending.is_claimed = True


def is_free() -> bool:
    """Is there a form whose token no action of this request has kept yet?"""
    sending = _sending.get()
    return sending is not None and not sending.is_claimed


def let_go() -> None:
    """The action that kept the token was rolled back, and the token with it."""
    if sending := _sending.get():
        sending.is_claimed = False


def _answer_of_the_first(token: uuid.UUID) -> str:
    """Return where the first sending went; of one that saved a moment ago and is still at its answer, wait for it."""
    while first := SubmittedForm.objects.filter(token=token).first():
        if first.answer or first.sent_at + _A_MOMENT < timezone.now():
            return first.answer
        time.sleep(_BETWEEN_LOOKS)
    return ""


class OnceMiddleware:
    """Reads the form's token before the view, and sends a repeated form to where the first one went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sending = self._sending(request)
        if sending is None:
            return self.get_response(request)
        mark = _sending.set(sending)
        try:
            response = self.get_response(request)
        finally:
            _sending.reset(mark)
        if sending.is_claimed and isinstance(response, HttpResponseRedirect):
            SubmittedForm.objects.filter(token=sending.token).update(answer=response.url[:500])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, "needs_no_token", False):
            return None
        if sending := _sending.get():
            return self._answered_before(request, sending)
        refusals.keep(request, kind=RefusedPage.Kind.FORM)
        return render(request, "site/form_broken.html", status=400)

    def _answered_before(self, request: HttpRequest, sending: Sending) -> HttpResponse | None:
        """A form that was saved is not shown to the view again, which may find what it changed gone."""
        if SubmittedForm.objects.filter(token=sending.token).exists():
            return self.process_exception(request, AlreadySaved(sending.token))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, AlreadySaved):
            return None
        messages.info(request, str(exception))
        back = _answer_of_the_first(exception.token) or request.headers.get("referer", "/")
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
        return HttpResponseRedirect(back if is_ours else "/")

    def _sending(self, request: HttpRequest) -> Sending | None:
        if request.method != "POST" or not request.user.is_authenticated:
            return None
        read = read_token(request.POST.get(FIELD, ""))
        if read is None or read[1] != request.user.pk:
            return None
        return Sending(*read)
