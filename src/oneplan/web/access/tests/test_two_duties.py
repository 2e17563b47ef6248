"""Two duties that must not meet in one person: the table names them, one place asks."""

import pytest

from oneplan.rulebook.sharing.policy import APART, Permission
from oneplan.web.access import policy
from oneplan.web.access.policy import NotAllowed
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R202")]


@pytest.mark.parametrize("duty", sorted({second for _, second in APART}))
def test_who_did_the_first_does_not_do_the_second(cast: Cast, duty: Permission) -> None:
    with pytest.raises(NotAllowed, match="somebody else"):
        policy.require_another(cast.maya, by=cast.maya, duty=duty)
    policy.require_another(cast.priya, by=cast.maya, duty=duty)
    policy.require_another(None, by=cast.maya, duty=duty)


def test_what_the_table_does_not_name_may_meet(cast: Cast) -> None:
    policy.require_another(cast.maya, by=cast.maya, duty=Permission.FAMILY_VIEW)
