"""What is kept of a page that was refused: who, which page, which number, whose family; no more."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import RequestFactory

from oneplan.web.access import refusals
from oneplan.web.access.models import RefusedPage
from tests.cast import Cast

KIND = RefusedPage.Kind.NOT_ALLOWED
FAMILY = "families/<family:pk>/plan/"


def _keep(cast: Cast, match: Any, *, signed_in: bool = True, family_id: int | None = None) -> RefusedPage | None:
    request: Any = RequestFactory().get("/")
    request.user = cast.parent_account if signed_in else SimpleNamespace(is_authenticated=False)
    request.resolver_match = match
    refusals.keep(request, kind=KIND, family_id=family_id)
    return RefusedPage.objects.last()


def _match(route: str = FAMILY, name: str | None = "plan", **kwargs: Any) -> Any:
    return SimpleNamespace(route=route, url_name=name, kwargs=kwargs)


def test_nobody_signed_in_is_not_counted(cast: Cast) -> None:
    assert _keep(cast, _match(pk=7), signed_in=False) is None


@pytest.mark.parametrize(
    ("match", "given", "kept"),
    [
        (_match(pk=7), None, ("plan", "7", 7)),
        (_match(pk=7), 9, ("plan", "7", 9)),
        (_match(pk=7, goal_pk=3), None, ("plan", "7", 7)),
        (_match("goals/<int:pk>/", "goal", pk=3), None, ("goal", "3", None)),
        (_match("goals/<int:pk>/", "goal", pk=3), 9, ("goal", "3", 9)),
        (_match(pk="seven"), None, ("plan", "seven", None)),
        (_match("my-day/", "my-day"), None, ("my-day", "", None)),
        (_match("x/", None), None, ("", "", None)),
        (_match("x/", "n" * 80, pk="1" * 60), None, ("n" * 60, "1" * 40, None)),
        (None, None, ("", "", None)),
    ],
)
def test_what_is_kept(cast: Cast, match: Any, given: int | None, kept: tuple[str, str, int | None]) -> None:
    row = _keep(cast, match, family_id=given)
    assert row is not None
    assert (row.page, row.thing_id, row.family_id) == kept
    assert (row.account, row.kind) == (cast.parent_account, KIND)
