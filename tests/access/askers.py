"""Who asks for what is kept from them, and the kinds of it that each of them may be told all the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from oneplan.rulebook.sharing.consent import Answer
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Team, Worker
from oneplan.web.casework.models import Episode, EpisodeRole, TeamMember
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.sharing.actions import guards
from oneplan.web.sharing.models import ConsentAnswer
from tests.cast import LONG_AGO

# What those who work with the family read; what is private to a member they read as well, the family does not.
WORK = frozenset({
    "address", "housing", "visit", "health", "money", "identity", "social_care", "school", "sealed", "safety", "name",
    "story", "private", "private_plan", "needs", "police", "domestic_abuse", "plan", "plan_of_father", "meeting_notes",
    "meetings", "talk", "basis", "told", "question", "asked", "unasked",
})  # fmt: skip
PLAN = frozenset({"plan", "plan_of_father", "meeting_notes", "meetings", "unasked"})
KNOWN = frozenset({"name", "unasked"})  # that somebody is known at all, so that no second record begins


@dataclass(frozen=True)
class Asker:
    name: str
    account: Account | None
    may: frozenset[str] = frozenset()
    by_link: str = ""  # the address of a link that was followed before
    code: str = ""  # with its code

    def client(self) -> Client:
        client = Client(raise_request_exception=False)
        if self.account is not None:
            client.force_login(self.account)
        if self.by_link:
            client.post(self.by_link, {"code": self.code}) if self.code else client.get(self.by_link)
        return client


def askers(rich: Any, *, now: datetime) -> list[Asker]:
    """Everybody there is, in each way to stand to the family in which something is kept from them."""
    cast, link = rich.cast, reverse("partner-link", args=[rich.partner_link])
    listed = reverse("list-link", args=[rich.list_secret])
    found = [
        Asker("nobody", None),
        Asker("partner's own link", None, by_link=link, code=rich.partner_code),
        Asker("partner's link, forwarded", None, by_link=link),
        Asker("own link to a list", None, by_link=listed, code=rich.list_code),
        Asker("link to a list, forwarded", None, by_link=listed),
        Asker("father, barred", _member(cast.father, "sam")),
        Asker("mother", cast.parent_account, PLAN | {"talk_own"}),
        Asker("child", _member(cast.child, "leo"), PLAN),
        Asker("aunt around them", _member(rich.grandmother, "ruth")),
        Asker("member of another family", _member(_elsewhere(now), "ola")),
        Asker("key worker", _of(cast.priya), WORK | {"held", "question", "message_worker"}),
        Asker("colleague in the team", _of(cast.tom), WORK | {"draft"}),
        Asker("front door", _of(cast.fay), (WORK | {"request"}) - {"address"}),
        Asker("colleague whose family it is", _tied(rich, now)),
        Asker("key worker of another team", _worker("another team", Role.KEY_WORKER, rich, now), KNOWN),
        Asker("manager of another team", _worker("another manager", Role.TEAM_MANAGER, rich, now),
              KNOWN | {"request", "emergency"}),
        Asker("key worker of the father's other family", _fathers_worker(rich, now), KNOWN),
        Asker("partner, agreed in part", _of(cast.green),
              frozenset({"plan", "private_plan", "meetings", "meeting_notes", "visit"})),
    ]  # fmt: skip
    found += [
        Asker(f"partner, {name}", _worker(f"partner {name}", Role.PARTNER, rich, now, also=also))
        for name, also in PARTNERS.items()
    ]
    handles = WORK | {"rights", "emergency", "letter"}  # whoever asks about their own data
    for role, may in (
        (Role.DATA_MANAGER, handles | {"guarded"}), (Role.ADMINISTRATOR, handles), (Role.AUDITOR, KNOWN),
        (Role.COMMISSIONER, ()), (Role.EVALUATOR, ()), (Role.ANALYST, ()),
    ):  # fmt: skip
        found.append(Asker(role.value.replace("_", " "), _of(cast.others[role.value]), frozenset(may)))
    return found


def _of(worker: Worker) -> Account:
    return Account.objects.get(worker=worker)


def _member(person: Person, name: str) -> Account:
    return Account.objects.make(name=name, password=None, person=person)


def _elsewhere(now: datetime) -> Person:
    made = Person.objects.create(given_names="Ola", family_name="Pond", made_at=now)
    family = Family.objects.create(name="Pond", made_at=now)
    Membership.objects.create(family=family, person=made, role="parent", known_from=LONG_AGO)
    return made


def _worker(name: str, role: Role, rich: Any, now: datetime, *, also: Callable[..., None] | None = None) -> Account:
    """Somebody of an agency and a team of their own."""
    agency = Agency.objects.create(name=f"Agency of {name}", sector="voluntary")
    team = Team.objects.create(agency=agency, name=f"Team of {name}", locality="south")
    worker = Worker.objects.create(name=name.title(), job_title="asks", role=role, agency=agency, team=team)
    if also is not None:
        also(rich, worker, now)
    return Account.objects.make(name=name.replace(" ", "-"), password=None, worker=worker)


def _tied(rich: Any, now: datetime) -> Account:
    account = _worker("relative", Role.KEY_WORKER, rich, now)
    assert account.worker is not None
    account.worker.team = rich.cast.episode.team
    account.worker.save(update_fields=["team"])
    guards.tie(family=rich.cast.family, worker=account.worker, by=rich.cast.maya, at=now)
    return account


def _fathers_worker(rich: Any, now: datetime) -> Account:
    """The father lives in another family too, and that family has a key worker who knows him well."""
    account = _worker("fathers worker", Role.KEY_WORKER, rich, now)
    assert account.worker is not None
    family = Family.objects.create(name="Reed", made_at=now)
    Membership.objects.create(family=family, person=rich.cast.father, role="parent", known_from=LONG_AGO)
    episode = Episode.objects.create(family=family, team=account.worker.team, opened_on=date(2025, 1, 8), made_at=now)
    EpisodeRole.objects.create(episode=episode, kind="key_worker", worker=account.worker, decided_by="M",
                               valid_from=date(2025, 1, 8), known_from=LONG_AGO)  # fmt: skip
    return account


def _around(rich: Any, worker: Worker, now: datetime, *, until: date | None = None) -> None:
    TeamMember.objects.create(
        family=rich.cast.family, worker=worker, agency=worker.agency, what_for="Leo", valid_from=date(2024, 1, 8),
        valid_to=until, known_from=LONG_AGO,
    )  # fmt: skip


def _left_today(rich: Any, worker: Worker, now: datetime) -> None:
    _around(rich, worker, now, until=now.date())
    _said(rich, worker, now, [Answer.YES])


def _taken_back(rich: Any, worker: Worker, now: datetime) -> None:
    _around(rich, worker, now)
    _said(rich, worker, now, [Answer.YES, Answer.WITHDRAWN])


def _run_out(rich: Any, worker: Worker, now: datetime) -> None:
    _around(rich, worker, now)
    _said(rich, worker, now - timedelta(days=30), [Answer.YES], until=now.date())


def _said(rich: Any, worker: Worker, now: datetime, answers: list[Answer], *, until: date | None = None) -> None:
    people = [row.person for row in Membership.objects.known().filter(family=rich.cast.family).select_related("person")]
    for answer in answers:
        for person in people:
            for category in ("basics", "plan", "meetings", "needs", "story", "address"):
                ConsentAnswer.objects.create(
                    family=rich.cast.family, person=person, given_by=person, purpose="share", answer=answer,
                    agency=worker.agency, category=category, on=now.date(), recorded_at=now, expires_on=until,
                )  # fmt: skip


PARTNERS: dict[str, Callable[..., None] | None] = {
    "nothing to do with them": None,
    "around, never asked": _around,
    "around, taken back": _taken_back,
    "around, run out today": _run_out,
    "was around until today": _left_today,
}
