"""Find people; the likely ones are shown before anybody is added twice."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.people import results, search
from oneplan.web.people.search import Found
from oneplan.web.site.requests import SignedInRequest

MOST = 20
MOST_LIKELY = 6


@page(Permission.PERSON_FIND)
def find(request: SignedInRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:120]
    found = search.find(text, asker=request.asker, most=MOST) if text else []
    viewlog.saw(*(each.person for each in found))
    shown = {
        "text": text,
        "results": results.shown(found, asker=request.asker, day=timezone.localdate()),
        "is_full": len(found) == MOST,
        "may_join": policy.decision(Permission.PERSON_MERGE, asker=request.asker).allowed,
    }
    return render(request, "people/find.html", shown)


def likely(request: SignedInRequest) -> Callable[[str], list[Found]]:
    """Return how a form looks for people we may know already; nobody is found by who may not search."""

    def find_likely(text: str) -> list[Found]:
        if not policy.decision(Permission.PERSON_FIND, asker=request.asker).allowed:
            return []
        found = search.find(text, asker=request.asker, most=MOST_LIKELY)
        viewlog.saw(*(each.person for each in found))
        return found

    return find_likely


@page(Permission.PERSON_MERGE)
def compare(request: SignedInRequest) -> HttpResponse:
    """Go from two ticked results to the page that compares them."""
    chosen = [value for value in request.GET.getlist("record") if value.isdigit()]
    if len(set(chosen)) != 2:
        return redirect(request.GET.get("back", "") if request.GET.get("back", "").startswith("/find/") else "find")
    return redirect("person-merge", int(chosen[0]), int(chosen[1]))
