"""What keeps people safe: contact restrictions, how somebody may be reached, what a visitor must know first."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.people import alerts, housing, identity, reads, record, sentences
from oneplan.web.people.actions import mistakes, safety
from oneplan.web.people.forms.fields import start_of
from oneplan.web.people.forms.persons import StrikeForm
from oneplan.web.people.forms.safety import LiftForm, RestrictionForm, SafeContactForm, WarningForm, WhyForm
from oneplan.web.people.models import ContactRestriction, Home, SafeContactRule, VisitWarning
from oneplan.web.people.views.asking import Question, Standing, ask
from oneplan.web.people.views.details import new_person
from oneplan.web.people.views.finding import likely
from oneplan.web.site.requests import SignedInRequest

_CHANGE, _ADD = Permission.FAMILY_CHANGE, Permission.SAFETY_ADD


@page(_ADD)
def restrict(request: SignedInRequest, pk: int) -> HttpResponse:
    child = reads.person_for(request.asker, pk, _ADD)
    form = RestrictionForm(
        request.POST or None,
        near=record.near(child, asker=request.asker),
        find=likely(request),
        today=timezone.localdate(),
    )

    def save(data: dict[str, Any]) -> None:
        kept = {name: data[name] for name in ("kind", "extent", "words", "until", "breach_feared")}
        safety.restrict(
            child=child,
            barred=form.person or new_person(form.new_names, request),
            by=request.worker,
            at=timezone.now(),
            **kept,
            **start_of(data["on"]),
        )

    return ask(
        request,
        form,
        Question(
            title=f"Somebody must keep away from {child}",
            button="Keep the restriction",
            save=save,
            spell_field="until",
            about=f"It is shown as an alert wherever {child.short_name} or the other person is shown.",
            back=reverse("person", args=[child.pk]),
            refusals={safety.CannotKeepSafe: "who"},
        ),
    )


@page(_CHANGE)
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _restriction(request, pk)
    return ask(
        request,
        LiftForm(request.POST or None),
        Question(
            title="The restriction no longer holds",
            about=_barred(row),
            button="Lift the restriction",
            is_grave=True,
            back=reverse("person", args=[row.child_id]),
            standing=_standing(row, "restriction-lift"),
            spell_field="on",
            refusals={safety.CannotKeepSafe: "on"},
            save=lambda data: safety.lift(restriction=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_CHANGE)
def strike_restriction(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _restriction(request, pk)
    return ask(
        request,
        StrikeForm(request.POST or None),
        Question(
            title="This restriction never was",
            about=_barred(row),
            button="Strike it out",
            is_grave=True,
            back=reverse("person", args=[row.child_id]),
            standing=_standing(row, "restriction-strike"),
            refusals={mistakes.CannotStrike: "reason"},
            save=lambda data: mistakes.strike(entry=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_ADD)
def reach_safely(request: SignedInRequest, pk: int) -> HttpResponse:
    who = reads.person_for(request.asker, pk, _ADD)
    form = SafeContactForm(request.POST or None)
    return ask(
        request,
        form,
        Question(
            title=f"How to reach {who} safely",
            about="Every message we send obeys this.",
            back=reverse("person", args=[who.pk]),
            refusals={safety.CannotKeepSafe: "never"},
            save=lambda data: safety.reach_safely(person=who, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_CHANGE)
def forget_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(SafeContactRule, pk=pk)
    who = reads.person_for(request.asker, row.person_id, _CHANGE)
    return ask(
        request,
        WhyForm(request.POST or None),
        Question(
            title="This rule is no longer needed",
            about=sentences.safe_contact(row),
            button="Take the rule away",
            back=reverse("person", args=[who.pk]),
            is_grave=True,
            refusals={safety.CannotKeepSafe: None},
            standing=Standing(
                row, words=sentences.safe_contact, address=lambda newer: reverse("rule-end", args=[newer.pk])
            ),
            save=lambda data: safety.forget_rule(rule=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_ADD)
def warn_of_family(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = reads.family_people_for(request.asker, pk, _ADD)
    return ask(
        request,
        WarningForm(request.POST or None),
        Question(
            title="Before anybody visits",
            about=f"Shown to every visitor of {shown}.",
            refusals={safety.CannotKeepSafe: "words"},
            back=reverse("family-people", args=[shown.pk]),
            save=lambda data: safety.warn_visitors(family=shown, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_ADD)
def warn_of_home(request: SignedInRequest, pk: int) -> HttpResponse:
    home = housing.seen(get_object_or_404(Home, pk=pk), _ADD, asker=request.asker)
    return ask(
        request,
        WarningForm(request.POST or None),
        Question(
            title="Before anybody visits",
            about=f"Shown to every visitor of {home}.",
            refusals={safety.CannotKeepSafe: "words"},
            back=reverse("home-page", args=[home.pk]),
            save=lambda data: safety.warn_visitors(home=home, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_CHANGE)
def stop_warning(request: SignedInRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(VisitWarning.objects.select_related("family", "home"), pk=pk)
    if row.home is not None:
        back = reverse("home-page", args=[housing.seen(row.home, _CHANGE, asker=request.asker).pk])
        if not housing.tells(row.home, asker=request.asker):
            raise Http404("There is no such warning.")
    else:
        back = reverse("family-people", args=[reads.family_people_for(request.asker, row.family_id or 0, _CHANGE).pk])
    return ask(
        request,
        WhyForm(request.POST or None),
        Question(
            title="This warning is no longer needed",
            about=row.words,
            button="Take the warning away",
            back=back,
            is_grave=True,
            standing=Standing(row, words=str, address=lambda newer: reverse("warning-end", args=[newer.pk])),
            refusals={safety.CannotKeepSafe: None},
            save=lambda data: safety.stop_warning(warning=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


def _restriction(request: SignedInRequest, pk: int) -> ContactRestriction:
    row: ContactRestriction = get_object_or_404(ContactRestriction.objects.select_related("child", "barred"), pk=pk)
    reads.person_for(request.asker, row.child_id, _CHANGE)
    return row


def _barred(row: ContactRestriction) -> str:
    return alerts.Alert(row, child=identity.kept(row.child), barred=identity.kept(row.barred)).words


def _standing(row: ContactRestriction, name: str) -> Standing:
    return Standing(row, words=_barred, address=lambda newer: reverse(name, args=[newer.pk]))
