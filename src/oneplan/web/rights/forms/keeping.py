"""Forms of breaches, holds and the area's own periods."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from oneplan.rulebook.retention import periods
from oneplan.web.people.access import families_of
from oneplan.web.people.models import Family, Person
from oneplan.web.rights import standing
from oneplan.web.rights.forms.requests import long_words, taps
from oneplan.web.rights.models import AreaPeriod, Breach, Hold
from oneplan.web.site.forms import DayField, Form

_TELL = ((Breach.Tell.YES, "Yes"), (Breach.Tell.NO, "No"))


class BreachForm(Form):
    what = long_words("What happened?")
    kinds = forms.CharField(label="Which information?", max_length=300, help_text="Names, an address, a note, health.")
    known_on = DayField(label="On which day did we know of it?")
    known_time = forms.TimeField(label="At what time?", help_text="Like 14:30. The regulator's hours run from here.")
    happened_on = DayField(label="When did it happen?", required=False)
    who_noticed = forms.CharField(label="Who noticed it?", max_length=120, required=False)
    families = forms.CharField(label="Which families?", required=False, help_text="Their numbers, like F-1042, F-1077.")
    number_of_people = forms.IntegerField(label="How many people?", min_value=0, required=False)
    harm = taps("How likely is harm?", Breach.Harm.choices)
    harm_words = long_words("What harm could it do, and to whom?", required=False, max_length=500)
    done = long_words("What was done at once?", required=False, max_length=500)

    def __init__(self, *args: Any, kept: Q, **kwargs: Any) -> None:
        """`kept`: families that are to this worker like numbers of nobody."""
        super().__init__(*args, **kwargs)
        self._kept = kept

    def clean_families(self) -> list[Family]:
        return families_named(self.cleaned_data["families"], kept=self._kept)

    @property
    def known_at(self) -> datetime:
        data = self.cleaned_data
        return timezone.make_aware(datetime.combine(data["known_on"], data["known_time"]))


class StepForm(Form):
    words = long_words("What was done?", max_length=500)
    on = DayField(label="On which day?")


class RegulatorForm(Form):
    tell = taps("Is the regulator told?", _TELL)
    why = long_words("Why?", max_length=500)
    told_on = DayField(label="On which day were they told?", required=False)
    told_time = forms.TimeField(label="At what time?", required=False, help_text="Like 14:30.")
    reference = forms.CharField(label="Their number for it", max_length=60, required=False)

    @property
    def told_at(self) -> datetime | None:
        data = self.cleaned_data
        if not data["told_on"]:
            return None
        return timezone.make_aware(datetime.combine(data["told_on"], data["told_time"] or datetime.min.time()))


class PeopleForm(Form):
    tell = taps("Are the people told?", _TELL)
    why = long_words("Why?", max_length=500)
    told_on = DayField(label="On which day were they told?", required=False)


class HarmForm(Form):
    harm = taps("How likely is harm?", Breach.Harm.choices)
    words = long_words("Why does it look different now?", max_length=500)


class CloseForm(Form):
    learned = long_words("What do we do so that it does not happen again?", max_length=500)


class HoldForm(Form):
    kind = taps("Why must it stay?", Hold.Kind.choices)
    why = forms.CharField(label="Which case, which inquiry, who asked?", max_length=300)
    what = forms.CharField(
        label="A family or a person", required=False, max_length=20, help_text="A number, like F-1042 or P-100007."
    )
    rule = forms.ChoiceField(label="Or everything under a rule", required=False)

    def __init__(self, *args: Any, kept: Q, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept = kept
        choices = [("", "No: the one above"), *((code, rule.title) for code, rule in timed_rules().items())]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        words = str(data.get("what", "")).strip().upper()
        data["family"] = families_named(words, kept=self._kept)[0] if words.startswith("F-") else None
        data["person"] = _person(words, kept=self._kept) if words.startswith("P-") else None
        if words and not data["family"] and not data["person"]:
            self.add_error("what", "A family's number looks like F-1042, a person's like P-100007.")
        return data


class LiftForm(Form):
    why = forms.CharField(label="Why is the hold no longer needed?", max_length=300)


class PeriodForm(Form):
    rule = taps("For which records?", ())
    since = DayField(label="From which day does it hold?")
    years = forms.IntegerField(label="Years", min_value=0, max_value=150, required=False)
    months = forms.IntegerField(label="Months", min_value=0, max_value=11, required=False)
    days = forms.IntegerField(label="Days", min_value=0, max_value=999, required=False)
    youngest_child = forms.IntegerField(
        label="But at least until the youngest child is", min_value=0, max_value=120, required=False
    )
    source = forms.CharField(label="Where does it stand, or who decided?", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, rule.title) for code, rule in timed_rules().items()]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]

    @property
    def period(self) -> AreaPeriod:
        data = self.cleaned_data
        numbers = {name: data[name] or 0 for name in ("years", "months", "days", "youngest_child")}
        return AreaPeriod(rule=data["rule"], since=data["since"], source=data["source"], **numbers)


def timed_rules() -> dict[str, periods.Rule]:
    """Rules under which anything ever goes."""
    return {code: rule for code, rule in periods.rules().items() if not any(f.is_never for f in rule.figures)}


def families_named(text: str, *, kept: Q) -> list[Family]:
    """The families whose numbers stand in the text; a number that is nobody's is said, one that is kept alike."""
    found = []
    for word in text.replace(",", " ").split():
        number = word.upper().removeprefix("F-")
        family = Family.objects.exclude(kept).filter(pk=int(number) - 1000).first() if number.isdigit() else None
        if family is None:
            raise forms.ValidationError(f"There is no family {word}. A family's number looks like F-1042.")
        found.append(family)
    return found


def _person(words: str, *, kept: Q) -> Person | None:
    number = words.removeprefix("P-")
    person = Person.objects.filter(pk=int(number) - 100000).first() if number.isdigit() else None
    return person if person is not None and not standing.kept(families_of(person), where=kept) else None
