"""The forms of this room."""

from typing import Any

from django import forms

from oneplan.engine.value.workbook.came import CannotRead
from oneplan.rulebook.value.files import BadModel
from oneplan.rulebook.value.texts import MOST_LETTERS
from oneplan.web.agencies.forms.fields import line, words
from oneplan.web.site.forms import Form
from oneplan.web.value.actions.calculations import CalculationWords
from oneplan.web.value.models import Calculation
from oneplan.web.value.sheets import model_text
from oneplan.web.value.starting import template

TEMPLATE, COPY, FILE = "template", "copy", "file"
MOST_BYTES = 3_000_000
ZIP = b"PK\x03\x04"  # how a workbook begins
_TEXT = {"rows": 24, "class": "op-code", "spellcheck": "false", "wrap": "off"}


class ModelText(forms.CharField):
    """A model as YAML, in a form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs=_TEXT), max_length=MOST_LETTERS, strip=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Browsers send line ends of two letters; a version is compared without them."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ModelFile(forms.FileField):
    """A model as a file, or as a workbook that was typed into; cleans to its text, or to an empty one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ".yaml,.yml,.xlsx"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> str:
        sent = super().clean(data, initial)
        if not sent:
            return ""
        if sent.size > MOST_BYTES:
            raise forms.ValidationError(f"This file is too large for a model: at most {MOST_BYTES // 1_000_000} MB.")
        content = sent.read()
        return _of_workbook(content) if content.startswith(ZIP) else _of_text(content)


def _of_text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise forms.ValidationError(
            "This file is no text. Choose a model (YAML, as UTF-8), or the workbook of one (.xlsx)."
        ) from None


def _of_workbook(content: bytes) -> str:
    try:
        return model_text(content)
    except BadModel as failure:
        raise forms.ValidationError([f"{each.where}: {each.words}" for each in failure.faults]) from None
    except CannotRead as failure:
        raise forms.ValidationError(str(failure)) from None


class BeginForm(Form):
    name = line("What is it called?", required=True, hint="Like “Key working in the north, 2026 to 2031”.")
    question = words(
        "What does the area want to know?", most=2000, required=True,
        hint="In a sentence or two, like “Is a second key worker worth it, and for whom?” No names of people.",
    )  # fmt: skip
    start = forms.ChoiceField(
        label="What does it begin with?", widget=forms.RadioSelect, initial=TEMPLATE,
        choices=[
            (TEMPLATE, "an empty model, with remarks on what goes where"), (COPY, "a copy of another calculation"),
            (FILE, "a file (YAML, or a workbook of a model)"),
        ],
    )  # fmt: skip
    copied = forms.ModelChoiceField(
        label="Which calculation is copied?", queryset=Calculation.objects.order_by("name", "pk"), required=False,
        empty_label="choose, where it is a copy",
    )  # fmt: skip
    file = ModelFile(label="The file, where it is one")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start = found.get("start")
        if start == COPY and not found.get("copied"):
            self.add_error("copied", "Choose which calculation is copied.")
        if start == FILE and not found.get("file") and "file" not in self.errors:
            self.add_error("file", "Choose the file first.")
        return found

    def says(self) -> CalculationWords:
        found, start = self.cleaned_data, self.cleaned_data["start"]
        if start == COPY:
            last = found["copied"].versions.order_by("-number")[0]
            text, why = last.text, f"Copied from version {last.number} of “{found['copied']}”"
        elif start == FILE:
            text, why = found["file"], "From a file"
        else:
            text, why = template(found["name"]), "The empty model"
        return CalculationWords(found["name"], found["question"], text, why[:300])


class VersionForm(Form):
    text = ModelText(label="The model (YAML)")
    file = ModelFile(label="Or a file in its place")
    why = line("Why is it changed?", most=300, required=True, hint="It stands in the list of versions.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def says(self) -> str:
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])


class WhyForm(Form):
    why = line("Why?", most=300, required=True)
