"""One question a page: the form, the action that answers it, and what to do when it is refused.

A refusal is shown where it belongs and what was typed stays. When somebody else changed the entry meanwhile, the page
shows how it stands now beside what was typed, and the form then changes the newer entry.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from oneplan.web.site.requests import SignedInRequest
from oneplan.web.site.spells import ImpossibleSpell, Spell

CHANGED_MEANWHILE = "Somebody else changed this entry meanwhile. Nothing was saved yet: compare, then save again."
STRUCK_MEANWHILE = "Somebody else struck this entry out meanwhile. Nothing was saved."


@dataclass(frozen=True)
class Standing:
    """The entry that is being changed: how it reads, and the address of its page."""

    row: Spell
    words: Callable[[Any], str]
    address: Callable[[Any], str]


@dataclass
class Question:
    title: str
    back: str
    save: Callable[[Any], object]
    refusals: Mapping[type[Exception], str | None]
    about: str = ""
    button: str = "Save"
    is_grave: bool = False
    spell_field: str | None = None  # the field an impossible spell is told at
    standing: Standing | None = None
    saved: str = ""
    done: str = ""
    facts: Sequence[tuple[str, str]] = ()  # what has to be known to answer, each under its heading
    other_way: tuple[str, str] = ("", "")  # to another page from here: its address and words
    extra: dict[str, Any] = field(default_factory=dict)
    offer: Callable[[Exception], tuple[str, str] | None] = lambda _: None


def ask(request: SignedInRequest, form: forms.Form, question: Question) -> HttpResponse:
    shown: dict[str, Any] = {"form": form, "question": question, **question.extra}
    if request.method == "POST" and form.is_valid():
        refusals: dict[type[Exception], str | None] = {ImpossibleSpell: question.spell_field, **question.refusals}
        kinds = tuple(refusals)
        try:
            with transaction.atomic():
                question.save(form.cleaned_data)
        except kinds as refusal:
            if not _moved_on(form, question, shown):
                form.add_error(_field(refusal, refusals, form), str(refusal))
            shown["offer"] = question.offer(refusal)
        else:
            if question.saved:
                messages.success(request, question.saved)
            return redirect(question.done or question.back)
    elif request.method != "POST":
        _moved_on(None, question, shown)
    return render(request, "people/ask.html", shown, status=422 if form.errors else 200)


def _field(refusal: Exception, refusals: Mapping[type[Exception], str | None], form: forms.Form) -> str | None:
    """The most exact kind of refusal says at which field it is told."""
    field = next((refusals[kind] for kind in type(refusal).__mro__ if kind in refusals), None)
    return field if field in form.fields else None


def _moved_on(form: forms.Form | None, question: Question, shown: dict[str, Any]) -> bool:
    standing = question.standing
    if standing is None:
        return False
    rows = type(standing.row)._default_manager
    if not rows.filter(pk=standing.row.pk, known_until__isnull=False).exists():
        return False
    newer = rows.filter(thread=standing.row.thread, known_until=None).first()
    shown["is_struck"] = newer is None
    if newer is not None:
        shown["now_standing"], shown["address"] = standing.words(newer), standing.address(newer)
    if form is not None:
        form.add_error(None, STRUCK_MEANWHILE if newer is None else CHANGED_MEANWHILE)
    return True
