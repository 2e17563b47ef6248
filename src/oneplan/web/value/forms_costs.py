"""The forms of what key working costs, and of a model of the area."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from oneplan.web.agencies.forms.fields import line
from oneplan.web.site.forms import DayField, Form
from oneplan.web.value.forms_funding import MoneyField
from oneplan.web.value.models import Grade, KeyPost, OtherCost
from oneplan.web.value.models.funding import Kind

HUNDRED = Decimal(100)
FROM = "Where is this from?"
A_GUESS = "Leave it empty for a guess: a model then puts a quarter on it."


class GradeForm(Form):
    name = line("What is the grade called?", most=60, required=True, hint="Like “G7, key worker”.")
    yearly = MoneyField(label="What does a full-time worker of it cost in a year?", help_text="With on-costs.")
    source = line(FROM, most=200, hint=f"Like “pay scale of April 2026 with 28 % on-costs”. {A_GUESS}")


class GradeChangeForm(GradeForm):
    """A grade keeps its name: posts are of it."""

    name = None  # type: ignore[assignment]


class KeyPostForm(Form):
    words = line("What are they?", required=True, hint="Like “key workers in the north”. No names of people.")
    grade = forms.ChoiceField(label="Of which grade?")
    full_time = forms.DecimalField(
        label="How many full-time posts is it?", min_value=0, max_digits=6, decimal_places=2,
        help_text="Two half-time posts are 1.",
    )  # fmt: skip
    percent = forms.DecimalField(
        label="How much of them is key working?", min_value=0, max_value=100, max_digits=4, decimal_places=1,
        help_text="In per cent: 100 where it is all they do.",
    )  # fmt: skip
    funder = line("Who pays for them?", required=True, hint="As the agency is called in your calculations.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grades = Grade.objects.current(timezone.localdate()).order_by("name").values_list("name", flat=True)
        self.fields["grade"].choices = [(each, each) for each in grades]  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        return found | {"on_key_working": found.pop("percent") / HUNDRED}


class OtherCostForm(Form):
    words = line("What is it?", required=True, hint="Like “beds, boots and bus fares”, “teachers at meetings”.")
    payer = line("Who gives it?", required=True)
    kind = forms.ChoiceField(label="As what?", choices=Kind.choices, widget=forms.RadioSelect, initial=Kind.CASH)
    yearly = MoneyField(label="What is it worth in a year?", help_text="Time: hours by what an hour costs.")
    source = line(FROM, most=200, hint=f"Like “invoices of last year”, “a log of visits”. {A_GUESS}")


class StopForm(Form):
    on = DayField(label="From which day on is it no more?")


class AreaModelForm(Form):
    name = line("What is the calculation called?", required=True)
    council = line("What is the council called in it?", required=True, hint="All its departments are one payer.")
    price_year = forms.ChoiceField(label="In pounds of which year?", help_text="Unit costs are uprated to it.")
    years = forms.IntegerField(
        label="For how many years?", min_value=1, max_value=40, initial=5,
        help_text="What came of it is counted for the one year that was measured. Further years stand empty until you "
        "write into the model how long it lasts.",
    )  # fmt: skip

    def __init__(self, *args: Any, price_years: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["price_year"].choices = [(each, each) for each in price_years]  # type: ignore[attr-defined]


def initial(row: Grade | KeyPost | OtherCost) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in FIELDS[type(row)] if hasattr(row, name)}
    return found | ({"percent": row.on_key_working * HUNDRED} if isinstance(row, KeyPost) else {})


FIELDS: dict[type, tuple[str, ...]] = {
    Grade: ("yearly", "source"), KeyPost: ("words", "grade", "full_time", "funder"),
    OtherCost: ("words", "payer", "kind", "yearly", "source"),
}  # fmt: skip
