"""The forms of lists that partners are asked to fill in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from oneplan.engine.feeds import asking
from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.feeds.profiles import Mapped, Profile
from oneplan.rulebook.feeds.asking import ages
from oneplan.rulebook.school.terms import school_year
from oneplan.web.agencies.forms.fields import AgencyField, line
from oneplan.web.agencies.models import SharingAgreement
from oneplan.web.site.forms import DayField, Form

SCHOOL_YEAR_BEGINS = 8  # August
WANTED_BY = "By which day do you need an answer?"


class WhatForm(Form):
    kind = forms.ChoiceField(label="What do you want to know?")
    partner = AgencyField(label="Whom do you ask?")
    agreement = forms.ModelChoiceField(
        label="Under which agreement on sharing?", queryset=SharingAgreement.objects.none(), empty_label="choose",
        help_text="What it does not speak of is not asked, and not taken in.",
    )  # fmt: skip
    helped_since = DayField(
        label="Families helped since which day?", required=False,
        help_text="Left empty: families that are helped now. An earlier day: those with a goodbye since then, too.",
    )  # fmt: skip
    unknown_since = DayField(
        label="Whoever has no figure of this since which day?", required=False,
        help_text="Like 1 September 2026. Left empty: since four months ago.",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(name, kinds()[name].words.capitalize()) for name in ages()]
        self.fields["kind"].choices = [("", "choose"), *sorted(offered, key=lambda each: each[1])]  # type: ignore[attr-defined]
        agreements = SharingAgreement.objects.current(today).order_by("title", "pk")
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]


class AskForm(Form):
    """What is filled in alike for everybody, so that the partner need not; a field for each such column."""

    wanted_by = DayField(label=WANTED_BY, help_text="Like 14 December 2026. From the day after, you are told of it.")

    def __init__(self, *args: Any, profile: Profile, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = {each.name for each in asking.same_for_all(profile.kind)}
        self.same = [each for each in profile.mapped if each.column.name in wanted]
        for each in self.same:
            self.fields[f"same_{each.column.name}"] = _field(each, today=today)
        self.dress()

    def says(self) -> dict[str, str]:
        """By our names of columns, in the words of the partner's layout."""
        said = {each.column.name: (each, self.cleaned_data.get(f"same_{each.column.name}")) for each in self.same}
        return {name: _written(each, value) for name, (each, value) in said.items() if value}


def _field(each: Mapped, *, today: date) -> forms.Field:
    label = f"The same {each.column.words} for everybody?"
    if offered := asking.choices(each):
        return forms.ChoiceField(label=label, choices=_choices(offered, "the partner says"), required=False)
    if each.column.type.name == asking.DAY:
        return DayField(label=label, required=False, help_text="Like 3 May 2012. Left empty: the partner says.")
    now = school_year(today.year if today.month >= SCHOOL_YEAR_BEGINS else today.year - 1)
    field = line(label, most=10, hint=f"Like {now}. Left empty: the partner says.")
    field.initial = now
    return field


def _written(each: Mapped, value: str | date) -> str:
    return value.strftime(each.formats[0] if each.formats else asking.DAYS) if isinstance(value, date) else value


def _choices(offered: Sequence[str], empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((each, each) for each in offered)]


class ChaseForm(Form):
    how = line("How did you remind them?", most=300, required=True, hint="Like “rang Ms Bell, she sends it on Friday”.")
    wanted_by = DayField(label="By which day do you need an answer now?", help_text="Like 14 December 2026.")


class CloseForm(Form):
    why = line("Why is nothing more waited for?", most=300)


def value_field(column: Column, offered: Sequence[str]) -> forms.Field:
    """What somebody codes a text as: one of the partner's choices."""
    return forms.ChoiceField(label=f"Which {column.words} is it?", choices=_choices(offered, "choose"), required=False)
