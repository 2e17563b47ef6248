"""Pages of notes: write one, keep a draft of it, say what it showed, strike it out; the family's own words."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.casework.actions import drafts, needs, notes, words
from oneplan.web.casework.forms.notes import NoteForm, ShowsForm, StrikeForm, WordsForm
from oneplan.web.casework.models import Need, Note, NoteDraft
from oneplan.web.casework.reads.circle import circle_of
from oneplan.web.casework.reads.sight import require_shown
from oneplan.web.people.models import Family, Person
from oneplan.web.people.reads import family_for
from oneplan.web.site.requests import SignedInRequest

_ONE = ("text", "kind", "on", "minutes", "place")
_MANY = ("seen", "support")
_HERE = "my-families"
_REFUSALS = (notes.CannotAddNote, notes.CannotMarkNote, needs.CannotAddNeed, words.CannotKeepWords)


@page(Permission.NOTE_ADD)
def add_note(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.NOTE_ADD)
    draft = NoteDraft.objects.filter(family=family, worker=request.worker).first()
    form = NoteForm(request.POST or None, people=_people(family), initial=draft.fields if draft else None)
    if request.method == "POST" and form.is_valid():
        try:
            note = notes.add(family=family, by=request.worker, at=timezone.now(), **form.details())
        except notes.CannotAddNote as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your note is saved.")
            return redirect("note", family.pk, note.pk)
    context = {"family": family, "form": form, "draft": draft, "here": _HERE}
    return render(request, "casework/note_new.html", context, status=422 if form.errors else 200)


# A draft may be kept a hundred times from one form; the form's token is for the note itself.
@page(Permission.NOTE_ADD, needs_no_token=True)
@require_POST
def keep_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.NOTE_ADD)
    try:
        draft = drafts.keep(family=family, fields=_typed(request.POST), by=request.worker, at=timezone.now())
    except drafts.CannotKeepDraft as refusal:
        said = str(refusal)
    else:
        kept_at = timezone.localtime(draft.saved_at) if draft else None
        said = f"Kept at {kept_at:%-H.%M}. Only you see it." if kept_at else "Nothing to keep yet."
    if request.htmx:
        return HttpResponse(format_html('<p class="op-draft" id="draft-words">{}</p>', said))
    messages.info(request, f"Your draft: {said}")
    return redirect("note-new", family.pk)


@page(Permission.NOTE_ADD)
def note(request: SignedInRequest, pk: int, note_pk: int) -> HttpResponse:
    """The note, what was taken from it, and the taps that take more."""
    family = family_for(request.asker, pk, Permission.NOTE_ADD)
    row = _note(family, note_pk)
    require_shown(request.asker, row)
    form = ShowsForm(request.POST or None, text=row.text, people=_people(family))
    if request.method == "POST" and form.is_valid():
        try:
            said = _mark(row, form, request=request)
        except _REFUSALS as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("note", family.pk, row.pk)
    context = {
        "family": family,
        "note": row,
        "form": form,
        "found": Need.objects.filter(note=row, struck_reason="").select_related("person"),
        "shows": _groups(form),
        "may_change": policy.decision(Permission.STORY_CHANGE, asker=request.asker, family=family).allowed,
        "here": _HERE,
    }
    return render(request, "casework/note.html", context, status=422 if form.errors else 200)


@page(Permission.STORY_CHANGE)
def strike_note(request: SignedInRequest, pk: int, note_pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.STORY_CHANGE)
    row = _note(family, note_pk)
    require_shown(request.asker, row)
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            notes.strike(note=row, reason=form.cleaned_data["reason"], by=request.worker, at=timezone.now())
        except notes.CannotStrikeNote as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The note is struck out. It can still be read, with your reason.")
            return redirect("family", family.pk)
    context = {"family": family, "note": row, "form": form, "here": _HERE}
    return render(request, "casework/note_strike.html", context, status=422 if form.errors else 200)


@page(Permission.STORY_CHANGE)
def add_words(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.STORY_CHANGE)
    form = WordsForm(request.POST or None, people=_people(family))
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"] or timezone.localdate()
        people, text = form.chosen_people(), form.cleaned_data["text"]
        try:
            words.keep(family=family, text=text, people=people, on=on, by=request.worker, at=timezone.now())
        except words.CannotKeepWords as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Their words are kept.")
            return redirect("family", family.pk)
    context = {"family": family, "form": form, "here": _HERE}
    return render(request, "casework/note_words.html", context, status=422 if form.errors else 200)


def _people(family: Family) -> list[Person]:
    return [member.person for member in circle_of(family, day=timezone.localdate()).members]


def _note(family: Family, pk: int) -> Note:
    rows = Note.objects.select_related("worker", "family").prefetch_related(
        "seen", "supports", "marks__person", "own_words"
    )
    row = rows.filter(family=family, pk=pk).first()
    if row is None:
        raise Http404("This family has no note with that number. Open it again from the family's page.")
    viewlog.saw(row)
    return row


def _typed(posted: QueryDict) -> dict[str, Any]:
    """The fields of a note as they stand in the form, unchecked."""
    one = {name: posted[name] for name in _ONE if posted.get(name)}
    return one | {name: posted.getlist(name) for name in _MANY if posted.getlist(name)}


def _mark(row: Note, form: ShowsForm, *, request: SignedInRequest) -> str:
    kind, code = form.what()
    text, people, by, at = form.words(), form.chosen_people(), request.worker, timezone.now()
    if kind == "need":
        notes.mark_need(note=row, code=code, text=text, people=people, by=by, at=at)
        return "The need is kept, with the other needs found later."
    if kind == "words":
        notes.mark_words(note=row, text=text, people=people, by=by, at=at)
        return "Their words are kept."
    notes.mark(note=row, kind=kind, text=text, people=people, code=code, by=by, at=at)
    return "That is kept."


def _groups(form: ShowsForm) -> list[tuple[str, list[Any]]]:
    """The one-tap choices in three short groups."""
    options = list(form["shows"])
    first = [option for option in options if ":" not in option.data["value"]]
    better = [option for option in options if option.data["value"].startswith("outcome:")]
    need = [option for option in options if option.data["value"].startswith("need:")]
    return [("Worth keeping", first), ("Something got better", better), ("A need that came to light", need)]
