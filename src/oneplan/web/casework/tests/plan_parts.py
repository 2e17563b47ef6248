"""What the tests of plan, team and diary share: a goal, an action, a restriction, a form sent by a browser."""

from datetime import date, datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from oneplan.web.access.models import Account
from oneplan.web.casework.actions import goals, steps
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import Action, Goal
from oneplan.web.casework.reads.parties import Party
from oneplan.web.people.models import ContactRestriction
from oneplan.web.site import once
from tests.cast import Cast, filled

BEDTIME = GoalWords(title="Leo settles at bedtime", baseline_words="1 night in 7", target_words="6 nights")


def a_goal(cast: Cast, now: datetime, **says: Any) -> Goal:
    return goals.add(
        family=cast.family, says=GoalWords(**({"title": "Leo settles at bedtime"} | says)), by=cast.priya, at=now
    )


def a_step(cast: Cast, now: datetime, *owners: Party, what: str = "Picture routine on the door") -> Action:
    return steps.add(goal=a_goal(cast, now), what=what, owners=owners or [cast.parent], by=cast.priya, at=now)


def bar_father(cast: Cast, **says: Any) -> ContactRestriction:
    """Sam may have no contact with Leo."""
    fields = {"kind": "order", "extent": "none", "valid_from": date(2024, 3, 1)} | says
    return ContactRestriction.objects.create(
        child=cast.child, barred=cast.father, known_from=timezone.now(), recorded_by=cast.priya, **fields
    )


def send(client: Client, address: str, *, page: str = "", **fields: Any) -> Any:
    """Open the page that holds the form, and send it as a browser would."""
    html = client.get(page or address).content.decode()
    return client.post(address, filled(html, **fields))


def refused_to_stranger(cast: Cast, *addresses: str) -> None:
    """Stan's own good form token opens no door: neither to see nor to save."""
    client = cast.client(cast.stan)
    token = {once.FIELD: once.new_token(account_id=Account.objects.get(worker=cast.stan).pk)}
    for address in addresses:
        assert client.get(address).status_code == 403, address
        assert client.post(address, token).status_code == 403, address
