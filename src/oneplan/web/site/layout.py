"""What every page's frame needs: the places this role goes to, at most four, and who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.site import notices


@dataclass(frozen=True)
class Place:
    name: str
    view: str


_CASE = (Place("My day", "my-day"), Place("My families", "my-families"))
_AGENCIES = Place("Agencies", "agencies")
_WORTH = Place("What it is worth", "calculations")
PLACES: dict[Role, tuple[Place, ...]] = {
    Role.KEY_WORKER: (*_CASE, Place("Find", "find"), Place("Ask for help", "request-new")),
    Role.TEAM_MANAGER: (
        Place("My team", "my-families"),
        Place("Requests", "requests"),
        Place("Find", "find"),
        _AGENCIES,
    ),
    Role.FRONT_DOOR: (
        Place("Requests", "requests"),
        Place("New request", "request-new"),
        Place("Find", "find"),
        _AGENCIES,
    ),
    Role.PARTNER: (*_CASE, Place("Ask for help", "request-new"), _AGENCIES),
    Role.DATA_MANAGER: (
        Place("Feeds", "feeds"),
        Place("Find", "find"),
        _AGENCIES,
        Place("Data requests", "rights-requests"),
    ),
    Role.ANALYST: (Place("Figures", "figures"), Place("The area", "overview"), _WORTH, _AGENCIES),
    Role.AUDITOR: (
        Place("Changes", "audit"),
        Place("Unusual looks", "unusual-looks"),
        Place("The area", "overview"),
        _AGENCIES,
    ),
    Role.COMMISSIONER: (Place("The area", "overview"), _WORTH, _AGENCIES),
    Role.EVALUATOR: (Place("The area", "overview"), Place("Studies", "studies"), _AGENCIES),
    Role.ADMINISTRATOR: (
        Place("The area", "overview"),
        _AGENCIES,
        Place("Accounts", "accounts"),
        Place("Changes", "audit"),
    ),
    Role.FAMILY_MEMBER: (Place("Our plan", "our-plan"), Place("Who may see what", "our-sharing")),
}


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `places`, `here`, `signed_in_as`, `is_demo`, `frame`."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"places": (), "is_demo": settings.DEMO}
    here = request.resolver_match.view_name if request.resolver_match else ""
    name = str(user.worker) if user.worker else user.person.name
    return {
        "places": PLACES[user.role],
        "here": here,
        "signed_in_as": name,
        "is_demo": settings.DEMO,
        "frame": notices.frame(request),
        **_may(user.role),
    }


def _may(role: Role) -> dict[str, bool]:
    """What the row of places about agencies leads this role to."""
    asked = {
        "may_read_messages": Permission.OWN_MESSAGES,
        "may_look_up": Permission.AGENCY_VIEW,
        "may_see_agreements": Permission.AGREEMENT_VIEW,
        "may_set_cover": Permission.TEAM_MANAGE,
        "may_configure_area": Permission.AREA_CONFIGURE,
        "may_see_worth": Permission.VALUE_VIEW,
    }
    return {name: bool(relations_allowing(permission, role)) for name, permission in asked.items()}
