"""Fields of their own: an age as it was said, and a person chosen among likely ones."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms

from oneplan.rulebook.people import ages_said
from oneplan.rulebook.people.dates import DateNotUnderstood, RoughDate
from oneplan.web.people.models import Person
from oneplan.web.people.search import Found
from oneplan.web.site.forms import Form

NEW = "new"
SHORT = {"class": "govuk-input--width-10", "autocomplete": "off"}


class SaidField(forms.CharField):
    """One text field for an age, a birth date or a due date; cleans to `ages_said.Said`."""

    on: date

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "An age, like 7, under 7, about 30 or 9 months; a date; or due 3 May 2027.")
        super().__init__(required=False, widget=forms.TextInput(attrs=SHORT), **kwargs)

    def clean(self, value: Any) -> ages_said.Said:
        try:
            return ages_said.read(super().clean(value), on=self.on)
        except DateNotUnderstood as fault:
            raise forms.ValidationError(str(fault)) from fault


class TodayForm(Form):
    """A form that knows which day it is filled in."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for field in self.fields.values():
            if isinstance(field, SaidField):
                field.on = today


class WhoField(forms.ChoiceField):
    """Needed, but by the form: what is typed beside it will do."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class PickForm(TodayForm):
    """Choose one person: those near are listed; anybody else is searched by the name typed, before they are new."""

    who = WhoField(widget=forms.RadioSelect, label="Who?")
    who_name = forms.CharField(
        required=False,
        max_length=120,
        label="Or somebody else",
        help_text="Type the name. People we may know already are shown before anybody new is added.",
    )

    def __init__(self, *args: Any, near: Sequence[Person], find: Callable[[str], list[Found]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self.data.get("who_name", "")).strip()
        found = [each.person for each in find(typed)] if typed else []
        self.likely = [person for person in found if person not in near]
        choices = [(str(person.pk), told_apart(person, on=self.today)) for person in [*near, *self.likely]]
        if typed:
            choices.append((NEW, f"Somebody new: “{typed}”"))
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") or "who" in self.errors:
            return data
        if not data.get("who_name"):
            self.add_error("who", "Choose somebody, or type a name below.")
        elif self.likely:
            self.add_error("who", "Is it one of these people? Choose, or choose “Somebody new”.")
        return data

    @property
    def person(self) -> Person | None:
        """Whoever was chosen; None for somebody new."""
        who = self.cleaned_data["who"]
        return Person.objects.get(pk=who) if who and who != NEW else None

    @property
    def new_names(self) -> tuple[str, str]:
        given, _, family = self.cleaned_data["who_name"].strip().rpartition(" ")
        return (given, family) if given else (family, "")


def told_apart(person: Person, *, on: date) -> str:
    age = person.age_on(on).words
    about = age or (person.born_words if person.due_on else "")
    return f"{person}, {about}" if about else str(person)


def start_of(rough: RoughDate | None) -> dict[str, Any]:
    """What actions take for a rough first day: `on` and its precision."""
    return {"on": rough.earliest, "precision": rough.precision} if rough else {"on": None}
