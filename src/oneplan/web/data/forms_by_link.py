"""The forms of a partner's link: to whom it goes, one person's answer, the filled-in sheet."""

import codecs
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from oneplan.engine.feeds import asking
from oneplan.engine.feeds.contract.kinds import IN_WORDS
from oneplan.engine.feeds.profiles import Mapped, Profile
from oneplan.engine.feeds.reading import CannotOpen, locked, packed
from oneplan.rulebook.people.dates import DateNotUnderstood, Precision, read
from oneplan.web.agencies.forms.fields import line, words
from oneplan.web.agencies.models import Agency, Contact, Worker
from oneplan.web.data.actions.list_links import Whom
from oneplan.web.site.forms import Form

ELSE = "else"
WHOLE = "whole"
MOST_SAID = 300  # letters of one answer
MOST_SENT = 5 << 20  # bytes of a filled-in sheet
MOST_UNPACKED = 50 << 20
FIRST = 4096  # bytes by which one tells what a file is
LOCKED = "This file is locked with a password, or of an old kind. Save it as .xlsx without one, then hand it in again."
NOT_OURS = "This is not the Excel or CSV file that you took out here. Choose the sheet you filled in."
TOO_BIG = f"This file has more than {MOST_SENT >> 20} MB, and no list has. Choose the sheet you filled in."


class ToWhomForm(Form):
    """People at the partner whom OnePlan knows, those who fill a role there, or somebody by name."""

    who = forms.ChoiceField(
        label="Who answers?", widget=forms.RadioSelect,
        help_text="To an address beside a name OnePlan writes itself. For anybody else it shows you both once.",
    )  # fmt: skip
    name = line("Their name, if it is somebody else", hint="Like “Ms Bell, school office”.")
    email = forms.EmailField(
        label="Their e-mail address, if it is somebody else", required=False, max_length=254,
        help_text="To which you send the link yourself.",
        error_messages={"invalid": "An e-mail address looks like name@example.org."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )  # fmt: skip

    def __init__(self, *args: Any, partner: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "email"):
            self.fields[name].is_needed_with_others = True  # type: ignore[attr-defined]
        self._whom = dict(_known_at(partner))
        offered = [(code, f"{whom.name}{_how(whom)}") for code, whom in self._whom.items()]
        self.fields["who"].choices = [*offered, (ELSE, "Somebody else")]  # type: ignore[attr-defined]
        if not offered:
            self.fields["who"].initial = ELSE

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("who") == ELSE:
            for name, fault in (("name", "Who is it? Please fill this in."), ("email", "Please fill this in.")):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, fault)
        return said

    def chosen(self) -> Whom:
        said = self.cleaned_data
        return self._whom.get(said["who"]) or Whom(said["name"], email=said["email"])


def _known_at(partner: Agency) -> list[tuple[str, Whom]]:
    """Those named as contacts first, then everybody who works there."""
    day = timezone.localdate()
    contacts = Contact.objects.current(day).filter(agency=partner, holder_left_on=None).select_related("holder")
    named = [each for each in contacts.order_by("role", "pk") if each.holder or each.holder_name]
    workers = Worker.objects.filter(Q(leaves_on=None) | Q(leaves_on__gt=day), agency=partner, is_active=True)
    found: dict[str, Whom] = {}
    for each in named:
        if each.holder is None:
            found[f"contact-{each.pk}"] = Whom(f"{each.holder_name}, {each.role}"[:120], email=each.email)
        elif each.holder.is_active and each.holder.agency_id == partner.pk:
            found[f"worker-{each.holder_id}"] = Whom(f"{each.holder.name}, {each.role}"[:120], each.holder)
    for worker in workers.order_by("name", "pk"):
        found.setdefault(f"worker-{worker.pk}", Whom(str(worker)[:120], worker))
    return list(found.items())


def _how(whom: Whom) -> str:
    """The address to which OnePlan writes."""
    return f" ({whom.worker.email})" if whom.worker and whom.worker.email else ""


class AnswerForm(Form):
    """What is asked of one person, in the partner's own words; all of it may stay half done."""

    def __init__(self, *args: Any, profile: Profile, open_columns: Sequence[Mapped], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = list(open_columns)
        for each in self.columns:
            self.fields[each.column.name] = _field(each, is_needed=each.column.name in profile.kind.needs)
        self.dress()

    def says(self) -> dict[str, str]:
        """By our names of columns, as the partner writes it; days are put into the partner's shape."""
        said = {each.column.name: (each, self.cleaned_data.get(each.column.name, "")) for each in self.columns}
        return {name: _written(each, " ".join(value.split())) for name, (each, value) in said.items() if value}

    def show(self, wrong: Mapping[str, str]) -> None:
        """Say beside each field what is not right; what was typed is kept all the same."""
        for name, wanted in wrong.items():
            if name in self.fields:
                self.add_error(name, f"“{self.fields[name].label}” is kept as you wrote it, but it is not {wanted}.")


def _field(each: Mapped, *, is_needed: bool) -> forms.Field:
    label = each.headers[0]
    if each.column.name == IN_WORDS:
        hint = "What no field above has room for, or why there is no answer. Keep it to what was asked."
        return words(label, most=MOST_SAID, hint=hint, rows=2)
    if offered := asking.choices(each):
        made: forms.Field = forms.ChoiceField(
            label=label, required=False, choices=[("", "choose"), *((choice, choice) for choice in offered)]
        )
    else:
        made = line(label, most=MOST_SAID, hint=_hint(each))
        if each.column.type.name == WHOLE:
            made.widget.attrs |= {"inputmode": "numeric", "class": "govuk-input--width-5"}
        elif each.column.type.name == asking.DAY:
            made.widget.attrs["class"] = "govuk-input--width-10"
    made.is_needed_with_others = is_needed  # type: ignore[attr-defined]
    return made


def _hint(each: Mapped) -> str:
    wanted = asking.wanted(each)
    return f"{wanted[:1].upper()}{wanted[1:]}."


def _written(each: Mapped, value: str) -> str:
    """A day that a person would write becomes one as the partner's files have it."""
    if each.column.type.name != asking.DAY or each.column.type.plain(value, each.options) is not None:
        return value
    try:
        found = read(value)
    except DateNotUnderstood:
        return value
    day: date = found.earliest
    shape = each.formats[0] if each.formats else asking.DAYS
    return day.strftime(shape) if found.precision == Precision.DAY else value


class SheetForm(Form):
    file = forms.FileField(
        label="The sheet as you filled it in",
        help_text=f"The Excel or CSV file that you took out here; at most {MOST_SENT >> 20} MB, without a password.",
        widget=forms.FileInput(attrs={"class": "govuk-file-upload"}),
        error_messages={
            "required": "Choose the file first.",
            "empty": "This file is empty. Choose the sheet you filled in.",
        },
    )

    def clean_file(self) -> Any:
        """A workbook or text alone, and no more than a list can be: whoever has a link is outside.

        Raises `ValidationError` before anything of it is kept.
        """
        sent = self.cleaned_data["file"]
        begins = sent.read(FIRST)
        sent.seek(0)
        if begins.startswith(locked.OLE):
            raise forms.ValidationError(LOCKED)
        is_fit = _is_small_book(Path(sent.temporary_file_path())) if begins.startswith(b"PK") else _is_text(begins)
        if not is_fit:
            raise forms.ValidationError(NOT_OURS)
        return sent


def _is_small_book(path: Path) -> bool:
    try:
        return not packed.is_one(path) and packed.unpacks_within(path, MOST_UNPACKED)
    except CannotOpen:
        return False


def _is_text(begins: bytes) -> bool:
    is_wide = begins.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return (is_wide or b"\0" not in begins) and not begins.lstrip().startswith((b"<", b"PAR1"))
