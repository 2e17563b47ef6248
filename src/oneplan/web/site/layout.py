"""What every page's frame needs: the places this role goes to, at most four, and who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from oneplan.rulebook.sharing.policy import Role


@dataclass(frozen=True)
class Place:
    name: str
    view: str


_CASE = (Place("My day", "my-day"), Place("My families", "my-families"))
PLACES: dict[Role, tuple[Place, ...]] = {
    Role.KEY_WORKER: (*_CASE, Place("Find", "find"), Place("Ask for help", "request-new")),
    Role.TEAM_MANAGER: (
        Place("My team", "my-families"),
        Place("Requests", "requests"),
        Place("Find", "find"),
        Place("Unusual looks", "unusual-looks"),
    ),
    Role.FRONT_DOOR: (Place("Requests", "requests"), Place("New request", "request-new"), Place("Find", "find")),
    Role.PARTNER: (*_CASE, Place("Ask for help", "request-new")),
    Role.DATA_MANAGER: (
        Place("The area", "overview"),
        Place("Find", "find"),
        Place("Data requests", "rights-requests"),
    ),
    Role.AUDITOR: (Place("Changes", "audit"), Place("The area", "overview"), Place("Unusual looks", "unusual-looks")),
    Role.COMMISSIONER: (Place("The area", "overview"),),
    Role.EVALUATOR: (Place("The area", "overview"),),
    Role.ADMINISTRATOR: (
        Place("The area", "overview"),
        Place("Changes", "audit"),
        Place("Data requests", "rights-requests"),
        Place("What is kept", "retention"),
    ),
    Role.FAMILY_MEMBER: (Place("Our plan", "our-plan"),),
}


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `places`, `here`, `signed_in_as`, `is_demo`."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"places": (), "is_demo": settings.DEMO}
    here = request.resolver_match.view_name if request.resolver_match else ""
    name = str(user.worker) if user.worker else user.person.name
    return {"places": PLACES[user.role], "here": here, "signed_in_as": name, "is_demo": settings.DEMO}
