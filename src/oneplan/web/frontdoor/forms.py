"""The front door's forms: few fields, most of them a tap."""

from datetime import date
from typing import Any

from django import forms

from oneplan.web.agencies.models import Agency, Team
from oneplan.web.frontdoor.actions.matching import Match
from oneplan.web.frontdoor.models import Offer, Request
from oneplan.web.frontdoor.named import lines_of
from oneplan.web.frontdoor.reads import NamedRow
from oneplan.web.people.models import Family, Membership
from oneplan.web.site import lists
from oneplan.web.site.forms import DayField, Form

OTHER = "other"
AGREES = (("yes", "Yes, and they agree"), ("no", "No, or they do not agree"), ("", "I do not know"))
ANSWERS = (
    (Offer.Answer.YES.value, "Yes"),
    (Offer.Answer.NO.value, "Not now"),
    (Offer.Answer.WAITING.value, "No answer yet"),
)
SAFETY = (
    (Request.Safety.NO.value, "No"),
    (Request.Safety.UNSURE.value, "I am not sure"),
    (Request.Safety.WORRIED.value, "Yes, I am worried"),
)
SAFE = (
    ("Safe as far as anybody knows", "Safe as far as anybody knows"),
    ("Not clear yet: we ask when we meet them", "Not clear yet: we ask when we meet them"),
    ("A worry: we act on it together with the family", "A worry: we act on it together with the family"),
    ("At risk now: passed to social care today", "At risk now: passed to social care today"),
    ("There are no children", "There are no children"),
)
NEXT_STEPS = (
    ("We ring the family and offer help", "We ring the family and offer help"),
    ("We give advice and the number of the right service", "We give advice and the number of the right service"),
    ("Social care takes it on today", "Social care takes it on today"),
    ("We ring the family again in four weeks", "We ring the family again in four weeks"),
    (OTHER, "Something else"),
)
HOW = tuple((words, words.capitalize()) for words in ("by phone", "in person", "by video call", "by letter"))
WAYS_BACK = (
    (
        "They ring us any day, with this number and no new form",
        "They ring us any day, with this number and no new form",
    ),
    ("We ring again in three months", "We ring again in three months"),
    ("Whoever asked stays in touch with them", "Whoever asked stays in touch with them"),
    (OTHER, "Another way"),
)


class Marks(forms.CheckboxSelectMultiple):
    """Needs as marks: one tap each."""

    template_name = "frontdoor/marks.html"


def day_words(day: date) -> str:
    return f"{day:%-d %B %Y}"


def lines(label: str, *, rows: int = 3, **also: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **also)


def taps(label: str, choices: Any, **also: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **also)


class RequestForm(Form):
    """`asker_known`: a partner or worker asks, so who asks is known already."""

    asks = taps("Who is asking?", (("family", "The family themselves"), ("service", "A service or somebody else")))
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.order_by("name"), required=False, label="Which service?", empty_label="None of these"
    )
    from_words = forms.CharField(
        label="Their name and who they are", required=False, max_length=200, help_text="Like Ann Green, class teacher."
    )
    people = lines(
        "Who is in the family?",
        rows=5,
        help_text="A line for each: name, age or birth date, who they are. What you do not know, leave out. "
        "Like: James Bell, 7, son",
    )
    reason = lines("What is going on, in your own words?", rows=4)
    needs = forms.MultipleChoiceField(label="What is it about?", required=False, widget=Marks)
    safety = taps("Are you worried about a child's safety?", SAFETY)
    safeguarding = forms.CharField(
        label="If so, what is the worry?",
        required=False,
        max_length=300,
        help_text="If a child is in danger now, ring 999 first.",
    )
    agrees = taps("Does the family know you are asking?", AGREES, required=False, initial="")
    hoped_for = lines("What would be better at the end?", rows=2, required=False)
    in_place = lines("Who is helping already?", rows=2, required=False)
    assessment_received = forms.CharField(
        label="Is there an assessment we can start from?",
        required=False,
        max_length=300,
        help_text="Like “CAF by the school, 3 March 2024”. Then nobody asks the family again.",
    )

    def __init__(self, *args: Any, asker_known: bool, family_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["needs"].choices = lists.choices("need")  # type: ignore[attr-defined]
        if asker_known:
            for name in ("asks", "agency", "from_words"):
                del self.fields[name]
        if family_known:
            del self.fields["people"]

    def clean_people(self) -> list[str]:
        said = lines_of(self.cleaned_data["people"])
        if long := next((line for line in said if len(line) > 200), None):
            raise forms.ValidationError(f"“{long[:40]}…” is very long for one line. Put the story under the reason.")
        return said

    def clean_agrees(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["agrees"])


class LearnForm(Form):
    """What was missing; a field left as it is stays as it is."""

    family_view = lines("What does the family themselves say?", rows=3, required=False)
    agrees = taps("Does the family know?", AGREES, required=False)
    safety = taps("Is anybody worried about a child's safety?", SAFETY, required=False)
    safeguarding = forms.CharField(label="What is the worry?", required=False, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_agrees(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["agrees"])


class MatchForm(Form):
    """Is it one of these? A tap for each person named, then the family."""

    def __init__(
        self, *args: Any, rows: list[NamedRow], families: list[tuple[Family, str]], family_name: str, **kwargs: Any
    ) -> None:
        self.rows = rows
        super().__init__(*args, **kwargs)
        for row in rows:
            known = [(str(each.found.person.pk), f"Yes: {each.words}") for each in row.suggestions]
            self.fields[f"who_{row.named.pk}"] = taps(
                f"Is {row.read.name} one of these?" if known else f"{row.read.name} is new to us",
                [*known, ("new", "No, somebody new" if known else "Somebody new")],
                initial=None if known else "new",
                help_text=row.named.said,
            )
            self.fields[f"role_{row.named.pk}"] = forms.ChoiceField(
                label=f"{row.read.given_names or row.read.name} is",
                choices=Membership.Role.choices,
                initial=row.read.role,
                widget=_select(),
            )
        known_families = [(str(family.pk), words) for family, words in families]
        self.fields["family"] = taps(
            "Which family?", [*known_families, ("new", "A new family")], initial=None if known_families else "new"
        )
        self.fields["family_name"] = forms.CharField(
            label="Name of a new family",
            initial=family_name,
            required=False,
            max_length=120,
            widget=forms.TextInput(attrs={"class": "govuk-input govuk-input--width-20"}),
        )

    def matches(self) -> list[Match]:
        return [self._match(row) for row in self.rows]

    def _match(self, row: NamedRow) -> Match:
        chosen = self.cleaned_data[f"who_{row.named.pk}"]
        people = {str(each.found.person.pk): each.found.person for each in row.suggestions}
        return Match(named=row.named, person=people.get(chosen), role=self.cleaned_data[f"role_{row.named.pk}"])


class DecideForm(Form):
    child_safety = taps("First: how safe are the children?", SAFE)
    safety_words = forms.CharField(label="More about their safety", required=False, max_length=200)
    level = taps("Level of need", ())
    outcome = taps("What happens now?", ())
    why = lines("Why?", rows=3, help_text="Whoever asked reads this if the family agreed.")
    next_step = taps("Next step", NEXT_STEPS)
    next_words = forms.CharField(label="If something else, what?", required=False, max_length=300)
    team = forms.ModelChoiceField(
        label="Which team?",
        queryset=Team.objects.select_related("agency").order_by("name"),
        required=False,
        blank=True,
        widget=forms.RadioSelect,
        empty_label="No team yet",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(item.code, _with_description(item)) for item in lists.items("level")]
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
        self.fields["outcome"].choices = lists.choices("request_outcome")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("next_step") == OTHER:
            data["next_step"] = data.get("next_words", "")
            if not data["next_step"]:
                self.add_error("next_words", "Say what happens next. No request ends without a next step.")
        return data


class AnswerForm(Form):
    answer = taps("What do they say?", ANSWERS[:2])
    words = forms.CharField(label="In their words", required=False, max_length=300)
    way_back = taps("If not now: how do they come back?", WAYS_BACK, required=False, initial=WAYS_BACK[0][0])
    way_back_words = forms.CharField(label="If another way, which?", required=False, max_length=200)
    on = DayField(label="On which day?")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("way_back") == OTHER:
            data["way_back"] = data.get("way_back_words", "")
        if data.get("answer") != Offer.Answer.NO:
            data["way_back"] = ""
        return data


class OfferForm(AnswerForm):
    how = taps("How did you tell them?", HOW, initial="by phone")
    told = lines("What were they told?", rows=4)
    answer = taps("What do they say?", ANSWERS)
    field_order = ("how", "told", "answer", "words", "way_back", "way_back_words", "on")


def _select() -> forms.Select:
    # fields added after the form was made must bring their class along
    return forms.Select(attrs={"class": "govuk-select"})


def _with_description(item: Any) -> str:
    return f"{item.name}: {item.description}" if item.description else str(item.name)
