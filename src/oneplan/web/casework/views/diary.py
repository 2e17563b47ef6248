"""Pages of the diary and of help asked for elsewhere."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import appointments, referrals
from oneplan.web.casework.actions.appointments import Every
from oneplan.web.casework.forms.team import (
    AppointmentAnswerForm,
    AppointmentForm,
    ChecksForm,
    ReferralChangeForm,
    ReferralForm,
    ReferralStateForm,
)
from oneplan.web.casework.models import Appointment, Referral, ReferralPerson
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads import team as reads
from oneplan.web.casework.reads.booking import before_booking
from oneplan.web.casework.reads.sight import sight_of
from oneplan.web.casework.views.saving import REFUSALS, form_page
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FAMILY_VIEW)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.FAMILY_VIEW)
    can_change = policy.decision(Permission.PLAN_CHANGE, asker=request.asker, family=family).allowed
    sight = sight_of(request.asker, family)
    diary = reads.diary(family, day=timezone.localdate(), sight=sight)
    context = {"family": family, "diary": diary, "can_change": can_change, "is_partner": sight.is_partner}
    return render(request, "casework/appointments.html", context)


@page(Permission.PLAN_CHANGE)
def appointment(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.PLAN_CHANGE)
    hand = parties.at_hand(family, day=timezone.localdate())
    form = AppointmentForm(request.POST or None, hand=hand)

    def save(data: dict[str, Any]) -> None:
        appointments.add(family=family, says=form.says(), on=data["on"], by=request.worker, at=timezone.now())

    return form_page(
        request, family=family, form=form, title="Add to the diary", save=save, then=("diary", family.pk),
        template="casework/appointment_new.html",
        before=before_booking(family, asker=request.worker, day=timezone.localdate()),
    )  # fmt: skip


@page(Permission.PLAN_CHANGE)
def checks(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.PLAN_CHANGE)
    hand = parties.at_hand(family, day=timezone.localdate())
    form = ChecksForm(request.POST or None, hand=hand)

    def save(data: dict[str, Any]) -> None:
        appointments.add_checks(
            family=family, says=form.says(), first_on=data["first_on"], every=Every(data["every"]),
            number=data["number"], by=request.worker, at=timezone.now(),
        )  # fmt: skip

    return form_page(
        request, family=family, form=form, title="Repeated checks", save=save, then=("diary", family.pk),
        intro="Checks somebody asked for, like social care's over six months: each gets its own day.",
    )  # fmt: skip


@page(Permission.PLAN_CHANGE)
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _appointment(request, pk)
    form = AppointmentAnswerForm(request.POST or None)
    return form_page(
        request, family=row.family, form=form, title=row.what, then=("diary", row.family_id),
        save=lambda data: appointments.answer(appointment=row, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.PLAN_CHANGE)
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _appointment(request, pk)
    if request.method == "POST":
        try:
            appointments.take_back(appointment=row, by=request.worker, at=timezone.now())
        except REFUSALS as refusal:
            context = {"family": row.family, "title": row.what, "reason": str(refusal)}
            return render(request, "casework/plan_refused.html", context, status=422)
    return redirect("diary", row.family_id)


@page(Permission.FAMILY_VIEW)
def elsewhere(request: SignedInRequest, pk: int) -> HttpResponse:
    """Help asked for elsewhere: how long each has waited, what is usual, what happens meanwhile."""
    family = family_for(request.asker, pk, Permission.FAMILY_VIEW)
    can_change = policy.decision(Permission.PLAN_CHANGE, asker=request.asker, family=family).allowed
    sight = sight_of(request.asker, family)
    lines = reads.referral_lines(family, day=timezone.localdate(), sight=sight)
    context = {"family": family, "lines": lines, "can_change": can_change, "is_partner": sight.is_partner}
    return render(request, "casework/referrals.html", context)


@page(Permission.PLAN_CHANGE)
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.PLAN_CHANGE)
    hand = parties.at_hand(family, day=timezone.localdate())
    form = ReferralForm(request.POST or None, hand=hand)
    return form_page(
        request, family=family, form=form, title="Ask another service", then=("referrals", family.pk),
        is_referral=True,
        save=lambda data: referrals.ask(family=family, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.PLAN_CHANGE)
def change_referral(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = Referral.objects.filter(pk=pk).select_related("agency")
    row = reads.thing_for(rows, asker=request.asker, permission=Permission.PLAN_CHANGE, called="request")
    initial = {"way": request.GET.get("way", row.way), "meanwhile": row.meanwhile}
    initial["reply_due_on"] = f"{row.reply_due_on:%-d %B %Y}" if row.reply_due_on else ""
    form = ReferralChangeForm(request.POST or None, initial=initial)
    return form_page(
        request, family=row.family, form=form, title=f"{row.agency}: {row.what_for}", then=("referrals", row.family_id),
        is_referral=True,
        save=lambda data: referrals.change(referral=row, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.PLAN_CHANGE)
def referral_state(request: SignedInRequest, pk: int) -> HttpResponse:
    """Where one person of a referral stands."""
    place = ReferralPerson.objects.filter(pk=pk).select_related("referral__agency", "person").first()
    if place is None:
        raise Http404("There is no such person on a request. Open it from the family's page.")
    rows = Referral.objects.filter(pk=place.referral_id)
    row = reads.thing_for(rows, asker=request.asker, permission=Permission.PLAN_CHANGE, called="request")
    form = ReferralStateForm(request.POST or None)
    return form_page(
        request, family=row.family, form=form, title=f"{place.person.short_name} and {place.referral.agency}",
        then=("referrals", row.family_id),
        save=lambda data: referrals.move(place=place, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


def _appointment(request: SignedInRequest, pk: int) -> Appointment:
    rows = Appointment.objects.filter(pk=pk)
    return reads.thing_for(rows, asker=request.asker, permission=Permission.PLAN_CHANGE, called="appointment")
