"""The one row a page is about, its family asked for at the door and logged as seen."""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.site.requests import SignedInRequest

M = TypeVar("M", bound=Model)


def row_for(request: SignedInRequest, rows: QuerySet[M], permission: Permission, *, called: str) -> M:
    """Return the row with its `family`; raise NotAllowed with the reason, or Http404."""
    row = rows.select_related("family").first()
    if row is None:
        raise Http404(f"There is no {called} with that number. Open it from the family's page.")
    policy.require(permission, by=request.asker, about=row.family)  # type: ignore[attr-defined]
    viewlog.saw(row, family=row.family)  # type: ignore[attr-defined]
    return row
