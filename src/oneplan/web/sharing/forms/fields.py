"""What several forms here choose from: people of the family, agencies, workers, kinds of information."""

from collections.abc import Iterable
from typing import Any

from django import forms

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.people.models import Person

USUAL = (Category.BASICS, Category.PLAN, Category.MEETINGS, Category.NEEDS, Category.SCHOOL)


def kinds() -> list[tuple[str, str]]:
    """The usual kinds first."""
    ordered = [*USUAL, *(category for category in Category if category not in USUAL)]
    return [(category.value, _capital(about(category).words)) for category in ordered]


def people(rows: Iterable[Person]) -> list[tuple[str, str]]:
    return [(str(person.pk), person.name) for person in rows]


def agencies(first: Iterable[Agency] = ()) -> list[tuple[str, Any]]:
    """Those around the family first, then all others."""
    near = list(first)
    others = Agency.objects.exclude(pk__in=[agency.pk for agency in near]).order_by("name")
    groups: list[tuple[str, Any]] = [("", "Choose")]
    if near:
        groups.append(("Around the family", [(agency.pk, agency.name) for agency in near]))
    groups.append(("Others", [(agency.pk, agency.name) for agency in others]))
    return groups


def workers() -> list[tuple[str, Any]]:
    rows = Worker.objects.filter(is_active=True).select_related("agency").order_by("name", "pk")
    named = [(str(worker.pk), f"{worker.name}, {worker.job_title}, {worker.agency}") for worker in rows]
    return [("", "Choose"), *named]


class KindsField(forms.MultipleChoiceField):
    """Kinds of information; cleans to Categories."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=kinds(), widget=forms.CheckboxSelectMultiple, **kwargs)

    def clean(self, value: Any) -> list[Category]:
        return [Category(each) for each in super().clean(value)]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
