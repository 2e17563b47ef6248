"""Forms of studies: what a study is, what somebody answers, what was done."""

from collections.abc import Sequence
from typing import Any

from django import forms

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Person
from oneplan.web.sharing.actions.research import Says
from oneplan.web.sharing.actions.studies import StudyWords
from oneplan.web.sharing.forms.fields import people
from oneplan.web.sharing.models import Study, StudyEntry
from oneplan.web.site.forms import DayField, Form

_YES_NO = [("yes", "Yes, they take part"), ("no", "No")]
_NOTED = [(kind.value, kind.label.capitalize()) for kind in StudyEntry.Kind if kind != StudyEntry.Kind.WORRY]


def _lines(label: str, *, rows: int = 4, required: bool = True, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), help_text=hint, max_length=8000
    )


class StudyForm(Form):
    name = forms.CharField(label="What is the study called?", max_length=120)
    run_by = forms.CharField(label="Who runs it?", max_length=120, help_text="The university or office.")
    contact = forms.CharField(label="How are the researchers reached?", max_length=120)
    about = _lines("What are families told?", rows=6, hint="What it is about, what taking part means, how long.")
    about_workers = _lines("What are workers told?", required=False, hint="Empty: workers are not asked.")
    guide = _lines("What is asked about?", required=False, hint="Nobody has to answer all of it.")
    thanks = forms.CharField(label="Thanks", required=False, max_length=120, help_text="Like “a £10 shopping voucher”.")
    destroy_days = forms.IntegerField(
        label="For how many days after the interview is everything destroyed when somebody takes it back?", initial=14,
        max_value=3650, widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    follow_up_weeks = forms.IntegerField(
        label="After how many weeks is there a second interview?", required=False, min_value=1, max_value=520,
        help_text="Empty: none.", widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip
    starts_on = DayField(label="From when is anybody asked?")
    ends_on = DayField(label="Until when?", required=False)
    researchers = forms.MultipleChoiceField(
        label="Who sees who takes part?", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Evaluators named here, and nobody else.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Worker.objects.filter(role=Role.EVALUATOR, is_active=True).select_related("agency").order_by("name")
        self._evaluators = {str(row.pk): row for row in rows}
        self.fields["researchers"].choices = [(pk, str(row)) for pk, row in self._evaluators.items()]  # type: ignore[attr-defined]

    def says(self) -> StudyWords:
        return StudyWords(**{name: value for name, value in self.cleaned_data.items() if name != "researchers"})

    def named(self) -> list[Worker]:
        return [self._evaluators[pk] for pk in self.cleaned_data["researchers"]]


def initial_of(study: Study) -> dict[str, Any]:
    said = {name: getattr(study, name) for name in StudyForm.base_fields if name != "researchers"}
    days = {name: f"{said[name]:%-d %B %Y}" for name in ("starts_on", "ends_on") if said[name]}
    return said | days | {"researchers": [str(row.pk) for row in study.researchers.all()]}


class _AnswerForm(Form):
    agreed = forms.ChoiceField(label="Do they take part?", choices=_YES_NO, widget=forms.RadioSelect)
    reach = forms.CharField(
        label="How may the researchers reach them?", required=False, max_length=120,
        help_text="Given for the study alone. Empty where they said no.",
    )  # fmt: skip
    on = DayField(label="When did they answer?")

    def says(self) -> Says:
        data = self.cleaned_data
        return Says(
            agreed=data["agreed"] == "yes", on=data["on"], reach=data["reach"],
            talk_with_worker=data.get("talk_with_worker", False),
        )  # fmt: skip


class FamilyAnswerForm(_AnswerForm):
    """The family's form."""

    about = forms.MultipleChoiceField(label="Whom is it about?", widget=forms.CheckboxSelectMultiple)
    talk_with_worker = forms.BooleanField(label="The researchers may talk about them with their worker", required=False)
    field_order = ["about", "agreed", "talk_with_worker", "reach", "on"]

    def __init__(self, *args: Any, speaker: Person, about: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in about}
        self.fields["about"].choices = people(about)  # type: ignore[attr-defined]
        self.fields["about"].initial = [str(speaker.pk)]

    def chosen(self) -> list[Person]:
        return [self._people[pk] for pk in self.cleaned_data["about"]]


class OwnAnswerForm(_AnswerForm):
    """The workers' form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].label = "Do you take part?"
        self.fields["agreed"].choices = [("yes", "Yes, I take part"), ("no", "No")]  # type: ignore[attr-defined]
        self.fields["reach"].label = "How may the researchers reach you?"
        self.fields["on"].label = "When did you answer?"


class NotedForm(Form):
    kind = forms.ChoiceField(label="What was done?", choices=_NOTED, widget=forms.RadioSelect)
    on = DayField(label="When?")
    words = forms.CharField(label="In a few words", required=False, max_length=300)


class WorryForm(Form):
    words = _lines("Who may be harmed, and how?", hint="It goes to the managers of the team that helps, at once.")


class EmptyForm(Form):
    """Nothing to fill in: the button is the answer."""


__all__ = [
    "EmptyForm",
    "FamilyAnswerForm",
    "NotedForm",
    "OwnAnswerForm",
    "StudyForm",
    "WorryForm",
    "initial_of",
]
