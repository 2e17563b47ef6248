"""The family's own copy: for the worker to print, for the family member's own account."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import plans
from oneplan.web.casework.forms.plan import GiveCopyForm
from oneplan.web.casework.reads import copy as reads
from oneplan.web.casework.reads import parties
from oneplan.web.casework.views.saving import form_page
from oneplan.web.people.models import Family, Person
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest

# It says nothing of the restriction: an account may belong to the very person it protects from.
NOT_HERE = "We cannot show you this plan here. Ring the council and ask for the family help team: they will explain."


@page(Permission.FAMILY_COPY)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.FAMILY_COPY)
    return _copy(request, family, person=request.user.person)


@page(Permission.FAMILY_COPY)
def our_plan(request: SignedInRequest) -> HttpResponse:
    """A family member's own plan; somebody in several families chooses."""
    person = request.user.person
    if person is None:
        raise NotAllowed("This page is for members of a family. Open a family's copy from the family's page.")
    families = reads.families_of(person, day=timezone.localdate())
    if len(families) == 1:
        viewlog.saw(family=families[0])
        return _copy(request, families[0], person=person)
    if not families:
        raise NotAllowed(NOT_HERE)
    return render(request, "casework/copy_choice.html", {"families": families})


@page(Permission.PLAN_CHANGE)
def give(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.PLAN_CHANGE)
    hand = parties.at_hand(family, day=timezone.localdate())
    form = GiveCopyForm(request.POST or None, hand=hand)

    def save(data: dict[str, Any]) -> None:
        if not data["to"]:
            raise plans.CannotChangePlan("Choose who gets the copy.")
        for person in data["to"]:
            plans.give_copy(
                family=family, to=person, way=data["way"], words=data["words"], agreed_by=data["agreed_by"],
                by=request.worker, at=timezone.now(),
            )  # fmt: skip

    return form_page(
        request, family=family, form=form, title="Give the family their copy", save=save, then=("plan", family.pk),
        left_out=hand.left_out, button="It is theirs now",
    )  # fmt: skip


def _copy(request: SignedInRequest, family: Family, *, person: Person | None) -> HttpResponse:
    today = timezone.localdate()
    if person is not None and reads.is_barred(person, family, day=today):
        raise NotAllowed(NOT_HERE)
    copy = reads.family_copy(family, day=today)
    may_give = policy.decision(Permission.PLAN_CHANGE, asker=request.asker, family=family).allowed
    context = {"family": family, "copy": copy, "is_own": person is not None, "may_give": may_give}
    return render(request, "casework/copy.html", context)
