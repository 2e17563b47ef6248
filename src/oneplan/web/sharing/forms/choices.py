"""The form of one question: does it feel like a real choice?"""

from collections.abc import Sequence
from typing import Any

from django import forms

from oneplan.web.people.models import Person
from oneplan.web.sharing.actions.talks import Conversation
from oneplan.web.sharing.forms.fields import people
from oneplan.web.sharing.models import ConsentTalk
from oneplan.web.site.forms import DayField, Form

_WAYS = [(way.value, way.label.capitalize()) for way in ConsentTalk.Way if way != ConsentTalk.Way.TRIED]
_FELT = [(each.value, each.label.capitalize()) for each in ConsentTalk.Choice if each]
ASKED = "Asked whether it feels like a real choice, and said that they may say no to any of it."


class ChoiceForm(Form):
    who = forms.MultipleChoiceField(label="Who answered?", widget=forms.CheckboxSelectMultiple)
    choice = forms.ChoiceField(
        label="Does it feel like a real choice to them?", choices=_FELT, widget=forms.RadioSelect
    )
    choice_words = forms.CharField(label="In their words", required=False, max_length=300)
    way = forms.ChoiceField(label="How did you talk?", choices=_WAYS, widget=forms.RadioSelect)
    on = DayField(label="When?")

    def __init__(self, *args: Any, family: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._family = {str(person.pk): person for person in family}
        self.fields["who"].choices = people(family)  # type: ignore[attr-defined]

    def conversation(self) -> Conversation:
        data = self.cleaned_data
        return Conversation(
            way=ConsentTalk.Way(data["way"]),
            with_people=tuple(self._family[pk] for pk in data["who"]),
            explained=ASKED,
            choice=ConsentTalk.Choice(data["choice"]),
            choice_words=data["choice_words"],
            notice="",
        )
