"""Whoever opened a record in an emergency reads it, adds a note and what keeps somebody safe, and nothing else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import needs, notes, watch, words
from oneplan.web.casework.models import Need, Note, WatchSign
from oneplan.web.people.actions import details, safety
from oneplan.web.people.models import ContactRestriction, SafeContactRule, VisitWarning
from oneplan.web.sharing.actions import emergencies, guards
from oneplan.web.sharing.models import KeptPrivate
from tests.cast import Cast, filled

WHY = "Leo is missing and his mother does not answer"


@pytest.fixture
def written(cast: Cast, now: datetime) -> dict[str, Any]:
    """What Priya wrote, part of it private; then Stan, a stranger, opens the record in an emergency."""
    said: dict[str, Any] = {"by": cast.priya, "at": now}
    note = notes.add(family=cast.family, text="Grace plans to leave", on=now.date(), **said)
    found: dict[str, Any] = {
        "note": note,
        "open": notes.add(family=cast.family, text="A worry", on=now.date(), **said),
        "need": needs.found(family=cast.family, code="housing", words="No door", on=now.date(), **said),
        "sign": watch.add(family=cast.family, sign="No school", what_to_do="Ring", since=now.date(), **said),
        "kept": guards.keep_to_member(family=cast.family, thing=note, person=cast.parent, reason="not for Sam", **said),
        "restriction": safety.restrict(child=cast.child, barred=cast.father, kind="order", **said),
        "rule": safety.reach_safely(person=cast.parent, channel="post", never=True, **said),
        "warning": safety.warn_visitors(words="A dog", family=cast.family, **said),
        "detail": details.add(person=cast.child, kind="diagnosis", words="Asthma", **said),
    }
    emergencies.open_record(family=cast.family, reason=WHY, by=cast.stan, at=now)
    return found


Try = Callable[[Cast, dict[str, Any], dict[str, Any]], object]
NEVER: dict[str, Try] = {
    "lift a privacy": lambda _, row, said: guards.open_again(kept=row["kept"], reason="no longer", **said),
    "set one": lambda cast, row, said: guards.keep_to_named(
        family=cast.family, thing=row["open"], workers=[cast.stan], reason="mine", **said
    ),
    "make private": lambda cast, row, said: guards.keep_to_member(
        family=cast.family, thing=row["open"], person=cast.parent, reason="x", **said
    ),
    "strike a note": lambda _, row, said: notes.strike(note=row["open"], reason="x", **said),
    "strike a need": lambda _, row, said: needs.strike(need=row["need"], reason="x", **said),
    "change a need": lambda _, row, said: needs.change_state(
        need=row["need"], state="gone", words="x", on=said["at"].date(), **said
    ),
    "add a need": lambda cast, _, said: needs.found(
        family=cast.family, code="housing", on=said["at"].date(), **said
    ),
    "take from a note": lambda _, row, said: notes.mark(note=row["open"], kind="signal", text="x", **said),
    "words from a note": lambda _, row, said: notes.mark_words(note=row["open"], text="x", **said),
    "a need from a note": lambda _, row, said: notes.mark_need(note=row["open"], code="housing", text="x", **said),
    "keep words": lambda cast, _, said: words.keep(family=cast.family, text="x", on=said["at"].date(), **said),
    "see a sign": lambda _, row, said: watch.seen(sign=row["sign"], on=said["at"].date(), words="x", **said),
    "lift a restriction": lambda _, row, said: safety.lift(
        restriction=row["restriction"], on=said["at"].date(), **said
    ),
    "take a rule away": lambda _, row, said: safety.forget_rule(rule=row["rule"], reason="x", **said),
    "take a warning away": lambda _, row, said: safety.stop_warning(warning=row["warning"], reason="x", **said),
    "strike a detail": lambda _, row, said: details.strike(detail=row["detail"], reason="x", **said),
    "end a detail": lambda _, row, said: details.end(detail=row["detail"], on=said["at"].date(), **said),
    "add a detail": lambda cast, _, said: details.add(person=cast.child, kind="diagnosis", words="x", **said),
}  # fmt: skip


@pytest.mark.requirement("R202")
def test_nothing_that_others_wrote_is_changed(cast: Cast, now: datetime, written: dict[str, Any]) -> None:
    for do in NEVER.values():
        with pytest.raises(NotAllowed):
            do(cast, written, {"by": cast.stan, "at": now})
    assert KeptPrivate.objects.get().lifted_at is None
    assert not Note.objects.exclude(struck_at=None).exists()
    assert Need.objects.get().struck_reason == ""
    assert WatchSign.objects.get().seen_on is None


@pytest.mark.requirement("R202")
def test_pages_that_change_something_are_shut(cast: Cast, written: dict[str, Any]) -> None:
    family, client = cast.family.pk, cast.client(cast.stan)
    pages = [
        ("private-open", [written["kept"].pk]), ("private-new", [family, "note", written["open"].pk]),
        ("note-strike", [family, written["open"].pk]), ("need-strike", [family, written["need"].pk]),
        ("need", [family, written["need"].pk]), ("need-new", [family]), ("words-new", [family]),
        ("watch-seen", [family, written["sign"].pk]), ("warning-end", [written["warning"].pk]),
        ("restriction-lift", [written["restriction"].pk]), ("rule-end", [written["rule"].pk]),
    ]  # fmt: skip
    for name, number in pages:
        assert client.get(reverse(name, args=number)).status_code == 403, name
        assert cast.client(cast.priya).get(reverse(name, args=number)).status_code == 200, name
    shown = [
        ("family", [family]), ("family-needs", [family]), ("watch", [family]), ("note", [family, written["open"].pk]),
        ("family-people", [family]), ("person", [cast.child.pk]),
    ]  # fmt: skip
    shut = [reverse(name, args=number) for name, number in pages]
    for name, number in shown:
        page = client.get(reverse(name, args=number))
        assert page.status_code == 200, name
        assert [way for way in shut if f'href="{way}"' in page.content.decode()] == [], name


@pytest.mark.requirement("R202")
def test_a_note_and_what_keeps_somebody_safe_are_added(cast: Cast, now: datetime, written: dict[str, Any]) -> None:
    client, today = cast.client(cast.stan), f"{now:%-d %B %Y}"
    forms: list[tuple[str, int, dict[str, str]]] = [
        ("note-new", cast.family.pk, {"text": "Leo is at his aunt's"}),
        ("family-warning-new", cast.family.pk, {"words": "Visit in twos"}),
        ("rule-new", cast.parent.pk, {"channel": "call", "never": "on"}),
        ("restriction-new", cast.baby.pk, {"who": str(cast.father.pk), "kind": "concern", "on": today}),
        ("home-warning-new", cast.home.pk, {"words": "The lift is broken"}),
    ]
    for name, number, fields in forms:
        address = reverse(name, args=[number])
        answer = client.post(address, filled(client.get(address).content.decode(), **fields))
        assert answer.status_code == 302, name
    assert Note.objects.filter(worker=cast.stan).exists()
    for kind in (VisitWarning, SafeContactRule, ContactRestriction):
        assert kind.objects.known().filter(recorded_by=cast.stan).exists(), kind
    page = client.get(reverse("person", args=[cast.baby.pk])).content.decode()
    assert reverse("restriction-new", args=[cast.baby.pk]) in page
