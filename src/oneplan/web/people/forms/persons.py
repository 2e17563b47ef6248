"""Forms about one person: names, birth, death, details, numbers."""

from typing import Any

from django import forms

from oneplan.web.people.actions.details import OWN_ACTIONS
from oneplan.web.people.actions.newcomers import Baby
from oneplan.web.people.forms.fields import SHORT, PickForm, SaidField, TodayForm
from oneplan.web.people.models import Person, PersonDetail, PersonName, Relationship
from oneplan.web.site.forms import DayField, Form, RoughDateField

_KIND = PersonDetail.Kind


class NameForm(Form):
    given_names = forms.CharField(label="First names", required=False, max_length=100)
    family_name = forms.CharField(label="Family name", required=False, max_length=100)
    on = DayField(label="Since when", required=False)
    former = forms.ChoiceField(
        label="What was the name before?",
        choices=[
            (PersonName.Kind.PREVIOUS, "an earlier name"),
            (PersonName.Kind.BIRTH, "the name at birth"),
            (PersonName.Kind.KNOWN_AS, "a name they are also known by"),
        ],
        widget=forms.RadioSelect,
        initial=PersonName.Kind.PREVIOUS,
    )


class BirthForm(TodayForm):
    born = SaidField(label="When were they born, or how old are they?")
    source = forms.CharField(label="How we know", required=False, max_length=200)

    def clean_born(self) -> Any:
        said = self.cleaned_data["born"]
        if said.born is None and said.due_on is None:
            raise forms.ValidationError("Write an age or a date: as much as is known.")
        return said


class DueForm(Form):
    due_on = DayField(label="When is the baby expected?", help_text="Like 3 May 2027. The best guess is enough.")


class BornForm(Form):
    """One baby, or two babies of one pregnancy."""

    born = RoughDateField(label="When was the baby born?")
    given_names = forms.CharField(label="First names", required=False, max_length=100)
    sex = forms.ChoiceField(
        label="A girl or a boy?", choices=[("", "not known"), ("female", "girl"), ("male", "boy")], required=False
    )
    words = forms.CharField(label="Anything worth knowing of the birth", required=False, max_length=500)
    is_twin = forms.BooleanField(label="There are two babies", required=False)
    second_names = forms.CharField(label="First names of the second baby", required=False, max_length=100)
    second_sex = forms.ChoiceField(
        label="The second baby: a girl or a boy?",
        choices=[("", "not known"), ("female", "girl"), ("male", "boy")],
        required=False,
    )
    identical = forms.BooleanField(label="They are identical", required=False)

    def babies(self) -> list[Baby]:
        data = self.cleaned_data
        first = Baby(given_names=data["given_names"], sex=data["sex"], words=data["words"])
        second = Baby(given_names=data["second_names"], sex=data["second_sex"])
        return [first, second] if data["is_twin"] or data["second_names"] else [first]


class DeathForm(Form):
    died = RoughDateField(label="When did they die?")
    words = forms.CharField(label="In a few words", required=False, max_length=500)


class DetailForm(Form):
    kind = forms.ChoiceField(label="What is it about?")
    words = forms.CharField(label="What we know", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    on = RoughDateField(label="Since when", required=False)
    until = DayField(label="Until", required=False, help_text="Only if it is over. Like 3 May 2012.")
    source = forms.CharField(label="Who told us", required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = OWN_ACTIONS | {_KIND.SEX}
        self.fields["kind"].choices = [(k.value, k.label.capitalize()) for k in _KIND if k not in own]  # type: ignore[attr-defined]


class SexForm(Form):
    words = forms.ChoiceField(label="Sex", choices=Person.Sex, widget=forms.RadioSelect)


class EndForm(Form):
    on = RoughDateField(label="Until when", help_text="The first day it was no longer so, like 3 May 2012 or May 2012.")


class StrikeForm(Form):
    reason = forms.CharField(
        label="Why is this entry struck out?",
        max_length=300,
        help_text="It stays in the history, struck through, with your reason.",
        error_messages={"required": "Say why this entry is struck out: it stays visible with your reason."},
    )


class NumberForm(Form):
    scheme = forms.ChoiceField(label="Whose number is it?")
    value = forms.CharField(label="The number", max_length=60, widget=forms.TextInput(attrs=SHORT))

    def __init__(self, *args: Any, schemes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = schemes  # type: ignore[attr-defined]


class RelationshipForm(PickForm):
    kind = forms.ChoiceField(label="How do they stand to each other?")
    on = RoughDateField(label="Since when", required=False)
    until = DayField(label="Until", required=False, help_text="Only if it is over. Like 3 May 2012.")
    note = forms.CharField(
        label="In their words", required=False, max_length=300, help_text="Like “sees the children on Sundays”."
    )
    field_order = ("kind", "who", "who_name", "on", "until", "note")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = both_ways()  # type: ignore[attr-defined]
        self.fields["kind"].label = f"{person.short_name} is …"

    @property
    def is_turned(self) -> bool:
        return bool(self.cleaned_data["kind"].startswith("-"))


_TURNED = {
    Relationship.Kind.PARENT: "child of",
    Relationship.Kind.ADOPTIVE: "adopted child of",
    Relationship.Kind.FOSTER: "foster child of",
    Relationship.Kind.GUARDIAN: "under the guardianship of",
    Relationship.Kind.STEP: "stepchild of",
    Relationship.Kind.CO_PARENT: "co-parented by",
    Relationship.Kind.GRANDPARENT: "grandchild of",
    Relationship.Kind.CARES_FOR: "cared for by",
}


def both_ways() -> list[tuple[str, str]]:
    """Each kind and its other side; “-parent” is the child's side of “parent”."""
    found = []
    for kind in Relationship.Kind:
        found.append((kind.value, "someone who cares for" if kind is Relationship.Kind.CARES_FOR else kind.label))
        if kind in _TURNED:
            found.append((f"-{kind.value}", _TURNED[kind]))
    return [(value, f"{label} …") for value, label in found]
