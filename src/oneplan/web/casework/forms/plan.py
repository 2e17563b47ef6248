"""Forms of the plan: goals, readings, actions, the family's copy, other agencies' plans."""

from typing import Any

from django import forms

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.web.agencies.models import Agency
from oneplan.web.casework.actions import linked, plans
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.forms.parties import PartiesField, PartiesForm, PeopleField, WorkerField
from oneplan.web.casework.models import Action, Goal
from oneplan.web.casework.reads.parties import AtHand, Party
from oneplan.web.sharing.reads import standing
from oneplan.web.site.forms import DayField, Form


def _words(label: str, *, most: int, required: bool = False, hint: str = "", tall: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3}) if tall else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


def goal_tells() -> list[tuple[str, str]]:
    """The kinds a goal can give away besides being in the plan; empty: its own words say it."""
    others = [(each.value, f"Something about {about(each).words}") for each in Category if each != Category.PLAN]
    return [("", "What its words say"), (Category.PLAN.value, "Only that it is a goal"), *others]


def _number(label: str, *, hint: str = "") -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-5", "step": "any", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label, required=False, max_digits=8, decimal_places=2, help_text=hint, widget=widget
    )


class AgreeForm(Form):
    agreed_with = _words(
        "Who made this plan, and how did they agree?",
        most=300,
        required=True,
        tall=True,
        hint="In their words where you can: “Sarah and Craig: bedtime first, then school.”",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class GoalForm(Form):
    """Only the title is needed; the rest can follow when it is known."""

    title = _words("What should be different?", most=200, required=True, hint="Like “James settles at bedtime”.")
    people = PeopleField(label="Who is it for?", help_text="Nobody ticked: it is for everyone.")
    chosen_by_family = forms.BooleanField(label="The family chose this one themselves", required=False)
    baseline_words = _words(
        "Where does it start?", most=120, hint="Like “1 night in 7”. The first reading fills it too."
    )
    target_words = _words("What is the aim?", most=120, hint="Like “6 nights in 7”.")
    good_enough = _words("What would be good enough?", most=200, hint="Nobody has to be perfect.")
    why = _words("Why this, why now?", most=300)
    tells = forms.ChoiceField(
        label="What does it tell about them, besides being a goal?", required=False, choices=goal_tells,
        help_text="Partners see it only where that may be told to them as well.",
    )  # fmt: skip
    led_by = WorkerField(label="Another worker leads on this")
    measure = _words("If it is counted: what is counted?", most=120, hint="Like “nights settled out of 7”.")
    baseline = _number("Number at the start")
    target = _number("Number to aim for")
    scale_to = _number("The scale ends at", hint="Like 7 for nights of a week: where the drawn bar ends.")

    def __init__(self, *args: Any, hand: AtHand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].set_people([each.person for each in hand.members])  # type: ignore[attr-defined]

    def says(self) -> GoalWords:
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "reason")}
        return GoalWords(**(data | {"people": tuple(data["people"])}))


class GoalChangeForm(GoalForm):
    reason = _words("Why does it change?", most=300, hint="Changing a plan is normal. What it said before is kept.")
    version = forms.IntegerField(widget=forms.HiddenInput)


class GoalStateForm(Form):
    state = forms.ChoiceField(
        label="How does it stand?",
        choices=[choice for choice in Goal.State.choices if choice[0] != Goal.State.FOCUS],
        widget=forms.RadioSelect,
        help_text="“Not clear” is an answer too.",
    )
    words = _words("In a few words", most=300, tall=True)
    on = DayField(label="Since when", required=False, help_text="Empty: today.")


class ReadingForm(Form):
    met = forms.ChoiceField(
        label="For a short target: was it met?",
        choices=[("met", "met"), ("not met", "not met"), ("", "something else, below")],
        widget=forms.RadioSelect,
        required=False,
    )
    words = _words("How is it now?", most=200, hint="Like “4 or 5 nights”.")
    value = _number("As a number")
    said_by = _words("Who says so?", most=120, required=True, hint="Like “Sarah”, “James”, “his teacher”.")
    source = _words("Where from?", most=120, hint="Like “sleep diary” or “school report”.")
    on = DayField(label="On which day", required=False, help_text="Empty: today.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["words"] = " · ".join(part for part in (data.get("met", ""), data.get("words", "")) if part)[:200]
        return data


class StepForm(PartiesForm):
    what = _words("What is to be done?", most=300, required=True)
    parties = PartiesField(label="Who does it?", help_text="More than one can do it together.")
    due_on = DayField(label="By when", required=False)
    field_order = ["what", "parties", "other_worker", "other_agency", "due_on"]


class StepFinishForm(Form):
    state = forms.ChoiceField(
        label="What became of it?",
        choices=[(Action.State.DONE, "It is done"), (Action.State.DROPPED, "It is no longer needed")],
        widget=forms.RadioSelect,
        initial=Action.State.DONE,
    )
    words = _words("How did it go?", most=300, tall=True, hint="Needed when it is no longer needed: say why.")
    on = DayField(label="On which day", required=False, help_text="Empty: today.")


class StepReportForm(Form):
    state = forms.ChoiceField(
        label="How far is it?",
        choices=[(Action.State.DONE, "It is done"), (Action.State.OPEN, "It still goes on")],
        widget=forms.RadioSelect,
        initial=Action.State.DONE,
    )
    words = _words("How did it go?", most=300, tall=True, hint="A sentence is enough.")


class HandOverForm(PartiesForm):
    parties = PartiesField(label="Who does it from now on?", help_text="Who did it before stays on the record.")
    words = _words("Why, or how was it agreed?", most=300)
    field_order = ["parties", "other_worker", "other_agency", "words"]


class GiveCopyForm(Form):
    to = PartiesField(label="Who gets it?")
    way = forms.ChoiceField(
        label="How?", choices=[(way, words.capitalize()) for way, words in plans.WAYS.items()], widget=forms.RadioSelect
    )
    agreed_by = PeopleField(
        label="Who said yes, where it is for somebody who does not live with them?",
        help_text="A parent elsewhere, a relative, a friend: those whose plan it is are asked first.",
    )
    words = _words("What do they think of the plan?", most=300, tall=True, hint="Do they know it, and is it fair?")

    def __init__(self, *args: Any, hand: AtHand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, PartiesField)  # noqa: S101 - declared above
        people: list[Party] = list(hand.people)
        field.set_parties(people, barred=hand.barred_people)
        carry = [each.person for each in hand.members if each.role in standing.SPEAK_FOR_ALL]
        self.fields["agreed_by"].set_people(carry)  # type: ignore[attr-defined]


class LinkedForm(Form):
    kind = forms.ChoiceField(label="What kind of plan?", choices=linked.Kind.choices)
    what = _words("What does it say, who does what?", most=500, required=True, tall=True)
    agency = forms.ModelChoiceField(label="Whose plan?", queryset=Agency.objects.order_by("name"), required=False)
    who_may_authorise = _words(
        "Who may authorise?", most=200, hint="Needed for a birth, leaving hospital, court or an exclusion."
    )
    on = DayField(label="From", required=False, help_text="Empty: today.")
    until = DayField(label="Until", required=False)
    big_day = DayField(label="The big day, for the diary", required=False)


class EndLinkedForm(Form):
    on = DayField(label="It ended on")
