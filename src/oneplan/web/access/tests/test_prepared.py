"""The question of a decision, prepared once and asked with other numbers, answers just as if it were written anew."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from oneplan.rulebook.sharing.policy import Permission, Relation
from oneplan.web.access import policy, prepared
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family
from oneplan.web.sharing.models import EmergencyOpening, GuardedRecord
from tests.cast import LONG_AGO, Cast

IN_QUESTION = [each for each in Relation if each is not Relation.ANYONE]


@pytest.fixture(autouse=True)
def nothing_prepared() -> None:
    prepared.forget()


def _filters() -> list[prepared.Filter]:
    return [*(policy._filters[each] for each in IN_QUESTION), *policy._shut]


def _written_anew(asker: Any, family: Family) -> list[bool]:
    return [Family.objects.filter(where(asker), pk=family.pk).exists() for where in _filters()]


def _everybody(cast: Cast) -> list[Any]:
    named = [cast.priya, cast.tom, cast.maya, cast.green, cast.fay, cast.stan, *cast.others.values()]
    return [*named, cast.parent_account, SimpleLazyObject(lambda: cast.parent_account)]


def test_prepared_and_written_anew_agree_for_everybody(cast: Cast, now: datetime) -> None:
    other = Family.objects.create(name="Other", made_at=LONG_AGO)
    guarded = Family.objects.create(name="Guarded", made_at=LONG_AGO)
    kept = GuardedRecord.objects.create(family=guarded, reason="r", set_by=cast.maya, set_at=now)
    kept.workers.add(cast.maya)
    _opened(cast.tom, guarded, now)
    for family in (cast.family, other, guarded):
        for asker in _everybody(cast):
            answered = prepared.answers(_filters(), asker=asker, family=family)
            assert [bool(each) for each in answered] == _written_anew(asker, family), (asker, family)


def test_a_worker_s_question_is_written_once_and_asked_once(cast: Cast) -> None:
    assert prepared.answers(_filters(), asker=cast.priya, family=cast.family)[0]
    with CaptureQueriesContext(connection) as asked:
        prepared.answers(_filters(), asker=cast.tom, family=cast.family)
    assert len(asked) == 1
    assert prepared._prepared.cache_info().currsize == 1


def test_once_prepared_nothing_is_written_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What differs between two workers of a kind are numbers, the moment, and nothing else."""
    around = [policy._filters[Relation.AROUND_FAMILY], *policy._shut]
    asked = {"priya": _filters(), "green": around}
    for name, filters in asked.items():
        prepared.answers(filters, asker=getattr(cast, name), family=cast.family)

    def written(*_: Any) -> Any:
        raise AssertionError("written anew")

    monkeypatch.setattr(prepared, "_written", written)
    monkeypatch.setattr(prepared, "_text", written)
    expected = {"priya": ["own_family", "own_team"], "tom": ["own_team"], "stan": []}
    for name, relations in expected.items():
        answered = prepared.answers(_filters(), asker=getattr(cast, name), family=cast.family)
        assert [each.value for each, holds in zip(IN_QUESTION, answered, strict=False) if holds] == relations, name
    assert list(map(bool, prepared.answers(around, asker=cast.green, family=cast.family))) == [True, False]


@pytest.mark.parametrize(
    "where",
    [
        pytest.param(lambda asker: Q(pk=asker.pk), id="the asker's number"),
        pytest.param(lambda asker: Q(pk=asker.team_id), id="one of their other numbers"),
        pytest.param(lambda asker: Q(name=asker.role), id="their role"),
        pytest.param(lambda _: Q(name="Okafor-Reed", made_at__lt=timezone.now()), id="a constant and the moment"),
        pytest.param(lambda _: Q(pk=17), id="a fixed number"),
    ],
)
def test_what_fits_is_prepared_and_answers_for_others_too(cast: Cast, where: prepared.Filter) -> None:
    prepared.answers([where], asker=cast.priya, family=cast.family)
    question = prepared._prepared(prepared._shape(cast.priya, cast.family), (where,), timezone.localdate())
    assert question is not None
    for asker in (cast.priya, cast.tom, cast.stan):
        answered = prepared.answers([where], asker=asker, family=cast.family)
        assert bool(answered[0]) == Family.objects.filter(where(asker), pk=cast.family.pk).exists()


def test_the_numbers_of_an_asker_are_those_of_rows_and_the_role_is_a_word(cast: Cast) -> None:
    numbers, words = prepared._fields(Worker)
    assert (set(numbers), words) == ({"id", "agency_id", "team_id"}, ("role",))


@pytest.mark.parametrize(
    ("value", "is_moment"),
    [(LONG_AGO, True), ("2026-11-29 12:00:00", True), ("2026-11-29T12:00", True), ("29 November", False), (17, False)],
)
def test_what_is_a_moment(value: Any, is_moment: bool) -> None:
    assert prepared._is_moment(value) is is_moment


def test_a_moment_is_now_between_the_two_writings() -> None:
    text = prepared._Text("", (), since="2026-11-29 12:00:00", until="2026-11-29 12:00:05")
    for value, is_now in (
        ("2026-11-29 12:00:00", True), ("2026-11-29 12:00:05", True), ("2026-11-29 11:59:59", False),
        ("2026-11-29 12:00:06", False), (LONG_AGO, False), ("a word", False), (17, False),
    ):  # fmt: skip
        assert prepared._is_within(value, text) is is_now, value


def test_the_moment_is_the_moment_of_asking(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    opening = _opened(cast.stan, cast.family, now - timedelta(hours=2))
    place = IN_QUESTION.index(Relation.EMERGENCY)
    assert prepared.answers(_filters(), asker=cast.stan, family=cast.family)[place]
    assert prepared._prepared.cache_info().currsize == 1
    later = opening.until + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert not prepared.answers(_filters(), asker=cast.stan, family=cast.family)[place]


def test_a_family_that_is_gone_gets_no_answer(cast: Cast) -> None:
    gone = Family(pk=987654)
    assert prepared.answers(_filters(), asker=cast.priya, family=gone) == ()
    assert not policy.decision(Permission.FAMILY_VIEW, asker=cast.priya, family=gone).allowed


@pytest.mark.parametrize(
    "where",
    [
        pytest.param(lambda asker: Q(name=asker.name), id="reads another field of the asker"),
        pytest.param(lambda asker: Q(name=asker.agency.name), id="follows the asker to something else"),
        pytest.param(lambda _: Q(pk__in=list(Family.objects.values_list("pk", flat=True))), id="asks while written"),
        pytest.param(lambda asker: Q(pk=asker.pk + 1_000_000), id="reckons with a number"),
        pytest.param(lambda _: Q(made_at__lt=timezone.now() - timedelta(hours=1)), id="an hour ago"),
        pytest.param(lambda _: Q(made_at__lt=LONG_AGO), id="a fixed moment"),
    ],
)
def test_what_does_not_fit_is_written_anew_each_time(cast: Cast, where: prepared.Filter) -> None:
    answered = prepared.answers([where], asker=cast.priya, family=cast.family)
    assert prepared._prepared(prepared._shape(cast.priya, cast.family), (where,), timezone.localdate()) is None
    assert bool(answered[0]) == Family.objects.filter(where(cast.priya), pk=cast.family.pk).exists()


def test_tomorrow_it_is_written_anew(cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared.answers(_filters(), asker=cast.priya, family=cast.family)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
    prepared.answers(_filters(), asker=cast.priya, family=cast.family)
    assert prepared._prepared.cache_info().currsize == 2


def _opened(worker: Worker, family: Family, at: datetime) -> EmergencyOpening:
    assert Account.objects.filter(worker=worker).exists()
    return EmergencyOpening.objects.create(
        worker=worker, family=family, opened_at=at, until=at + timedelta(hours=4), reason="r", review_by=at.date()
    )
