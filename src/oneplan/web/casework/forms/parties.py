"""Fields to choose people, workers and agencies. Barred people are not offered, and refused with the reason."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms

from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads.parties import AtHand, Party
from oneplan.web.people.models import Person
from oneplan.web.site.forms import Form

NOBODY = "nobody else"


class PartiesField(forms.MultipleChoiceField):
    """Cleans to the parties chosen. A barred person is no offered choice, but a valid one: the action says why not."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def set_parties(self, offered: Sequence[Party], *, barred: Iterable[Person] = ()) -> None:
        shown = [(parties.key(each), parties.name(each)) for each in offered]
        self.choices = [*shown, *((parties.key(each), each.name) for each in barred)]
        self.widget.choices = shown

    def clean(self, value: Any) -> Any:
        return parties.find(super().clean(value))


class PeopleField(PartiesField):
    """Members of the family only."""

    def set_people(self, people: Sequence[Person]) -> None:
        self.set_parties(people)


class WorkerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no argument when it runs
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(
            queryset=Worker.objects.filter(is_active=True).select_related("agency").order_by("name", "pk"),
            empty_label=NOBODY,
            **kwargs,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.job_title} ({obj.agency})"


class PartiesForm(Form):
    """`parties` at hand, and anybody else by name."""

    other_worker = WorkerField(label="Another worker")
    other_agency = forms.ModelChoiceField(
        label="Another agency", queryset=Agency.objects.order_by("name"), required=False, empty_label=NOBODY
    )

    def __init__(self, *args: Any, hand: AtHand, without: Collection[str] = (), **kwargs: Any) -> None:
        """`without`: keys of those who are on the page already."""
        super().__init__(*args, **kwargs)
        field = self.fields["parties"]
        assert isinstance(field, PartiesField)  # noqa: S101 - every form of this kind declares it
        offered = [party for party in hand.parties if parties.key(party) not in without]
        field.set_parties(offered, barred=hand.barred_people)

    def chosen(self) -> list[Party]:
        data = self.cleaned_data
        others = [data.get("other_worker"), data.get("other_agency")]
        found: list[Party] = [*data["parties"], *(each for each in others if each is not None)]
        return list({parties.key(each): each for each in found}.values())
