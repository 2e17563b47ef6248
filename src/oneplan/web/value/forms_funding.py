"""The forms of funding: who puts in what by year, what was paid, and ending it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from oneplan.rulebook.value.model import ZERO
from oneplan.rulebook.value.written import NotANumber, pounds
from oneplan.web.agencies.forms.fields import day_words, line, words
from oneplan.web.site.forms import DayField, Form
from oneplan.web.value.actions.funding import MOST_YEARS, FundingWords, PaymentWords, Promise
from oneplan.web.value.models import FundingAgreement
from oneplan.web.value.models.funding import Kind, Purpose

PENNY = Decimal("0.01")
MOST = Decimal(1_000_000_000)
PAID_FOR = [
    (Purpose.HELP, "paid for the help"), (Purpose.RESERVE, "paid into the reserve"),
    (Purpose.GIVEN_BACK, "given back out of the reserve"),
]  # fmt: skip


class MoneyField(forms.CharField):
    """Pounds as people write or paste them; cleans to a Decimal, nought where nothing is written."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-10"}
        super().__init__(max_length=30, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return ZERO
        try:
            found = pounds(text)
        except NotANumber as fault:
            raise forms.ValidationError(str(fault)) from fault
        if found < 0 or found > MOST or found != found.quantize(PENNY):
            raise forms.ValidationError(f"“{text}”: write pounds and pence, from 0 to {MOST:,}.")
        return found


class YearsForm(Form):
    """For how many years: asked in the address, so that the form that follows has as many columns."""

    years = forms.TypedChoiceField(
        choices=[(n, f"{n} year{'' if n == 1 else 's'}") for n in range(1, MOST_YEARS + 1)], coerce=int
    )


class FundingForm(Form):
    begins_on = DayField(label="From when does it hold?", help_text="Like 1 April 2026. Each year begins on that day.")
    words = words(
        "What was agreed, where and by whom?", most=4000, required=True,
        hint="Like “The board agreed on 3 March to share the cost by what each gets back.”",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        years: int,
        proposed: Sequence[Promise],
        reserve: Mapping[str, Sequence[Decimal]],
        **kwargs: Any,
    ) -> None:
        """`proposed` and `reserve`: what the form begins with, by line and by agency; an agency may have more lines."""
        self.lines, self.years = [*((each.agency, each.kind) for each in proposed), ("", Kind.CASH)], years
        self.agencies = list(dict.fromkeys(agency for agency, _ in self.lines))
        begin = [("amount", [each.by_year for each in proposed])]
        begin += [("reserve", [reserve.get(agency, ()) for agency in self.agencies])]
        kwargs["initial"] = {f"kind-{number}": kind for number, (_, kind) in enumerate(self.lines)} | {
            f"{name}-{number}-{year}": f"{amount:.2f}"
            for name, rows in begin
            for number, by_year in enumerate(rows)
            for year, amount in enumerate(by_year, start=1) if amount
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self._add_fields()
        self.dress()

    def _add_fields(self) -> None:
        for number, (agency, _) in enumerate(self.lines):
            if not agency:
                self.fields["other"] = line("Who else pays?", most=120)
            self.fields[f"kind-{number}"] = forms.ChoiceField(label="As what", choices=Kind.choices, required=False)
            self._add_amounts("amount", number)
        for number in range(len(self.agencies)):
            self._add_amounts("reserve", number)
        for name in list(self.fields)[2:]:
            self.fields[name].is_needed_with_others = True  # type: ignore[attr-defined]  # no “(if you like)”

    def _add_amounts(self, name: str, number: int) -> None:
        for year in range(1, self.years + 1):
            self.fields[f"{name}-{number}-{year}"] = MoneyField(label=f"Year {year}, in £", required=False)

    @property
    def first(self) -> list[forms.BoundField]:
        return [self["begins_on"], self["words"]]

    @property
    def rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each line with its fields; the last is for somebody whom the model does not name."""
        found = []
        for number, (agency, kind) in enumerate(self.lines):
            names = ([] if agency else ["other"]) + [f"kind-{number}"]
            names += [f"amount-{number}-{year}" for year in range(1, self.years + 1)]
            called = f"{agency}, {Kind(kind).label}" if agency in self.several else agency
            found.append((called or "Somebody else", [self[name] for name in names]))
        return found

    @property
    def several(self) -> list[str]:
        """Who gives more than one kind of thing."""
        named = [agency for agency, _ in self.lines]
        return [agency for agency in self.agencies if named.count(agency) > 1]

    @property
    def reserve_rows(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (agency or "Somebody else", [self[f"reserve-{number}-{year}"] for year in range(1, self.years + 1)])
            for number, agency in enumerate(self.agencies)
        ]

    @property
    def has_reserve(self) -> bool:
        """Whether anything stands in the fields of the reserve, or is wrong there."""
        return any(field.value() or field.errors for _, fields in self.reserve_rows for field in fields)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        last = (("amount", len(self.lines) - 1), ("reserve", len(self.agencies) - 1))
        given = [found.get(f"{name}-{number}-{year}") for name, number in last for year in range(1, self.years + 1)]
        if any(given) and not found.get("other"):
            self.add_error("other", "Say who that is.")
        return found

    def says(self) -> FundingWords:
        found = self.cleaned_data
        promises, reserve = [], {}
        for number, (name, _) in enumerate(self.lines):
            if any(amounts := self._amounts("amount", number)):
                promises.append(Promise(name or found["other"], found[f"kind-{number}"] or Kind.CASH, amounts))
        for number, name in enumerate(self.agencies):
            if any(saved := self._amounts("reserve", number)):
                reserve[name or found["other"]] = saved
        return FundingWords(found["begins_on"], self.years, found["words"], promises, reserve)

    def _amounts(self, name: str, number: int) -> list[Decimal]:
        return [self.cleaned_data[f"{name}-{number}-{year}"] for year in range(1, self.years + 1)]


class PaymentForm(Form):
    agency = forms.ChoiceField(label="Who paid?")
    year = forms.TypedChoiceField(label="For which year of the agreement?", coerce=int)
    amount = MoneyField(label="How much, in £?")
    paid_on = DayField(label="When was it paid?")
    note = line("Note", most=300, hint="Like the number of the invoice.")

    field_order = ("purpose", "agency", "year", "amount", "paid_on", "note")

    def __init__(self, *args: Any, agreement: FundingAgreement, **kwargs: Any) -> None:
        """What it is for is asked only where there is a reserve, what it is worth only where somebody gives in kind."""
        super().__init__(*args, **kwargs)
        rows = list(agreement.contributions.order_by("pk").values_list("agency", "purpose", "kind"))
        names = dict.fromkeys(agency for agency, _, _ in rows)
        if Kind.IN_KIND in {kind for _, _, kind in rows}:
            self.fields["agency"].label, self.fields["paid_on"].label = (
                "Who paid or gave?",
                "When was it paid or given?",
            )
            self.fields["amount"].help_text = "Of what was given in kind: what it is worth."
            self.dress()
        if Purpose.RESERVE in {purpose for _, purpose, _ in rows}:
            self.fields["purpose"] = forms.ChoiceField(label="What is it?", choices=PAID_FOR)
            self.fields["agency"].label = "Who paid, or was given it back?"
            self.order_fields(self.field_order)
            self.dress()
        self.fields["agency"].choices = [("", "choose"), *((name, name) for name in names)]  # type: ignore[attr-defined]
        years = range(1, agreement.years + 1)
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (number, f"year {number}, from {day_words(agreement.year_begins(number))}") for number in years
        ]

    def says(self) -> PaymentWords:
        return PaymentWords(**self.cleaned_data)


class EndForm(Form):
    ended_on = DayField(label="On which day does it end?")
    why = line("Why?", most=300, required=True)
