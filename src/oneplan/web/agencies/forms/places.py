"""Forms of hubs, forums, links and the area's lists."""

from typing import Any

from django import forms

from oneplan.web.agencies.actions.places import ForumWords, HubWords
from oneplan.web.agencies.forms.fields import (
    AgenciesField,
    AgencyField,
    ColleagueField,
    day_words,
    hidden,
    line,
    listed,
    phone,
    words,
)
from oneplan.web.agencies.models import Forum, Hub, Link, Team, Worker
from oneplan.web.site.forms import DayField, Form


class HubForm(Form):
    name = line("What is the hub called?", required=True)
    address = line("Where is it?", most=200)
    locality = forms.ChoiceField(label="In which locality?", required=False)
    opening = line("When is it open?", most=200)
    phone = phone()
    agencies = AgenciesField(label="Who sits there?", error_messages={"required": "Choose two agencies at least."})
    version = hidden()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed(self, "locality", "locality")

    @staticmethod
    def of(hub: Hub) -> dict[str, Any]:
        names = ("name", "address", "locality", "opening", "phone", "version")
        places = hub.places.filter(known_until=None, valid_to=None).select_related("agency").order_by("agency__name")
        return {name: getattr(hub, name) for name in names} | {"agencies": [place.agency for place in places]}

    def says(self) -> HubWords:
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return HubWords(**(data | {"agencies": tuple(data["agencies"])}))


class ForumForm(Form):
    name = line("What is it called?", required=True)
    kind = forms.ChoiceField(label="What kind of meeting?", choices=Forum.Kind.choices)
    on = DayField(label="On which day?")
    at_time = forms.TimeField(
        label="At what time?", required=False, input_formats=["%H:%M", "%H.%M"], help_text="Like 14.30.",
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": "Write the time like 14.30."},
    )  # fmt: skip
    place = line("Where?", most=200)
    for_whom = line("Who comes?", most=200)
    news = words("News, or what it is about")
    is_called_off = forms.BooleanField(label="It is called off", required=False)
    version = hidden()

    @staticmethod
    def of(forum: Forum) -> dict[str, Any]:
        names = ("name", "kind", "place", "for_whom", "news", "is_called_off", "version")
        said = {name: getattr(forum, name) for name in names}
        return said | {"on": day_words(forum.on), "at_time": forum.time}

    def says(self) -> ForumWords:
        return ForumWords(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class LinkForm(Form):
    agency = AgencyField(label="To which school or service?")
    worker = ColleagueField(label="Who of the team does it?", required=False, empty_label="nobody yet")
    what_for = line("What happens there?", most=200, hint="Like “coffee morning on the first Tuesday”.")
    version = hidden()

    def __init__(self, *args: Any, team: Team, now: Link | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["worker"]
        assert isinstance(field, ColleagueField)  # noqa: S101 - declared above
        field.queryset = Worker.objects.filter(team=team, is_active=True).order_by("name", "pk")
        if now is not None:
            del self.fields["agency"]

    @staticmethod
    def of(link: Link) -> dict[str, Any]:
        return {"worker": link.worker, "what_for": link.what_for, "version": link.pk}


class ListEntryForm(Form):
    name = line("What is it called?", required=True)
    description = line("What belongs to it?", most=300)
