"""Fields this room's forms share: lines of text, the area's lists, colleagues."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from oneplan.web.agencies.models import Agency, Team, Worker
from oneplan.web.site import lists


def line(label: str, *, most: int = 120, required: bool = False, hint: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


def words(label: str, *, most: int = 2000, required: bool = False, hint: str = "", rows: int = 3) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


def phone(label: str = "Phone", *, hint: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "class": "govuk-input--width-20"})
    return forms.CharField(label=label, max_length=30, required=False, help_text=hint, widget=widget)


def email() -> forms.EmailField:
    fault = {"invalid": "An e-mail address looks like name@example.org."}
    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"})
    return forms.EmailField(label="E-mail", max_length=254, required=False, error_messages=fault, widget=widget)


def hidden() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, required=False)


def listed(form: forms.Form, name: str, list_name: str, *, empty: str | None = "not said") -> None:
    """Offer the area's list; an entry the list dropped stays choosable where it is chosen already."""
    offered = lists.choices(list_name)
    field = form.fields[name]
    now = form.initial.get(name) or []
    for code in [now] if isinstance(now, str) else now:
        if code not in dict(offered):
            offered.append((code, lists.name_of(list_name, code)))
    first = [] if empty is None or isinstance(field, forms.MultipleChoiceField) else [("", empty)]
    field.choices = [*first, *offered]  # type: ignore[attr-defined]


def day_words(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no argument when it runs
    """One worker by name and job."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "nobody")
        super().__init__(queryset=Worker.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class AgencyField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no argument when it runs
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "choose an agency")
        super().__init__(queryset=Agency.objects.order_by("name"), **kwargs)


class AgenciesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # takes no argument when it runs
    """Several agencies, ticked in a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Agency.objects.order_by("name"), widget=forms.CheckboxSelectMultiple, **kwargs)


class TeamField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no argument when it runs
    def __init__(self, **kwargs: Any) -> None:
        rows = Team.objects.select_related("agency").order_by("agency__name", "name")
        super().__init__(queryset=rows, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.agency})"


def colleagues(*, of: Agency, also: Worker | None = None, without: Worker | None = None) -> QuerySet[Worker]:
    """Who works at an agency now; `also` somebody who is named already."""
    rows = Worker.objects.filter(agency=of, is_active=True)
    if also is not None:
        rows = rows | Worker.objects.filter(pk=also.pk)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    return rows.order_by("name", "pk")
