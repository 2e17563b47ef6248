"""The form of a feed's privacy assessment."""

from datetime import date
from typing import Any

from django import forms

from oneplan.web.agencies.forms.fields import day_words, line, words
from oneplan.web.data.actions.privacy import AssessmentWords
from oneplan.web.data.models import Feed, PrivacyAssessment
from oneplan.web.site.forms import DayField, Form

WORDS = ("linked", "basis", "risks", "measures", "first_looked", "decision", "decided_by")
DAYS = ("decided_on", "review_on")


class AssessmentForm(Form):
    linked = words(
        "What is linked with what, and why?", most=4000, required=True, rows=6,
        hint="Which rows meet whose record, what is read of them, and which family is helped by it.",
    )  # fmt: skip
    basis = words(
        "On what does it rest?",
        most=4000,
        required=True,
        rows=6,
        hint="The agreement, and the law or the lawful basis.",
    )
    risks = words(
        "What could go wrong for people?", most=4000, required=True, rows=6,
        hint="A wrong person joined, a family watched, an address told, an old story that sticks.",
    )  # fmt: skip
    measures = words("What was done about it?", most=4000, required=True, rows=6)
    first_looked = words(
        "Who looks before anything is done about a family?", most=2000, required=True,
        hint="Nothing is ever done on a score or a list alone: a person looks first, and can say no.",
    )  # fmt: skip
    decision = forms.ChoiceField(
        label="What was decided?", choices=PrivacyAssessment.Decision.choices, widget=forms.RadioSelect
    )
    decided_by = line(
        "Who decided?", most=160, required=True, hint="Name and office, like “R. Shah, data protection officer”."
    )
    decided_on = DayField(label="When was it decided?")
    review_on = DayField(label="When is it looked at again?", help_text="In two years at the latest.")
    why = line("Why is it assessed anew?", most=300, required=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, feed: Feed, now: PrivacyAssessment | None, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = _of(now) if now else _first(feed, today)
        super().__init__(*args, **kwargs)
        if now is None:
            del self.fields["why"]

    def says(self) -> AssessmentWords:
        return AssessmentWords(**{name: self.cleaned_data[name] for name in (*WORDS, *DAYS)})


def _of(now: PrivacyAssessment) -> dict[str, Any]:
    """The words stay to be changed; who decided, and when, is said anew."""
    kept = {name: getattr(now, name) for name in WORDS if name not in {"decision", "decided_by"}}
    return kept | {"version": now.number}


def _first(feed: Feed, today: date) -> dict[str, Any]:
    return {"version": 0, "basis": f"The agreement “{feed.agreement}”.", "decided_on": day_words(today)}
