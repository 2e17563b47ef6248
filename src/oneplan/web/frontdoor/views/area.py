"""The area in numbers, for those who steer it; no names."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.sharing import small_numbers
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.agencies.reads import upkeep
from oneplan.web.frontdoor import area
from oneplan.web.site.requests import SignedInRequest


@page(Permission.AREA_OVERVIEW)
def overview(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    keeps = upkeep.lines(request.worker, today=today)
    few = small_numbers.told(1)
    context = {"tables": area.tables(today=today), "today": today, "upkeep": keeps, "few": few}
    return render(request, "frontdoor/overview.html", context)
