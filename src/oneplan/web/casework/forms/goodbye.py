"""Forms of roles, levels, reviews, visits, signs and goodbye: taps first, typing only where it says something."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions.goodbye import ExitPlan, Support
from oneplan.web.casework.actions.levels import SOCIAL_CARE_OUTCOMES, Stage
from oneplan.web.casework.actions.reviews import USUAL_DAYS
from oneplan.web.casework.models import OwnWords, Review, VisitPattern
from oneplan.web.casework.reads.families import Places
from oneplan.web.site import lists
from oneplan.web.site.forms import DayField, Form

OTHER = "other"
IN_PLACE, TO_COME, NO_PART = "in_place", "to_come", "no"
CHECK_WEEKS = (("", "No check"), ("6", "In six weeks"), ("13", "In three months"), ("26", "In six months"))
LENGTHS = (("12", "About 12 weeks"), ("26", "About 6 months"), ("52", "About a year"), (OTHER, "Until another day"))
READY = tuple(
    (words, words) for words in ("All of them feel ready", "Most of them do", "Some are worried", "We cannot say")
)
RISKS = tuple(
    (words, words) for words in ("Small: much holds without us", "Some: we look again", "High: others stay close")
)
GO_ON_WHY = tuple(
    (words, words)
    for words in (
        "What is open goes on without us, and the family knows who tells them",
        "The family does not want to wait",
        "Another worker carries it on",
    )
)

_WRITE_IT = "Write what has changed, in the family's own words if they gave them."


def day_words(day: date) -> str:
    return f"{day:%-d %B %Y}"


def taps(label: str, choices: Any, **also: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **also)


def choose(label: str, choices: Any, **also: Any) -> forms.ChoiceField:
    """A list to open, for what most people leave as it is."""
    return forms.ChoiceField(label=label, choices=choices, required=False, **also)


def words(label: str, *, most: int = 300, **also: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=also.pop("required", False), **also)


def long_words(label: str, *, rows: int = 3, **also: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), required=also.pop("required", False), **also
    )


class KeyWorkerForm(Form):
    """`seen` is who held the role when the page was made; 0 for nobody."""

    worker = taps("Who?", ())
    on = DayField(label="From which day?")
    why = words("Why this worker?", help_text="When somebody takes over, the family will want to know.")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Places | None, now: Worker | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = [each for each in places.workers if each[0] != now] if places else []
        self.fields["why"].required = now is not None
        self.workers = {str(worker.pk): worker for worker, _ in workers}
        self.fields["worker"].choices = [  # type: ignore[attr-defined]
            (str(worker.pk), f"{worker.name}: {_families(number)} now{_tongues(worker)}") for worker, number in workers
        ]

    def chosen(self) -> Worker:
        return self.workers[self.cleaned_data["worker"]]


class LeadForm(Form):
    worker = taps("Who leads?", ())
    on = DayField(label="From which day?")
    why = words("Why, and under which rule?", required=True)
    answers_for = words("What does the lead answer for?", help_text="And so what stays with the key worker.")
    decided_by = words("Who decided?", most=120, help_text="Empty means you.")
    objection = words("Did anybody object? Who, and why?")
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, workers: Sequence[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in workers}
        self.fields["worker"].choices = [  # type: ignore[attr-defined]
            (str(worker.pk), f"{worker}, {worker.agency}") for worker in workers
        ]

    def chosen(self) -> Worker:
        return self.workers[self.cleaned_data["worker"]]


class LevelForm(Form):
    stage = taps("When is this decided?", (), initial=Stage.ASSESSMENT)
    level = taps("Level of need", (), required=False)
    outcome = taps("Or what social care decided", (), required=False)
    why = words("Why?", most=500, required=True)
    conditions = words("Conditions or checks they asked for")
    decided_by = words("Who decided?", most=120, help_text="Empty means you.")
    on = DayField(label="On which day?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [each for each in Stage.choices if each[0] not in (Stage.REQUEST, Stage.CLOSURE)]
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", "No change"), *lists.choices("level")]  # type: ignore[attr-defined]
        outcomes = [("", "Nothing"), *((each, each) for each in SOCIAL_CARE_OUTCOMES)]
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined]


class PatternForm(Form):
    rhythm = taps("How often do you plan to meet?", VisitPattern.Rhythm.choices)
    is_taper = forms.BooleanField(label="We are stepping down towards goodbye", required=False)
    words = words("Anything to add?", most=200)
    on = DayField(label="From which day?")


class LengthForm(Form):
    length = taps("How long may help take?", LENGTHS, help_text="A prompt to think together, never a cut-off.")
    until = DayField(label="If another day, which?", required=False)
    why = words("Why, if it takes longer than expected?", most=500)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("length") == OTHER and not data.get("until"):
            self.add_error("until", "Give the day, like 3 May 2026, or choose one of the lengths.")
        return data

    def day(self, *, opened_on: date) -> date:
        length = self.cleaned_data["length"]
        until: date = self.cleaned_data["until"] if length == OTHER else opened_on + timedelta(weeks=int(length))
        return until


class WatchForm(Form):
    sign = words("What would we see?", most=200, required=True)
    what_to_do = words("What do we do when we see it?", required=True)
    asked_by = words("Who asked us to watch?", most=120)


class SeenForm(Form):
    words = words("What was seen?", required=True)
    on = DayField(label="On which day?")


class ReviewForm(Form):
    going_well = long_words("What is going well?")
    still_hard = long_words("What is still hard?")
    family_view = long_words("What does the family say?", rows=2)
    decision = taps("What did you decide together?", Review.Decision.choices, initial=Review.Decision.CONTINUE)
    why = words("Why?", most=500, required=True)
    level = choose("Level of need now", ())
    on = DayField(label="When did you look at it together?")
    next_on = DayField(label="Next time", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", "No change"), *lists.choices("level")]  # type: ignore[attr-defined]
        self.fields["next_on"].help_text = f"Empty means {USUAL_DAYS // 7} weeks later."


class GoodbyeForm(Form):
    """`waits` says that something is still open, so that going on needs a reason."""

    reason = taps("Why does help end?", ())
    picked = taps("What has changed, in their words", (), required=False)
    what_changed = long_words("Or write it here", rows=3)
    ready = choose("Do they feel ready?", (("", "Not talked about"), *READY))
    worries = words("What worries them about it?")
    other_support = words("Something else that stays", most=200)
    other_contact = words("How to reach it", most=120)
    signs_to_watch = words("Signs that things slip back")
    who_to_call = words("Who to call", most=200, required=True)
    risk = choose("How likely is slipping back?", (("", "Not weighed"), *RISKS))
    risk_words = words("More about the risk")
    check = choose("Look again afterwards?", CHECK_WEEKS, initial="13")
    open_door_note = words("For whoever picks up the phone")
    level = choose("Level of need now", ())
    on = DayField(label="When do you say goodbye?")
    go_on = taps(
        "Something is still open. You say goodbye all the same, because:",
        (*GO_ON_WHY, (OTHER, "Another reason")),
        error_messages={"required": "Finish what is still open, or say why you say goodbye all the same."},
    )
    go_on_words = words("If another reason, which?")

    def __init__(
        self, *args: Any, own_words: Sequence[OwnWords], supports: Sequence[Support], waits: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.supports, self.own_words = supports, {str(each.pk): each for each in own_words}
        self.fields["reason"].choices = lists.choices("closure_reason")  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", "No change"), *lists.choices("level")]  # type: ignore[attr-defined]
        picks = [(pk, f"“{each.text}” {each.said_by}") for pk, each in self.own_words.items()]
        self.fields["picked"].choices = [*picks, ("", "Other words")]  # type: ignore[attr-defined]
        if not own_words:
            del self.fields["picked"]
            self.fields["what_changed"].label = "What has changed, in their words?"
            self.fields["what_changed"].required = True
            self.fields["what_changed"].error_messages["required"] = _WRITE_IT
        if not waits:
            del self.fields["go_on"], self.fields["go_on_words"]
        places = ((IN_PLACE, "It is in place"), (TO_COME, "Still to come"), (NO_PART, "It ends too"))
        for number, support in enumerate(supports):
            self.fields[f"stays_{number}"] = taps(support.what, places, initial=IN_PLACE)
        stays = [name for name in self.fields if name.startswith("stays_")]
        self.order_fields([*_before(self, "other_support"), *stays])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        picked = self.own_words.get(data.get("picked") or "")
        data["said"] = data.get("what_changed") or (f"“{picked.text}” {picked.said_by}" if picked else "")
        if not data["said"] and "what_changed" not in self.errors:
            self.add_error("what_changed", "Pick some of their words, or write what has changed.")
        if data.get("go_on") == OTHER and not data.get("go_on_words"):
            self.add_error("go_on_words", "Write your reason in a few words.")
        return data

    def exit_plan(self) -> ExitPlan:
        said = self.cleaned_data
        weeks = said["check"]
        return ExitPlan(
            what_changed=said["said"],
            who_to_call=said["who_to_call"],
            supports=tuple(self._supports()),
            family_ready=said["ready"],
            worries=said["worries"],
            signs_to_watch=said["signs_to_watch"],
            relapse_risk=". ".join(each for each in (said["risk"], said["risk_words"]) if each)[:300],
            check_on=said["on"] + timedelta(weeks=int(weeks)) if weeks else None,
            open_door_note=said["open_door_note"],
        )

    def overruled_why(self) -> str:
        chosen = str(self.cleaned_data.get("go_on", ""))
        return str(self.cleaned_data["go_on_words"]) if chosen == OTHER else chosen

    def _supports(self) -> list[Support]:
        found = []
        for number, support in enumerate(self.supports):
            place = self.cleaned_data[f"stays_{number}"]
            if place != NO_PART:
                found.append(
                    Support(
                        what=support.what,
                        agency=support.agency,
                        contact=support.contact,
                        is_in_place=place == IN_PLACE,
                    )
                )
        if other := self.cleaned_data["other_support"]:
            found.append(Support(what=other, contact=self.cleaned_data["other_contact"], is_in_place=True))
        return found


class CallForm(Form):
    text = long_words("What was the call about?", rows=4, required=True)


class AgainForm(Form):
    reason = words("Why now?", most=500, required=True)
    on = DayField(label="From which day?")


def _before(form: forms.Form, name: str) -> list[str]:
    names = list(form.fields)
    return names[: names.index(name)]


def _families(number: int) -> str:
    return "1 family" if number == 1 else f"{number} families"


def _tongues(worker: Worker) -> str:
    return f", speaks {worker.languages}" if worker.languages else ""
