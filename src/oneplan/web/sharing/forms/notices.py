"""The form of a new privacy notice."""

from django import forms

from oneplan.web.sharing.actions.notices import NoticeWords
from oneplan.web.site.forms import DayField, Form


class NoticeForm(Form):
    version = forms.SlugField(label="What is it called?", max_length=40, help_text="Short, like 2027-01.")
    valid_from = DayField(label="From which day does it hold?")
    changes = forms.CharField(
        label="What is new?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="In a sentence or two, as families read it.",
    )  # fmt: skip
    asks_anew = forms.BooleanField(label="Each family is talked with about it", required=False)
    text = forms.CharField(
        label="The notice", widget=forms.Textarea(attrs={"rows": 24}),
        help_text="Plain words. A line that begins with ## is a heading, one that begins with a dash a point.",
    )  # fmt: skip

    def says(self) -> NoticeWords:
        data = self.cleaned_data
        return NoticeWords(
            data["version"], data["text"], data["valid_from"], data["changes"], asks_anew=data["asks_anew"]
        )
