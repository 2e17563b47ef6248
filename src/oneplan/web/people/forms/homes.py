"""Forms about homes and who lives in them."""

from collections.abc import Sequence
from typing import Any

from django import forms

from oneplan.web.people.forms.fields import NEW, SHORT, WhoField
from oneplan.web.people.models import Home, HomeDetail, Person, Residence
from oneplan.web.site.forms import DayField, Form, RoughDateField


class HomeForm(Form):
    """Choose a home of these people, or write a new one."""

    home = WhoField(label="Which home?", widget=forms.RadioSelect)
    address = forms.CharField(label="Address of the new home", required=False, max_length=200)
    postcode = forms.CharField(label="Postcode", required=False, max_length=10, widget=forms.TextInput(attrs=SHORT))
    label = forms.CharField(
        label="What to call it", required=False, max_length=120, help_text="Like “Brown family home”; shown on the map."
    )
    is_protected = forms.BooleanField(
        label="Keep the address safe",
        required=False,
        help_text="A refuge, or anybody who must not be found: the address is shown to the family's own workers alone.",
    )

    def __init__(self, *args: Any, homes: Sequence[Home], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(home.pk), _named(home)) for home in homes]
        self.fields["home"].choices = [*choices, (NEW, "another home")]  # type: ignore[attr-defined]
        if not choices:
            self.fields["home"].initial = NEW

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_described = any(data.get(name) for name in ("address", "postcode", "label"))
        if not data.get("home") and "home" not in self.errors:
            data["home"] = NEW if is_described else ""
            if not is_described:
                self.add_error("home", "Choose a home, or write the address of another one.")
        elif data.get("home") == NEW and not is_described:
            self.add_error("address", "Write the address, or at least what to call the home.")
        return data

    @property
    def is_new(self) -> bool:
        return bool(self.cleaned_data["home"] == NEW)

    def new_home(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("address", "postcode", "label", "is_protected")}


class MoveInForm(HomeForm):
    pattern = forms.ChoiceField(label="How they live there", choices=Residence.Pattern)
    on = RoughDateField(label="Since when", required=False)
    until = DayField(label="Until", required=False, help_text="Only if it is over. Like 3 May 2012.")


class MoveForm(HomeForm):
    people = forms.MultipleChoiceField(
        label="Who moves?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose who moves."}
    )
    on = RoughDateField(label="When")
    field_order = ("people", "on")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(person.pk), str(person)) for person in people]  # type: ignore[attr-defined]


class ProtectForm(Form):
    """Nothing to fill in: the button says yes."""


class UnprotectForm(Form):
    reason = forms.CharField(
        label="Why may the address be known from now on?",
        max_length=300,
        help_text="It stands in the family's timeline.",
        error_messages={"required": "Say why the address may be known from now on."},
    )


class HomeNoteForm(Form):
    kind = forms.ChoiceField(label="What is it about?", choices=HomeDetail.Kind)
    words = forms.CharField(
        label="What we know", max_length=300, help_text="Like “privately rented”, “damp and fleas”."
    )
    on = RoughDateField(label="Since when", required=False)
    until = DayField(label="Until", required=False, help_text="Only if it is over. Like 3 May 2012.")


def _named(home: Home) -> str:
    return (
        home.label
        if home.shown_address in (home.label, "Address not known")
        else f"{home.label} ({home.shown_address})"
    )
