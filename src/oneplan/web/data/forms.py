"""The forms of this room."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from oneplan.engine.feeds.contract.columns import Column
from oneplan.engine.feeds.contract.kinds import Kind
from oneplan.engine.feeds.profiles import columns_of
from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.agencies.forms.fields import AgencyField, ColleagueField, day_words, hidden, line
from oneplan.web.agencies.models import SharingAgreement, Worker
from oneplan.web.data import proposals
from oneplan.web.data.actions.feeds import FeedWords
from oneplan.web.data.forms_asking import value_field
from oneplan.web.data.models import Feed
from oneplan.web.site.forms import DayField, Form


class FileForm(Form):
    file = forms.FileField(
        label="The file as the partner sent it",
        help_text="Text (CSV, fixed width), Excel, OpenDocument, XML, Access, Parquet; or one of these in a zip.",
        widget=forms.FileInput(attrs={"class": "govuk-file-upload"}),
        error_messages={
            "required": "Choose a file first.",
            "empty": "This file is empty. Ask the partner for it again.",
        },
    )

    password = forms.CharField(
        label="Its password, if it is locked with one", required=False, strip=False, max_length=255,
        help_text="Used once, to take the lock off, and kept nowhere. The file is kept without its lock.",
        widget=forms.PasswordInput(attrs={"class": "govuk-input--width-20", "autocomplete": "new-password"}),
    )  # fmt: skip


class WhyForm(Form):
    why = line("Why?", most=300, required=True)


class TakeForm(Form):
    why = line(
        "What is it for?", most=300, required=True,
        hint="It stands in the list of what left the area. Like “needs assessment, chapter on schools”.",
    )  # fmt: skip
    form = forms.ChoiceField(
        label="As which files?", widget=forms.RadioSelect, initial="parquet",
        choices=[("parquet", "Parquet, for Power BI, R or Python"), ("csv", "Parquet, and CSV besides")],
    )  # fmt: skip


class FeedForm(Form):
    title = line("What is the feed called?", required=True, hint="Like “Attendance by term, Sallowdale schools”.")
    partner = AgencyField(label="Who sends it?")
    agreement = forms.ModelChoiceField(
        label="Under which agreement on sharing?", queryset=SharingAgreement.objects.none(), empty_label="choose",
        help_text="Columns of which it does not speak are dropped at the door.",
    )  # fmt: skip
    owner = ColleagueField(label="Who answers for it?", empty_label="choose")
    deputy = ColleagueField(
        label="Who stands in for them?", required=False, help_text="Is told as well when it is late, short or stops."
    )
    every_days = forms.IntegerField(
        label="How many days usually lie between two files?", min_value=1, max_value=800, initial=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )  # fmt: skip
    began_on = DayField(label="Since when are files expected?")
    ends_on = DayField(label="First day on which nothing is expected any more", required=False)
    version = hidden()

    def __init__(self, *args: Any, today: Any, now: Feed | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        workers = Worker.objects.filter(is_active=True)
        owners = workers.filter(role__in=[r for r in Role if relations_allowing(Permission.FEED_WORK, r)])
        agreements = SharingAgreement.objects.current(today)
        if now is not None:
            workers = workers | Worker.objects.filter(pk__in=[now.owner_id, now.deputy_id])
            owners = owners | Worker.objects.filter(pk=now.owner_id)
            agreements = agreements | SharingAgreement.objects.filter(pk=now.agreement_id)
        self.fields["owner"].queryset = owners.order_by("name")  # type: ignore[attr-defined]
        self.fields["deputy"].queryset = workers.order_by("name")  # type: ignore[attr-defined]
        self.fields["agreement"].queryset = agreements.order_by("title", "pk")  # type: ignore[attr-defined]

    @staticmethod
    def of(feed: Feed) -> dict[str, Any]:
        names = ("title", "partner", "agreement", "owner", "deputy", "every_days", "version")
        days = {name: day_words(getattr(feed, name)) for name in ("began_on", "ends_on")}
        return {name: getattr(feed, name) for name in names} | days

    def says(self) -> FeedWords:
        names = ("title", "partner", "agreement", "owner", "deputy", "every_days", "began_on", "ends_on")
        return FeedWords(**{name: self.cleaned_data[name] for name in names})


class ColumnsForm(Form):
    """Which header is which of our columns; a field for each column of the kind of feed."""

    meaning = forms.ChoiceField(
        label="What is a file of this feed?", choices=list(proposals.MEANINGS.items()), widget=forms.RadioSelect
    )

    def __init__(
        self, *args: Any, kind: Kind, said: Mapping[str, Any], header: list[str], examples: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._covers(kind, said)
        offered = [("", "no column"), *((name, _with_example(name, examples)) for name in header)]
        self.named = columns_of(kind, said)
        for column in self.named:
            needed = column.name in kind.needs
            self.fields[f"column_{column.name}"] = forms.ChoiceField(
                label=column.words[:1].upper() + column.words[1:], choices=offered, required=needed,
                error_messages={"required": f"Say which column has the {column.words}: a row cannot be taken without."},
            )  # fmt: skip
        self.dress()

    def _covers(self, kind: Kind, said: Mapping[str, Any]) -> None:
        """Where there is nothing to choose, nothing is asked."""
        choices = proposals.covers(kind, said)
        field = forms.ChoiceField(
            label="Of which days does a file tell?", choices=choices, initial=said.get("covers", kind.usual["covers"]),
            help_text="Where it tells of a day, silence means that nothing was.",
        )  # fmt: skip
        if len(choices) == 1:
            field.widget = forms.HiddenInput()
        self.fields["covers"] = field

    def clean(self) -> dict[str, Any]:
        found: dict[str, list[str]] = {}
        for name, header in self.columns().items():
            found.setdefault(header, []).append(name)
        for header, names in found.items():
            if len(names) > 1:
                self.add_error(f"column_{names[1]}", f"“{header}” is chosen twice. A column can be one thing only.")
        return self.cleaned_data

    def columns(self) -> dict[str, str]:
        """Ours, and the header that was chosen for it."""
        chosen = {name: self.cleaned_data.get(f"column_{name}") for name in (c.name for c in self.named)}
        return {name: header for name, header in chosen.items() if header}


def _with_example(header: str, examples: Any) -> str:
    example = examples.get(header, "")
    return f"{header} (like {example})" if example else header


class ProfileForm(ColumnsForm):
    why = line("Why is it changed?", most=300, required=True)
    version = hidden()
    again = forms.BooleanField(
        label="Read the files that stand again by it, and those that were refused", required=False, initial=True
    )


class CorrectionForm(Form):
    value = line("What should it be?", most=300, hint="Written as the partner would.")
    leave_out = forms.BooleanField(label="It is not known: leave it out", required=False)
    everywhere = forms.ChoiceField(
        label="Where?", choices=[("", "for this record alone"), ("yes", "in every row that says this, now and later")],
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    why = line("Why, and who said so?", most=300, required=True)
    seen = hidden()

    def __init__(
        self, *args: Any, may_leave_out: bool, column: Column, choices: Sequence[str] = (), **kwargs: Any
    ) -> None:
        """`choices` are the partner's words for the codes of a column of codes: then one of them is chosen."""
        super().__init__(*args, **kwargs)
        if choices:
            self.fields["value"] = value_field(column, choices)
            self.dress()
        for name in ("value", "everywhere"):  # one of value and leave_out, and one of the places
            self.fields[name].is_needed_with_others = True  # type: ignore[attr-defined]
        if not may_leave_out:
            del self.fields["leave_out"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("leave_out") and not data.get("value"):
            self.add_error("value", "Say what it should be.")
        if data.get("leave_out") and data.get("value"):
            self.add_error("leave_out", "Either write what it should be, or leave it out.")
        return data
