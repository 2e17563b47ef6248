"""Which services a family's answers and decided grounds name: those that somebody may want to ask."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from oneplan.rulebook.sharing import enquiries
from oneplan.web.agencies.models import Agency
from oneplan.web.people.models import Family
from oneplan.web.sharing.models import ConsentAnswer, SharingBasis
from oneplan.web.sharing.reads import standing


def agencies_to_ask(family: Family, *, at: datetime) -> list[Agency]:
    """Named by an answer or a ground of this family, or asked by managers alone; and one may ask them today."""
    day = timezone.localdate(at)
    named: set[Any] = set(
        ConsentAnswer.objects.filter(family=family, agency__isnull=False).values_list("agency", flat=True)
    )
    named |= set(SharingBasis.objects.filter(family=family).values_list("agency", flat=True))
    rows = Agency.objects.filter(pk__in=named) | Agency.objects.filter(sector__in=enquiries.BY_MANAGERS_ALONE)
    return [each for each in rows.order_by("name") if standing.may_look_up(family, agency=each, on=day).allowed]
