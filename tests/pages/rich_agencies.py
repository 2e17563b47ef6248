"""The agencies' side of the full data set: offers, hubs, contacts in doubt, links, cover, agreements, a forum."""

from datetime import datetime, timedelta
from typing import Any

from oneplan.web.agencies.actions import agreements, contacts, covers, links, organisations, places, workers
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.actions.contacts import ContactWords
from oneplan.web.agencies.actions.organisations import OfferWords
from oneplan.web.agencies.actions.places import ForumWords, HubWords
from oneplan.web.agencies.actions.workers import WorkerWords
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.site.models import AreaListItem
from tests.cast import Cast


def add_agencies(rich: Any, cast: Cast, *, at: datetime) -> None:
    said: dict[str, Any] = {"by": cast.others["administrator"], "at": at}
    today = at.date()
    rich.council, rich.school = cast.priya.agency, cast.green.agency
    rich.north, rich.sector = cast.priya.team, AreaListItem.objects.filter(list_name="skill").first()
    organisations.say_offer(
        agency=rich.council, says=OfferWords("One key worker for the whole family.", "No decisions on benefits.",
                                             "Families who say yes.", "200 families last year.", is_public=True),
        **said,
    )  # fmt: skip
    rich.hub = places.add_hub(
        says=HubWords("Brook End hub", (rich.council, rich.health), "2 Brook End, ZZ2 1BE", "north",
                      "0114 496 0110", "Monday to Friday"), **said,
    )  # fmt: skip
    rich.forum = places.add_forum(
        says=ForumWords("Partnership forum", "forum", today + timedelta(days=20), place="Brook End hub"), **said
    )
    _contacts(rich, cast, at=at)
    rich.link = links.begin(team=rich.north, agency=rich.school, worker=cast.tom, what_for="coffee morning", **said)
    _agreements(rich, at=at)
    _workers(rich, cast, at=at)


def _contacts(rich: Any, cast: Cast, *, at: datetime) -> None:
    said: dict[str, Any] = {"by": cast.others["administrator"], "at": at}
    today = at.date()
    rich.contact = contacts.add(
        agency=rich.school, says=ContactWords(
            "Attendance lead", rich.north, today - timedelta(days=9), "attendance", holder=cast.green,
            deputy_name="Jo Finn", phone="0114 496 0376", email="lead@example.org",
        ), **said,
    )  # fmt: skip
    for name, role in (("head", "Head of year"), ("desk", "The front desk")):
        words = ContactWords(role, rich.north, today + timedelta(days=90), holder_name="Sheila Webb")
        setattr(rich, name, contacts.add(agency=rich.school, says=words, **said))
    gone = contacts.add(
        agency=rich.health, says=ContactWords(
            "Area coordinator", rich.north, today + timedelta(days=90), holder_name="Gail Marsh",
            phone="0114 496 0231", is_coordinator=True, locality="north",
        ), **said,
    )  # fmt: skip
    contacts.report_left(contact=gone, by=cast.priya, at=at)


def _agreements(rich: Any, *, at: datetime) -> None:
    administrator = rich.cast.others["administrator"]
    today = at.date()
    says = AgreementWords(
        "Early help agreement", "Workers around one family know enough to help it together.", "crime_1998_s115",
        (rich.council, rich.school), ("basics", "plan", "school"), rich.cast.maya, today - timedelta(days=100),
        today + timedelta(days=30), "team manager", "Paper 14/22",
    )  # fmt: skip
    first = agreements.make(says=says, by=administrator, at=at - timedelta(days=9))
    rich.agreement = agreements.change(agreement=first, says=says, by=administrator, at=at)


def _workers(rich: Any, cast: Cast, *, at: datetime) -> None:
    words = WorkerWords("Tom Reed", "0114 496 0124", "tom.reed@example.org", "0123", "9 to 5", ("autism",), ("urdu",),
                        ("north",))  # fmt: skip
    rich.tom = workers.change(worker=cast.tom, version=1, says=words, by=cast.maya, at=at)
    rich.cover = covers.name(
        worker=cast.maya, covered_by=cast.tom, on=at.date(), until=at.date() + timedelta(days=7), by=cast.maya, at=at
    )
    workers.announce_leaving(worker=cast.priya, on=at.date() + timedelta(days=21), by=cast.maya, at=at)
    rich.left = Worker.objects.create(
        name="Gwen Hart", job_title="learning mentor", role="partner", agency=rich.school, is_active=False
    )
    rich.free = Worker.objects.create(
        name="Una Free", job_title="learning mentor", role="partner", agency=Agency.objects.get(pk=rich.school.pk)
    )
