"""Short ways to say what was agreed, for the tests of this room."""

from datetime import datetime
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.people.models import Person
from oneplan.web.sharing.actions import talks
from oneplan.web.sharing.actions.talks import Answered, Conversation
from oneplan.web.sharing.models import ConsentTalk
from tests.cast import Cast, filled

EXPLAINED = Conversation(way=ConsentTalk.Way.VISIT, explained="What the school would see")


def share(cast: Cast, *categories: Category, said_by: Person, about: Any = (), answer: Answer = Answer.YES) -> Answered:
    """`said_by` tells whether the school may know these kinds about `about`, or about themself."""
    return Answered(
        people=tuple(about) or (said_by,),
        given_by=said_by,
        purpose=Purpose.SHARE,
        answer=answer,
        agencies=(cast.green.agency,),
        categories=categories,
    )


def agree(cast: Cast, now: datetime, *answers: Answered, talk: Conversation = EXPLAINED) -> ConsentTalk:
    return talks.record(family=cast.family, on=now.date(), talk=talk, answers=answers, by=cast.priya, at=now)


def talk_page(cast: Cast, speaker: Person, *, service: str = "") -> tuple[Client, str, str]:
    """The key worker with the form of a talk open: the session, its address, and the page."""
    client = cast.client(cast.priya)
    address = f"{reverse('agreed-talk', args=[cast.family.pk])}?with={speaker.pk}{service}"
    return client, address, client.get(address).content.decode()


def talked(page: str, *, about: Any = (), **said: Any) -> dict[str, Any]:
    """What a browser sends from the form of a talk: what it was drawn with, and what was tapped since."""
    mark = 'name="drawn" value="'
    start = page.index(mark) + len(mark)
    sent = {"drawn": unescape(page[start : page.index('"', start)]), "about": [each.pk for each in about]}
    sent |= {"on": f"{timezone.localdate():%-d %B %Y}", "way": "visit", "explained": "All of it"}
    return filled(page, **sent, **said)


def line(cast: Cast, category: Category) -> str:
    """What the form calls “may the school know this?”."""
    return f"share-{cast.green.agency_id}-{category}"
