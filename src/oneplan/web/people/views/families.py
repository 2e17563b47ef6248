"""Who belongs to a family, today and on any past day: join, leave, put right, strike out, a new family out of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.people import identity, reads, results, roll, sentences
from oneplan.web.people.actions import families, newcomers, persons
from oneplan.web.people.forms.families import (
    CorrectForm,
    EarlierHelpForm,
    JoinForm,
    LeaveForm,
    NewFamilyForm,
    PastDayForm,
    RoleForm,
)
from oneplan.web.people.forms.fields import NEW, start_of
from oneplan.web.people.forms.persons import StrikeForm
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.people.views.asking import Question, Standing, ask
from oneplan.web.people.views.finding import likely
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.site.spells import ImpossibleSpell

_CHANGE = Permission.FAMILY_CHANGE
_REFUSED: dict[type[Exception], str | None] = {families.ImpossibleDate: "on", families.CannotChangeFamily: None}


@page(Permission.FAMILY_WORK)
def family_people(request: SignedInRequest, pk: int) -> HttpResponse:
    """`?on=` shows a past day, `?known=` shows it as we knew it on another."""
    shown = reads.family_people_for(request.asker, pk, Permission.FAMILY_WORK)
    form = PastDayForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    today = timezone.localdate()
    context = {
        "family": shown,
        "form": form,
        "roll": roll.of(shown, asker=request.asker, today=today, day=chosen.get("on"), known_on=chosen.get("known")),
    }
    return render(request, "people/family_people.html", context, status=422 if form.errors else 200)


@page(_CHANGE)
def join(request: SignedInRequest, pk: int) -> HttpResponse:
    """Add somebody: people we may know already are shown first, and one tap says which it is."""
    shown = reads.family_people_for(request.asker, pk, _CHANGE)
    form = JoinForm(
        request.POST or None, today=timezone.localdate(), initial={"role": request.GET.get("role", "child")}
    )
    context: dict[str, Any] = {"family": shown, "form": form}
    if request.method == "POST" and form.is_valid():
        who = request.POST.get("who", "")
        found = [] if who or not form.search_text else likely(request)(form.search_text)
        context["likely"] = results.shown(found, asker=request.asker, day=timezone.localdate())
        if not context["likely"] and _joined(request, shown, form, who=who):
            return redirect("family-people", shown.pk)
    return render(request, "people/join.html", context, status=422 if form.errors else 200)


def _joined(request: SignedInRequest, family: Family, form: JoinForm, *, who: str) -> bool:
    data = form.cleaned_data
    place = {name: data[name] for name in ("role", "note", "never_met")} | start_of(data["on"])
    said = data["born"]
    try:
        if who and who != NEW:
            person = get_object_or_404(Person, pk=int(who) if who.isdigit() else 0)
            families.join(family=family, person=person, by=request.worker, at=timezone.now(), **place)
        else:
            newcomers.bring(
                family=family,
                given_names=data["given_names"],
                family_name=data["family_name"],
                sex=data["sex"],
                description=data["description"],
                born=said.born,
                due_on=said.due_on,
                how_many=said.how_many,
                by=request.worker,
                at=timezone.now(),
                **place,
            )
    except (families.ImpossibleDate, ImpossibleSpell) as refusal:
        form.add_error("on", str(refusal))
    except persons.ImpossibleDate as refusal:
        form.add_error("born", str(refusal))
    except (families.CannotChangeFamily, persons.CannotKeepPerson) as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


@page(_CHANGE)
def leave(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    return ask(
        request,
        LeaveForm(request.POST or None),
        Question(
            title=f"{row.person} no longer belongs to the family",
            about=_words(row),
            back=_people(row.family),
            standing=_standing(row, "member-leave"),
            refusals=_REFUSED,
            spell_field="on",
            save=lambda data: families.leave(
                membership=row, why=data["why"], by=request.worker, at=timezone.now(), **start_of(data["on"])
            ),
        ),
    )


@page(_CHANGE)
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put right what was entered; what was believed before stays visible for the past."""
    row = _row(request, pk)
    initial = {name: getattr(row, name) for name in ("role", "note", "never_met", "is_counted_here")}
    initial |= {"valid_from": sentences.start(row), "valid_to": sentences.end(row)}
    form = CorrectForm(request.POST or None, initial=initial)
    return ask(
        request,
        form,
        Question(
            title=f"Put right: {row.person} in this family",
            about=_words(row),
            back=_people(row.family),
            standing=_standing(row, "member-correct"),
            spell_field="valid_to",
            refusals={families.ImpossibleDate: "valid_from", families.CannotChangeFamily: None},
            save=lambda _: families.correct(membership=row, by=request.worker, at=timezone.now(), **form.changes()),
        ),
    )


@page(_CHANGE)
def change_role(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    return ask(
        request,
        RoleForm(request.POST or None, initial={"role": row.role}),
        Question(
            title=f"{row.person} has a new part in the family",
            about=_words(row),
            back=_people(row.family),
            standing=_standing(row, "member-role"),
            refusals=_REFUSED,
            spell_field="on",
            save=lambda data: families.change_role(membership=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_CHANGE)
def strike(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    return ask(
        request,
        StrikeForm(request.POST or None),
        Question(
            title=f"{row.person} never belonged to this family",
            about=_words(row),
            back=_people(row.family),
            button="Strike it out",
            is_grave=True,
            standing=_standing(row, "member-strike"),
            refusals={families.CannotChangeFamily: "reason"},
            save=lambda data: families.strike(membership=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_CHANGE)
def form_out_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new family around somebody of this one: both stay linked."""
    older = reads.family_people_for(request.asker, pk, _CHANGE)
    members = [row.person for row in reads.members_on(older, day=timezone.localdate())]
    form = NewFamilyForm(request.POST or None, people=members, initial={"who": request.GET.get("who", "")})
    made: list[Family] = []

    def save(data: dict[str, Any]) -> None:
        person = next(person for person in members if str(person.pk) == data.pop("who"))
        made.append(families.form_out_of(older=older, person=person, by=request.worker, at=timezone.now(), **data))

    answer = ask(
        request,
        form,
        Question(
            title=f"A new family out of {older}",
            back=_people(older),
            save=save,
            button="Start the new family",
            about="Both families stay linked, and the person keeps goals and history.",
            refusals=_REFUSED,
        ),
    )
    return redirect("family-people", made[0].pk) if made else answer


@page(_CHANGE)
def keep_earlier_help(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = reads.family_people_for(request.asker, pk, _CHANGE)
    form = EarlierHelpForm(request.POST or None)

    def save(data: dict[str, Any]) -> None:
        began = start_of(data.pop("on"))
        families.keep_earlier_help(family=shown, by=request.worker, at=timezone.now(), **data, **began)

    return ask(
        request,
        form,
        Question(
            title="Help the family had before, or elsewhere",
            back=_people(shown),
            save=save,
            refusals=_REFUSED,
            spell_field="until",
            about="So that they need not tell it again, and we do better this time.",
        ),
    )


def _row(request: SignedInRequest, pk: int) -> Membership:
    row: Membership = get_object_or_404(
        Membership.objects.select_related("family", "person__merged_into__merged_into"), pk=pk
    )
    reads.family_people_for(request.asker, row.family_id, _CHANGE)
    row.person = identity.kept(row.person)
    return row


def _words(row: Membership) -> str:
    return ", ".join(part for part in (row.get_role_display().capitalize(), sentences.period(row), row.note) if part)


def _standing(row: Membership, name: str) -> Standing:
    return Standing(row, words=_words, address=lambda newer: reverse(name, args=[newer.pk]))


def _people(family: Family) -> str:
    return reverse("family-people", args=[family.pk])
