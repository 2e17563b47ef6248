"""The form of one talk with one person: what was said about oneself and the children one speaks for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.agencies.models import Agency
from oneplan.web.people.models import Person
from oneplan.web.sharing.actions.talks import NEWEST, Answered, Conversation
from oneplan.web.sharing.forms.fields import USUAL, KindsField, kinds, people
from oneplan.web.sharing.models import ConsentTalk
from oneplan.web.site.forms import DayField, Form

_YES_NO = [("", "Not talked about"), ("yes", "Yes"), ("no", "No")]
_QUESTIONS = {
    "contact": ("May we get in touch?", Purpose.CONTACT),
    "take_part": ("Do they want to take part?", Purpose.TAKE_PART),
    "assess": ("May we look together at what helps each of them?", Purpose.ASSESS),
    "look_up": ("May we ask other services what they know?", Purpose.LOOK_UP),
}
_REACHED = [(way.value, way.label) for way in ConsentTalk.Way if way != ConsentTalk.Way.TRIED]


class TalkForm(Form):
    """Kinds ticked for an agency are a yes; kinds that were agreed and are no longer ticked are taken back."""

    on = DayField(label="When did you talk?")
    way = forms.ChoiceField(label="How?", choices=_REACHED, widget=forms.RadioSelect, initial="visit")
    explained = forms.CharField(
        label="What did you explain?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In your own words: what is shared, with whom, that they can change it.",
    )
    about = forms.MultipleChoiceField(label="Whom is it about?", widget=forms.CheckboxSelectMultiple)

    def __init__(
        self,
        *args: Any,
        speaker: Person,
        children: Sequence[Person],
        agencies: Sequence[Agency],
        agreed: Mapping[int, Sequence[Category]],
        is_young: bool,
        notices: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        self.speaker, self.children, self.agencies, self.agreed = speaker, list(children), list(agencies), agreed
        super().__init__(*args, **kwargs)
        chosen = self.fields["about"]
        chosen.choices = people([speaker, *children])  # type: ignore[attr-defined]
        chosen.initial = [str(speaker.pk)]
        for name, (label, _) in _QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=_YES_NO, required=False, widget=forms.RadioSelect(attrs={"inline": True})
            )
        for agency in agencies:
            self.fields[_named(agency)] = KindsField(
                label=f"What may {agency} know?",
                required=False,
                initial=[category.value for category in agreed.get(agency.pk, ())],
            )
        self.fields["never"] = forms.MultipleChoiceField(
            label="What should nobody outside be told?",
            choices=kinds(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self._add_words(is_young=is_young)
        if len(notices) > 1:  # the last one is “none”
            self.fields["notice"] = forms.ChoiceField(
                label="Which privacy notice did you show them?", choices=list(notices), required=False,
                initial=notices[0][0],
            )  # fmt: skip
        self.dress()

    def _add_words(self, *, is_young: bool) -> None:
        lines = {
            "asked": "What did they ask?",
            "understood": "What did they say they understood?",
            "language": "In which language, if not English?",
            "interpreter": "With which interpreter?",
        }
        for name, label in lines.items():
            self.fields[name] = forms.CharField(label=label, required=False, max_length=500)
        self.fields["choice"] = forms.ChoiceField(
            label="Did it feel like a real choice to them?",
            choices=[(each.value, each.label.capitalize()) for each in ConsentTalk.Choice],
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["choice_words"] = forms.CharField(label="In their words", required=False, max_length=300)
        self.fields["until"] = DayField(
            label="Until when?", required=False, help_text="If they agreed for a time. Like 3 May 2027."
        )
        if is_young:
            self.fields["understands"] = forms.CharField(
                label=f"How do you know that {self.speaker.short_name} understands?", required=False, max_length=300
            )

    def conversation(self) -> Conversation:
        data = self.cleaned_data
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
            notice=data.get("notice", NEWEST),
        )

    def answers(self) -> list[Answered]:
        data, found = self.cleaned_data, []
        for name, (_, purpose) in _QUESTIONS.items():
            if said := data[name]:
                found.append(self._answered(purpose, Answer(said)))
        for agency in self.agencies:
            ticked, before = set(data[_named(agency)]), set(self.agreed.get(agency.pk, ()))
            found += self._shared(agency, [each for each in Category if each in ticked], Answer.YES)
            found += self._shared(agency, [each for each in Category if each in before - ticked], Answer.WITHDRAWN)
        if never := [Category(each) for each in data["never"]]:
            found.append(self._answered(Purpose.SHARE, Answer.NO, categories=tuple(never)))
        return found

    def _shared(self, agency: Agency, categories: list[Category], answer: Answer) -> list[Answered]:
        if not categories:
            return []
        return [self._answered(Purpose.SHARE, answer, agencies=(agency,), categories=tuple(categories))]

    def _answered(
        self,
        purpose: Purpose,
        answer: Answer,
        *,
        agencies: tuple[Agency, ...] = (),
        categories: tuple[Category, ...] = (),
    ) -> Answered:
        chosen = set(self.cleaned_data["about"])
        until: date | None = self.cleaned_data["until"]
        return Answered(
            people=tuple(each for each in [self.speaker, *self.children] if str(each.pk) in chosen),
            given_by=self.speaker,
            purpose=purpose,
            answer=answer,
            agencies=agencies,
            categories=categories,
            expires_on=until if answer is Answer.YES else None,
            understands=self.cleaned_data.get("understands", ""),
        )


class Share:
    """What one agency may know, as the page shows it: the usual kinds at once, the others behind one tap."""

    def __init__(self, field: forms.BoundField) -> None:
        options = list(field)
        self.field = field
        self.usual, self.others = options[: len(USUAL)], options[len(USUAL) :]
        chosen = {str(each) for each in field.value() or ()}
        self.is_open = any(str(option.data["value"]) in chosen for option in self.others)


class TriedForm(Form):
    on = DayField(label="When did you try?")
    explained = forms.CharField(
        label="How, and what happened?", required=False, max_length=300, help_text="Like “knocked twice, left a card”."
    )


def _named(agency: Agency) -> str:
    return f"agency-{agency.pk}"
