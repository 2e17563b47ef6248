"""The cast: one set of people every test uses."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Team, Worker
from oneplan.web.casework.models import Episode, EpisodeRole, Plan, TeamMember
from oneplan.web.people import projection
from oneplan.web.people.models import (
    Family,
    Home,
    Membership,
    Person,
    PersonDetail,
    PersonName,
    Relationship,
    Residence,
)
from oneplan.web.sharing.models import ConsentAnswer
from oneplan.web.site import area

LONDON = ZoneInfo("Europe/London")
LONG_AGO = datetime(2024, 1, 8, 9, tzinfo=LONDON)


@dataclass
class Cast:
    """The Okafor-Reed family, who works with them, and who does not."""

    family: Family
    parent: Person  # Grace
    child: Person  # Leo, 8
    baby: Person  # Mia, 2
    father: Person  # Sam, lives elsewhere
    home: Home
    episode: Episode
    plan: Plan
    priya: Worker  # their key worker
    tom: Worker  # a colleague in the team
    maya: Worker  # manages the team
    green: Worker  # partner: school, in the team around the family
    fay: Worker  # front door
    stan: Worker  # key worker of another team: a stranger
    others: dict[str, Worker]
    parent_account: Account

    def client(self, who: Worker | Account) -> Client:
        account = who if isinstance(who, Account) else Account.objects.get(worker=who)
        client = Client()
        client.force_login(account)
        return client


@pytest.fixture(autouse=True)
def _anchors_outside(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_ANCHORS = tmp_path / "anchors"
    settings.OUTBOX_FOLDER = tmp_path / "outbox"
    settings.PACK_FOLDER = tmp_path / "packs"
    settings.DATA_FOLDER = tmp_path / "data"


@pytest.fixture
def area_lists(db: None) -> None:
    area.load_lists()


@pytest.fixture
def now() -> datetime:
    return datetime.now(tz=LONDON)


def _worker(name: str, title: str, role: Role, agency: Agency, team: Team | None = None) -> Worker:
    worker = Worker.objects.create(
        name=name, job_title=title, role=role, agency=agency, team=team, phone="0114 496 0123"
    )
    Account.objects.make(name=name.split(maxsplit=1)[0].lower(), password=None, worker=worker)
    return worker


def _person(given: str, family_name: str, sex: str, born: date) -> Person:
    person = Person.objects.create(made_at=LONG_AGO)
    said = {"person": person, "known_from": LONG_AGO}
    PersonName.objects.create(given_names=given, family_name=family_name, **said)
    PersonDetail.objects.create(kind="sex", words=sex, **said)
    PersonDetail.objects.create(kind="birth", words=f"{born:%-d %B %Y}", earliest=born, latest=born, **said)
    projection.refresh(person)
    return person


def _spell(model: Any, **values: Any) -> Any:
    return model.objects.create(valid_from=date(2020, 1, 1), known_from=LONG_AGO, **values)


def make_cast() -> Cast:
    council = Agency.objects.create(name="Sallowdale Council early help", sector="early_help")
    school = Agency.objects.create(name="Mill Lane Primary", sector="school")
    north = Team.objects.create(agency=council, name="North team", locality="north")
    south = Team.objects.create(agency=council, name="South team", locality="south")
    people = _people()
    family, home = _family(people)
    priya = _worker("Priya Shah", "intervention worker", Role.KEY_WORKER, council, north)
    green = _worker("Ann Green", "class teacher", Role.PARTNER, school)
    _agreed(family, people, school)
    _may_be_asked(family, people["parent"])
    episode = Episode.objects.create(family=family, team=north, opened_on=date(2024, 1, 8), made_at=LONG_AGO)
    _spell(EpisodeRole, episode=episode, kind="key_worker", worker=priya, decided_by="Maya Lund")
    _spell(TeamMember, family=family, worker=green, agency=school, what_for="Leo's class")
    return Cast(
        family=family,
        **people,
        home=home,
        episode=episode,
        plan=Plan.objects.create(episode=episode, made_on=date(2024, 2, 1)),
        priya=priya,
        green=green,
        tom=_worker("Tom Reed", "intervention worker", Role.KEY_WORKER, council, north),
        maya=_worker("Maya Lund", "team manager", Role.TEAM_MANAGER, council, north),
        fay=_worker("Fay Osei", "front-door officer", Role.FRONT_DOOR, council),
        stan=_worker("Stan Pike", "intervention worker", Role.KEY_WORKER, council, south),
        others=_others(council),
        parent_account=Account.objects.make(name="grace", password=None, person=people["parent"]),
    )


def _people() -> dict[str, Person]:
    return {
        "parent": _person("Grace", "Okafor-Reed", "female", date(1991, 4, 2)),
        "child": _person("Leo", "Okafor-Reed", "male", date(2017, 5, 20)),
        "baby": _person("Mia", "Okafor-Reed", "female", date(2024, 2, 11)),
        "father": _person("Sam", "Reed", "male", date(1989, 9, 30)),
    }


def _family(people: dict[str, Person]) -> tuple[Family, Home]:
    family = Family.objects.create(name="Okafor-Reed", made_at=LONG_AGO)
    home = Home.objects.create(label="Okafor-Reed home", address="4 Sorrel Rise", postcode="ZZ1 4QX", made_at=LONG_AGO)
    roles = {"parent": "parent", "child": "child", "baby": "child", "father": "elsewhere"}
    for name, role in roles.items():
        _spell(Membership, family=family, person=people[name], role=role)
    for name in ("parent", "child", "baby"):
        _spell(Residence, person=people[name], home=home)
    for child in ("child", "baby"):
        for parent in ("parent", "father"):
            _spell(Relationship, person=people[parent], other=people[child], kind="parent")
    return family, home


def _agreed(family: Family, people: dict[str, Person], school: Agency) -> None:
    """Grace agreed that the school sees who they are, the plan and the meetings; Sam has not been asked."""
    for who in ("parent", "child", "baby"):
        for category in (Category.BASICS, Category.PLAN, Category.MEETINGS):
            ConsentAnswer.objects.create(
                family=family,
                person=people[who],
                given_by=people["parent"],
                purpose=Purpose.SHARE,
                answer=Answer.YES,
                agency=school,
                category=category,
                on=LONG_AGO.date(),
                recorded_at=LONG_AGO,
            )


def _may_be_asked(family: Family, parent: Person) -> None:
    """Grace agreed that other services are asked what they know."""
    ConsentAnswer.objects.create(
        family=family, person=parent, given_by=parent, purpose=Purpose.LOOK_UP, answer=Answer.YES,
        on=LONG_AGO.date(), recorded_at=LONG_AGO,
    )  # fmt: skip


def _others(council: Agency) -> dict[str, Worker]:
    roles = (Role.DATA_MANAGER, Role.ANALYST, Role.AUDITOR, Role.COMMISSIONER, Role.EVALUATOR, Role.ADMINISTRATOR)
    return {
        role.value: _worker(f"{role.value.title()} Doe", role.value.replace("_", " "), role, council) for role in roles
    }


@pytest.fixture
def cast(area_lists: None) -> Cast:
    return make_cast()


def filled(page_html: str, **fields: Any) -> dict[str, Any]:
    """Return what a browser would post from a page's form: its token and `fields`."""
    mark = 'name="form_token" value="'
    start = page_html.index(mark) + len(mark)
    return {"form_token": page_html[start : page_html.index('"', start)], **fields}


def status_of(answer: Any) -> int:
    """The status of an answer of a test client; a file that is sent is read to its end, else it stays open."""
    if answer.streaming:
        for _ in answer.streaming_content:
            pass
    return int(answer.status_code)
