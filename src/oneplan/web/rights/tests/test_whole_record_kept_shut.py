"""The whole record taken out: ways by which what stays could still leave, and by which what should leave was lost."""

import json
import os
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.utils import timezone

from oneplan.web.access.models import ViewBatch
from oneplan.web.casework.models import Appointment, GoalReading, Note
from oneplan.web.frontdoor.models import Decision, Offer, Request, RequestPerson
from oneplan.web.people import moves, timeline
from oneplan.web.people.models import Family, Home, Membership, Person
from oneplan.web.rights import gathering, subject, taking_out
from oneplan.web.rights.models import RecordExport
from oneplan.web.rights.reads.kind_words import TAKEN
from oneplan.web.rights.tests.test_whole_record import agreed, noted, said, take
from oneplan.web.sharing.actions import guards
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R320")]
State = RecordExport.State


@pytest.fixture
def dana(rich: Any) -> Any:
    return rich.cast.others["data_manager"]


@pytest.fixture
def taken(rich: Any, dana: Any, now: datetime, tmp_path: Path) -> Callable[..., Path]:
    """Take it out, and say where it is."""

    def out(*, json_lines: bool = False) -> Path:
        row = agreed(dana, rich.cast.others["administrator"], now)
        assert take(row, dana, tmp_path / "record", json_lines=json_lines) == 0
        return tmp_path / "record"

    return out


def rows(to: Path, table: str) -> dict[int, dict[str, Any]]:
    return {each["id"]: each for each in pq.read_table(to / f"{table}.parquet").to_pylist()}


def family_of(*people: Person, name: str, now: datetime) -> Family:
    made: Family = Family.objects.create(name=name, made_at=now)
    for person in people:
        Membership.objects.create(family=made, person=person, role=Membership.Role.PARENT, known_from=now)
    return made


def test_a_safe_home_that_is_only_called_home_takes_no_words_out_of_others_entries(
    rich: Any, now: datetime, taken: Callable[..., Path]
) -> None:
    Home(label="Home", made_at=now).put_at("9 Refuge Row", "ZZ9 9ZZ", is_protected=True).save()
    note = noted(rich.cast, "Visited them at home.", now)
    line = timeline.add(family=rich.cast.family, on=now.date(), by=rich.cast.priya, at=now,
                        **moves.line([rich.cast.parent], to=rich.cast.home))  # fmt: skip
    to = taken()
    assert rows(to, "casework_note")[note.pk]["text"] == "Visited them at home."
    told = rows(to, "people_timelineentry")[line.pk]
    assert (told["kind"], told["thing_type"]) == ("home", "people.home")
    assert told["headline"].endswith("moved home")


def test_times_and_threads_are_as_they_are(rich: Any, now: datetime, taken: Callable[..., Path]) -> None:
    visit = Appointment.objects.create(
        family=rich.cast.family, kind="visit", what="The dentist", on=now.date(), time=time(14, 30),
        recorded_by=rich.cast.priya, recorded_at=now,
    )  # fmt: skip
    to = taken()
    assert rows(to, "casework_appointment")[visit.pk]["time"] == "14:30:00"
    member = Membership.objects.filter(family=rich.cast.family)[0]
    assert rows(to, "people_membership")[member.pk]["thread"] == str(member.thread)


def test_figures_are_figures_in_lines_too(rich: Any, now: datetime, taken: Callable[..., Path]) -> None:
    goal = rich.cast.plan.goals.first()
    type(goal).objects.filter(pk=goal.pk).update(baseline="2.5")
    lines = (taken(json_lines=True) / "lines" / "casework_goal.jsonl").read_text().splitlines()
    assert next(each for each in map(json.loads, lines) if each["id"] == goal.pk)["baseline"] == 2.5


def test_a_line_that_tells_of_a_move_to_a_safe_home_stays(rich: Any, now: datetime, taken: Callable[..., Path]) -> None:
    home = Home(label="A safe address", made_at=now).put_at("9 Refuge Row", "ZZ9 9ZZ", is_protected=True)
    home.save()
    line = timeline.add(family=rich.cast.family, on=now.date(), by=rich.cast.priya, at=now,
                        **moves.line([rich.cast.parent], to=home))  # fmt: skip
    assert line.pk not in rows(taken(), "people_timelineentry")


def private_reading(cast: Cast, now: datetime) -> None:
    """A line of the timeline that tells of a reading of a goal which is private to one of them."""
    goal = cast.plan.goals.first()
    assert goal is not None
    reading = GoalReading.objects.create(
        goal=goal, on=now.date(), value=3, said_by="Grace", recorded_by=cast.priya, recorded_at=now
    )
    timeline.add(family=cast.family, on=now.date(), kind="reading", headline="READ-OF-PRIVATE", by=cast.priya, at=now,
                 thing=reading, people=[cast.child])  # fmt: skip
    guards.keep_to_member(
        family=cast.family, thing=goal, person=cast.parent, reason="hers alone", by=cast.priya, at=now
    )


def test_a_line_that_tells_of_a_reading_of_a_private_goal_stays(
    rich: Any, now: datetime, taken: Callable[..., Path]
) -> None:
    private_reading(rich.cast, now)
    assert "READ-OF-PRIVATE" not in said(taken())


def test_it_is_in_nobody_else_s_copy_either(rich: Any, now: datetime) -> None:
    private_reading(rich.cast, now)
    items = gathering.gather(subject.of(rich.cast.child, day=now.date()))
    assert items
    assert not [each for each in items if any("READ-OF-PRIVATE" in part.text for part in each.parts)]


def test_the_name_of_somebody_kept_back_goes_without_their_middle_names_too(
    rich: Any, now: datetime, taken: Callable[..., Path]
) -> None:
    cast: Cast = rich.cast
    Person.objects.filter(pk=cast.father.pk).update(given_names="Samuel Abel", family_name="O'Neill")
    guards.tie(worker=cast.others["data_manager"], family=cast.family, by=cast.maya, at=now)
    other = family_of(name="Another family", now=now)
    Note.objects.create(family=other, worker=cast.priya, on=now.date(), written_at=now,
                        text="Met samuel O\u2019Neill, and Samuel Abel O'Neill.")  # fmt: skip
    assert "neill" not in said(taken()).lower()


def test_a_request_of_no_family_yet_about_somebody_kept_back_stays(
    rich: Any, now: datetime, taken: Callable[..., Path]
) -> None:
    cast: Cast = rich.cast
    guards.guard(
        family=cast.family, workers=[cast.priya, cast.maya], reason="a councillor's family", by=cast.maya, at=now
    )
    asked = Request.objects.create(
        received_on=now.date(), received_at=now, from_words="a neighbour", reason="SHOUTING-HEARD", recorded_by=cast.fay
    )
    named = RequestPerson.objects.create(request=asked, said="the boy next door", person=cast.child)
    beside = RequestPerson.objects.create(request=asked, said="BESIDE-HIM")
    Decision.objects.create(request=asked, outcome="advice", why="DECIDED-SO", decided_by=cast.fay, decided_at=now)
    Offer.objects.create(
        request=asked, made_on=now.date(), how="by phone", told="OFFERED-SO", made_by=cast.fay, recorded_at=now
    )
    to = taken()
    assert asked.pk not in rows(to, "frontdoor_request")
    assert not {named.pk, beside.pk} & set(rows(to, "frontdoor_requestperson"))
    for secret in ("SHOUTING-HEARD", "BESIDE-HIM", "DECIDED-SO", "OFFERED-SO"):
        assert secret not in said(to)


def test_a_second_record_of_a_safe_home_that_says_less_or_more_of_its_address_stays(
    rich: Any, now: datetime, taken: Callable[..., Path]
) -> None:
    Home(label="A home", made_at=now).put_at("9 Refuge Row, Sallowby", "ZZ9 9ZZ", is_protected=True).save()
    for address, postcode in (("9 Refuge Row", ""), ("9, refuge row", "ZZ9 9ZZ"), ("9 Refuge Row, Sallowby, UK", "")):
        Home(label="A home", made_at=now).put_at(address, postcode, is_protected=False).save()
    other = Home(label="A home", made_at=now).put_at("9 Refuge Row, Elsewhere", "YY1 1YY", is_protected=False)
    other.save()
    homes = rows(taken(), "people_home")
    assert other.pk in homes
    assert [each["address"] for each in homes.values() if "refuge" in each["address"].lower()] == [
        "9 Refuge Row, Elsewhere"
    ]


def test_every_family_whose_register_says_so_is_in_it(rich: Any, now: datetime, taken: Callable[..., Path]) -> None:
    """One that shares somebody with a family that shares somebody with a kept one is told and taken."""
    cast: Cast = rich.cast
    between, beyond = (
        Person.objects.create(given_names=name, family_name="Marsh", made_at=now) for name in ("Ivy", "Rose")
    )
    family_of(cast.parent, between, name="The family between", now=now)
    joined = family_of(between, beyond, name="The family between again", now=now)
    far = family_of(beyond, name="The family beyond", now=now)
    guards.guard(
        family=cast.family, workers=[cast.priya, cast.maya], reason="a councillor's family", by=cast.maya, at=now
    )
    families = set(rows(taken(), "people_family"))
    told = set(ViewBatch.objects.filter(page=TAKEN).values_list("family_id", flat=True))
    assert families == told
    assert joined.pk in told
    assert far.pk in told


def test_a_late_family_stays_and_takes_no_told_one_with_it(rich: Any, dana: Any, now: datetime) -> None:
    told = taking_out.to_tell(dana)
    assert rich.cast.family.pk in told
    late = family_of(rich.cast.parent, name="The late family", now=now)
    kept = taking_out.Taking(dana, frozenset(told)).families_kept
    assert late.pk in kept
    assert rich.cast.family.pk not in kept


def test_a_place_that_is_no_place_is_refused_before_anybody_is_told(
    rich: Any, dana: Any, now: datetime, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".record.unfinished").mkdir()
    row = agreed(dana, rich.cast.others["administrator"], now)
    assert take(row, dana, tmp_path / "record") == 2
    assert "was killed" in capsys.readouterr().err
    row.refresh_from_db()
    assert row.state == State.AGREED
    assert not ViewBatch.objects.filter(page=TAKEN).exists()


def test_the_folder_one_stands_in_is_a_place(
    rich: Any, dana: Any, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "record").mkdir()
    monkeypatch.chdir(tmp_path / "record")
    row = agreed(dana, rich.cast.others["administrator"], now)
    assert take(row, dana, Path()) == 0
    assert (tmp_path / "record" / "datapackage.json").exists()
    os.chdir(tmp_path)


def test_what_breaks_meanwhile_is_written_down(
    rich: Any, dana: Any, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("a row nobody foresaw")

    monkeypatch.setattr("oneplan.web.rights.writing_tables._table", broken)
    row = agreed(dana, rich.cast.others["administrator"], now)
    with pytest.raises(RuntimeError):
        take(row, dana, tmp_path / "record")
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert "foresaw" not in row.reason, "what broke may hold words of the record"
    assert list(tmp_path.iterdir()) == []
    assert row.ended_at is not None
    assert row.ended_at <= timezone.now()
