"""Lists that a school is asked to fill in about the family of the cast: its agreement, the list, and answers."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from oneplan.engine.feeds import asking as sheets
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies.actions import agreements
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.models import Agency, SharingAgreement
from oneplan.web.data.actions import asking
from oneplan.web.data.models import AskedList, Load
from oneplan.web.data.reads.asking import What
from tests import feeds as scene
from tests.cast import Cast

UPN = "Y999200010001"
THIS_TERM = {"academic_year": "2025/26", "term": "Autumn term"}
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


def came(cast: Cast, asked: AskedList, content: bytes, *, at: datetime) -> Load:
    return scene.came(asked.feed, content, by=scene.data_manager(cast), at=at, name="answers.csv")
