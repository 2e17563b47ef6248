"""Forms as every page has them: GOV.UK's HTML, dates as people write them, nothing typed twice."""

from datetime import date
from typing import Any

from django import forms

from oneplan.rulebook.people.dates import DateNotUnderstood, Precision, RoughDate, read

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.SelectMultiple, "govuk-select"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.widgets.Input, "govuk-input"),
)


class Form(forms.Form):
    """Every form of the site: the right classes, and error texts and hints tied to their field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Give every field its class and texts; call it again after adding fields."""
        for name, field in self.fields.items():
            kinds = [name for kind, name in _CLASSES if isinstance(field.widget, kind)]
            known = field.widget.attrs.get("class", "")
            if kinds and kinds[0] not in known.split():
                field.widget.attrs["class"] = f"{kinds[0]} {known}".strip()
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.setdefault("rows", 4)
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _please(str(field.label or name.replace("_", " ").capitalize()))


def _please(label: str) -> str:
    return f"{label} Please answer." if label.endswith("?") else f"{label}: please fill this in."


class RoughDateField(forms.CharField):
    """One text field for a date known only roughly; cleans to a RoughDate, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Like 3 May 2012, May 2012, spring 2012 or about 2012.")
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> RoughDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read(text)
        except DateNotUnderstood as fault:
            raise forms.ValidationError(str(fault)) from fault


class DayField(RoughDateField):
    """A date that must be known to the day; cleans to a date, or None."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Like 3 May 2012.")
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:  # type: ignore[override]
        rough = super().clean(value)
        if rough is None:
            return None
        if rough.precision != Precision.DAY:
            raise forms.ValidationError("We need the exact day here, like 3 May 2012.")
        return rough.earliest
