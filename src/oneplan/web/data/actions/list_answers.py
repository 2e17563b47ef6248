"""A partner answers a list by their link: half-done answers are kept; handed in, they are a file of the list's feed.

Whoever has the link may: the page has asked for the secret, the code and the browser. Here it is asked once more, in
the transaction in which something is kept, whether the link still works.
"""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from oneplan.engine.runs.files import Kept
from oneplan.web.access import audit
from oneplan.web.agencies.models import Worker
from oneplan.web.data.actions import Cannot, list_links, loads, require
from oneplan.web.data.models import AskedPerson, ListAnswer, ListLink, Load
from oneplan.web.site.actions import action

ALREADY = "These answers are handed in already. Nothing was saved twice."


class LinkIsOver(Cannot):
    """The text is written for whoever has the link."""


@action
def keep(*, link: ListLink, line: AskedPerson, said: Mapping[str, str], by: Worker | None, at: datetime) -> None:
    """Keep what was typed of somebody, half done or not; nothing typed is nothing kept."""
    _working(link, at=at)
    if line.asked_id != link.asked_id:
        raise Cannot("This person is not on this list.")
    said = {name: text.strip() for name, text in said.items() if text.strip()}
    before = ListAnswer.objects.filter(link=link, line=line)
    if not said:
        before.filter(load=None).delete()
    else:
        ListAnswer.objects.update_or_create(
            link=link, line=line, defaults={"said": json.dumps(said), "saved_at": at, "load": None}
        )
    audit.record("list_answer_kept", about=line, by=by, at=at, link=link.pk)


@action
def hand_in(
    *, link: ListLink, file: Kept, name: str, answers: Collection[ListAnswer], by: Worker | None, at: datetime
) -> Load:
    """The file is the next one of the list's feed, received and checked as any; `answers` are those that stand in it.

    Raises `CameBefore`, and `Cannot` where the link is over, or one of the answers was handed in or changed meanwhile.
    """
    _working(link, at=at)
    rows = list(ListAnswer.objects.select_for_update().filter(pk__in=[each.pk for each in answers], load=None))
    if {(each.pk, each.saved_at) for each in rows} != {(each.pk, each.saved_at) for each in answers}:
        raise Cannot(ALREADY)
    load = loads.hand_in(feed=link.asked.feed, file=file, name=name, link=link, by=by, at=at)
    for each in rows:
        each.said, each.load = "", load
        each.save(update_fields=["said", "load"])
    audit.record("list_handed_in", about=load, by=by, at=at, link=link.pk, people=len(rows))
    return load


@action
def forget(*, answers: Collection[int], by: Worker | None, at: datetime) -> int:
    """Remove half-done answers about people of whom nobody asks any more, or by links that are over."""
    require(by=by)
    for each in ListAnswer.objects.select_for_update().filter(pk__in=answers, load=None).select_related("line"):
        audit.record("list_unasked_forgotten", about=each.line, by=by, at=at)
        each.delete()
    return len(answers)


def _working(link: ListLink, *, at: datetime) -> None:
    """Lock the link, so that two who hand in at once do so in turn. Raises `LinkIsOver`."""
    fresh = ListLink.objects.select_for_update(of=("self",)).select_related(
        "asked__feed__agreement", "worker", "made_by"
    ).get(pk=link.pk)  # fmt: skip
    if why := list_links.why_over(fresh, at=at):
        raise LinkIsOver(why)
