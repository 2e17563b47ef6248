"""Partners' files of an invented area: from a folder that `oneplan synthetic feeds` wrote to published figures.

What was done before is found again: a load that was stopped goes on where it stopped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.utils import timezone

from oneplan.engine.facts.vocabulary import fact_kinds
from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.runs import files
from oneplan.engine.synthetic.feeds import make
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies.actions import agreements, organisations
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.actions.organisations import AgencyWords
from oneplan.web.agencies.models import Agency, SharingAgreement, Worker
from oneplan.web.data import receiving, working
from oneplan.web.data.actions import feeds, runs
from oneplan.web.data.actions.feeds import FeedWords
from oneplan.web.data.actions.loads import CameBefore
from oneplan.web.data.models import Feed, Load, Run
from oneplan.web.demo.models import DemoStep

AGREEMENT = "Data of the invented area"
SECTORS = {
    Category.SCHOOL: "school", Category.SOCIAL_CARE: "social_care", Category.POLICE: "police",
    Category.DOMESTIC_ABUSE: "domestic_abuse", Category.HOUSING: "housing", Category.MONEY: "employment",
    Category.HEALTH: "health",
}  # fmt: skip
USUAL_GAP = 120  # days, where one file alone came
Say = Callable[[str], Any]


class CannotLoadFiles(Exception):
    """The text is written for whoever typed the command."""


@dataclass(frozen=True)
class Summary:
    files: int
    rows: int
    set_aside: int
    run: Run

    @property
    def words(self) -> str:
        return (
            f"{self.files} files, {self.rows:,} rows, {self.set_aside:,} of them not taken. "
            f"Run {self.run.number} is {self.run.get_state_display()}."
        )


def load(folder: Path, *, at: datetime, say: Say = str) -> Summary:
    """Begin each feed, take its files in and check them, and make a run. Raises `CannotLoadFiles`."""
    told = _told(folder)
    manager, administrator = (_worker(role) for role in (Role.DATA_MANAGER, Role.ADMINISTRATOR))
    agreement = _agreement(told, by=administrator, owner=manager, at=at)
    loads = []
    for each in told["feeds"]:
        feed = Feed.objects.filter(name=each["name"]).first() or _begun(folder, each, agreement, by=manager, at=at)
        for file in each["files"]:
            row = _taken(feed, folder / file["path"], by=manager, at=at)
            say(f"  {file['path']}: {row.received:,} rows, {row.set_aside:,} not taken {row.reason}".rstrip())
            loads.append(row)
    run = _run(by=manager, at=at, say=say)
    return Summary(len(loads), sum(each.received for each in loads), sum(each.set_aside for each in loads), run)


def _told(folder: Path) -> Mapping[str, Any]:
    try:
        told = make.told(folder)
    except (OSError, ValueError) as error:
        raise CannotLoadFiles(
            f"{folder} is no folder of invented files: {error}. Make one: oneplan synthetic feeds --out {folder}"
        ) from error
    if not DemoStep.objects.exists():
        raise CannotLoadFiles("Invented files go into the demo area alone. Load it first: oneplan demo load")
    return told


def _worker(role: Role) -> Worker:
    return Worker.objects.filter(role=role, is_active=True).order_by("pk")[0]


def _agreement(told: Mapping[str, Any], *, by: Worker, owner: Worker, at: datetime) -> SharingAgreement:
    on = timezone.localdate(at)
    found: SharingAgreement | None = SharingAgreement.objects.current(on).filter(title=AGREEMENT).first()
    if found is not None:
        return found
    partners = {each["partner"]: _agency(each, by=by, at=at) for each in told["feeds"]}
    says = AgreementWords(
        AGREEMENT, "to try OnePlan with files of nobody", "public_task", tuple(partners.values()),
        tuple(each.value for each in Category), owner, on,
    )  # fmt: skip
    return agreements.make(says=says, by=by, at=at)


def _agency(told: Mapping[str, Any], *, by: Worker, at: datetime) -> Agency:
    found = Agency.objects.filter(name=told["partner"]).first()
    if found is not None:
        return found
    category = Category(fact_kinds()[kinds()[told["kind"]].makes.kind].category)
    return organisations.add(says=AgencyWords(told["partner"], SECTORS[category]), by=by, at=at)


def _begun(folder: Path, told: Mapping[str, Any], agreement: SharingAgreement, *, by: Worker, at: datetime) -> Feed:
    profile = profiles.load(folder / told["profile"])
    came = [date.fromisoformat(each["came"]) for each in told["files"]]
    gaps = [(later - earlier).days for earlier, later in pairwise(came)] or [USUAL_GAP]
    says = FeedWords(
        f"{profile.kind.words.capitalize()}, {told['partner']}", Agency.objects.get(name=told["partner"]), agreement,
        by, None, max(gaps), timezone.localdate(at) - timedelta(days=1),
    )  # fmt: skip
    return feeds.add(name=told["name"], says=says, profile=profile.said, by=by, at=at)


def _taken(feed: Feed, path: Path, *, by: Worker, at: datetime) -> Load:
    content, store = files.pieces(path), working.store().folder
    try:
        row = receiving.take_in(feed, content, store=store, name=path.name, way=Load.Way.COMMAND, by=by, at=at)
    except CameBefore as before:
        row = before.load
    whole = Load.objects.select_related("feed__agreement", "file", "profile__feed").get(pk=row.pk)
    return working.check(whole) if whole.state == Load.State.WAITING else whole


def _run(*, by: Worker, at: datetime, say: Say) -> Run:
    row = runs.ask(by=by, at=at)
    while row.state in {Run.State.WAITING, Run.State.RUNNING}:
        working.once_over(tell=lambda done, total, words: say(f"  {done + 1} of {total}: {words}"))
        row.refresh_from_db()
    if row.state in {Run.State.FAILED, Run.State.STOPPED}:
        raise CannotLoadFiles(f"Run {row.number} is {row.get_state_display()}. {row.reason}".strip())
    return row
