"""Whoever answers people's requests has no part in those about their own family, or a record kept to others by name."""

from collections.abc import Callable
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from oneplan.rulebook.sharing.policy import ANSWERS_FOR_KEPT_RECORDS, Permission, relations_allowing
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import Episode
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.rights.actions import breaches, holds, packs, requests
from oneplan.web.rights.actions.requests import Asked
from oneplan.web.rights.asking import require_for_person
from oneplan.web.rights.models import Pack, RightsRequest
from oneplan.web.sharing.actions import guards
from tests.cast import LONG_AGO, Cast, filled

SHUT = "kept to workers named by a manager"


def own(cast: Cast, role: str, now: datetime) -> Worker:
    guards.tie(family=cast.family, worker=cast.others[role], by=cast.maya, at=now)
    return cast.others[role]


def another(cast: Cast, role: str, name: str = "Una Wells") -> Worker:
    like = cast.others[role]
    made = Worker.objects.create(name=name, job_title=like.job_title, role=role, agency=like.agency)
    Account.objects.make(name=name.split(maxsplit=1)[0].lower(), password=None, worker=made)
    return made


@pytest.fixture
def asked(cast: Cast, now: datetime) -> SimpleNamespace:
    """What is asked and kept of the family: a copy that was made, something to put right, a breach."""
    by = cast.others["data_manager"]
    said: dict[str, Any] = {"how": "by phone", "received_on": now.date(), "proof": "known"}
    copy = requests.ask(person=cast.parent, asked=Asked(kind="access", **said), by=by, at=now)
    wrong = Asked(kind="correction", words="It was not so.", **said)
    happened = breaches.Happened(what="A letter went next door.", kinds="names", harm="some", known_at=now,
                                 families=[cast.family])  # fmt: skip
    return SimpleNamespace(
        cast=cast,
        copy=copy,
        pack=Pack.objects.create(request=copy, made_at=now, made_by=another(cast, "data_manager", "Ola Reid"),
                                 number_of_items=1, number_left_out=0, number_taken_out=0),
        wrong=requests.ask(person=cast.parent, asked=wrong, by=by, at=now),
        breach=breaches.log(happened=happened, by=by, at=now),
    )  # fmt: skip


def nobodys(client: Client, name: str, number: Any) -> str:
    """What a page answers to a number that is nobody's."""
    return main(client.get(reverse(name, args=[number])))


def main(answer: Any) -> str:
    page = answer.content.decode()
    return f"{answer.status_code} {page[page.find('<main') : page.find('</main')]}"


@pytest.mark.requirement("R195", "R197")
@pytest.mark.parametrize("role", ["data_manager", "administrator"])
def test_of_their_own_family_they_are_answered_like_about_nobody(asked: Any, now: datetime, role: str) -> None:
    cast = asked.cast
    client = cast.client(own(cast, role, now))
    pages = [(name, asked.copy.pk) for name in (
        "rights-request", "rights-answer", "rights-pause", "rights-extend", "rights-go-on", "pack-decide",
    )]  # fmt: skip
    pages += [(name, asked.breach.pk) for name in ("breach", "breach-step", "breach-harm", "breach-close")]
    for name, number in pages:
        assert main(client.get(reverse(name, args=[number]))) == nobodys(client, name, 987_654), name
    assert client.get(reverse("pack-file", args=[asked.pack.pk, "pdf"])).status_code == 404
    for name in ("rights-requests", "breaches"):
        assert "Okafor" not in main(client.get(reverse(name))), name
        assert "next door" not in main(client.get(reverse(name))), name


@pytest.mark.requirement("R195")
@pytest.mark.parametrize("role", ["data_manager", "administrator"])
def test_of_somebody_of_their_own_family_they_learn_nothing_by_number(cast: Cast, now: datetime, role: str) -> None:
    client, here = cast.client(own(cast, role, now)), reverse("rights-requests")
    assert client.get(reverse("rights-new", args=[cast.parent.pk])).status_code == 404
    found, unknown = (client.get(here, {"person": number}) for number in (cast.parent.reference, "P-199999"))
    assert main(found).replace(cast.parent.reference, "P-199999") == main(unknown)


Press = Callable[[Any, Worker, datetime], object]
PRESSED: dict[str, Press] = {
    "gather": lambda asked, by, now: packs.gather(request=asked.copy, by=by, at=now),
    "decide": lambda asked, by, now: packs.decide(request=asked.copy, verdicts=[], by=by, at=now),
    "decide the rest": lambda asked, by, now: packs.decide_rest(request=asked.copy, by=by, at=now),
    "make": lambda asked, by, now: packs.make(request=asked.copy, by=by, at=now),
    "look": lambda asked, by, now: packs.look(pack=asked.pack, by=by, at=now),
    "give": lambda asked, by, now: packs.give(
        pack=asked.pack, on=now.date(), how="by hand", to_whom="Grace", by=by, at=now
    ),
    "remove": lambda asked, by, now: packs.remove(pack=asked.pack, by=by, at=now),
    "ask": lambda asked, by, now: requests.ask(
        person=asked.cast.parent, asked=Asked(kind="access", how="x", received_on=now.date()), by=by, at=now
    ),
    "answer": lambda asked, by, now: requests.answer(
        request=asked.wrong, outcome="done", on=now.date(), by=by, at=now
    ),
    "a breach": lambda asked, by, now: breaches.log(
        happened=breaches.Happened(what="x", kinds="x", harm="some", known_at=now, families=[asked.cast.family]),
        by=by, at=now,
    ),
    "a step": lambda asked, by, now: breaches.add_step(breach=asked.breach, words="x", on=now.date(), by=by, at=now),
}  # fmt: skip


@pytest.mark.requirement("R195", "R197")
@pytest.mark.parametrize("role", ["data_manager", "administrator"])
def test_they_do_nothing_about_their_own_family(asked: Any, now: datetime, role: str) -> None:
    by = own(asked.cast, role, now)
    for press in PRESSED.values():
        with pytest.raises(NotAllowed, match=SHUT):
            press(asked, by, now)


@pytest.mark.requirement("R195")
def test_they_hold_nothing_of_their_own_family_and_read_of_no_hold(cast: Cast, now: datetime) -> None:
    said: dict[str, Any] = {"by": cast.others["administrator"], "at": now}
    rows = [holds.hold(kind="court", why="A claim", family=cast.family, **said),
            holds.hold(kind="court", why="A claim", person=cast.parent, **said)]  # fmt: skip
    client = cast.client(own(cast, "administrator", now))
    assert "Okafor" not in main(client.get(reverse("holds")))
    for row in rows:
        assert main(client.get(reverse("hold-lift", args=[row.pk]))) == nobodys(client, "hold-lift", 987_654)
        with pytest.raises(NotAllowed, match=SHUT):
            holds.lift(hold=row, why="over", **said)
    for thing in (cast.family, cast.parent):
        page = client.get(reverse("hold-new")).content.decode()
        answer = client.post(reverse("hold-new"), filled(page, kind="court", why="A claim", what=thing.reference))
        assert answer.status_code == 422
    with pytest.raises(NotAllowed, match=SHUT):
        holds.hold(kind="court", why="A claim", family=cast.family, **said)
    assert cast.client(another(cast, "administrator")).get(reverse("hold-lift", args=[rows[0].pk])).status_code == 200


def test_a_breach_of_their_own_family_is_written_down_by_somebody_else(cast: Cast, now: datetime) -> None:
    client = cast.client(own(cast, "data_manager", now))
    fields = {"what": "x", "kinds": "x", "known_on": f"{now:%-d %B %Y}", "known_time": "00:01", "harm": "some"}
    page = client.get(reverse("breach-new")).content.decode()
    answer = client.post(reverse("breach-new"), filled(page, families=cast.family.reference, **fields))
    assert f"There is no family {cast.family.reference}" in answer.content.decode()


def test_their_own_family_is_not_listed_among_what_is_over(cast: Cast, now: datetime) -> None:
    Episode.objects.update(opened_on=date(1980, 1, 1), closed_on=date(1981, 1, 1), closure_reason="done")
    Person.objects.update(born_from=date(1950, 1, 1), born_to=date(1950, 1, 1))
    mine, other = own(cast, "administrator", now), another(cast, "administrator")
    assert cast.family.reference in main(cast.client(other).get(reverse("retention")))
    assert cast.family.reference not in main(cast.client(mine).get(reverse("retention")))


def test_somebody_of_two_families_is_kept_from_whoever_belongs_to_one(cast: Cast, now: datetime) -> None:
    second = Family.objects.create(name="Reed", made_at=LONG_AGO)
    Membership.objects.create(family=second, person=cast.father, role="parent", known_from=LONG_AGO)
    worker = cast.others["data_manager"]
    guards.tie(family=second, worker=worker, by=cast.maya, at=now)
    assert require_for_person(Permission.RIGHTS_ASK, cast.parent, by=worker) == [cast.family]
    with pytest.raises(NotAllowed, match=SHUT):
        require_for_person(Permission.RIGHTS_ASK, cast.father, by=worker)


class TestKeptToNamedWorkers:
    """One way stays open: the data manager, whoever is named."""

    def guard(self, cast: Cast, now: datetime, *named: Worker) -> None:
        guards.guard(family=cast.family, reason="Known people", workers=[cast.maya, *named], by=cast.maya, at=now)

    @pytest.mark.requirement("R197", "R200")
    def test_the_data_manager_answers_and_the_administrator_only_where_named(self, asked: Any, now: datetime) -> None:
        cast = asked.cast
        admin = cast.others["administrator"]
        self.guard(cast, now)
        assert Permission.RIGHTS_HANDLE in {
            each for each in Permission if relations_allowing(each, ANSWERS_FOR_KEPT_RECORDS)
        }
        address = reverse("rights-request", args=[asked.copy.pk])
        assert cast.client(cast.others["data_manager"]).get(address).status_code == 200
        assert packs.gather(request=asked.copy, by=cast.others["data_manager"], at=now)
        packs.decide_rest(request=asked.copy, by=cast.others["data_manager"], at=now)
        pack = packs.make(request=asked.copy, by=cast.others["data_manager"], at=now)
        assert cast.client(admin).get(address).status_code == 404
        assert "Okafor" not in main(cast.client(admin).get(reverse("rights-requests")))
        with pytest.raises(NotAllowed, match=SHUT):
            packs.look(pack=pack, by=admin, at=now)
        self.guard(cast, now, admin)
        assert cast.client(admin).get(address).status_code == 200
        packs.look(pack=pack, by=admin, at=now)

    @pytest.mark.requirement("R200")
    def test_where_the_data_manager_is_too_close_whoever_is_named_answers(self, asked: Any, now: datetime) -> None:
        cast, row = asked.cast, asked.wrong
        admin, mine = cast.others["administrator"], own(cast, "data_manager", now)
        self.guard(cast, now, admin)
        with pytest.raises(NotAllowed, match=SHUT):
            requests.answer(request=row, outcome="done", on=now.date(), by=mine, at=now)
        requests.answer(request=row, outcome="done", on=now.date(), by=admin, at=now)
        assert RightsRequest.objects.get(pk=row.pk).answered_by == admin

    @pytest.mark.requirement("R197")
    def test_what_is_held_is_said_by_its_number_alone(self, cast: Cast, now: datetime) -> None:
        said: dict[str, Any] = {"by": cast.others["administrator"], "at": now, "kind": "court", "why": "A claim"}
        for about in ({"family": cast.family}, {"person": cast.parent}):
            holds.hold(**about, **said)
        self.guard(cast, now)
        page = main(cast.client(cast.others["administrator"]).get(reverse("holds")))
        assert cast.family.reference in page
        assert cast.parent.reference in page
        assert "Okafor" not in page
