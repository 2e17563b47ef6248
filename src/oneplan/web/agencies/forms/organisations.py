"""Forms of agencies, what they tell about themselves, their teams and contacts."""

from datetime import date, timedelta
from typing import Any

from django import forms

from oneplan.web.agencies.actions.contacts import ContactWords
from oneplan.web.agencies.actions.organisations import AgencyWords, OfferWords, TeamWords
from oneplan.web.agencies.forms.fields import (
    ColleagueField,
    TeamField,
    colleagues,
    day_words,
    email,
    hidden,
    line,
    listed,
    phone,
    words,
)
from oneplan.web.agencies.models import Agency, AgencyOffer, Contact, Team, Worker
from oneplan.web.site.forms import DayField, Form

CHECK_AFTER = timedelta(days=182)


class AgencyForm(Form):
    name = line("What is the agency called?", required=True)
    sector = forms.ChoiceField(label="What kind of agency is it?")
    reach = forms.ChoiceField(
        label="Whom is it for?", required=False,
        help_text="Universal help needs no referral: the first thing to look for when a need is small.",
    )  # fmt: skip
    what_it_does = line("What does it do, in one line?", most=300, hint="As one would say it to a parent.")
    phone = phone(hint="The number that is always answered, not a person's.")
    usual_wait_weeks = forms.IntegerField(
        label="Usual wait in weeks", required=False, min_value=0, max_value=200,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip
    version = hidden()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed(self, "sector", "sector", empty="choose")
        listed(self, "reach", "reach")

    @staticmethod
    def of(agency: Agency) -> dict[str, Any]:
        names = ("name", "sector", "reach", "what_it_does", "phone", "usual_wait_weeks", "version")
        return {name: getattr(agency, name) for name in names}

    def says(self) -> AgencyWords:
        return AgencyWords(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class OfferForm(Form):
    does = words("What does it do?", required=True, rows=4, hint="Full sentences, as one would tell a parent.")
    does_not = words("What does it not do?", hint="Said beforehand, it spares a wasted referral.")
    criteria = words("For whom, and how does one get in?")
    achieved = words("What came of it?", hint="In numbers or words, with the year.")
    is_public = forms.BooleanField(
        label="Show this to everybody", required=False, help_text="Also to people who do not sign in."
    )
    version = hidden()

    @staticmethod
    def of(offer: AgencyOffer | None) -> dict[str, Any]:
        if offer is None:
            return {"version": ""}
        names = ("does", "does_not", "criteria", "achieved", "is_public")
        return {name: getattr(offer, name) for name in names} | {"version": offer.pk}

    def says(self) -> OfferWords:
        return OfferWords(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class TeamForm(Form):
    name = line("What is the team called?", required=True)
    locality = forms.ChoiceField(label="Which locality does it work in?", required=False)
    phone = phone()
    version = hidden()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed(self, "locality", "locality")

    @staticmethod
    def of(team: Team) -> dict[str, Any]:
        return {"name": team.name, "locality": team.locality, "phone": team.phone, "version": team.version}

    def says(self) -> TeamWords:
        return TeamWords(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ContactForm(Form):
    role = line("What is the contact?", required=True, hint="A role, not a person: “attendance lead”, “duty desk”.")
    what_for = line("What does one ring about?", most=200)
    phone = phone()
    email = email()
    holder = ColleagueField(label="Who is it now?", required=False, help_text="A worker in OnePlan, if they are one.")
    holder_name = line("Or their name", hint="For somebody who is not in OnePlan.")
    deputy = ColleagueField(label="Who is the deputy?", required=False)
    deputy_name = line("Or the deputy's name")
    kept_by = TeamField(label="Which team keeps this right?", help_text="They are reminded when it is to be checked.")
    check_by = DayField(label="Check again by")
    is_coordinator = forms.BooleanField(
        label="This is an area coordinator", required=False, help_text="Whom to ask when nobody knows whom to ask."
    )
    locality = forms.ChoiceField(label="For which locality?", required=False)
    version = hidden()

    def __init__(self, *args: Any, agency: Agency, now: Contact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed(self, "locality", "locality", empty="all, or not said")
        for name, there in (("holder", now.holder if now else None), ("deputy", now.deputy if now else None)):
            field = self.fields[name]
            assert isinstance(field, ColleagueField)  # noqa: S101 - declared above
            field.queryset = colleagues(of=agency, also=there)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for kind in ("holder", "deputy"):
            if data.get(kind) and data.get(f"{kind}_name"):
                self.add_error(f"{kind}_name", "Choose somebody from the list or write a name, not both.")
        return data

    @staticmethod
    def of(contact: Contact) -> dict[str, Any]:
        names = (
            "role", "what_for", "phone", "email", "holder", "holder_name", "deputy", "deputy_name", "kept_by",
            "is_coordinator", "locality",
        )  # fmt: skip
        said = {name: getattr(contact, name) for name in names}
        return said | {"check_by": day_words(contact.check_by), "version": contact.pk}

    @staticmethod
    def usual(*, by: Worker, today: date) -> dict[str, Any]:
        return {"kept_by": by.team_id, "check_by": day_words(today + CHECK_AFTER)}

    def says(self) -> ContactWords:
        return ContactWords(**{name: value for name, value in self.cleaned_data.items() if name != "version"})
