"""Begin an installation without the demo: the tables, the area's lists, the first administrator, a one-time link."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access import audit
from oneplan.web.access.actions import accounts, passwords
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.people.models import Person
from oneplan.web.sharing import notices
from oneplan.web.site import area


class CannotStart(Exception):
    """The text is written for whoever typed the command."""


@dataclass(frozen=True)
class First:
    """Who the first administrator is."""

    name: str
    sign_in_name: str
    agency: str
    email: str = ""


def start(first: First, *, at: datetime) -> str:
    """Make everything that is not there yet; return the first administrator's one-time link."""
    call_command("migrate", verbosity=0)
    if Account.objects.exists():
        raise CannotStart(
            "This installation has accounts already, so it was started before. An administrator makes accounts on the "
            "page “Accounts”, or you by `oneplan accounts make`."
        )
    area.load_lists()
    notices.load(at=at)
    try:
        with transaction.atomic():
            return _first_administrator(first, at=at)
    except accounts.CannotChangeAccount as refusal:
        raise CannotStart(str(refusal)) from refusal


def _first_administrator(first: First, *, at: datetime) -> str:
    agency, _ = Agency.objects.get_or_create(name=first.agency, defaults={"sector": "early_help"})
    worker = Worker.objects.create(
        name=first.name, job_title="administrator", role=Role.ADMINISTRATOR, agency=agency, email=first.email
    )
    account = accounts.add(name=first.sign_in_name, at=at, worker=worker)
    audit.record("installation_started", about=account, by=None, at=at)
    return passwords.command_link(account, at=at, address=settings.ADDRESS)


def make_account(*, name: str, worker: str, person: str, directory_id: str, at: datetime) -> str:
    """From the command line, where no administrator can be asked; return the one-time link."""
    whose: dict[str, Worker | Person] = {"worker": _worker(worker)} if worker else {"person": _person(person)}
    try:
        with transaction.atomic():
            account = accounts.add(name=name, at=at, directory_id=directory_id, **whose)
            audit.record("account_made", about=account, by=None, at=at)
            return passwords.command_link(account, at=at, address=settings.ADDRESS)
    except accounts.CannotChangeAccount as refusal:
        raise CannotStart(str(refusal)) from refusal


def new_link(*, name: str, at: datetime) -> str:
    """A one-time link for an account that is there, for instance the only administrator's."""
    with transaction.atomic():
        account = _account(name)
        audit.record("way_in_given", about=account, by=None, at=at)
        return passwords.command_link(account, at=at, address=settings.ADDRESS)


def switch_off(*, name: str, at: datetime) -> None:
    with transaction.atomic():
        accounts.turn_off(_account(name), at=at)
        audit.record("account_switched_off", about=_account(name), by=None, at=at, why="")


def listed() -> list[str]:
    rows = Account.objects.select_related("worker", "person").order_by("name")
    return [f"{row.name:20} {'on ' if row.may_sign_in else 'off'}  {row.worker or row.person}" for row in rows]


def _account(name: str) -> Account:
    account = Account.objects.select_related("worker").filter(name=name.strip().lower()).first()
    if account is None:
        raise CannotStart(f"There is no account “{name}”. `oneplan accounts list` says which there are.")
    return account


def _worker(said: str) -> Worker:
    """By name, or by number where two have one name."""
    rows = list(Worker.objects.filter(pk=int(said)) if said.isdigit() else Worker.objects.filter(name__iexact=said))
    if len(rows) != 1:
        numbers = ", ".join(str(row.pk) for row in rows)
        raise CannotStart(
            f"{len(rows)} workers are called “{said}”. Say which by number: {numbers}."
            if rows
            else f"There is no worker “{said}”."
        )
    return rows[0]


def _person(said: str) -> Person:
    digits = said.upper().removeprefix("P-")
    person = Person.objects.filter(pk=int(digits) - 100000).first() if digits.isdigit() else None
    if person is None:
        raise CannotStart(f"There is no person “{said}”. A person's number looks like P-100007.")
    return person
