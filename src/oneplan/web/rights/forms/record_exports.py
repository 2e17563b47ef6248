"""Forms of the whole record taken out."""

from typing import Any

from django import forms

from oneplan.rulebook.rights.whole_record import whole_record
from oneplan.web.rights.forms.requests import long_words, taps
from oneplan.web.site.forms import Form


class AskForm(Form):
    why = long_words("What is it for, and where does it go?", max_length=300)


class DecideForm(Form):
    agreed = taps("May it be taken out?", (("yes", f"Yes, within {whole_record().agreed_for_days} days"), ("no", "No")))
    why = long_words("If not, why?", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agreed") == "no" and not data.get("why", "").strip():
            raise forms.ValidationError({"why": "Write why not, for whoever asked."})
        return data
