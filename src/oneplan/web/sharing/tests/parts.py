"""Short ways to say what was agreed, for the tests of this room."""

from datetime import datetime
from typing import Any

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.people.models import Person
from oneplan.web.sharing.actions import talks
from oneplan.web.sharing.actions.talks import Answered, Conversation
from oneplan.web.sharing.models import ConsentTalk
from tests.cast import Cast

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
