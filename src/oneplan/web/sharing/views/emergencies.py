"""Opening a record in an emergency, and what a manager looks at afterwards."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.people.models import Family
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.sharing.actions import emergencies
from oneplan.web.sharing.forms.others import EmergencyForm, EmergencyReviewForm
from oneplan.web.sharing.models import EmergencyOpening
from oneplan.web.sharing.reads import emergencies as reads
from oneplan.web.sharing.reads import register, shut
from oneplan.web.site.requests import SignedInRequest


@page(Permission.EMERGENCY_OPEN)
def open_record(request: SignedInRequest, pk: int) -> HttpResponse:
    """Says nothing of the family until it is open; a number that is none answers like one that is shut."""
    family = Family.objects.filter(pk=pk).first()
    if family is None:
        raise policy.NotAllowed("There is no record with that number. Search for the person by name.")
    if policy.decision(Permission.FAMILY_WORK, asker=request.asker, family=family).allowed:
        opening = register.open_now(request.worker, family, at=timezone.now())
        return render(request, "sharing/open_already.html", {"family": family, "opening": opening})
    question = Question(
        title=f"Open {family.reference} in an emergency",
        about="For some hours only. It is kept that you did, and a manager looks at it on the next working day.",
        button="Open it now",
        is_grave=True,
        back=reverse("home"),
        done=reverse("family", args=[family.pk]),
        save=lambda data: emergencies.open_record(
            family=family, reason=data["reason"], by=request.worker, at=timezone.now()
        ),
        refusals={emergencies.CannotOpen: "reason"},
    )
    return ask(request, EmergencyForm(request.POST or None), question)


@page(Permission.EMERGENCY_REVIEW)
def to_look_at(request: SignedInRequest) -> HttpResponse:
    shown = register.to_look_at(request.worker, today=timezone.localdate())
    viewlog.saw(*shown.openings, *shown.approvals, *shown.late, *shown.felt_a_must)
    return render(request, "sharing/to_look_at.html", {"shown": shown, "here": "to-look-at"})


@page(Permission.EMERGENCY_REVIEW)
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    row = EmergencyOpening.objects.filter(pk=pk).select_related("family", "worker__agency").first()
    if row is None or shut.is_tied(request.worker, row.family):
        raise Http404("There is no emergency with that number. Open it from the list.")
    viewlog.saw(row, family=row.family)
    question = Question(
        title=f"{row.worker.name} opened {row.family.reference}",
        facts=reads.facts(row),
        other_way=reads.way_to_the_register(row, asker=request.asker),
        button="Keep this",
        back=reverse("to-look-at"),
        save=lambda data: emergencies.review(opening=row, **data, by=request.worker, at=timezone.now()),
        refusals={emergencies.CannotOpen: "words"},
    )
    return ask(request, EmergencyReviewForm(request.POST or None), question)
