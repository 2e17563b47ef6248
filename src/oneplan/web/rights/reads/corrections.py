"""The way from what somebody says is not right to the entry itself, and who can put it right."""

from typing import Any

from django.apps import apps
from django.urls import reverse

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.people.access import families_of
from oneplan.web.people.models import Family, Person
from oneplan.web.rights import registry
from oneplan.web.rights.models import RightsRequest
from oneplan.web.sharing import neighbours

_OWN_PAGE = {"casework.goal": "goal", "casework.meeting": "meeting"}
_OF_FAMILY = {
    "casework.need": "family-needs",
    "casework.appointment": "diary",
    "casework.referral": "referrals",
    "casework.plan": "plan",
    "casework.action": "plan",
}


def entry_address(row: RightsRequest, *, asker: Any) -> str:
    """The page on which the entry is put right; empty for whoever may not open it, and for one that is gone."""
    family = _family_of(row)
    if family is None or not policy.decision(Permission.FAMILY_WORK, asker=asker, family=family).allowed:
        return ""
    if row.about_type in _OWN_PAGE:
        return reverse(_OWN_PAGE[row.about_type], args=[row.about_id])
    if not row.about_type or row.about_type.startswith("people."):
        return reverse("person", args=[row.person_id])
    if row.about_type in _OF_FAMILY:
        return reverse(_OF_FAMILY[row.about_type], args=[family.pk])
    return _in_the_story(row, family, asker=asker)


def _in_the_story(row: RightsRequest, family: Family, *, asker: Any) -> str:
    """A note, or an entry of the timeline: for those who may write notes, who alone read them."""
    if not policy.decision(Permission.NOTE_ADD, asker=asker, family=family).allowed:
        return ""
    if row.about_type == "casework.note":
        return reverse("note", args=[family.pk, row.about_id])
    return reverse("family-timeline", args=[family.pk])


def who_can(person: Person) -> list[str]:
    """“Priya Shah, for The Brown family”: whoever works with them sees beside the entry what is said of it."""
    lines = []
    for family in families_of(person):
        workers = " and ".join(worker.name for worker in neighbours.workers_of(family))
        lines.append(f"{workers or 'the team that works with them'}, for {family} ({family.reference})")
    return lines


def _family_of(row: RightsRequest) -> Family | None:
    """The entry's own family, else the first of the person's."""
    found = next((each for each in registry.collectors()[0] if each.model.lower() == row.about_type), None)
    if found is not None and found.family:
        rows = apps.get_model(found.model)._default_manager.filter(pk=row.about_id)
        return Family.objects.filter(pk__in=rows.values(found.family)).first()
    families: list[Family] = families_of(row.person)
    return families[0] if families else None
