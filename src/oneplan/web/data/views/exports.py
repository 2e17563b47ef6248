"""What left the area."""

from django.http import HttpResponse
from django.shortcuts import render

from oneplan.engine.export.declared import audiences
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.data.reads import exports
from oneplan.web.data.views.saving import works
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FEED_VIEW)
def every(request: SignedInRequest) -> HttpResponse:
    context = {"lines": exports.lines(), "audiences": audiences().values(), "works": works(request)}
    return render(request, "data/exports.html", context)
