"""What the background worker does for this room: reminding the owners of agreements that end soon."""

from datetime import datetime, timedelta

from oneplan.web.agencies.actions import agreements
from oneplan.web.site import chores


def remind(at: datetime) -> None:
    agreements.remind(by=None, at=at)


def keep() -> None:
    chores.register("agreements that end soon", remind, every=timedelta(hours=1))
