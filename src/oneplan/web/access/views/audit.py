"""What was changed, and whether the chains of changes and views are whole."""

import re

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import chain, viewlog, words
from oneplan.web.access.models import AuditEvent
from oneplan.web.access.pages import page
from oneplan.web.access.verify import verify
from oneplan.web.agencies.models import Worker
from oneplan.web.site.requests import SignedInRequest

A_PAGE = 50
_CHAIN_WORDS = {chain.CHANGES: "changes", chain.VIEWS: "views"}


@page(Permission.AUDIT_VIEW)
def audit(request: SignedInRequest) -> HttpResponse:
    """The newest changes first: who, what, about which family; never the values themselves."""
    wanted = request.GET.get("family", "").strip()
    found = Paginator(_events(wanted), A_PAGE).get_page(request.GET.get("page"))
    events = list(found.object_list)
    viewlog.saw(*events)
    names = dict(Worker.objects.filter(pk__in={each.by_worker for each in events}).values_list("pk", "name"))
    rows = [
        (each, words.event(each.event), words.record(each.about_type), names.get(each.by_worker or 0, ""))
        for each in events
    ]
    context = {"rows": rows, "page": found, "family": wanted}
    if request.method == "POST":
        context["checked"] = [(_CHAIN_WORDS[name], verify(name)) for name in _CHAIN_WORDS]
    return render(request, "access/audit.html", context)


def _events(family: str) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.order_by("-number")
    if not family:
        return rows
    number = re.fullmatch(r"(?i)f-?(\d{4,12})", family)
    return rows.filter(family_id=int(number[1]) - 1000) if number else rows.none()
