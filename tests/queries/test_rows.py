"""A page asks the database as often for ten thousand rows, or a thousand families of one worker, as for one."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneplan.web.access.models import Account
from oneplan.web.agencies.models import (
    Agency,
    AgreementCategory,
    AgreementPartner,
    Contact,
    SharingAgreement,
    Worker,
    WorkerEntry,
)
from oneplan.web.casework.models import Action, ActionOwner, Episode, EpisodeRole, Goal, Note, Plan
from oneplan.web.demo.area_load.tables import Table, set_sequences, write
from oneplan.web.frontdoor.models import Request, RequestPerson
from oneplan.web.people.models import Family, Membership, NameKey, Person, TimelineEntry
from oneplan.web.people.projection import keys_of
from tests.cast import LONG_AGO, Cast

DAY = date(2025, 3, 3)
Adds = Callable[[Cast, int], None]


def _keep(*tables: Table) -> None:
    for table in tables:
        write(table._model, table.rows)
        table.rows = []
    set_sequences([table._model for table in tables])


def families(cast: Cast, number: int) -> None:
    """Families whose key worker is Priya, each with a parent, a plan and an action that is due."""
    made, people, belong = Table(Family), Table(Person), Table(Membership)
    episodes, roles, plans = Table(Episode), Table(EpisodeRole), Table(Plan)
    goals, actions, owners = Table(Goal), Table(Action), Table(ActionOwner)
    for n in range(number):
        family = made.add(name=f"Family {n}", made_at=LONG_AGO)
        person = people.add(given_names="Kit", family_name=f"Family {n}", made_at=LONG_AGO)
        belong.add(family_id=family, person_id=person, role="parent", known_from=LONG_AGO)
        episode = episodes.add(family_id=family, team_id=cast.priya.team_id, opened_on=DAY, made_at=LONG_AGO)
        roles.add(episode_id=episode, kind="key_worker", worker_id=cast.priya.pk, known_from=LONG_AGO, decided_by="M")
        plan = plans.add(episode_id=episode, made_on=DAY)
        goal = goals.add(plan_id=plan, title="A goal", state="focus", made_at=LONG_AGO)
        action = actions.add(goal_id=goal, what="Ring", due_on=DAY, made_at=LONG_AGO)
        owners.add(action_id=action, worker_id=cast.priya.pk)
    _keep(made, people, belong, episodes, roles, plans, goals, actions, owners)


def requests(cast: Cast, number: int) -> None:
    made, named = Table(Request), Table(RequestPerson)
    for n in range(number):
        request = made.add(
            received_on=DAY, received_at=LONG_AGO, from_words="school", reason=f"Reason {n}", state="new"
        )
        named.add(request_id=request, said=f"Kit {n}, 7")
    _keep(made, named)


def entries(cast: Cast, number: int) -> None:
    notes, lines = Table(Note), Table(TimelineEntry)
    for n in range(number):
        on = DAY + timedelta(days=n % 300)
        note = notes.add(family_id=cast.family.pk, worker_id=cast.priya.pk, kind="visit", on=on, text=f"Note {n}",
                         written_at=LONG_AGO)  # fmt: skip
        lines.add(family_id=cast.family.pk, on=on, kind="visit", headline="Home visit", text=f"Note {n}",
                  thing_type="casework.note", thing_id=note, recorded_at=LONG_AGO)  # fmt: skip
    _keep(notes, lines)


def namesakes(cast: Cast, number: int) -> None:
    people, keys = Table(Person), Table(NameKey)
    for n in range(number):
        person = people.add(given_names="Morgan", family_name=f"Ashby{n % 50}", made_at=LONG_AGO)
        for key in keys_of(f"Morgan Ashby{n % 50}"):
            keys.add(person_id=person, key=key)
    _keep(people, keys)


def colleagues(cast: Cast, number: int) -> None:
    """Agencies, each with a worker who speaks something and a contact."""
    agencies, workers, entries, contacts = Table(Agency), Table(Worker), Table(WorkerEntry), Table(Contact)
    for n in range(number):
        agency = agencies.add(name=f"Agency {n} {number}", sector="school")
        worker = workers.add(name=f"Kit {n}", job_title="teacher", role="partner", agency_id=agency)
        entries.add(worker_id=worker, kind="language", code="urdu")
        contacts.add(agency_id=agency, role="Desk", kept_by_id=cast.priya.team_id, holder_id=worker, check_by=DAY,
                     known_from=LONG_AGO, is_coordinator=n < 3)  # fmt: skip
    _keep(agencies, workers, entries, contacts)


def agreements(cast: Cast, number: int) -> None:
    made, signed, covered = Table(SharingAgreement), Table(AgreementPartner), Table(AgreementCategory)
    for n in range(min(number, 200)):
        agreement = made.add(title=f"Agreement {n}", purpose="Help", gateway="public_task", owner_id=cast.maya.pk,
                             valid_from=DAY, known_from=LONG_AGO)  # fmt: skip
        signed.add(agreement_id=agreement, agency_id=cast.green.agency_id)
        covered.add(agreement_id=agreement, category="plan")
    _keep(made, signed, covered)


def accounts(cast: Cast, number: int) -> None:
    workers, made = Table(Worker), Table(Account)
    for n in range(number):
        worker = workers.add(name=f"Kit {n}", job_title="nurse", role="partner", agency_id=cast.green.agency_id)
        made.add(name=f"kit{cast.green.pk}.{worker}", password="!", worker_id=worker, is_active=True)
    _keep(workers, made)


def _family(cast: Cast) -> str:
    return f"/families/{cast.family.reference}/"


PAGES: dict[str, tuple[Adds, Callable[[Cast], str], str]] = {
    "my families": (families, lambda _: "/my-families/", "priya"),
    "my day": (families, lambda _: "/my-day/", "priya"),
    "requests": (requests, lambda _: "/requests/", "fay"),
    "family page": (entries, _family, "priya"),
    "timeline": (entries, lambda cast: f"{_family(cast)}timeline/", "priya"),
    "agencies": (colleagues, lambda _: "/agencies/", "priya"),
    "colleagues": (colleagues, lambda _: "/colleagues/", "priya"),
    "upkeep on my team": (colleagues, lambda _: "/my-families/", "maya"),
    "agreements": (agreements, lambda _: "/agreements/", "maya"),
    "what a leaver holds": (families, lambda cast: f"/colleagues/{cast.priya.pk}/leaving/", "maya"),
    "accounts": (accounts, lambda _: "/accounts/", "administrator"),
    "search by name": (namesakes, lambda _: "/find/?q=morgan+ashby", "fay"),
}


def _queries(client: Client, address: str) -> int:
    """How often a page asks. Every five minutes a visit also says that the session goes on; that one does not count."""
    client.get(address)  # what is kept in memory between pages is there from now on
    return min(_asked(client, address), _asked(client, address))


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.slow
def test_queries_do_not_grow_with_rows(cast: Cast, page: str, record_property: Callable[[str, object], None]) -> None:
    adds, address, who = PAGES[page]
    client = cast.client(cast.others.get(who) or getattr(cast, who))
    there, counts = 0, {}
    most = 1_000 if adds is families else 10_000  # nobody has more families; each is many rows
    for wanted in (2, 100, most):
        adds(cast, wanted - there)
        there = wanted
        counts[wanted] = _queries(client, address(cast))
    record_property("queries", counts)
    print(f"\nqueries of {page}: {counts}")
    assert counts[most] <= counts[100] <= counts[2] + 2
