"""What is known of a person: details, numbers, relationships; added, ended, struck out."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.pages import page
from oneplan.web.people import held_back, joining, reads, record, sentences
from oneplan.web.people.actions import details, identifiers, persons, relationships
from oneplan.web.people.forms.fields import start_of
from oneplan.web.people.forms.persons import DetailForm, EndForm, NumberForm, RelationshipForm, StrikeForm
from oneplan.web.people.models import Identifier, Person, PersonDetail, Relationship
from oneplan.web.people.views.asking import Question, Standing, ask
from oneplan.web.people.views.finding import likely
from oneplan.web.site import lists
from oneplan.web.site.requests import SignedInRequest

_CHANGE = Permission.FAMILY_CHANGE


@page(_CHANGE)
def add_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    who = reads.person_for(request.asker, pk, _CHANGE)
    form = DetailForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})

    def save(data: dict[str, Any]) -> None:
        details.add(
            person=who,
            kind=data["kind"],
            words=data["words"],
            until=data["until"],
            source=data["source"],
            by=request.worker,
            at=timezone.now(),
            **start_of(data["on"]),
        )

    return ask(
        request,
        form,
        Question(
            title=f"Something worth knowing of {who}",
            back=_page(who),
            save=save,
            spell_field="until",
            refusals={details.CannotKeepDetail: "words"},
        ),
    )


@page(_CHANGE)
def end_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    row, who = _row(request, PersonDetail, pk)
    return ask(
        request,
        EndForm(request.POST or None),
        Question(
            title="Until when?",
            about=_detail_words(row),
            back=_page(who),
            spell_field="on",
            standing=_standing(row, "detail-end", _detail_words),
            refusals={details.CannotKeepDetail: None},
            save=lambda data: details.end(detail=row, by=request.worker, at=timezone.now(), **start_of(data["on"])),
        ),
    )


@page(_CHANGE)
def strike_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    row, who = _row(request, PersonDetail, pk)
    return ask(
        request,
        StrikeForm(request.POST or None),
        Question(
            title="Strike this entry out",
            about=_detail_words(row),
            back=_page(who),
            button="Strike it out",
            is_grave=True,
            standing=_standing(row, "detail-strike", _detail_words),
            refusals={details.CannotKeepDetail: "reason"},
            save=lambda data: details.strike(detail=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_CHANGE)
def add_number(request: SignedInRequest, pk: int) -> HttpResponse:
    who = reads.person_for(request.asker, pk, _CHANGE)
    form = NumberForm(request.POST or None, schemes=lists.choices("identifier"))

    def offer(refusal: Exception) -> tuple[str, str] | None:
        if not isinstance(refusal, identifiers.SameNumberElsewhere):
            return None
        is_theirs = policy.decision(Permission.PERSON_MERGE, asker=request.asker).allowed
        if not (is_theirs and joining.may(who, refusal.other, by=request.asker)):
            return ("", "The front door or your manager can join two records of one person.")
        return reverse("person-merge", args=[who.pk, refusal.other.pk]), "Compare the two records side by side"

    return ask(
        request,
        form,
        Question(
            title=f"A number {who} is known by",
            back=_page(who),
            offer=offer,
            save=lambda data: identifiers.add(person=who, by=request.worker, at=timezone.now(), **data),
            refusals={identifiers.CannotKeepNumber: "value"},
        ),
    )


@page(_CHANGE)
def strike_number(request: SignedInRequest, pk: int) -> HttpResponse:
    row, who = _row(request, Identifier, pk)
    return ask(
        request,
        StrikeForm(request.POST or None),
        Question(
            title="Strike this number out",
            about=_number_words(row),
            back=_page(who),
            button="Strike it out",
            is_grave=True,
            standing=_standing(row, "number-strike", _number_words),
            refusals={identifiers.CannotKeepNumber: "reason"},
            save=lambda data: identifiers.strike(identifier=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


@page(_CHANGE)
def add_relationship(request: SignedInRequest, pk: int) -> HttpResponse:
    who = reads.person_for(request.asker, pk, _CHANGE)
    form = RelationshipForm(
        request.POST or None,
        person=who,
        near=record.near(who, asker=request.asker),
        find=likely(request),
        today=timezone.localdate(),
    )

    def save(data: dict[str, Any]) -> None:
        other = form.person or new_person(form.new_names, request)
        first, second = (other, who) if form.is_turned else (who, other)
        relationships.add(
            person=first,
            kind=data["kind"].removeprefix("-"),
            other=second,
            until=data["until"],
            note=data["note"],
            by=request.worker,
            at=timezone.now(),
            **start_of(data["on"]),
        )

    return ask(
        request,
        form,
        Question(
            title=f"Who is {who} to somebody else?",
            back=_page(who),
            save=save,
            spell_field="until",
            refusals={relationships.ImpossibleAges: "kind", relationships.CannotRelate: "who"},
        ),
    )


@page(_CHANGE)
def end_relationship(request: SignedInRequest, pk: int) -> HttpResponse:
    row, who = _tie_row(request, pk)
    return ask(
        request,
        EndForm(request.POST or None),
        Question(
            title="Until when?",
            about=_tie_words(row),
            back=_page(who),
            spell_field="on",
            standing=_standing(row, "relationship-end", _tie_words),
            refusals={relationships.CannotRelate: None},
            save=lambda data: relationships.end(
                relationship=row, by=request.worker, at=timezone.now(), **start_of(data["on"])
            ),
        ),
    )


@page(_CHANGE)
def strike_relationship(request: SignedInRequest, pk: int) -> HttpResponse:
    row, who = _tie_row(request, pk)
    return ask(
        request,
        StrikeForm(request.POST or None),
        Question(
            title="Strike this entry out",
            about=_tie_words(row),
            back=_page(who),
            button="Strike it out",
            is_grave=True,
            standing=_standing(row, "relationship-strike", _tie_words),
            refusals={relationships.CannotRelate: "reason"},
            save=lambda data: relationships.strike(relationship=row, by=request.worker, at=timezone.now(), **data),
        ),
    )


def new_person(names: tuple[str, str], request: SignedInRequest) -> Person:
    return persons.add(given_names=names[0], family_name=names[1], by=request.worker, at=timezone.now())


def _row(request: SignedInRequest, kind: type[Model], pk: int) -> tuple[Any, Person]:
    """What is kept from the asker answers as a number that is nobody's: before anything is said to be seen."""
    row: Any = get_object_or_404(kind, pk=pk)
    if held_back.is_kept_from(request.asker, row):
        raise Http404("There is no such entry.")
    return row, reads.person_for(request.asker, row.person_id, _CHANGE)


def _tie_row(request: SignedInRequest, pk: int) -> tuple[Relationship, Person]:
    """The page goes back to whichever of the two the worker may open."""
    row = get_object_or_404(Relationship, pk=pk)
    try:
        return row, reads.person_for(request.asker, row.person_id, _CHANGE)
    except policy.NotAllowed:
        return row, reads.person_for(request.asker, row.other_id, _CHANGE)


def _standing(row: Any, name: str, words: Any) -> Standing:
    return Standing(row, words=words, address=lambda newer: reverse(name, args=[newer.pk]))


def _page(who: Person) -> str:
    return reverse("person", args=[who.pk])


def _detail_words(row: PersonDetail) -> str:
    return _dotted(f"{row.get_kind_display().capitalize()}: {row.words}", sentences.period(row))


def _number_words(row: Identifier) -> str:
    return f"{lists.name_of('identifier', row.scheme)}: {row.number}"


def _tie_words(row: Relationship) -> str:
    tie = sentences.tie(row)
    return _dotted(f"{tie.subject} {tie.verb} {tie.other}", tie.period)


def _dotted(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
