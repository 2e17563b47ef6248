"""“My day” and “My families”."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import viewlog
from oneplan.web.access.actions import questions
from oneplan.web.access.pages import page
from oneplan.web.agencies.reads import upkeep
from oneplan.web.casework.reads import day, families, messages
from oneplan.web.sharing.reads import register
from oneplan.web.site.requests import SignedInRequest


@page(Permission.MY_DAY)
def my_day(request: SignedInRequest) -> HttpResponse:
    if request.worker.role == Role.FRONT_DOOR:
        return redirect("requests")
    today = timezone.localdate()
    shown = day.my_day(request.worker, today=today)
    told = messages.unread(request.worker, most=messages.MOST_ON_THE_DAY)
    viewlog.saw(*shown.families, *told.families)
    context = {
        "day": shown,
        "today": today,
        "upkeep": upkeep.lines(request.worker, today=today),
        "questions": questions.open_for(request.worker, at=timezone.now()),
        "told": told,
    }
    return render(request, "casework/day.html", context)


@page(Permission.MY_DAY)
def my_families(request: SignedInRequest) -> HttpResponse:
    worker = request.worker
    choices = families.choices(worker)
    asked = request.GET.get("whose", "")
    whose = asked if asked in dict(choices) else families.usual_choice(worker)
    search, number = request.GET.get("q", "").strip()[:100], request.GET.get("page", "1")
    shown = families.families_page(
        worker,
        whose=whose,
        search=search,
        page=int(number) if number.isascii() and number.isdigit() else 1,
        today=timezone.localdate(),
    )
    viewlog.saw(*(line.family for line in shown.lines))
    context = {"page": shown, "choices": choices, "whose": whose, "search": search}
    if worker.role == Role.TEAM_MANAGER and worker.team:
        context["caseloads"] = families.places_of(worker.team)
        context["team"] = worker.team
        context["upkeep"] = upkeep.lines(worker, today=timezone.localdate())
        context["told"] = told = messages.unread(worker, most=messages.MOST_ON_THE_DAY)
        viewlog.saw(*told.families)
        context["to_look_at"] = register.number_to_look_at(worker, today=timezone.localdate())
    return render(request, "casework/my_families.html", context)
