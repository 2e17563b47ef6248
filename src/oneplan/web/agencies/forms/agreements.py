"""The form of an agreement on sharing."""

from typing import Any

from django import forms

from oneplan.rulebook.sharing import gateways
from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.categories import CATEGORIES
from oneplan.web.agencies.forms.fields import AgenciesField, ColleagueField, day_words, hidden, line, words
from oneplan.web.agencies.models import SharingAgreement, Worker
from oneplan.web.site.forms import DayField, Form


class AgreementForm(Form):
    title = line("What is the agreement called?", required=True)
    purpose = words("What is the sharing for?", most=500, required=True)
    partners = AgenciesField(label="Which agencies signed it?", error_messages={"required": "Choose one at least."})
    categories = forms.MultipleChoiceField(
        label="Which information does it cover?", choices=list(CATEGORIES.items()),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose one kind at least."},
    )  # fmt: skip
    gateway = forms.ChoiceField(
        label="Which law lets you share?", help_text="Where it says “not verified”, have it checked before you sign."
    )
    on = DayField(label="From which day?")
    until = DayField(label="First day on which it holds no longer", required=False, help_text="Empty: without end.")
    owner = ColleagueField(label="Who owns it?", empty_label="choose", help_text="They are reminded before it ends.")
    owner_role = line("In which role?", hint="What stays when the person changes.")
    kept_where = line("Where is the signed paper?", most=200)
    version = hidden()

    def __init__(self, *args: Any, now: SharingAgreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gateway"].choices = [("", "choose"), *((g.code, g.words) for g in gateways.every())]  # type: ignore[attr-defined]
        roles = [role for role in Role if relations_allowing(Permission.AGREEMENT_VIEW, role)]
        rows = Worker.objects.filter(role__in=roles, is_active=True)
        if now is not None:
            rows = rows | Worker.objects.filter(pk=now.owner_id)
        self.fields["owner"].queryset = rows.order_by("name", "pk")  # type: ignore[attr-defined]

    @staticmethod
    def of(agreement: SharingAgreement) -> dict[str, Any]:
        names = ("title", "purpose", "gateway", "owner", "owner_role", "kept_where")
        said = {name: getattr(agreement, name) for name in names}
        partners = agreement.partners.select_related("agency").order_by("agency__name")
        return said | {
            "on": day_words(agreement.valid_from), "until": day_words(agreement.valid_to), "version": agreement.pk,
            "partners": [each.agency for each in partners],
            "categories": list(agreement.categories.order_by("pk").values_list("category", flat=True)),
        }  # fmt: skip

    def says(self) -> AgreementWords:
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return AgreementWords(**(data | {"partners": tuple(data["partners"]), "categories": tuple(data["categories"])}))


class AgreementEndForm(Form):
    on = DayField(label="From which day does it hold no longer?")
