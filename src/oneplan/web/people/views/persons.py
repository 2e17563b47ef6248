"""The page of one person, and what is put right on it: names, birth, death."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.people import access, history, reads, record
from oneplan.web.people.actions import details, newcomers, persons
from oneplan.web.people.forms.persons import BirthForm, BornForm, DeathForm, DueForm, NameForm, SexForm
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.site.requests import SignedInRequest

_CHANGE = Permission.FAMILY_CHANGE


@page(Permission.FAMILY_WORK)
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = reads.person_for(request.asker, pk, Permission.FAMILY_WORK)
    if shown.pk != pk:
        return redirect("person", shown.pk)
    kept = record.of(shown, asker=request.asker, day=timezone.localdate())
    written = history.of(shown, asker=request.asker, number=request.GET.get("page", "1"))
    context = {"person": shown, "record": kept, "history": written}
    if request.GET.get("change"):
        works_on = access.allowed_families(Permission.STORY_CHANGE, kept.every_family, by=request.asker)
        context["keeps_private"] = next(iter(works_on), None)
    return render(request, "people/person.html", context)


@page(_CHANGE)
def rename(request: SignedInRequest, pk: int) -> HttpResponse:
    who = reads.person_for(request.asker, pk, _CHANGE)
    initial = {"given_names": who.given_names, "family_name": who.family_name, "former": "previous"}
    form = NameForm(request.POST or None, initial=initial)
    return ask(
        request,
        form,
        Question(
            title=f"What is {who} called?",
            back=_page(who.pk),
            saved="Kept. The name before stays findable.",
            save=lambda data: persons.rename(person=who, by=request.worker, at=timezone.now(), **data),
            refusals={persons.CannotKeepPerson: "given_names"},
            spell_field="on",
        ),
    )


@page(_CHANGE)
def birth(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a birth right, or give it for the first time."""
    who = reads.person_for(request.asker, pk, _CHANGE)
    if who.is_unborn:
        return redirect("person-due", who.pk)
    form = BirthForm(request.POST or None, today=timezone.localdate())

    def save(data: dict[str, object]) -> None:
        said = form.cleaned_data["born"]
        if said.born is None:
            raise persons.ImpossibleDate(f"{who} is not on the way: give a birth date or an age.")
        persons.correct_birth(
            person=who, born=said.born, source=str(data["source"]), by=request.worker, at=timezone.now()
        )

    return ask(
        request,
        form,
        Question(
            title=f"How old is {who.short_name}?",
            about=f"We know now: {who.born_words}.",
            back=_page(who.pk),
            save=save,
            refusals={persons.CannotKeepPerson: "born"},
        ),
    )


@page(_CHANGE)
def due(request: SignedInRequest, pk: int) -> HttpResponse:
    who = reads.person_for(request.asker, pk, _CHANGE)
    form = DueForm(request.POST or None)
    return ask(
        request,
        form,
        Question(
            title="When is the baby expected?",
            about=f"We know now: {who.born_words}.",
            back=_page(who.pk),
            save=lambda data: persons.correct_due(person=who, by=request.worker, at=timezone.now(), **data),
            refusals={persons.CannotKeepPerson: "due_on"},
        ),
    )


@page(_CHANGE)
def born(request: SignedInRequest, pk: int) -> HttpResponse:
    """A baby on the way was born; there may be two."""
    who = reads.person_for(request.asker, pk, _CHANGE)
    if not who.is_unborn and request.method != "POST":
        return redirect("person-birth", who.pk)
    form = BornForm(request.POST or None)
    return ask(
        request,
        form,
        Question(
            title="A baby was born",
            about=f"{who}, {who.born_words}",
            back=_page(who.pk),
            saved="Welcome. The birth is kept.",
            save=lambda data: newcomers.record_births(
                person=who,
                born=data["born"],
                babies=form.babies(),
                identical=data["identical"],
                by=request.worker,
                at=timezone.now(),
            ),
            refusals={persons.ImpossibleDate: "born", persons.CannotKeepPerson: None},
            spell_field="born",
        ),
    )


@page(_CHANGE)
def death(request: SignedInRequest, pk: int) -> HttpResponse:
    who = reads.person_for(request.asker, pk, _CHANGE)
    form = DeathForm(request.POST or None)
    return ask(
        request,
        form,
        Question(
            title=f"{who} has died",
            about="Nobody will be written to in their name from now on.",
            back=_page(who.pk),
            save=lambda data: persons.record_death(person=who, by=request.worker, at=timezone.now(), **data),
            refusals={persons.ImpossibleDate: "died", persons.CannotKeepPerson: None},
        ),
    )


@page(_CHANGE)
def sex(request: SignedInRequest, pk: int) -> HttpResponse:
    who = reads.person_for(request.asker, pk, _CHANGE)
    form = SexForm(request.POST or None, initial={"words": who.sex})
    return ask(
        request,
        form,
        Question(
            title=f"{who.short_name}: sex",
            back=_page(who.pk),
            save=lambda data: details.add(person=who, kind="sex", by=request.worker, at=timezone.now(), **data),
            refusals={details.CannotKeepDetail: "words"},
        ),
    )


def _page(pk: int) -> str:
    return reverse("person", args=[pk])
