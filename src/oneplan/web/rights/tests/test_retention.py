"""What is no longer kept goes, what is held stays, and the chains still hold."""

from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from oneplan.web.access import chain
from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.access.verify import verify
from oneplan.web.casework.models import Episode, Note, NoteDraft
from oneplan.web.people.models import Family, Membership, Person, Relationship
from oneplan.web.rights import run
from oneplan.web.rights.actions import holds, requests, retention
from oneplan.web.rights.actions.requests import Asked
from oneplan.web.rights.models import AreaPeriod, RetentionRun, Tombstone
from oneplan.web.rights.reads import due
from oneplan.web.site import outbox
from tests.cast import Cast

FAR = date(2060, 1, 1)


def end_help(rich: Any, on: date = date(2025, 3, 1)) -> None:
    Episode.objects.filter(closed_on=None).update(closed_on=on, opened_on=date(2024, 1, 8), closure_reason="done")


def go(rich: Any, now: datetime, day: date = FAR) -> RetentionRun:
    admin = rich.cast.others["administrator"]
    return run.run(day=day, by=admin, clock=lambda: now, say=lambda _: None)


def everything_written() -> str:
    """Every value of every row of ours, as one text."""
    encode = DjangoJSONEncoder().encode
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("oneplan.") and model._meta.app_label not in ("agencies",):
            found += [encode([str(value) for value in row]) for row in model._default_manager.values_list()]
    return "\n".join(found)


def test_nothing_goes_while_help_goes_on(rich: Any) -> None:
    assert rich.cast.family.pk not in {each.family for each in due.preview(day=FAR).families}


def test_the_youngest_child_decides_when_six_years_are_not_enough(rich: Any) -> None:
    end_help(rich)
    Note.objects.update(on=date(2025, 3, 1))
    found = {each.family: each for each in due.preview(day=FAR).families}
    unborn = rich.unborn
    assert found[rich.cast.family.pk].due_on.year == unborn.due_on.year + 25
    assert found[rich.cast.family.pk].rule == "family_record"


def test_a_preview_changes_nothing(rich: Any) -> None:
    end_help(rich)
    before = everything_written()
    found = due.preview(day=FAR)
    assert found.families
    assert everything_written() == before


def test_a_run_takes_every_word_away_and_the_chains_hold(rich: Any, now: datetime) -> None:
    end_help(rich)
    note = Note.objects.create(family=rich.cast.family, worker=rich.cast.priya, on=date(2025, 1, 1),
                               text="CANARY-NOTE", written_at=now)  # fmt: skip
    note.seen.set([rich.cast.child])
    outbox.put(
        kind="letter", text="CANARY-LETTER", at=now, channel="post", to=rich.cast.parent, family=rich.cast.family
    )
    written = everything_written()
    canaries = ["CANARY-NOTE", "CANARY-LETTER", "Okafor-Reed", "4 Sorrel Rise", "999 000 0018", "Mill Lane Primary"]
    assert [each for each in canaries if each not in written] == []
    made = go(rich, now)
    written = everything_written()
    assert [each for each in canaries if each in written] == []
    assert made.number_of_batches > 0
    assert Tombstone.objects.filter(thing_type="people.family", thing_id=str(rich.cast.family.pk)).exists()
    assert [verify(name).faults for name in (chain.CHANGES, chain.VIEWS)] == [(), ()]
    batches = AuditEvent.objects.filter(event="retention_batch")
    assert batches.count() == made.number_of_batches
    counts = dict(each.split() for each in batches[0].payload["counts"])
    assert int(counts["casework.Note"]) >= 1


def test_what_stays_for_the_counts_says_nobody(rich: Any, now: datetime) -> None:
    end_help(rich)
    born = rich.cast.child.born_from
    go(rich, now)
    child = Person.objects.get(pk=rich.cast.child.pk)
    assert (child.name, child.born_from, child.born_to) == ("Name not known", date(born.year, 1, 1),
                                                            date(born.year, 12, 31))  # fmt: skip
    assert child.born_words == str(born.year)
    family = Family.objects.get(pk=rich.cast.family.pk)
    assert str(family) == "A family no longer kept"
    assert Episode.objects.get(pk=rich.cast.episode.pk).closed_on == date(2025, 3, 1)


def test_a_second_run_finds_nothing(rich: Any, now: datetime) -> None:
    end_help(rich)
    go(rich, now)
    assert due.preview(day=FAR).is_empty
    assert go(rich, now).number_of_batches == 0


def test_a_stopped_run_is_gone_on_with(rich: Any, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    end_help(rich)
    monkeypatch.setattr(retention, "FAMILIES_A_BATCH", 1)
    real, calls = retention.remove_families, []

    def stopping(**given: Any) -> Any:
        calls.append(given["families"])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**given)

    monkeypatch.setattr(retention, "remove_families", stopping)
    with pytest.raises(KeyboardInterrupt):
        go(rich, now)
    assert RetentionRun.objects.get().finished_at is None
    monkeypatch.setattr(retention, "remove_families", real)
    again = go(rich, now)
    assert RetentionRun.objects.count() == 1
    again.refresh_from_db()
    assert again.finished_at
    assert not due.preview(day=FAR).families


@pytest.mark.parametrize("kind", ["family", "person", "rule"])
def test_a_hold_keeps_until_it_is_lifted(rich: Any, now: datetime, kind: str) -> None:
    end_help(rich)
    admin = rich.cast.others["administrator"]
    what = {"family": {"family": rich.cast.family}, "person": {"person": rich.cast.child},
            "rule": {"rule": "family_record"}}[kind]  # fmt: skip
    held = holds.hold(kind="court", why="A claim is before the court", by=admin, at=now, **what)
    go(rich, now)
    assert Membership.objects.filter(family=rich.cast.family).exists()
    with pytest.raises(holds.CannotHold, match="why"):
        holds.lift(hold=held, why=" ", by=admin, at=now)
    holds.lift(hold=held, why="The case is over", by=admin, at=now)
    go(rich, now)
    assert not Membership.objects.filter(family=rich.cast.family).exists()


def test_somebody_of_no_family_goes_when_their_time_is_over(rich: Any, now: datetime) -> None:
    """The other Leo was never in any family."""
    assert rich.other_leo.pk in due.lonely_people(day=FAR, own=[]).values_list("pk", flat=True)
    go(rich, now)
    assert Person.objects.get(pk=rich.other_leo.pk).name == "Name not known"
    assert Person.objects.get(pk=rich.cast.child.pk).name == "Leo Okafor-Reed"
    assert Tombstone.objects.filter(thing_type="people.person", thing_id=str(rich.other_leo.pk)).exists()


def test_messages_and_drafts_of_a_family_that_has_help_stay(rich: Any, now: datetime) -> None:
    message = outbox.put(kind="letter", text="Come on Monday", at=now, channel="post", to=rich.cast.parent,
                         family=rich.cast.family)  # fmt: skip
    gone = outbox.put(kind="letter", text="Goodbye", at=now, channel="post", to=rich.cast.stan)
    type(message).objects.update(state="sent", sent_at=now)
    go(rich, now)
    message.refresh_from_db()
    gone.refresh_from_db()
    assert message.text == "Come on Monday"
    assert gone.text == ""
    assert NoteDraft.objects.filter(family=rich.cast.family).exists()


def test_an_open_request_about_their_data_keeps_the_family(rich: Any, now: datetime) -> None:
    end_help(rich)
    asked = Asked(kind="access", how="by phone", received_on=now.date(), proof="known")
    request = requests.ask(person=rich.cast.child, asked=asked, by=rich.cast.others["data_manager"], at=now)
    go(rich, now)
    assert Membership.objects.filter(family=rich.cast.family).exists()
    assert due.preview(day=FAR).held["a request about their data is open"] == 1
    requests.answer(request=request, outcome="withdrawn", on=now.date(), by=rich.cast.others["data_manager"], at=now)
    go(rich, now)
    assert not Membership.objects.filter(family=rich.cast.family).exists()


def test_somebody_whom_another_family_needs_stays(rich: Any, now: datetime) -> None:
    """Sam is the father of a child in a family that has help."""
    end_help(rich)
    other = Family.objects.create(name="Living", made_at=now)
    Episode.objects.create(family=other, opened_on=now.date(), made_at=now)
    child = Person.objects.create(given_names="Noor", made_at=now)
    Membership.objects.create(family=other, person=child, role="child", known_from=now)
    Relationship.objects.create(person=rich.cast.father, other=child, kind="parent", known_from=now)
    go(rich, now)
    assert Person.objects.get(pk=rich.cast.father.pk).name == "Sam Reed"
    assert Person.objects.get(pk=rich.cast.child.pk).name == "Name not known"
    assert Relationship.objects.filter(other=child).exists()


def test_a_hold_set_between_preview_and_batch_is_kept(rich: Any, now: datetime) -> None:
    end_help(rich)
    admin = rich.cast.others["administrator"]
    begun = retention.begin(day=FAR, by=admin, at=now)
    holds.hold(kind="court", why="just now", family=rich.cast.family, by=admin, at=now)
    assert not retention.remove_families(run=begun, families=[rich.cast.family.pk], by=admin, at=now)
    assert Membership.objects.filter(family=rich.cast.family).exists()


def test_the_areas_own_figure_counts_from_its_day(rich: Any, now: datetime) -> None:
    end_help(rich)
    admin = rich.cast.others["administrator"]
    period = AreaPeriod(rule="family_record", since=date(2026, 1, 1), years=1, source="Schedule 4, line 12")
    holds.set_period(period=period, by=admin, at=now)
    Note.objects.update(on=date(2025, 3, 1))
    assert rich.cast.family.pk in {each.family for each in due.preview(day=date(2030, 1, 1)).families}
    with pytest.raises(holds.CannotHold, match="never overwritten"):
        holds.set_period(period=AreaPeriod(rule="family_record", since=date(2026, 1, 1), years=9, source="x"),
                         by=admin, at=now)  # fmt: skip
    with pytest.raises(holds.CannotHold, match="never removed by time"):
        holds.set_period(period=AreaPeriod(rule="the_chain", since=date(2026, 1, 1), years=1, source="x"),
                         by=admin, at=now)  # fmt: skip


@pytest.mark.parametrize("who", ["priya", "maya", "fay", "stan"])
def test_nobody_but_an_administrator_removes(cast: Cast, now: datetime, who: str) -> None:
    with pytest.raises(NotAllowed):
        retention.begin(day=timezone.localdate(), by=getattr(cast, who), at=now)
