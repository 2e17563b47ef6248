"""The rights' side of the full data set: looks, requests at each step, a pack, breaches, holds, something over."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from oneplan.web.access import chain
from oneplan.web.access.models import Account, RefusedPage
from oneplan.web.casework.models import Note
from oneplan.web.rights.actions import breaches, holds, packs, record_exports, requests
from oneplan.web.rights.actions.requests import Asked
from oneplan.web.rights.taking_out import KEPT, PRIVATE, SAFE
from tests.cast import Cast


def add_rights(rich: Any, cast: Cast, *, at: datetime) -> None:
    by = cast.others["data_manager"]
    _looks(cast, at=at)
    _refused(cast, at=at)
    copy: dict[str, Any] = {
        "kind": "access",
        "how": "by phone",
        "received_on": at.date() - timedelta(days=5),
        "proof": "Priya knows her",
    }
    rich.asked_copy = requests.ask(person=cast.parent, asked=Asked(**copy), by=by, at=at)
    rich.copy_request = requests.ask(person=cast.parent, asked=Asked(**copy), by=by, at=at)
    packs.gather(request=rich.copy_request, by=by, at=at)
    rich.made_request = requests.ask(person=cast.child, asked=Asked(**copy | {"asked_by": "parent",
                                     "asked_by_name": "Grace Okafor-Reed"}), by=by, at=at)  # fmt: skip
    packs.gather(request=rich.made_request, by=by, at=at)
    packs.decide_rest(request=rich.made_request, by=by, at=at)
    rich.pack = packs.make(request=rich.made_request, by=by, at=at)
    packs.look(pack=rich.pack, by=cast.others["administrator"], at=at)
    rich.second_pack = packs.make(request=rich.made_request, by=by, at=at)
    packs.give(pack=rich.pack, on=at.date(), how="by hand", to_whom="Grace Okafor-Reed", by=by, at=at)
    rich.waiting_request = requests.ask(
        person=cast.father, asked=Asked(kind="access", how="by letter", received_on=at.date(), is_known=False),
        by=by, at=at,
    )  # fmt: skip
    _corrections(rich, cast, at=at)
    _breaches(rich, cast, at=at)
    _record_exports(rich, cast, at=at)
    rich.hold = holds.hold(kind="court", why="A claim for the fall in 2023", family=cast.family,
                           by=cast.others["administrator"], at=at)  # fmt: skip
    lifted = holds.hold(kind="complaint", why="A complaint about a letter", person=cast.father,
                        by=cast.others["administrator"], at=at)  # fmt: skip
    holds.lift(hold=lifted, why="It was answered", by=cast.others["administrator"], at=at)


def _looks(cast: Cast, *, at: datetime) -> None:
    """Priya as every week, the school once, and somebody of another team at night."""
    looks = ((cast.priya, "note", 100), (cast.stan, "family", 76), (cast.green, "family", 52))
    for who, page, hours in (*looks, (cast.priya, "family", 30), (cast.priya, "plan", 30)):
        account = Account.objects.get(worker=who).pk
        seen = [f"people.family:{cast.family.pk}", f"people.person:{cast.child.pk}"]
        with transaction.atomic():
            chain.add(chain.VIEWS, at=at - timedelta(hours=hours), account_id=account, page=page,
                      family_id=cast.family.pk, seen=seen)  # fmt: skip


def _refused(cast: Cast, *, at: datetime) -> None:
    """Somebody of another team asked for the family once; somebody of the team tried a dozen numbers."""
    kind = RefusedPage.Kind.NOT_ALLOWED
    stan, tom = (Account.objects.get(worker=who) for who in (cast.stan, cast.tom))
    asked = [RefusedPage(at=at - timedelta(hours=75), kind=kind, account=stan, page="family", thing_id=cast.family.pk,
                         family_id=cast.family.pk)]  # fmt: skip
    noon = (at - timedelta(hours=20)).replace(minute=0)
    asked += [
        RefusedPage(at=noon + timedelta(minutes=n), kind=kind, account=tom, page="person", thing_id=str(700 + n))
        for n in range(12)
    ]
    RefusedPage.objects.bulk_create(asked)


def _corrections(rich: Any, cast: Cast, *, at: datetime) -> None:
    by = cast.others["data_manager"]
    note = Note.objects.filter(family=cast.family).order_by("pk").first()
    asked = Asked(kind="correction", how="at home", received_on=at.date(), proof="known", about=note,
                  words="I never said that Leo does not sleep.")  # fmt: skip
    rich.correction = requests.ask(person=cast.parent, asked=asked, by=by, at=at)
    asked = Asked(
        kind="objection", how="by phone", received_on=at.date(), proof="known", words="Stop ringing my mother."
    )
    rich.objection = requests.ask(person=cast.parent, asked=asked, by=by, at=at)
    requests.answer(request=rich.objection, outcome="refused", why="The order says who must be told.", on=at.date(),
                    note_beside="I do not want my mother told.", by=by, at=at)  # fmt: skip


def _record_exports(rich: Any, cast: Cast, *, at: datetime) -> None:
    """One taken out, one declined, one agreed, one that waits."""
    by, other = cast.others["data_manager"], cast.others["administrator"]
    why = "The county's new case system takes over the work of the northern hub."
    row = record_exports.agree(export=record_exports.ask(why=why, by=by, at=at), by=other, at=at)
    row = record_exports.begin(number=row.pk, by=by, at=at)
    record_exports.finish(
        export=row, rows={"casework_note": 41209, "people_person": 9077}, digest="5f" * 32, by=by, at=at,
        left_out={KEPT: 380, PRIVATE: 12, SAFE: 44},
    )  # fmt: skip
    row = record_exports.ask(why="To look something up.", by=by, at=at)
    record_exports.decline(export=row, why="One family is enough for that: ask for its page.", by=other, at=at)
    record_exports.agree(export=record_exports.ask(why="The trial of the move.", by=by, at=at), by=other, at=at)
    rich.asked_export = record_exports.ask(why="The move itself, on the first of the month.", by=by, at=at)


def _breaches(rich: Any, cast: Cast, *, at: datetime) -> None:
    by = cast.others["data_manager"]
    happened = breaches.Happened(
        what="A letter went to the house next door.", kinds="Names and the day of a visit", harm="some",
        known_at=at - timedelta(hours=30), who_noticed="The neighbour", number_of_people=3,
        done="Fetched the letter back.", families=[cast.family],
    )  # fmt: skip
    rich.breach = breaches.log(happened=happened, by=by, at=at)
    happened = breaches.Happened(what="A page was left open at the front desk.", kinds="A name", harm="unlikely",
                                 known_at=at - timedelta(days=9))  # fmt: skip
    rich.closed_breach = breaches.log(happened=happened, by=by, at=at)
    no = breaches.Told("no", "Nobody but workers was in the room.")
    breaches.decide_regulator(breach=rich.closed_breach, told=no, by=by, at=at)
    breaches.decide_people(breach=rich.closed_breach, told=no, by=by, at=at)
    breaches.close(breach=rich.closed_breach, learned="Screens lock after a minute.", on=at.date(), by=by, at=at)
