"""“Say how an action goes”, as one purpose of a partner's link."""

from datetime import datetime
from typing import Any

from oneplan.web.access import purposes
from oneplan.web.access.models import PartnerLink
from oneplan.web.casework.actions import plans, steps
from oneplan.web.casework.forms.plan import StepReportForm
from oneplan.web.casework.models import Action


def register() -> None:
    purposes.register(
        PartnerLink.Purpose.REPORT,
        purposes.Purpose(
            form=StepReportForm,
            task=_task,
            save=_save,
            button="Send",
            thanks="What you said has reached everybody round the table.",
            refusals=(steps.CannotChangeStep, plans.CannotChangePlan),
        ),
    )


def _task(link: PartnerLink) -> purposes.Task | None:
    step = Action.objects.filter(pk=link.thing_id, state=Action.State.OPEN).first()
    if step is None or not steps.may_report(step, by=link.worker, family=link.family):
        return None
    due = f" (by {step.due_on:%-d %B})" if step.due_on else ""
    return purposes.Task("How is it going?", f"{step.what}{due}", step)


def _save(link: PartnerLink, data: dict[str, Any], at: datetime) -> None:
    step = Action.objects.select_related("goal__plan__episode__family").get(pk=link.thing_id)
    steps.report(step=step, state=data["state"], words=data["words"], by=link.worker, at=at)
