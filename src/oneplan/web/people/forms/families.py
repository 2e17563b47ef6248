"""Forms about who belongs to a family."""

from collections.abc import Sequence
from typing import Any

from django import forms

from oneplan.web.people.forms.fields import SaidField, TodayForm
from oneplan.web.people.models import Membership, Person
from oneplan.web.site.forms import DayField, Form, RoughDateField

_ROLES = [(role.value, role.label) for role in Membership.Role]


class JoinForm(TodayForm):
    given_names = forms.CharField(label="First names", required=False, max_length=100)
    family_name = forms.CharField(label="Family name", required=False, max_length=100)
    description = forms.CharField(
        label="Or a few words that say who it is",
        required=False,
        max_length=120,
        help_text="While no name is known: “the youngest child”, “the baby on the way”.",
    )
    born = SaidField(
        label="Age, birth date or due date",
        help_text="Like 7, under 7, about 30, 9 months, twins under seven, 3 May 2012, or due 3 May 2027. "
        "Leave it empty if nobody knows.",
    )
    sex = forms.ChoiceField(label="Sex", choices=[("unknown", "not known"), ("female", "female"), ("male", "male")])
    role = forms.ChoiceField(label="In this family they are", choices=_ROLES)
    on = RoughDateField(
        label="Since when they belong to the family",
        required=False,
        help_text="Leave it empty for “since before we knew them”.",
    )
    note = forms.CharField(
        label="A note beside the name", required=False, max_length=200, help_text="Like “neighbour, sits with Leo”."
    )
    never_met = forms.BooleanField(label="Nobody of us has met them yet", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in ("given_names", "family_name", "description")):
            self.add_error("given_names", "Write a name, or a few words that say who it is.")
        return data

    @property
    def search_text(self) -> str:
        """What is looked for first: the name, not the words."""
        data = self.cleaned_data
        return f"{data['given_names']} {data['family_name']}".strip()


class LeaveForm(Form):
    on = RoughDateField(
        label="Since when do they no longer belong to the family?", help_text="Like 3 May 2012, May 2012 or 2012."
    )
    why = forms.CharField(label="What happened, in a few words", required=False, max_length=300)


class CorrectForm(Form):
    role = forms.ChoiceField(label="In this family they are", choices=_ROLES)
    valid_from = RoughDateField(label="Since when", required=False)
    valid_to = RoughDateField(label="Until", required=False)
    note = forms.CharField(label="A note beside the name", required=False, max_length=200)
    never_met = forms.BooleanField(label="Nobody of us has met them yet", required=False)
    is_counted_here = forms.BooleanField(
        label="Work with them is counted in this family",
        required=False,
        help_text="Somebody in several families is counted in one of them only.",
    )

    def changes(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        for name in ("valid_from", "valid_to"):
            rough = data[name]
            data[name] = rough.earliest if rough else None
            data[f"{name}_precision"] = rough.precision if rough else "day"
        return data


class RoleForm(Form):
    role = forms.ChoiceField(label="From that day they are", choices=_ROLES)
    on = DayField(label="Since when")


class NewFamilyForm(Form):
    who = forms.ChoiceField(label="Around whom?", widget=forms.RadioSelect)
    name = forms.CharField(label="Name of the new family", max_length=120, help_text="Like “Brown”.")
    role = forms.ChoiceField(label="In the new family they are", choices=_ROLES, initial=Membership.Role.PARENT)
    on = DayField(label="Since when")
    reason = forms.CharField(label="What happened, in a few words", required=False, max_length=200)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(str(person.pk), str(person)) for person in people]  # type: ignore[attr-defined]


class EarlierHelpForm(Form):
    agency = forms.CharField(label="Who helped", max_length=120)
    what = forms.CharField(label="With what", max_length=300)
    place = forms.CharField(label="Where they lived then", required=False, max_length=120)
    how_it_felt = forms.CharField(
        label="How it felt to the family", required=False, max_length=300, help_text="In their own words, if you can."
    )
    was_bad = forms.BooleanField(label="It went badly for them: tread gently", required=False)
    on = RoughDateField(label="Since when", required=False)
    until = DayField(label="Until", required=False)


class PastDayForm(Form):
    on = DayField(label="Who belonged on", required=False)
    known = DayField(label="As we knew it on", required=False)
