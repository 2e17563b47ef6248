"""What stands in the frame of every page about a family's record: the way to the reasons, and an emergency."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.access import viewlog
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family
from oneplan.web.sharing.reads import register
from oneplan.web.site.notices import Frame

# pages of one record, and which part of their address is its number
RECORDS = {
    "note": ("note", "note_pk"),
    "need": ("need", "need_pk"),
    "goal": ("goal", "pk"),
    "meeting": ("meeting", "pk"),
    "person": ("person", "pk"),
}
_HAVE_THEIR_OWN = frozenset({"why", "agreed"})  # the reasons themselves, and the page that ends with the way to them


def frame(request: HttpRequest) -> Frame | None:
    """For workers who may open families at all; it asks the database only where an emergency may be what opened it."""
    user = request.user
    family = viewlog.record_shown()
    if not user.is_authenticated or user.worker is None or family is None:
        return None
    if not relations_allowing(Permission.FAMILY_VIEW, Role(user.role)):
        return None
    title, words = _emergency(user.worker, family)
    return Frame(_why(request, family), title, words)


def _why(request: HttpRequest, family: int) -> str:
    match = request.resolver_match
    name = match.view_name if match else ""
    if name in _HAVE_THEIR_OWN:
        return ""
    kind, number = RECORDS.get(name, ("", ""))
    of = f"?of={kind}-{match.kwargs[number]}" if match and kind else ""
    return f"{reverse('why', args=[family])}{of}"


def _emergency(worker: Worker, family: int) -> tuple[str, str]:
    if not viewlog.may_rest_on_an_emergency(family):
        return "", ""
    now = timezone.now()
    opening = register.open_now(worker, Family(pk=family), at=now)
    if opening is None:
        return "", ""
    until = timezone.localtime(opening.until)
    day = "" if until.date() == timezone.localdate(now) else f" on {until:%-d %B}"
    return f"Open to you until {until:%-H.%M}{day} in an emergency", f"You said: {opening.reason}"
