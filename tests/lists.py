"""Lists that a school is asked to fill in about the family of the cast: its agreement, the list, and answers."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client

from oneplan.engine.feeds import asking as sheets
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies.actions import agreements
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.models import Agency, SharingAgreement
from oneplan.web.casework.models import Episode
from oneplan.web.data.actions import asking, list_links
from oneplan.web.data.actions.list_links import Whom
from oneplan.web.data.models import AskedList, Load
from oneplan.web.data.reads.asking import What
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.sharing.models import ConsentAnswer
from tests import feeds as scene
from tests.cast import Cast

UPN = "Y999200010001"
THIS_TERM = {"academic_year": "2025/26", "term": "Autumn term"}
GIVEN = ("Ayo", "Beth", "Callum", "Dina", "Emeka", "Freya", "Gus", "Hana", "Idris", "Jess")
ANSWER = {
    "Unique pupil number": UPN, "School": "9992000", "Sessions possible": "130", "Sessions missed with leave": "4",
    "Sessions missed without leave": "2",
}  # fmt: skip


def agreed(cast: Cast, *, at: datetime, categories: Sequence[str] = ("school", "basics"), with_: Agency | None = None,
           ) -> SharingAgreement:  # fmt: skip
    partner = with_ or cast.green.agency
    says = AgreementWords(
        f"Answers of {partner}", "to know how families do", "public_task", (partner,), tuple(categories), cast.maya,
        date(2026, 1, 5),
    )  # fmt: skip
    return agreements.make(says=says, by=cast.others[Role.ADMINISTRATOR.value], at=at)


def what(agreement: SharingAgreement, kind: str = "attendance_term", *, at: datetime, **other: Any) -> What:
    partner = agreement.partners.get().agency
    said: dict[str, Any] = {"helped_since": at.date(), "unknown_since": at.date() - timedelta(days=120)}
    return What(kinds()[kind], partner, agreement, **(said | other))


def asked(
    cast: Cast, *, at: datetime, agreement: SharingAgreement | None = None, same: Mapping[str, str] = THIS_TERM
) -> AskedList:
    """The school is asked for the attendance of Leo; it is wanted within two weeks."""
    under = agreement or agreed(cast, at=at)
    return asking.ask(
        what=what(under, at=at), same=same, wanted_by=at.date() + timedelta(days=14),
        by=scene.data_manager(cast), at=at,
    )  # fmt: skip


def leo(cast: Cast) -> sheets.Asked:
    born = cast.child.born_from
    assert born is not None
    return sheets.Asked(cast.child.reference, cast.child.given_names, cast.child.family_name, born)


def answers(asked: AskedList, people: Sequence[sheets.Asked], *said: dict[str, str]) -> bytes:
    """The list as the school fills it in: a row each, with what is said of it put over what stood there."""
    profile = asking.readable(asked.feed, on=asked.asked_at.date())
    header = sheets.header(profile)
    rows = [dict(zip(header, row, strict=True)) for row in sheets.rows(profile, people, same=asked.same)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [header, *([(row | more)[name] for name in header] for row, more in zip(rows, said, strict=True))]
    )
    return out.getvalue().encode()


def crowd(cast: Cast, *, at: datetime, number: int) -> None:
    """So many families with a child each, of whom the school may be asked, and who they are."""
    day, surnames = at.date(), ("Brown", "Fielding", "Haddad", "Kowalska", "Nwosu", "Quill", "Rahman", "Vance")
    for place in range(number):
        surname, born = surnames[place % len(surnames)], day - timedelta(days=2600 + 150 * place % 2400)
        family = Family.objects.create(name=surname, made_at=at)
        given = GIVEN[place % len(GIVEN)]
        child = Person.objects.create(given_names=given, family_name=surname, born_from=born, born_to=born, made_at=at)
        grown = day - timedelta(days=13000)
        parent = Person.objects.create(
            given_names="Ada", family_name=surname, born_from=grown, born_to=grown, made_at=at
        )
        for who, role in ((child, "child"), (parent, "parent")):
            Membership.objects.create(family=family, person=who, role=role, known_from=at)
        Episode.objects.create(family=family, team=cast.priya.team, opened_on=day, made_at=at)
        asked = {"purpose": Purpose.LOOK_UP, "person": parent}
        told = {"purpose": Purpose.SHARE, "person": child, "agency": cast.green.agency, "category": Category.BASICS}
        for yes in (asked, told):
            ConsentAnswer.objects.create(
                family=family, given_by=parent, answer=Answer.YES, on=day, recorded_at=at, **yes
            )


def link_to(asked: AskedList, *, by: Any, at: datetime, whom: Whom | None = None) -> SimpleNamespace:
    """A link to somebody whom OnePlan cannot write to: so address and code are shown."""
    sent = list_links.make(asked=asked, whom=whom or Whom("Ms Bell, office", email="o@example.org"), by=by, at=at)
    return SimpleNamespace(link=sent.link, address="/" + sent.address.split("/", 3)[3], code=sent.code)


def opened(link: SimpleNamespace) -> Client:
    """A browser in which the code was typed."""
    client = Client()
    assert client.post(link.address, {"code": link.code}).status_code == 302
    return client


def came(cast: Cast, asked: AskedList, content: bytes, *, at: datetime) -> Load:
    return scene.came(asked.feed, content, by=scene.data_manager(cast), at=at, name="answers.csv")
