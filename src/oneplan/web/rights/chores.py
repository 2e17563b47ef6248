"""What the background worker does for this room: partners' files go when the area's own time for them is over."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from oneplan.rulebook.retention import periods
from oneplan.web.data.actions import loads
from oneplan.web.rights.actions.holds import areas_own
from oneplan.web.site import chores

RULE = "partner_files"


def remove_partner_files(at: datetime) -> None:
    today = timezone.localdate(at)
    figure = periods.in_force(RULE, on=today, areas_own=areas_own(on=today))

    def is_over(received: date) -> bool:
        goes_on = periods.goes_on(figure, event=received)
        return goes_on is not None and goes_on <= today

    loads.remove_old(is_over=is_over, by=None, at=at)


def keep() -> None:
    chores.register("partners' files whose time is over", remove_partner_files, every=timedelta(hours=6))
