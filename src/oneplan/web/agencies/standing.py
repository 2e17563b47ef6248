"""How somebody stands to a worker, a contact or the area: who manages whom, who keeps what right."""

from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.access import policy
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Contact, Worker


def configures(by: Worker) -> bool:
    return bool(relations_allowing(Permission.AREA_CONFIGURE, Role(by.role)))


def manages(by: Worker, worker: Worker) -> bool:
    """A manager manages their own team; an administrator everybody, for there are workers without a team."""
    if configures(by):
        return True
    is_manager = bool(relations_allowing(Permission.TEAM_MANAGE, Role(by.role)))
    return is_manager and by.team_id is not None and by.team_id == worker.team_id


def require_manages(*, by: Worker, worker: Worker) -> None:
    policy.require(Permission.TEAM_MANAGE, by=by)
    if not manages(by, worker):
        raise NotAllowed(f"You can do this for workers of your own team. {worker.name} is in another one.")


def keeps(by: Worker, contact: Contact) -> bool:
    """The team that keeps a contact right may change it, whoever of the team it is."""
    return configures(by) or (by.team_id is not None and by.team_id == contact.kept_by_id)


def require_keeps(*, by: Worker, contact: Contact) -> None:
    policy.require(Permission.AGENCY_VIEW, by=by)
    if not keeps(by, contact):
        raise NotAllowed(f"{contact.kept_by} keeps this contact right. Tell them what is wrong with it.")
