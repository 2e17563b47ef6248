"""The breach log: what happened, the hours, who is told, what was learned."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.rights.actions import breaches
from oneplan.web.rights.actions.breaches import CannotKeepBreach, Happened, Told
from oneplan.web.rights.models import Breach
from tests.cast import Cast, filled


@pytest.fixture
def by(cast: Cast) -> Any:
    return cast.others["data_manager"]


def logged(cast: Cast, now: datetime, harm: str = "some", hours: int = 30) -> Breach:
    happened = Happened(what="A letter went next door.", kinds="names", harm=harm, families=[cast.family],
                        known_at=now - timedelta(hours=hours), done="Fetched it back.")  # fmt: skip
    return breaches.log(happened=happened, by=cast.others["data_manager"], at=now)


def test_the_hours_run_until_the_regulator_is_told_or_need_not_be(cast: Cast, now: datetime, by: Any) -> None:
    row, client = logged(cast, now), cast.client(by)
    assert "41 hours left" in client.get(f"/breaches/{row.pk}/").content.decode()
    late = logged(cast, now, hours=80)
    assert "8 hours over the time" in client.get("/breaches/").content.decode()
    breaches.decide_regulator(breach=late, told=Told("yes", "harm is possible"), by=by, at=now)
    assert "8 hours over the time" in client.get(f"/breaches/{late.pk}/").content.decode()
    breaches.decide_regulator(breach=late, told=Told("yes", "late: noticed on Sunday", now), by=by, at=now)
    assert "over the time" not in client.get(f"/breaches/{late.pk}/").content.decode()


def test_where_harm_is_likely_there_is_nothing_to_decide(cast: Cast, now: datetime, by: Any) -> None:
    row = logged(cast, now, harm="high")
    with pytest.raises(CannotKeepBreach, match="Then the regulator is told"):
        breaches.decide_regulator(breach=row, told=Told("no", "small"), by=by, at=now)
    with pytest.raises(CannotKeepBreach, match="Then the people are told"):
        breaches.decide_people(breach=row, told=Told("no", "small"), by=by, at=now)


def test_weighing_again_opens_decisions_that_no_longer_fit(cast: Cast, now: datetime, by: Any) -> None:
    row = logged(cast, now, harm="unlikely")
    breaches.decide_regulator(breach=row, told=Told("no", "nobody saw it"), by=by, at=now)
    breaches.weigh_again(breach=row, harm="some", words="Somebody did see it.", by=by, at=now)
    row.refresh_from_db()
    assert row.tell_regulator == ""
    assert row.steps.filter(words__startswith="Weighed again (before: harm is unlikely)").exists()


def test_it_closes_when_both_are_decided_and_told(cast: Cast, now: datetime, by: Any) -> None:
    row = logged(cast, now)
    said: dict[str, Any] = {"breach": row, "by": by, "at": now}
    with pytest.raises(CannotKeepBreach, match="Decide first"):
        breaches.close(learned="x", on=now.date(), **said)
    breaches.decide_regulator(told=Told("yes", "harm is possible"), **said)
    breaches.decide_people(told=Told("yes", "so that they can act"), **said)
    with pytest.raises(CannotKeepBreach, match="regulator is to be told"):
        breaches.close(learned="x", on=now.date(), **said)
    breaches.decide_regulator(told=Told("yes", "harm is possible", now), **said)
    with pytest.raises(CannotKeepBreach, match="people are to be told"):
        breaches.close(learned="x", on=now.date(), **said)
    breaches.decide_people(told=Told("yes", "so that they can act", now.date()), **said)
    breaches.close(learned="Windows in envelopes.", on=now.date(), **said)
    with pytest.raises(CannotKeepBreach, match="closed"):
        breaches.add_step(words="more", on=now.date(), **said)
    assert "next door" not in str(AuditEvent.objects.values_list("payload", flat=True))


def test_days_that_cannot_be_are_refused(cast: Cast, now: datetime, by: Any) -> None:
    future = Happened(what="x", kinds="x", harm="some", known_at=now + timedelta(hours=1))
    with pytest.raises(CannotKeepBreach, match="after now"):
        breaches.log(happened=future, by=by, at=now)


def test_written_down_by_form(cast: Cast, now: datetime, by: Any) -> None:
    client = cast.client(by)
    page = client.get("/breaches/new/").content.decode()
    day = now - timedelta(days=1)
    known = {"known_on": f"{day:%-d %B %Y}", "known_time": "14:30"}
    fields = {"what": "A list was left on a bus.", "kinds": "names", "harm": "some", **known}
    fields["families"] = f"{cast.family.reference} F-9999"
    wrong = client.post("/breaches/new/", filled(page, **fields))
    assert "There is no family F-9999" in wrong.content.decode()
    fields["families"] = cast.family.reference
    answer = client.post("/breaches/new/", filled(client.get("/breaches/new/").content.decode(), **fields))
    assert answer.status_code == 302
    assert list(Breach.objects.get().families.all()) == [cast.family]


@pytest.mark.parametrize("who", ["priya", "maya", "green", "fay", "stan", "parent_account"])
def test_nobody_else_sees_breaches(cast: Cast, now: datetime, who: str) -> None:
    row = logged(cast, now)
    client = cast.client(getattr(cast, who))
    for page in ("", "new/", f"{row.pk}/", f"{row.pk}/step/", f"{row.pk}/harm/", f"{row.pk}/close/"):
        assert client.get(f"/breaches/{page}").status_code == 403
    with pytest.raises(NotAllowed):
        breaches.add_step(breach=row, words="x", on=now.date(), by=cast.maya, at=now)
