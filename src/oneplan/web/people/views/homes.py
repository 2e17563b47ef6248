"""Homes: who lives where from when, moving together, tenure, repairs and risks."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.people import housing, reads, sentences, telling
from oneplan.web.people.actions import homes, mistakes
from oneplan.web.people.forms.fields import start_of
from oneplan.web.people.forms.homes import HomeForm, HomeNoteForm, MoveForm, MoveInForm, ProtectForm, UnprotectForm
from oneplan.web.people.forms.persons import EndForm, StrikeForm
from oneplan.web.people.models import Home, HomeDetail, Membership, Residence
from oneplan.web.people.views.asking import Question, Standing, ask
from oneplan.web.site.requests import SignedInRequest

_CHANGE = Permission.FAMILY_CHANGE
_REFUSED: dict[type[Exception], str | None] = {homes.ImpossibleDate: "on", homes.CannotChangeHome: None}


@page(Permission.FAMILY_WORK)
def home(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _home(request, pk, Permission.FAMILY_WORK)
    context = {"home": shown, "housing": housing.of(shown, asker=request.asker, day=timezone.localdate())}
    return render(request, "people/home.html", context)


@page(_CHANGE)
def move_in(request: SignedInRequest, pk: int) -> HttpResponse:
    who = reads.person_for(request.asker, pk, _CHANGE)
    form = MoveInForm(request.POST or None, homes=housing.near(who, asker=request.asker))

    def save(data: dict[str, Any]) -> None:
        homes.move_in(
            person=who,
            home=_chosen(form, request),
            pattern=data["pattern"],
            until=data["until"],
            by=request.worker,
            at=timezone.now(),
            **start_of(data["on"]),
        )

    return ask(
        request,
        form,
        Question(
            title=f"Where {who} lives or lived",
            back=reverse("person", args=[who.pk]),
            save=save,
            spell_field="until",
            about="Somebody may live in two homes at once.",
            refusals=_REFUSED,
        ),
    )


@page(_CHANGE)
def move_out(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _residence(request, pk)
    return ask(
        request,
        EndForm(request.POST or None),
        Question(
            title=f"{row.person} moved out",
            about=_lives(row),
            back=reverse("person", args=[row.person_id]),
            standing=_standing(row, "move-out", _lives),
            spell_field="on",
            refusals=_REFUSED,
            save=lambda data: homes.move_out(
                residence=row, by=request.worker, at=timezone.now(), **start_of(data["on"])
            ),
        ),
    )


@page(_CHANGE)
def strike_residence(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _residence(request, pk)
    return ask(
        request,
        StrikeForm(request.POST or None),
        Question(
            title=f"{row.person} never lived there",
            about=_lives(row),
            back=reverse("person", args=[row.person_id]),
            button="Strike it out",
            is_grave=True,
            standing=_standing(row, "residence-strike", _lives),
            refusals={mistakes.CannotStrike: "reason"},
            save=lambda data: mistakes.strike(entry=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_CHANGE)
def move_together(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = reads.family_people_for(request.asker, pk, _CHANGE)
    places = reads.members_on(shown, day=timezone.localdate())
    members = [row.person for row in places if row.role != Membership.Role.NETWORK]
    form = MoveForm(request.POST or None, people=members, homes=housing.of_people(members))

    def save(data: dict[str, Any]) -> None:
        moved = [person for person in members if str(person.pk) in data["people"]]
        homes.move(
            people=moved, to=_chosen(form, request), by=request.worker, at=timezone.now(), **start_of(data["on"])
        )

    return ask(
        request,
        form,
        Question(
            title="People move together",
            back=reverse("family-people", args=[shown.pk]),
            save=save,
            spell_field="on",
            about="Their main home ends that day and the new one begins.",
            refusals=_REFUSED,
        ),
    )


@page(_CHANGE)
def protect(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _home(request, pk, _CHANGE)
    question = Question(
        title="Keep this address safe",
        back=_page(shown),
        save=lambda _: None,
        about=f"{shown}. Only those who work with a family that lives there will read it. It is sealed.",
        button="Keep it safe",
        refusals={homes.CannotChangeHome: None},
    )

    def save(_data: dict[str, Any]) -> None:
        kept = homes.protect(home=shown, by=request.worker, at=timezone.now())
        question.saved = _what_stays(telling.traces(kept))

    question.save = save
    return ask(request, ProtectForm(request.POST or None), question)


@page(_CHANGE)
def unprotect(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _home(request, pk, _CHANGE)
    return ask(
        request,
        UnprotectForm(request.POST or None),
        Question(
            title="Stop keeping this address safe",
            about=f"{shown}. Whoever may open the record will read it, and it will be sealed no longer.",
            back=_page(shown),
            button="Stop keeping it safe",
            is_grave=True,
            refusals={homes.CannotChangeHome: "reason"},
            save=lambda data: homes.unprotect(home=shown, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_CHANGE)
def note(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = _home(request, pk, _CHANGE)

    def save(data: dict[str, Any]) -> None:
        homes.note(
            home=shown,
            kind=data["kind"],
            words=data["words"],
            until=data["until"],
            by=request.worker,
            at=timezone.now(),
            **start_of(data["on"]),
        )

    form = HomeNoteForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    return ask(
        request,
        form,
        Question(
            title=f"Something worth knowing of {shown}",
            back=_page(shown),
            save=save,
            spell_field="until",
            refusals={homes.CannotChangeHome: "words"},
        ),
    )


@page(_CHANGE)
def end_note(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _note(request, pk)
    return ask(
        request,
        EndForm(request.POST or None),
        Question(
            title="Until when?",
            about=_noted(row),
            back=_page(row.home),
            spell_field="on",
            refusals=_REFUSED,
            standing=_standing(row, "home-note-end", _noted),
            save=lambda data: homes.end_note(detail=row, by=request.worker, at=timezone.now(), **start_of(data["on"])),
        ),
    )


@page(_CHANGE)
def strike_note(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _note(request, pk)
    return ask(
        request,
        StrikeForm(request.POST or None),
        Question(
            title="Strike this entry out",
            about=_noted(row),
            back=_page(row.home),
            button="Strike it out",
            is_grave=True,
            standing=_standing(row, "home-note-strike", _noted),
            refusals={mistakes.CannotStrike: "reason"},
            save=lambda data: mistakes.strike(entry=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


def _home(request: SignedInRequest, pk: int, permission: Permission) -> Home:
    found = Home.objects.filter(pk=pk).first()
    if found is None:
        raise Http404("There is no home with that number.")
    return housing.seen(found, permission, asker=request.asker)


def _chosen(form: HomeForm, request: SignedInRequest) -> Home:
    if form.is_new:
        return homes.add(by=request.worker, at=timezone.now(), **form.new_home())
    return Home.objects.get(pk=form.cleaned_data["home"])


def _residence(request: SignedInRequest, pk: int) -> Residence:
    row: Residence = get_object_or_404(Residence.objects.select_related("home"), pk=pk)
    row.person = reads.person_for(request.asker, row.person_id, _CHANGE)
    return row


def _note(request: SignedInRequest, pk: int) -> HomeDetail:
    row: HomeDetail = get_object_or_404(HomeDetail.objects.select_related("home"), pk=pk)
    shown = _home(request, row.home_id, _CHANGE)
    if not housing.tells(shown, asker=request.asker):
        raise Http404("There is nothing of that kind to change.")
    return row


def _standing(row: Any, name: str, words: Any) -> Standing:
    return Standing(row, words=words, address=lambda newer: reverse(name, args=[newer.pk]))


def _lives(row: Residence) -> str:
    return ", ".join(part for part in (row.home.label, row.get_pattern_display(), sentences.period(row)) if part)


def _noted(row: HomeDetail) -> str:
    return ", ".join(
        part for part in (f"{row.get_kind_display().capitalize()}: {row.words}", sentences.period(row)) if part
    )


def _what_stays(traces: int) -> str:
    kept = "The address is kept safe from now on."
    if not traces:
        return kept
    entries = "one entry" if traces == 1 else f"{traces} entries"
    return f"{kept} It was also typed into {entries} of the record, which stay as they were written: look through them."


def _page(home: Home) -> str:
    return reverse("home-page", args=[home.pk])
