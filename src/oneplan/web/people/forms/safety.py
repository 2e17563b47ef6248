"""Forms about what keeps people safe, and about two records of one person."""

from typing import Any

from django import forms

from oneplan.web.people.forms.fields import SHORT, PickForm
from oneplan.web.people.models import ContactRestriction, SafeContactRule
from oneplan.web.site.forms import DayField, Form, RoughDateField


class RestrictionForm(PickForm):
    kind = forms.ChoiceField(label="What it rests on", choices=ContactRestriction.Kind)
    extent = forms.ChoiceField(
        label="What is allowed",
        choices=[
            *(each for each in ContactRestriction.Extent.choices if each[0] != ContactRestriction.Extent.WORRY),
            (ContactRestriction.Extent.WORRY, "nothing is forbidden, it is a worry"),
        ],
        widget=forms.RadioSelect,
        required=False,
        help_text="An order or agreement says what it allows. A concern may leave this open.",
    )
    words = forms.CharField(label="In a few words", required=False, max_length=300)
    on = RoughDateField(label="Since when", required=False)
    until = DayField(label="Until", required=False, help_text="If it ends by itself. Like 3 May 2027.")
    breach_feared = forms.BooleanField(label="We fear that it is not kept", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        is_open = data.get("extent") in ("", ContactRestriction.Extent.WORRY)
        if is_open and data.get("kind") not in (None, ContactRestriction.Kind.CONCERN):
            self.add_error("extent", "Choose what it allows: only a concern may leave this open.")
        return data


class LiftForm(Form):
    on = DayField(label="Since when does it no longer hold?")


class SafeContactForm(Form):
    channel = forms.ChoiceField(label="Which way", choices=SafeContactRule.Channel)
    never = forms.BooleanField(label="Never this way", required=False, help_text="Like “post is not safe”.")
    not_before = forms.TimeField(
        label="Not before", required=False, help_text="Like 9:30.", widget=forms.TimeInput(attrs=SHORT, format="%H:%M")
    )
    not_after = forms.TimeField(
        label="Not after", required=False, help_text="Like 18:00.", widget=forms.TimeInput(attrs=SHORT, format="%H:%M")
    )
    words = forms.CharField(label="Why, in a few words", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("never") or data.get("not_before") or data.get("not_after")):
            self.add_error("never", "Say “never”, or the hours: not before, not after.")
        early, late = data.get("not_before"), data.get("not_after")
        if early and late and late <= early:
            self.add_error("not_after", "That leaves no time of day. Check both hours, or say “never”.")
        return data


class WarningForm(Form):
    words = forms.CharField(
        label="What must a visitor know first?",
        max_length=200,
        help_text="Like “a dog, ring before you knock” or “visit in twos”.",
    )


class WhyForm(Form):
    """For taking back what needs no reason, but may have one."""

    reason = forms.CharField(label="Why, in a few words", required=False, max_length=300)


class MergeForm(Form):
    reason = forms.CharField(
        label="How do you know that they are one person?",
        max_length=300,
        help_text="Like “same NHS number and birth date; mother confirmed”.",
        error_messages={"required": "Say how you know that the two are one person: it is kept beside the decision."},
    )
    keep = forms.ChoiceField(label="Which record stands for both?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, records: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = records  # type: ignore[attr-defined]
        self.fields["keep"].initial = records[0][0]


class UndoForm(Form):
    reason = forms.CharField(
        label="Why are they two people?",
        max_length=300,
        error_messages={"required": "Say why the two are not one person: it is kept beside the decision."},
    )
