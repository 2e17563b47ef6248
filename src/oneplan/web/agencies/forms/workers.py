"""Forms of workers: joining, changing, moving, leaving, handing on, cover."""

from typing import Any

from django import forms

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies.actions.workers import PostWords, WorkerWords
from oneplan.web.agencies.forms.fields import (
    AgencyField,
    ColleagueField,
    TeamField,
    colleagues,
    day_words,
    email,
    hidden,
    line,
    listed,
    phone,
)
from oneplan.web.agencies.models import Cover, Worker, WorkerEntry
from oneplan.web.site.forms import DayField, Form

_DAYS = [(str(n), name) for n, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))]
_ROLES = [("", "choose"), *((r.value, r.value.replace("_", " ")) for r in Role if r is not Role.FAMILY_MEMBER)]
_KINDS = {"skills": "skill", "languages": "language", "localities": "locality"}
AGENCY_ITSELF = "agency"


def _ticks(label: str, **also: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple, **also)


class WorkerForm(Form):
    name = line("Name", required=True)
    phone = phone(hint="The number families and colleagues ring.")
    email = email()
    works_days = _ticks("Which days do they work?", choices=_DAYS)
    works_words = line("At what times, or what else to know", most=200, hint="Like “9 to 3, evenings by arrangement”.")
    languages = _ticks("Which languages do they speak with families?")
    skills = _ticks("What are they good at?")
    localities = _ticks("Which localities do they cover?")
    version = hidden()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, list_name in _KINDS.items():
            listed(self, name, list_name)

    @staticmethod
    def of(worker: Worker) -> dict[str, Any]:
        entries = list(WorkerEntry.objects.filter(worker=worker).order_by("pk"))
        said = {name: [each.code for each in entries if each.kind == kind] for name, kind in _KINDS.items()}
        names = ("name", "phone", "email", "works_words", "version")
        return said | {name: getattr(worker, name) for name in names} | {"works_days": list(worker.works_days)}

    def says(self) -> WorkerWords:
        data = self.cleaned_data
        return WorkerWords(
            name=data["name"], phone=data["phone"], email=data["email"], works_days="".join(data["works_days"]),
            works_words=data["works_words"], skills=tuple(data["skills"]), languages=tuple(data["languages"]),
            localities=tuple(data["localities"]),
        )  # fmt: skip


class PostFields(Form):
    job_title = line("What are they, as families would say it?", required=True, hint="Like “health visitor”.")
    role = forms.ChoiceField(
        label="What are they to OnePlan?", choices=_ROLES, help_text="This decides what they may see and do."
    )
    agency = AgencyField(label="Which agency?")
    team = TeamField(label="Which team?", required=False, empty_label="no team")

    def post(self) -> PostWords:
        data = self.cleaned_data
        return PostWords(role=data["role"], job_title=data["job_title"], agency=data["agency"], team=data["team"])


class JoinForm(PostFields, WorkerForm):
    on = DayField(label="From which day?", required=False, help_text="Empty: today.")
    field_order = ["name", "job_title", "role", "agency", "team", "on", "phone", "email"]


class MoveForm(PostFields):
    on = DayField(label="From which day?")
    version = hidden()

    @staticmethod
    def of(worker: Worker) -> dict[str, Any]:
        names = ("job_title", "role", "agency", "team", "version")
        return {name: getattr(worker, name) for name in names}


class LeavesOnForm(Form):
    leaves_on = DayField(label="On which day do they leave?", required=False, help_text="Empty: they stay after all.")


class LeaveForm(Form):
    on = DayField(label="Which was their last day?")
    sure = forms.BooleanField(label="Their access ends with this, at once")


class HandOnForm(Form):
    """Who gets one thing, or everything."""

    to = forms.ChoiceField(label="To whom?")
    why = line("Why?", most=200, required=True, hint="The family and colleagues read this.")

    def __init__(self, *args: Any, worker: Worker, needs_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._workers = {str(each.pk): each for each in colleagues(of=worker.agency, without=worker)}
        offered = [("", "choose a colleague"), *((pk, str(each)) for pk, each in self._workers.items())]
        if not needs_person:
            offered.append((AGENCY_ITSELF, f"nobody yet: {worker.agency} answers for it"))
        self.fields["to"].choices = offered  # type: ignore[attr-defined]

    def chosen(self) -> Worker | None:
        return self._workers.get(self.cleaned_data["to"])


class CoverForm(Form):
    covered_by = ColleagueField(label="Who answers meanwhile?", empty_label="choose a colleague")
    on = DayField(label="First day away")
    until = DayField(label="First day back", required=False, help_text="Empty while it is not known.")
    note = line("Anything to know", most=200, hint="Like “rings on the same number”.")
    version = hidden()

    def __init__(self, *args: Any, worker: Worker, now: Cover | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["covered_by"]
        assert isinstance(field, ColleagueField)  # noqa: S101 - declared above
        field.queryset = colleagues(of=worker.agency, also=now.covered_by if now else None, without=worker)

    @staticmethod
    def of(cover: Cover) -> dict[str, Any]:
        said = {"covered_by": cover.covered_by, "note": cover.note, "version": cover.pk}
        return said | {"on": day_words(cover.valid_from), "until": day_words(cover.valid_to)}


class CoverEndForm(Form):
    on = DayField(label="Since which day are they back?")


class CoverWhoForm(Form):
    worker = ColleagueField(label="Who is away?", empty_label="choose")

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers  # type: ignore[attr-defined]
