"""The door of a partner's link to a list: the secret in the address, a code told apart, one browser, an hour at a time.

What the browser keeps outlives the hour, so that whoever comes back on the same device types the code once more; on
another device the link opens nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.web.access import codes, one_time, tries, viewlog
from oneplan.web.access.actions.partner_links import MOST_WRONG_CODES
from oneplan.web.access.forms import LinkCodeForm
from oneplan.web.access.pace import Pace
from oneplan.web.access.pages import public
from oneplan.web.data.actions import list_links
from oneplan.web.data.models import ListLink

View = Callable[..., HttpResponse]
OPEN, SEEN = "list_links", "list_links_seen"
BROWSER_KEEPS = timedelta(days=90)
ELSEWHERE = "This link was opened on another device, and works only there."
UNKNOWN = "There is no such link, or it was sent anew since."
_pace = Pace()


def by_link(view: View) -> View:
    """Let in whoever has the link, its code and its browser; the view gets the link in place of the secret."""

    @wraps(view)
    def run(request: HttpRequest, secret: str, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        link = list_links.found(secret)
        if link is None or (why := list_links.why_over(link, at=now)):
            return over(request, link, UNKNOWN if link is None else why)
        if link.bound_at and not _is_its_browser(request, link):
            tries.note("forwarded", tries.REFUSED, request=request, at=now, account=_account(link))
            return over(request, None, ELSEWHERE)
        if not _is_open(request, link):
            return _ask_code(request, link, at=now) if _is_first(request) else redirect("list-link", secret)
        if _pace.over(link.pk, most=settings.PAGES_A_MINUTE):
            return _too_fast(request)
        _stay_open(request)
        return view(request, link, *args, **kwargs)

    return public(run)


def may_send_a_file(request: HttpRequest, secret: str) -> bool:
    """Asked before a byte of a file is read."""
    link = list_links.found(secret)
    is_good = link is not None and not list_links.why_over(link, at=timezone.now())
    return is_good and link is not None and _is_its_browser(request, link) and _is_open(request, link)


def over(request: HttpRequest, link: ListLink | None, why: str) -> HttpResponse:
    """A kind page that says why it opens nothing and whom to ask; it tells of nobody on a list."""
    answer_for_it = (link.made_by, link.asked.feed.owner) if link is not None else ()
    ask = next((each for each in answer_for_it if each.is_active), None)
    context = {"ask": ask, "why": why, "is_closed": link is not None and link.asked.closed_at}
    return render(request, "data/link_over.html", context, status=404)


def saw(link: ListLink, *, people: list[int]) -> None:
    """Keep that these people of the list were shown: as a view, or as a change where there is no account to log."""
    account = _account(link)
    if account is None:
        list_links.looked(link=link, people=people, by=None, at=timezone.now())
        return
    viewlog.saw(link, link.asked, *(link.asked.people.model(pk=pk) for pk in people))
    viewlog.shown_to(account)


def _too_fast(request: HttpRequest) -> HttpResponse:
    answer = render(request, "data/link_too_fast.html", status=429)
    answer["Retry-After"] = "60"
    return answer


def _account(link: ListLink) -> Any:
    return getattr(link.worker, "account", None) if link.worker is not None else None


def _is_first(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name == "list-link"


def _ask_code(request: HttpRequest, link: ListLink, *, at: datetime) -> HttpResponse:
    form = LinkCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        may_try = tries.take("link-from", tries.asking_from(request), at=at)
        code = codes.digits(form.cleaned_data["code"])
        kept = _kept_after(request, link, code, at=at) if may_try else ""
        if kept:
            return _let_in(request, link, kept)
        tries.note("link", tries.REFUSED if may_try else tries.LOCKED, request=request, at=at, account=_account(link))
        if may_try and list_links.count_wrong(link=link, by=None, at=at) >= MOST_WRONG_CODES:
            return over(request, link, "Too many codes were wrong, so the link has ended.")
        form.add_error("code", "That code does not fit. After five wrong codes the link ends.")
    context = {"form": form, "is_again": bool(link.bound_at)}
    return render(request, "data/link_code.html", context, status=422 if form.errors else 200)


def _kept_after(request: HttpRequest, link: ListLink, code: str, *, at: datetime) -> str:
    """What the browser keeps, where the code is right; nothing where it is not."""
    if not link.bound_at:
        return list_links.bind(link=link, code=code, by=link.worker, at=at)
    is_right = list_links.open_again(link=link, code=code, by=link.worker, at=at)
    return request.COOKIES.get(_cookie(link), "") if is_right else ""


def _let_in(request: HttpRequest, link: ListLink, kept: str) -> HttpResponse:
    request.session.cycle_key()
    request.session[OPEN] = request.session.get(OPEN, {}) | {str(link.pk): _digest(kept)}
    answer = redirect(request.path)
    answer.set_cookie(
        _cookie(link), kept, max_age=BROWSER_KEEPS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return answer


def _is_its_browser(request: HttpRequest, link: ListLink) -> bool:
    return one_time.is_same(_digest(request.COOKIES.get(_cookie(link), "")), link.browser_digest)


def _is_open(request: HttpRequest, link: ListLink) -> bool:
    said = request.session.get(OPEN, {}).get(str(link.pk), "")
    return bool(link.browser_digest) and one_time.is_same(said, link.browser_digest)


def _stay_open(request: HttpRequest) -> None:
    """The hour runs from the last page; written at most every five minutes."""
    now = int(timezone.now().timestamp()) // 300
    if request.session.get(SEEN) != now:
        request.session[SEEN] = now


def _digest(kept: str) -> str:
    return one_time.digest(kept, of="list-browser")


def _cookie(link: ListLink) -> str:
    """A name that browsers take from this host over HTTPS alone, where it is served so."""
    return f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}list-{link.pk}"
