"""A partner without an account says by one link how an action goes; the sentence stands on the timeline as ever."""

from datetime import datetime

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.actions import partner_links
from oneplan.web.access.models import PartnerLink
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import plans, steps
from oneplan.web.casework.models import Action
from oneplan.web.site.actions import action


@action
def ask_for_report(*, step: Action, worker: Worker, by: Worker, at: datetime) -> partner_links.Sent:
    """Send the one who does it, or their agency's colleague, a link to say how it goes."""
    family = step.goal.plan.episode.family
    policy.require(Permission.LINK_SEND, by=by, about=family)
    plans.require_open(step.goal.plan)
    if step.state != Action.State.OPEN:
        raise partner_links.CannotSendLink("This action is ticked already. There is nothing to ask.")
    if not steps.is_owned_by(step, worker):
        raise partner_links.CannotSendLink(f"{worker.name} did not take this action on. Hand it over to them first.")
    return partner_links.make(
        purpose=PartnerLink.Purpose.REPORT, family=family, worker=worker, thing_id=step.pk, by=by, at=at
    )
