"""The page a partner's link leads to: a code first, then one thing to do, and nothing else."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.web.access import audit, codes, one_time, purposes, tries, viewlog
from oneplan.web.access.actions import partner_links
from oneplan.web.access.forms import LinkCodeForm
from oneplan.web.access.models import PartnerLink
from oneplan.web.access.pages import public
from oneplan.web.access.policy import NotAllowed

KEPT = "partner_links"
ELSEWHERE = "This link was opened on another device, and works only there. Whoever sent it can send a new one."


@public
def link(request: HttpRequest, secret: str) -> HttpResponse:
    row = partner_links.link_for(secret, at=timezone.now())
    if row is None:
        return _over(request, partner_links.OVER)
    if row.bound_at is None:
        return _ask_code(request, row)
    kept = request.session.get(KEPT, {}).get(str(row.pk), "")
    if not one_time.is_same(one_time.digest(kept, of="partner-browser"), row.browser_digest):
        _note_forwarded(request, row)
        return _over(request, ELSEWHERE)
    return _task(request, row)


def _ask_code(request: HttpRequest, row: PartnerLink) -> HttpResponse:
    form, now = LinkCodeForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        may_try = tries.take("link-from", tries.asking_from(request), at=now)
        code = codes.digits(form.cleaned_data["code"])
        kept = partner_links.bind(link=row, code=code, by=row.worker, at=now) if may_try else ""
        if kept:
            request.session.cycle_key()
            request.session[KEPT] = request.session.get(KEPT, {}) | {str(row.pk): kept}
            return redirect(request.path)
        tries.note("link", tries.REFUSED if may_try else tries.LOCKED, request=request, at=now)
        if may_try and partner_links.count_wrong(link=row, by=None, at=now) >= partner_links.MOST_WRONG_CODES:
            return _over(request, partner_links.OVER)
        form.add_error("code", "That code does not fit. After five wrong codes the link ends.")
    return render(request, "access/partner_code.html", {"form": form}, status=422 if form.errors else 200)


def _task(request: HttpRequest, row: PartnerLink) -> HttpResponse:
    purpose = purposes.of(row)
    task = purpose.task(row)
    if task is None:
        return _over(request, partner_links.OVER)
    viewlog.saw(row, row.worker, task.thing, family=row.family)
    viewlog.shown_to(row.worker.account)
    refusals: tuple[type[Exception], ...] = (*purpose.refusals, NotAllowed)
    form = purpose.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _save(row, form.cleaned_data)
        except partner_links.LinkRefused as refusal:
            return _over(request, str(refusal))
        except refusals as refusal:
            form.add_error(None, str(refusal))
        else:
            return render(request, "access/partner_thanks.html", {"thanks": purpose.thanks})
    context = {"form": form, "task": task, "purpose": purpose, "link": row}
    return render(request, "access/partner_task.html", context, status=422 if form.errors else 200)


def _save(row: PartnerLink, data: dict[str, object]) -> None:
    """Under the partner's own name: in the chain, and as whoever the policy is asked about."""
    now = timezone.now()
    mark = audit.acting_account.set(row.worker.account.pk)
    try:
        with transaction.atomic():
            partner_links.use_up(row, at=now)
            purposes.of(row).save(row, data, now)
    finally:
        audit.acting_account.reset(mark)


def _note_forwarded(request: HttpRequest, row: PartnerLink) -> None:
    """Somebody who has not the code opened it: kept as evidence, nothing is shown."""
    tries.note("forwarded", tries.REFUSED, request=request, at=timezone.now(), account=row.worker.account)


def _over(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "access/link_over.html", {"reason": reason}, status=404)
