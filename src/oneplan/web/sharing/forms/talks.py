"""The form of one talk with one person: what was said about oneself and the children one speaks for.

Nothing is set beforehand. A line that is left as it is writes nothing, for nobody; `drawn` says what counted when the
page was drawn, so that a page left open brings nothing back to life that was taken back meanwhile.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose, to_keep
from oneplan.web.agencies.models import Agency
from oneplan.web.people.models import Person
from oneplan.web.sharing.actions.talks import NEWEST, Answered, Conversation
from oneplan.web.sharing.forms.fields import kinds, people
from oneplan.web.sharing.models import ConsentTalk
from oneplan.web.sharing.reads import lines, notices
from oneplan.web.sharing.reads.lines import Line
from oneplan.web.sharing.reads.speakers import ends_on
from oneplan.web.site.forms import DayField, Form

_ANSWERS = [("", "Leave as it is"), ("yes", "Yes"), ("no", "No")]
QUESTIONS = {
    Purpose.CONTACT: "May we get in touch?",
    Purpose.TAKE_PART: "Do they want to take part?",
    Purpose.ASSESS: "May we look together at what helps each of them?",
    Purpose.LOOK_UP: "May we ask other services what they know?",
}
_REACHED = [(way.value, way.label) for way in ConsentTalk.Way if way != ConsentTalk.Way.TRIED]
_CHANGED = "{who}: this changed while the page was open. It now stands: {how}. Answer it again if they said so since."


class TalkForm(Form):
    on = DayField(label="When did you talk?")
    way = forms.ChoiceField(label="How?", choices=_REACHED, widget=forms.RadioSelect)
    explained = forms.CharField(
        label="What did you explain?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In your own words: what is shared, with whom, that they can change it.",
    )
    about = forms.MultipleChoiceField(
        label="Whom do the answers below hold for?", required=False, widget=forms.CheckboxSelectMultiple
    )
    drawn = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        speaker: Person,
        children: Sequence[Person],
        agencies: Sequence[Agency],
        on: date,
        is_young: bool,
        notices: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        self.speaker, self.people, self.agencies = speaker, [speaker, *children], list(agencies)
        asked = lines_of(self.agencies)
        self.lines = {line.name: line for line in asked}
        self.never = {str(category): Line(Purpose.SHARE, None, category) for category in Category}
        self.sheet = lines.sheet_of([*asked, *self.never.values()], people=self.people, on=on)
        super().__init__(*args, **kwargs)
        chosen = self.fields["about"]
        chosen.choices = people(self.people)  # type: ignore[attr-defined]
        chosen.initial = [str(speaker.pk)] if len(self.people) == 1 else []
        self.fields["drawn"].initial = self.sheet.drawn()
        self._add_lines()
        self._add_words(is_young=is_young)
        if len(notices) > 1:  # the last one is “none”
            self.fields["notice"] = forms.ChoiceField(
                label="Which privacy notice did you show them?", choices=list(notices), widget=forms.RadioSelect
            )
        self.dress()

    def _add_lines(self) -> None:
        labels = dict(kinds())
        for name, line in self.lines.items():
            self.fields[name] = forms.ChoiceField(
                label=labels[line.category] if line.category else QUESTIONS[line.purpose],
                choices=_ANSWERS,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["never"] = forms.MultipleChoiceField(
            label="What should nobody outside be told?",
            choices=kinds(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def _add_words(self, *, is_young: bool) -> None:
        written = {
            "asked": "What did they ask?",
            "understood": "What did they say they understood?",
            "language": "In which language, if not English?",
            "interpreter": "With which interpreter?",
        }
        for name, label in written.items():
            self.fields[name] = forms.CharField(label=label, required=False, max_length=500)
        self.fields["choice"] = forms.ChoiceField(
            label="Did it feel like a real choice to them?",
            choices=[(each.value, each.label.capitalize()) for each in ConsentTalk.Choice],
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["choice_words"] = forms.CharField(label="In their words", required=False, max_length=300)
        self.fields["until"] = DayField(
            label="Until when?",
            required=False,
            help_text="Only if they said yes for a time: it goes with each yes you tap here. Like 3 May 2027.",
        )
        if is_young:
            self.fields["understands"] = forms.CharField(
                label=f"How do you know that {self.speaker.short_name} understands?", required=False, max_length=300
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        touched = self._touched(data)
        if (touched or data.get("never")) and not data.get("about") and "about" not in self.errors:
            self.add_error("about", "Say whom the answers hold for: tap each person they were about.")
        if data.get("until") and Answer.YES not in touched.values():
            self.add_error("until", "There is no new yes for this day to go with. Tap the yes, or empty the day.")
        self._refuse_what_changed(data, touched)
        return data

    def _touched(self, data: Mapping[str, Any]) -> dict[str, Answer]:
        return {name: Answer(data[name]) for name in self.lines if data.get(name)}

    def _refuse_what_changed(self, data: Mapping[str, Any], touched: Mapping[str, Answer]) -> None:
        """Where somebody answered meanwhile: say how it stands and set the line back; all else stays as typed."""
        said: list[tuple[str, str]] = [(name, name) for name in touched]
        said += [("never", self.never[code].name) for code in data.get("never", ())]
        changed = []
        for field, name in said:
            who = [each for each in self._chosen(data) if not self._is_as_drawn(data, name, each)]
            if who:
                changed.append((field, name))
                names = ", ".join(each.short_name for each in who)
                self.add_error(field, _CHANGED.format(who=names, how=self.sheet.words(name)))
        if self.errors:
            self.draw_again(changed)

    def draw_again(self, changed: Sequence[tuple[str, str]] = ()) -> None:
        """With what counts now; what was typed stays, but for the lines that changed."""
        again = QueryDict(mutable=True)
        again.update(self.data)
        again["drawn"] = self.sheet.drawn()
        for field, name in changed:
            kept = [code for code in again.getlist("never") if code in self.never and self.never[code].name != name]
            again.setlist(field, kept if field == "never" else [""])
        self.data = again

    def _is_as_drawn(self, data: Mapping[str, Any], name: str, person: Person) -> bool:
        return self._marks(data).get(name, {}).get(person.pk) == self.sheet.held[name].marks[person.pk]

    def _marks(self, data: Mapping[str, Any]) -> dict[str, dict[int, str]]:
        return lines.read_drawn(data.get("drawn", ""))

    def _chosen(self, data: Mapping[str, Any]) -> list[Person]:
        """Whom it was said of; everybody while that is not said yet."""
        about = data.get("about") or [str(each.pk) for each in self.people]
        return [each for each in self.people if str(each.pk) in about]

    def conversation(self) -> Conversation:
        data = self.cleaned_data
        notice = data.get("notice", NEWEST)
        return Conversation(
            way=ConsentTalk.Way(data["way"]),
            with_people=(self.speaker,),
            language=data["language"],
            interpreter=data["interpreter"],
            explained=data["explained"],
            asked=data["asked"],
            understood=data["understood"],
            choice=ConsentTalk.Choice(data["choice"]),
            choice_words=data["choice_words"],
            notice="" if notice == notices.NONE else notice,
        )

    def answers(self) -> list[Answered]:
        """What was said that does not stand already, person by person."""
        data, found = self.cleaned_data, []
        for name, wish in self._touched(data).items():
            for person in self._chosen(data):
                found += [self._answered(self.lines[name], person, each) for each in self._new(name, person, wish)]
        for code in data["never"]:
            found += [self._answered(self.never[code], person, Answer.NO) for person in self._chosen(data)]
        return found

    def _new(self, name: str, person: Person, wish: Answer) -> tuple[Answer, ...]:
        stands = self.sheet.held[name].stands[person.pk]
        return to_keep(
            stands,
            wish,
            is_speakers=self.sheet.voices.is_by(stands, self.speaker),
            on=self.cleaned_data["on"],
            ends_on=ends_on(person, is_own=person.pk == self.speaker.pk, until=self.cleaned_data["until"]),
        )

    def _answered(self, line: Line, person: Person, answer: Answer) -> Answered:
        return Answered(
            people=(person,),
            given_by=self.speaker,
            purpose=line.purpose,
            answer=answer,
            agencies=(line.agency,) if line.agency else (),
            categories=(line.category,) if line.category else (),
            expires_on=self.cleaned_data["until"] if answer is Answer.YES else None,
            understands=self.cleaned_data.get("understands", ""),
            marks={person.pk: self._marks(self.cleaned_data).get(line.name, {}).get(person.pk, "")},
        )


class TriedForm(Form):
    on = DayField(label="When did you try?")
    explained = forms.CharField(
        label="How, and what happened?", required=False, max_length=300, help_text="Like “knocked twice, left a card”."
    )


def lines_of(agencies: Sequence[Agency]) -> list[Line]:
    """The four questions, then each kind for each service, the usual kinds first."""
    ordered = [Category(code) for code, _ in kinds()]
    return [
        *(Line(purpose) for purpose in QUESTIONS),
        *(Line(Purpose.SHARE, agency, category) for agency in agencies for category in ordered),
    ]
