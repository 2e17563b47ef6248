"""Forms of the team around the family, its meetings, help asked for elsewhere and the diary."""

from typing import Any

from django import forms

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.web.agencies.models import Agency
from oneplan.web.casework.actions.appointments import MOST_CHECKS, AppointmentWords, Every
from oneplan.web.casework.actions.meetings import Record
from oneplan.web.casework.forms.parties import PartiesField, PartiesForm, PeopleField, WorkerField
from oneplan.web.casework.models import Appointment, Attendance, Meeting, Referral
from oneplan.web.casework.reads.parties import AtHand, Party, key
from oneplan.web.people.models import Person
from oneplan.web.sharing.forms.fields import KindsField
from oneplan.web.sharing.models import Disclosure
from oneplan.web.site.forms import DayField, Form

_EVERY = [(Every.WEEK, "every week"), (Every.FORTNIGHT, "every two weeks"), (Every.MONTH, "every month")]


def _tells() -> list[tuple[str, str]]:
    """The kinds a day can give away; empty: its own words say it."""
    others = [(each.value, f"Something about {about(each).words}") for each in Category if each != Category.MEETINGS]
    return [("", "What its words say"), (Category.MEETINGS.value, "Only that they meet somebody"), *others]


def _words(label: str, *, most: int, required: bool = False, hint: str = "", rows: int = 0) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint, widget=widget)


class TeamAddForm(PartiesForm):
    parties = PartiesField(label="A friend or relative")
    what_for = _words("What are they there for?", most=200, required=True, hint="Like “James' class”.")
    goes_on_doing = _words(
        "What do they go on doing?", most=200, hint="A key worker comes on top: nobody steps back unsaid."
    )
    still_to_come = _words("What is still to come from them?", most=200)
    on = DayField(label="Since", required=False, help_text="Empty: today.")
    until = DayField(label="Until", required=False, help_text="For somebody who comes for a set time.")
    field_order = ["other_worker", "other_agency", "parties", "what_for", "goes_on_doing", "still_to_come"]

    def __init__(self, *args: Any, hand: AtHand, **kwargs: Any) -> None:
        super().__init__(*args, hand=hand, **kwargs)
        self.fields["other_worker"].label = "A worker"
        self.fields["other_agency"].label = "Or an agency, when nobody is named yet"
        inside = {row.person_id for row in hand.team}
        people: list[Party] = [person for person in hand.people if person.pk not in inside]
        field = self.fields["parties"]
        assert isinstance(field, PartiesField)  # noqa: S101 - declared above
        field.set_parties(people, barred=hand.barred_people)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if len(self.chosen()) != 1:
            raise forms.ValidationError("Choose one: a worker, an agency, or a friend or relative.")
        return data


class TeamChangeForm(Form):
    what_for = _words("What are they there for?", most=200, required=True)
    goes_on_doing = _words("What do they go on doing?", most=200)
    still_to_come = _words("What is still to come from them?", most=200)


class TeamLeaveForm(Form):
    on = DayField(label="Since when are they no longer in the team?", required=False, help_text="Empty: today.")
    words = _words("Why, and who does it now?", most=300, rows=3)


class MeetingPlanForm(PartiesForm):
    kind = forms.ChoiceField(label="What kind of meeting?", choices=Meeting.Kind.choices)
    title = _words("Its name, if it has one", most=120, hint="Like “MAAM” or “Annual review”.")
    on = DayField(label="On which day")
    place = _words("Where", most=120)
    parties = PartiesField(label="Who is invited?", help_text="Each worker and grown-up gets word.")
    field_order = ["kind", "title", "on", "place", "parties", "other_worker", "other_agency"]

    def __init__(self, *args: Any, hand: AtHand, kind: str = Meeting.Kind.TAF, **kwargs: Any) -> None:
        super().__init__(*args, hand=hand, **kwargs)
        self.fields["kind"].initial = kind
        is_panel = kind in (Meeting.Kind.PANEL, Meeting.Kind.HANDOVER)
        usual = [each for each in hand.usual if not (is_panel and isinstance(each, Person))]
        self.fields["parties"].initial = [key(each) for each in usual]


class MeetingRecordForm(PartiesForm):
    notes = _words(
        "What was said", most=20000, required=True, rows=8,
        hint="In plain words: they stand in the family's copy (a panel's do not).",
    )  # fmt: skip
    questions_next = _words("Questions for next time, one a line", most=4000, rows=4)
    parties = PartiesField(label="Who came as well?")
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["notes", "questions_next", "parties", "other_worker", "other_agency"]

    def says(self) -> Record:
        return Record(self.cleaned_data["notes"], self.cleaned_data["questions_next"])


class MeetingLogForm(MeetingRecordForm):
    kind = forms.ChoiceField(label="What kind of meeting?", choices=Meeting.Kind.choices)
    title = _words("Its name, if it has one", most=120, hint="Like “MAAM” or “Ryegate review”.")
    on = DayField(label="On which day", required=False, help_text="Empty: today.")
    place = _words("Where", most=120)
    field_order = ["kind", "title", "on", "place", "parties", "other_worker", "other_agency", "notes"]

    def __init__(self, *args: Any, kind: str = Meeting.Kind.SPECIALIST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = kind
        self.fields["parties"].label = "Who was there?"


class AnswerForm(Form):
    """How one of those invited answered."""

    answer = forms.ChoiceField(label="Answer", choices=Attendance.Answer.choices)
    words = _words("Words", most=300, hint="What their report said, or why they could not come.")


def _tells_field() -> KindsField:
    return KindsField(
        label="What does the service learn?", required=False, initial=[Category.BASICS.value, Category.NEEDS.value],
        help_text="Only what is needed, and only where they agreed. Nothing, if they were only told about it.",
    )  # fmt: skip


def _told_by_field() -> forms.TypedChoiceField:
    ways = [choice for choice in Disclosure.Way.choices if choice[0] != Disclosure.Way.PAGE]
    return forms.TypedChoiceField(
        label="How does it learn it?", choices=ways, initial=Disclosure.Way.SPOKEN, required=False,
        empty_value=Disclosure.Way.SPOKEN,
    )  # fmt: skip


class ReferralForm(Form):
    agency = forms.ModelChoiceField(label="Which service?", queryset=Agency.objects.order_by("name"))
    what_for = _words("What for?", most=200, required=True)
    people = PeopleField(label="Who is it for?", help_text="Each is followed on their own.")
    way = forms.ChoiceField(label="How?", choices=Referral.Way.choices, widget=forms.RadioSelect, initial="signposted")
    tells = _tells_field()
    told_by = _told_by_field()
    asked_on = DayField(label="Asked on", required=False, help_text="Empty: today.")
    reply_due_on = DayField(label="Reply due by", required=False)
    meanwhile = _words("What happens meanwhile?", most=200, hint="Like “Thursday club”.")
    lives_on = forms.BooleanField(label="This stays when we have said goodbye", required=False)

    def __init__(self, *args: Any, hand: AtHand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [each.person for each in hand.members if each.is_alive_and_born]
        self.fields["people"].set_people(people)  # type: ignore[attr-defined]


class ReferralChangeForm(Form):
    way = forms.ChoiceField(label="How?", choices=Referral.Way.choices, widget=forms.RadioSelect)
    tells = _tells_field()
    told_by = _told_by_field()
    meanwhile = _words("What happens meanwhile?", most=200)
    reply_due_on = DayField(label="Reply due by", required=False)


class ReferralStateForm(Form):
    state = forms.ChoiceField(
        label="Where does it stand?",
        choices=[choice for choice in Referral.State.choices if choice[0] != Referral.State.ASKED],
        widget=forms.RadioSelect,
    )
    words = _words("In a few words", most=300, rows=3, hint="Not accepted: say why, and which threshold they named.")
    on = DayField(label="Since", required=False, help_text="Empty: today.")


class AppointmentForm(Form):
    what = _words("What is it?", most=200, required=True, hint="Like “Dentist” or “Meeting at school”.")
    on = DayField(label="On which day")
    time = forms.TimeField(
        label="At what time", required=False, widget=forms.TimeInput(attrs={"class": "govuk-input--width-5"}),
        input_formats=["%H:%M", "%H.%M"], help_text="Like 14.30.",
        error_messages={"invalid": "Write the time like 14.30."},
    )  # fmt: skip
    place = _words("Where", most=120)
    tells = forms.ChoiceField(
        label="What would this day tell others?", choices=_tells, required=False,
        help_text="A service sees it only if they agreed that it may know this kind of thing.",
    )  # fmt: skip
    people = PeopleField(label="Whose is it?")
    accompanied_by = WorkerField(label="Who goes along?")
    kind = forms.ChoiceField(
        label="What kind of day?",
        choices=[choice for choice in Appointment.Kind.choices if choice[0] != Appointment.Kind.CHECK],
    )
    seen_to_by = WorkerField(label="Which worker sees to it?")
    owner = _words("Who else sees to it?", most=120, hint="When it is no worker named here: “social care”.")
    source = _words("Who asked for it?", most=120)
    lives_on = forms.BooleanField(label="This stays when we have said goodbye", required=False)

    def __init__(self, *args: Any, hand: AtHand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [each.person for each in hand.members if each.person.died_on is None]
        self.fields["people"].set_people(people)  # type: ignore[attr-defined]

    def says(self) -> AppointmentWords:
        names = ("what", "kind", "place", "tells", "seen_to_by", "owner", "accompanied_by", "source", "lives_on")
        data = {name: self.cleaned_data[name] for name in names}
        return AppointmentWords(people=tuple(self.cleaned_data["people"]), at_time=self.cleaned_data["time"], **data)


class ChecksForm(Form):
    what = _words("What is checked?", most=200, required=True, hint="Like “Is James safe at home?”")
    first_on = DayField(label="First on")
    every = forms.ChoiceField(label="How often", choices=_EVERY, initial=Every.MONTH, widget=forms.RadioSelect)
    number = forms.IntegerField(
        label="How many times", min_value=1, max_value=MOST_CHECKS, initial=6,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}), help_text="Six months, once a month: 6.",
    )  # fmt: skip
    seen_to_by = WorkerField(label="Which worker sees to the checks?")
    owner = _words("Who does the checks?", most=120, hint="When it is no worker named above: “social care”.")
    source = _words("Who asked for them?", most=120, required=True, hint="Like “Child in Need meeting, 3 May”.")
    people = PeopleField(label="Who is it about?")
    lives_on = forms.BooleanField(label="They go on when we have said goodbye", required=False)

    def __init__(self, *args: Any, hand: AtHand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].set_people([each.person for each in hand.members])  # type: ignore[attr-defined]

    def says(self) -> AppointmentWords:
        data = {name: self.cleaned_data[name] for name in ("what", "seen_to_by", "owner", "source", "lives_on")}
        return AppointmentWords(kind=Appointment.Kind.CHECK, people=tuple(self.cleaned_data["people"]), **data)


class AppointmentAnswerForm(Form):
    kept = forms.ChoiceField(
        label="What became of it?",
        choices=[choice for choice in Appointment.Kept.choices if choice[0] != Appointment.Kept.TO_COME],
        widget=forms.RadioSelect,
    )
    how_it_went = _words("How did it go?", most=300, rows=3)
    on = DayField(label="On which day", required=False, help_text="Empty: today.")
