"""Forms of notes, of what they showed, of needs and of the family's own words."""

import re
from typing import Any

from django import forms
from django.utils import timezone

from oneplan.web.casework.models import Need, Note, NoteMark
from oneplan.web.people.models import Person
from oneplan.web.site import lists
from oneplan.web.site.forms import DayField, Form

SHOWN_LATER = {Note.Kind.AFTER}  # a call after goodbye has its own page
MOST_SENTENCES = 12
LONGEST = 300


class NoteForm(Form):
    """Only the text is needed."""

    text = forms.CharField(label="What happened?", max_length=50_000, widget=forms.Textarea(attrs={"rows": 8}))
    kind = forms.ChoiceField(
        label="How did you meet?",
        required=False,
        widget=forms.RadioSelect,
        choices=[choice for choice in Note.Kind.choices if choice[0] not in SHOWN_LATER],
    )
    seen = forms.MultipleChoiceField(label="Who was seen?", required=False, widget=forms.CheckboxSelectMultiple)
    support = forms.MultipleChoiceField(
        label="What kind of help was it?", required=False, widget=forms.CheckboxSelectMultiple
    )
    on = DayField(label="Which day?", required=False, help_text="Today, unless you write another day.")
    minutes = forms.IntegerField(
        label="How many minutes?",
        required=False,
        min_value=1,
        max_value=1440,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    place = forms.CharField(label="Where?", required=False, max_length=120)

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        self.choosable = {str(person.pk): person for person in people}
        super().__init__(*args, **kwargs)
        _choose(self.fields["support"], lists.choices("support"))
        _choose(self.fields["seen"], _told_apart(people))

    def details(self) -> dict[str, Any]:
        """What `notes.add` takes beside family, by and at."""
        data = self.cleaned_data
        return {
            "text": data["text"],
            "kind": data["kind"] or Note.Kind.NOTE,
            "on": data["on"] or timezone.localdate(),
            "minutes": data["minutes"],
            "place": data["place"],
            "seen": [self.choosable[pk] for pk in data["seen"]],
            "support": data["support"],
        }


class ShowsForm(Form):
    """What a note showed: which words, about whom, and one tap for what it is."""

    sentence = forms.ChoiceField(label="Which words show it?", required=False, widget=forms.RadioSelect)
    own = forms.CharField(
        label="Or say it in other words", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    people = forms.MultipleChoiceField(label="About whom?", required=False, widget=forms.CheckboxSelectMultiple)
    shows = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one: a need, something better, something to watch, or their own words."},
    )

    def __init__(self, *args: Any, text: str, people: list[Person], **kwargs: Any) -> None:
        self.choosable = {str(person.pk): person for person in people}
        self.sentences = sentences(text)
        kwargs.setdefault("initial", {"sentence": "0"})
        super().__init__(*args, **kwargs)
        _choose(self.fields["sentence"], [(str(number), words) for number, words in enumerate(self.sentences)])
        _choose(self.fields["people"], _told_apart(people))
        _choose(self.fields["shows"], _what_it_can_be())

    def words(self) -> str:
        number = self.cleaned_data["sentence"]
        return self.cleaned_data["own"] or (self.sentences[int(number)] if number else "")

    def chosen_people(self) -> list[Person]:
        return [self.choosable[pk] for pk in self.cleaned_data["people"]]

    def what(self) -> tuple[str, str]:
        """The kind (need, signal, outcome, words) and the area's code, which may be empty."""
        kind, _, code = self.cleaned_data["shows"].partition(":")
        return kind, code


class StrikeForm(Form):
    reason = forms.CharField(
        label="Why is it mistaken?",
        help_text="Like “about another family”. It stays in the record, struck out, with your reason.",
        max_length=LONGEST,
    )


class NeedForm(Form):
    """A need that came to light without a note."""

    code = forms.ChoiceField(label="What kind of need?")
    person = forms.ChoiceField(label="Whose need is it?", required=False)
    words = forms.CharField(label="In a few words", required=False, max_length=LONGEST)
    how = forms.CharField(label="How did it come to light?", required=False, max_length=200)
    on = DayField(label="When?", required=False, help_text="Today, unless you write another day.")

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        self.choosable = {str(person.pk): person for person in people}
        super().__init__(*args, **kwargs)
        _choose(self.fields["code"], [("", "Choose"), *lists.choices("need")])
        _choose(self.fields["person"], [("", "The whole family"), *_told_apart(people)])


class NeedStateForm(Form):
    state = forms.ChoiceField(label="How does it stand now?", choices=Need.State.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="How do you know?", max_length=LONGEST, help_text="Who says so, or what you saw, in a few words."
    )
    on = DayField(label="Since when?", required=False, help_text="Today, unless you write another day.")


class WordsForm(Form):
    text = forms.CharField(
        label="What did they say?",
        help_text="As they said it. There is no wrong way to say it.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    people = forms.MultipleChoiceField(label="Who said it?", required=False, widget=forms.CheckboxSelectMultiple)
    on = DayField(label="Which day?", required=False, help_text="Today, unless you write another day.")

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        self.choosable = {str(person.pk): person for person in people}
        super().__init__(*args, **kwargs)
        _choose(self.fields["people"], _told_apart(people))

    def chosen_people(self) -> list[Person]:
        return [self.choosable[pk] for pk in self.cleaned_data["people"]]


def sentences(text: str) -> list[str]:
    """Split a note where its writer paused, for choosing with one tap."""
    parts = [part.strip() for part in re.split(r"(?<=[.!?…])[”\"']?\s+|\n+", text)]
    return [_cut(part) for part in parts if part][:MOST_SENTENCES]


def _cut(part: str) -> str:
    return part if len(part) <= LONGEST else f"{part[: LONGEST - 1].rstrip()}…"


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def _told_apart(people: list[Person]) -> list[tuple[str, str]]:
    """First names; the whole name where two in the family share one."""
    shorts = [person.short_name for person in people]
    return [
        (str(person.pk), person.short_name if shorts.count(person.short_name) == 1 else person.name)
        for person in people
    ]


def _what_it_can_be() -> list[tuple[str, str]]:
    return [
        (NoteMark.Kind.SIGNAL.value, "Something to keep an eye on"),
        ("words", "Their own words"),
        *((f"outcome:{code}", name) for code, name in lists.choices("outcome")),
        *((f"need:{code}", name) for code, name in lists.choices("need")),
    ]
