"""Smaller forms: without consent, what was told, emergencies, what is kept from whom."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from oneplan.rulebook.sharing.bases import grounds
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.people.models import Person
from oneplan.web.sharing.actions.disclosures import To
from oneplan.web.sharing.forms.fields import KindsField, agencies, people, workers
from oneplan.web.sharing.models import Disclosure, EmergencyOpening
from oneplan.web.site.forms import DayField, Form

_THREE_LINES = {"rows": 3}
_ALL = "everybody"
EVERYBODY = "Everybody in the family"


class SayWhyForm(Form):
    reason = forms.CharField(label="Why?", max_length=300)


class LiftForm(SayWhyForm):
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # which guard was read when the form was drawn


class WhyNotForm(Form):
    reason = forms.CharField(
        label="No, because…", max_length=300, help_text="Say what has to be different, if anything could make it a yes."
    )


class WordsForm(Form):
    words = forms.CharField(label="In their words", required=False, max_length=300)


class AboutForm(Form):
    """Has a field `people`, of the family; everybody is a tick of its own, and means those in the family today."""

    people = forms.MultipleChoiceField(
        label="About whom?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Only those it is needed for.",
        error_messages={"required": f"Tick whom it is about. If it is all of them, tick “{EVERYBODY}”."},
    )

    def __init__(self, *args: Any, family: Sequence[Person], near: Iterable[Agency] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._family = {str(person.pk): person for person in family}
        self.fields["people"].choices = [*people(family), (_ALL, EVERYBODY)]  # type: ignore[attr-defined]
        if "agency" in self.fields:
            self.fields["agency"].choices = agencies(near)  # type: ignore[attr-defined]

    def chosen(self) -> list[Person]:
        ticked = self.cleaned_data["people"]
        return list(self._family.values()) if _ALL in ticked else [self._family[pk] for pk in ticked]

    def clean_people(self) -> list[str]:
        """Everybody and one by name cannot both be meant, and the wider one is not guessed."""
        ticked: list[str] = self.cleaned_data["people"]
        if _ALL in ticked and len(ticked) > 1:
            raise forms.ValidationError(f"You ticked “{EVERYBODY}” and somebody by name. Leave one of the two.")
        return ticked

    def clean_agency(self) -> Agency | None:
        given = self.cleaned_data["agency"]
        return Agency.objects.get(pk=given) if given else None


class BasisForm(AboutForm):
    agency = forms.ChoiceField(label="Who is told?")
    categories = KindsField(label="What are they told?", help_text="Only what is needed.")
    ground = forms.ChoiceField(label="On which ground?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why without asking them?",
        widget=forms.Textarea(attrs=_THREE_LINES),
        help_text="Write it so that the family could read it.",
    )
    family_knows = forms.ChoiceField(
        label="Do they know of it?",
        widget=forms.RadioSelect,
        choices=[
            ("yes", "Yes, they were told: it may stand on their own page"),
            ("no", "No, or telling somebody at home would be a danger: no page of theirs ever shows it"),
        ],
    )
    family_told = forms.CharField(
        label="What was the family told about it?", max_length=300, help_text="Or why it was not safe to tell them."
    )
    field_order = ["agency", "people", "categories", "ground", "reason", "family_knows", "family_told"]

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = grounds(on=on)
        self.fields["ground"].choices = [(code, _worded(each)) for code, each in known.items()]  # type: ignore[attr-defined]

    def clean_family_knows(self) -> bool:
        return bool(self.cleaned_data["family_knows"] == "yes")


def _worded(ground: Any) -> str:
    return f"{ground.words} (a manager approves first)" if ground.needs_approval else ground.words


class ReviewForm(Form):
    words = forms.CharField(label="Why is it still needed?", max_length=300)
    next_on = DayField(label="When do you look again?")


class ToldForm(AboutForm):
    what = forms.CharField(label="What was told?", max_length=300)
    agency = forms.ChoiceField(label="To which service?", required=False)
    person = forms.ChoiceField(label="Or to whom in the family or near it?", required=False)
    to_words = forms.CharField(
        label="Or to whom else?",
        required=False,
        max_length=120,
        help_text="A landlord, a neighbour: somebody who is on neither list.",
    )
    agreed = forms.MultipleChoiceField(
        label="Who said yes to telling them?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Needed for anybody who is no service: each whom it is about, or the parent who speaks for a child.",
    )
    way = forms.ChoiceField(label="How?", choices=Disclosure.Way, initial="spoken", widget=forms.RadioSelect)
    categories = KindsField(label="Which kinds of information?")
    on = DayField(label="When?")
    field_order = ["what", "agency", "person", "to_words", "agreed", "way", "people", "categories", "on"]

    ONE_OF = ("agency", "person", "to_words")

    def __init__(self, *args: Any, family: Sequence[Person], may_be_told: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, family=family, **kwargs)
        self._told = {str(person.pk): person for person in may_be_told}
        self.fields["agreed"].choices = people(family)  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "Choose"), *people(may_be_told)]  # type: ignore[attr-defined]
        for name in (*self.ONE_OF, "agreed"):
            self.fields[name].is_needed_with_others = True  # type: ignore[attr-defined]

    def to(self) -> To:
        said = self.cleaned_data
        agreed = tuple(self._family[pk] for pk in said["agreed"])
        return To(agency=said["agency"], person=self._told.get(said["person"]), words=said["to_words"], agreed=agreed)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        given = [name for name in self.ONE_OF if str(data.get(name) or "").strip()]
        if not self.errors and not given:
            self.add_error("agency", "Choose the service or the person, or write below who else was told.")
        elif "person" in given and len(given) > 1:
            self.add_error("person", "Keep one at a time: the service, the person, or who else was told.")
        return data


class EmergencyForm(Form):
    reason = forms.CharField(
        label="What is the emergency?",
        widget=forms.Textarea(attrs=_THREE_LINES),
        help_text="A manager reads it on the next working day. The family sees that you opened it in an emergency, "
        "and may ask why.",
    )


class EmergencyReviewForm(Form):
    finding = forms.ChoiceField(label="Was it right?", choices=EmergencyOpening.Finding, widget=forms.RadioSelect)
    words = forms.CharField(label="What follows from it?", required=False, max_length=300)

    def clean_finding(self) -> EmergencyOpening.Finding:
        return EmergencyOpening.Finding(self.cleaned_data["finding"])


class WorkersForm(Form):
    """Has a field `workers`; cleans to workers."""

    workers = forms.MultipleChoiceField(label="Who may open it?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, near: Sequence[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._near = {str(worker.pk): worker for worker in near}
        self.fields["workers"].choices = [(pk, str(worker)) for pk, worker in self._near.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[Worker]:
        return [self._near[pk] for pk in self.cleaned_data["workers"]]


class GuardForm(WorkersForm):
    another = forms.ChoiceField(label="And somebody else?", required=False)
    reason = forms.CharField(label="Why is it kept to them?", max_length=300)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # who was named when the form was drawn
    field_order = ["workers", "another", "reason", "seen"]

    def __init__(self, *args: Any, working: str, **kwargs: Any) -> None:
        """`working` says who works with the family."""
        super().__init__(*args, **kwargs)
        self.fields["workers"].help_text = f"{working} Whoever is not ticked no longer opens this record.".strip()
        self.fields["another"].choices = workers()  # type: ignore[attr-defined]

    def chosen(self) -> list[Worker]:
        also = self.cleaned_data["another"]
        return [*super().chosen(), *([Worker.objects.get(pk=also)] if also else [])]


class TieForm(Form):
    worker = forms.ChoiceField(label="Whose own family is it, or whom is it too close to?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = workers()  # type: ignore[attr-defined]

    def clean_worker(self) -> Worker:
        return Worker.objects.get(pk=self.cleaned_data["worker"])


class PrivateForm(WorkersForm):
    kind = forms.ChoiceField(label="From whom is it kept?", widget=forms.RadioSelect, choices=[
        ("member", "From the others in the family: it is private to one person"),
        ("named", "From other workers: only those ticked below see it"),
    ])  # fmt: skip
    person = forms.ChoiceField(label="Private to whom?", required=False)
    reason = forms.CharField(label="Why?", max_length=300)
    field_order = ["kind", "person", "workers", "reason"]

    def __init__(self, *args: Any, family: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person in family}
        self.fields["person"].choices = [("", "Choose"), *people(family)]  # type: ignore[attr-defined]
        self.fields["workers"].required = False
        self.fields["workers"].label = "Which workers see it?"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == "member" and not data.get("person"):
            self.add_error("person", "Say whose it is.")
        return data

    def whose(self) -> Person:
        return self._people[self.cleaned_data["person"]]


__all__ = [
    "BasisForm",
    "EmergencyForm",
    "EmergencyReviewForm",
    "GuardForm",
    "PrivateForm",
    "ReviewForm",
    "SayWhyForm",
    "TieForm",
    "ToldForm",
    "WhyNotForm",
    "WordsForm",
]
