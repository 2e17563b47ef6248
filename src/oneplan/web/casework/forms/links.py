"""Forms of partners' links."""

from collections.abc import Sequence
from typing import Any

from django import forms

from oneplan.web.agencies.models import Worker
from oneplan.web.site.forms import Form


class PartnerForm(Form):
    """To whom: one tap, for there are few."""

    worker = forms.ChoiceField(label="Who?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, workers: Sequence[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._workers = {str(worker.pk): worker for worker in workers}
        field = self.fields["worker"]
        field.choices = [(pk, f"{worker}, {worker.agency}") for pk, worker in self._workers.items()]  # type: ignore[attr-defined]
        if len(workers) == 1:
            field.initial = next(iter(self._workers))

    def chosen(self) -> Worker:
        return self._workers[self.cleaned_data["worker"]]


class PartnerQuestionForm(PartnerForm):
    text = forms.CharField(
        label="What do you want to know?", max_length=1000, widget=forms.Textarea(),
        help_text="One question. Name the child or adult only as far as they must know whom you mean.",
    )  # fmt: skip
