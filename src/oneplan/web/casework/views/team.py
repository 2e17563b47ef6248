"""Pages of the team around the family."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import team
from oneplan.web.casework.forms.team import TeamAddForm, TeamChangeForm, TeamLeaveForm
from oneplan.web.casework.models import TeamMember
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads import team as reads
from oneplan.web.casework.reads.sight import sight_of
from oneplan.web.casework.views.saving import form_page
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FAMILY_VIEW)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is around the family, what they promised, when they meet."""
    family = family_for(request.asker, pk, Permission.FAMILY_VIEW)
    today = timezone.localdate()
    hand = parties.at_hand(family, day=today)
    sight = sight_of(request.asker, family)
    meetings = reads.meetings_of(family, sight=sight)
    context = {
        "family": family,
        "is_partner": sight.is_partner,
        "members": reads.member_lines(hand, sight=sight),
        "is_big": len(hand.team) >= reads.BIG_TEAM,
        "promises": reads.promises(family, day=today, sight=sight),
        "coming": [row for row in reversed(meetings) if not row.held],
        "held": [(row, reads.was_without_family(row)) for row in meetings if row.held],
        "can_change": policy.decision(Permission.TEAM_CHANGE, asker=request.asker, family=family).allowed,
        "can_record": policy.decision(Permission.MEETING_RECORD, asker=request.asker, family=family).allowed,
        "can_link": policy.decision(Permission.LINK_SEND, asker=request.asker, family=family).allowed,
        "today": today,
    }
    return render(request, "casework/team.html", context)


@page(Permission.TEAM_CHANGE)
def add(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.TEAM_CHANGE)
    hand = parties.at_hand(family, day=timezone.localdate())
    form = TeamAddForm(request.POST or None, hand=hand)

    def save(data: dict[str, Any]) -> None:
        words = {name: data[name] for name in ("what_for", "goes_on_doing", "still_to_come", "on", "until")}
        team.add(family=family, who=form.chosen()[0], **words, by=request.worker, at=timezone.now())

    return form_page(
        request, family=family, form=form, title="Who joins the team?", save=save, then=("team", family.pk),
        left_out=hand.left_out, button="Add them", intro="Tell the family first, and say who is coming and why.",
    )  # fmt: skip


@page(Permission.TEAM_CHANGE)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    names = ("what_for", "goes_on_doing", "still_to_come")
    form = TeamChangeForm(request.POST or None, initial={name: getattr(member, name) for name in names})
    return form_page(
        request, family=member.family, form=form, title=f"What {_name(member)} does", then=("team", member.family_id),
        save=lambda data: team.change(member=member, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.TEAM_CHANGE)
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    form = TeamLeaveForm(request.POST or None)

    def save(data: dict[str, Any]) -> None:
        day = data["on"] or timezone.localdate()
        if day == member.valid_from:
            team.strike(
                member=member, reason=data["words"] or "left on the first day", by=request.worker, at=timezone.now()
            )
        else:
            team.leave(member=member, on=day, words=data["words"], by=request.worker, at=timezone.now())

    return form_page(
        request, family=member.family, form=form, title=f"{_name(member)} leaves the team", save=save,
        then=("team", member.family_id),
    )  # fmt: skip


def _member(request: SignedInRequest, pk: int) -> TeamMember:
    rows = TeamMember.objects.known().filter(pk=pk).select_related("worker__agency", "agency", "person")
    member: TeamMember = reads.thing_for(
        rows, asker=request.asker, permission=Permission.TEAM_CHANGE, called="team member"
    )
    return member


def _name(member: TeamMember) -> str:
    return parties.name(parties.party_of(member))
