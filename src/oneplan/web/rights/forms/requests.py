"""Forms of people's requests: what was asked, the clock, the answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Model

from oneplan.web.rights.models import RequestPause, RightsRequest
from oneplan.web.site.forms import DayField, Form

Kind, Outcome = RightsRequest.Kind, RightsRequest.Outcome
KNOWN, NOT_KNOWN = "known", "not_known"
_ANSWERS = (
    (Outcome.DONE, "Done"),
    (Outcome.PART, "Done in part"),
    (Outcome.REFUSED, "Refused, with the reason"),
    (Outcome.WITHDRAWN, "They took it back"),
)


def taps(label: str, choices: Any, **also: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **also)


def long_words(label: str, **also: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), **also)


class AskForm(Form):
    kind = taps("What do they ask for?", Kind.choices)
    about = forms.ChoiceField(label="About which entry?", required=False, help_text="For something put right.")
    words = long_words("What do they say?", required=False, help_text="In their own words; not needed for a copy.")
    received_on = DayField(label="When did they ask?")
    how = forms.CharField(label="How did they ask?", max_length=120, help_text="By phone, in a letter, at home.")
    asked_by = taps("Who asks?", RightsRequest.AskedBy.choices)
    asked_by_name = forms.CharField(label="Their name, if it is somebody else", max_length=120, required=False)
    known = taps(
        "Do we know for certain who asks?",
        (
            (KNOWN, "Yes, and I write below how we know"),
            (NOT_KNOWN, "Not yet: we ask for a proof, and the clock waits"),
        ),
    )
    proof = forms.CharField(
        label="How do we know who asks?", max_length=200, required=False,
        help_text="Needed for a yes: a worker knows them, a passport was seen, a solicitor sent a letter they signed.",
    )  # fmt: skip

    def __init__(self, *args: Any, entries: Sequence[tuple[Model, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._entries = {f"{row._meta.label_lower}:{row.pk}": row for row, _ in entries}
        choices = [
            ("", "The record as a whole"),
            *((f"{row._meta.label_lower}:{row.pk}", words) for row, words in entries),
        ]
        self.fields["about"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("known") == KNOWN and not data.get("proof"):
            self.add_error("proof", "Write how we know who asks, or choose “Not yet”.")
        if data.get("asked_by") not in (None, RightsRequest.AskedBy.THEMSELVES) and not data.get("asked_by_name"):
            self.add_error("asked_by_name", "Write the name of whoever asks for them.")
        return data

    @property
    def entry(self) -> Model | None:
        return self._entries.get(self.cleaned_data.get("about", ""))


class PauseForm(Form):
    why = taps("Why does the clock stop?", RequestPause.Why.choices)
    on = DayField(label="From which day?")


class GoOnForm(Form):
    on = DayField(label="When did it come?")
    proof = forms.CharField(label="How do we know now who asks?", max_length=200, required=False)


class ExtendForm(Form):
    months = taps("How much longer?", (("1", "One month"), ("2", "Two months")))
    why = forms.CharField(label="Why, as it was told to them?", max_length=300)
    told_on = DayField(label="When were they told?")


class AnswerForm(Form):
    outcome = taps("What came of it?", _ANSWERS)
    why = long_words("Why?", required=False, max_length=500, help_text="Needed when it is refused or done in part.")
    note_beside = long_words(
        "Their words, to be kept beside the entry", required=False, max_length=500,
        help_text="When the entry stays and they do not agree with it.",
    )  # fmt: skip
    on = DayField(label="When were they answered?")

    def __init__(self, *args: Any, is_copy: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_copy:
            del self.fields["note_beside"]


class GiveForm(Form):
    to_whom = forms.CharField(label="Who got it?", max_length=120)
    how = forms.CharField(label="How?", max_length=120, help_text="By hand, by recorded post, on a locked stick.")
    on = DayField(label="On which day?")
