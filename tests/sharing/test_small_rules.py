"""The small rules of sharing, at their edges: the day itself, the hour itself, the figure that is in force."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from oneplan.rulebook.sharing import (
    asking_again,
    bases,
    categories,
    emergency,
    gateways,
    policy,
    renewal,
    research,
    speaking,
)
from oneplan.rulebook.sharing import days as days_rule
from oneplan.rulebook.sharing.barred import Place, Restriction, in_words, refusal
from oneplan.rulebook.sharing.bases import Ground
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose, Said
from oneplan.rulebook.sharing.policy import Permission, Relation, Role, decide
from oneplan.rulebook.sharing.renewal import Standing
from oneplan.rulebook.sharing.safe_contact import ContactRule, MayContact, may_contact
from oneplan.rulebook.sharing.speaking import Birth, Speaker
from oneplan.rulebook.sharing.telling import Basis, Known, may_learn

THURSDAY = date(2026, 11, 26)
TABLES = (
    asking_again._all,
    bases._all,
    categories.about,
    categories._all,
    days_rule._words,
    emergency._figures,
    gateways.every,
    renewal._figures,
    research._figures,
    speaking._figures,
)


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    for table in TABLES:
        table.cache_clear()
    yield
    for table in TABLES:
        table.cache_clear()


def _kept(monkeypatch: pytest.MonkeyPatch, module: Any, *values: dict[str, Any]) -> None:
    """Let the module's table hold these rows, in this order, whatever the file says."""
    monkeypatch.setattr(module.yaml, "safe_load", lambda _: {"values": list(values)})


# Figures with the day from which they hold


def _ground(words: str, days: int = 30) -> dict[str, Any]:
    return {"words": words, "law": "l", "verified": True, "review_days": days, "needs_approval": False}


@pytest.mark.parametrize(
    ("on", "words"), [("2023-12-31", "old"), ("2024-12-31", "old"), ("2025-01-01", "new"), ("2025-06-01", "new")]
)
def test_the_ground_in_force_on_the_day_counts(monkeypatch: pytest.MonkeyPatch, on: str, words: str) -> None:
    rows = [{"from": date(2025, 1, 1), "bases": {"risk": _ground("new")}},
            {"from": date(2024, 1, 1), "bases": {"risk": _ground("old")}}]  # fmt: skip
    _kept(monkeypatch, bases, *rows)
    assert bases.ground("risk", on=date.fromisoformat(on)).words == words
    with pytest.raises(KeyError):
        bases.ground("no such ground", on=THURSDAY)


@pytest.mark.parametrize(("on", "days"), [("2023-12-31", 7), ("2024-01-01", 7), ("2024-12-31", 7), ("2025-01-01", 21)])
def test_the_days_of_a_study_are_those_in_force(monkeypatch: pytest.MonkeyPatch, on: str, days: int) -> None:
    _kept(monkeypatch, research, {"from": date(2025, 1, 1), "destroy_days": 21},
          {"from": date(2024, 1, 1), "destroy_days": 7})  # fmt: skip
    assert research.usual_days(on=date.fromisoformat(on)) == days


@pytest.mark.parametrize(("on", "days"), [("2023-12-31", 7), ("2024-01-01", 7), ("2024-12-31", 7), ("2025-01-01", 21)])
def test_the_days_of_asking_again_are_those_in_force(monkeypatch: pytest.MonkeyPatch, on: str, days: int) -> None:
    rows = [
        {"from": day, "before_yes_ends": number, "before_ground_ends": 1, "after_a_must": 1, "manager_sees_a_must": 1}
        for day, number in ((date(2025, 1, 1), 21), (date(2024, 1, 1), 7))
    ]
    _kept(monkeypatch, asking_again, *rows)
    assert asking_again.figures(date.fromisoformat(on)).before_yes_ends == days


def test_words_of_a_day_tell_their_own_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    _kept(monkeypatch, days_rule, {"from": date(2024, 1, 1), "words": {"health": ["club"]}},
          {"from": date(2025, 1, 1), "words": {"health": ["ward"], "police": ["custody"]}})  # fmt: skip
    assert [days_rule.told_by(said) for said in ("The ward", "Custody at two", "The club")] == [
        Category.HEALTH, Category.POLICE, Category.MEETINGS,
    ]  # fmt: skip


def test_a_ground_is_looked_at_again_after_its_days() -> None:
    assert Ground(**_ground("w", days=30)).review_on(date(2026, 1, 10)) == date(2026, 2, 9)


def test_of_the_kinds_of_information_the_newest_list_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"from": date(2026, 1, 1), "categories": {"plan": {"words": "new", "plain": "p", "special": True}}},
            {"from": date(2025, 1, 1), "categories": {"plan": {"words": "old", "plain": "p"}}}]  # fmt: skip
    _kept(monkeypatch, categories, *rows)
    kind = categories.about(Category.PLAN)
    assert (kind.words, kind.special, kind.under_agreement, kind.named_only) == ("new", True, False, False)


@pytest.mark.parametrize(
    ("opened", "days", "looked_at"),
    [
        (THURSDAY, 1, "2026-11-27"),
        (THURSDAY, 2, "2026-11-30"),
        (date(2026, 11, 27), 1, "2026-11-30"),
        (date(2026, 11, 28), 1, "2026-11-30"),
        (date(2026, 11, 29), 1, "2026-11-30"),
    ],
)
def test_an_emergency_is_looked_at_on_a_working_day(
    monkeypatch: pytest.MonkeyPatch, opened: date, days: int, looked_at: str
) -> None:
    rows = [{"from": date(2026, 1, 1), "hours_open": 4, "working_days_to_review": days},
            {"from": date(2025, 1, 1), "hours_open": 9, "working_days_to_review": 9}]  # fmt: skip
    _kept(monkeypatch, emergency, *rows)
    assert emergency.review_by(opened).isoformat() == looked_at
    assert emergency.open_until(datetime(2026, 1, 1, 22)) == datetime(2026, 1, 2, 2)  # noqa: DTZ001


def test_a_way_in_law_says_where_it_was_not_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[dict[str, Any]] = [
        {"code": "one", "name": "First", "source": "s", "verified": True},
        {"code": "two", "name": "Second", "source": "s", "verified": False},
    ]
    _kept(monkeypatch, gateways, *rows)
    one, two = gateways.find("one"), gateways.find("two")
    assert one is not None
    assert two is not None
    assert (one.words, two.words.startswith("Second"), two.words == "Second") == ("First", True, False)
    assert gateways.find("three") is None


@pytest.mark.parametrize(("on", "weeks"), [("2023-01-01", 8), ("2024-12-31", 8), ("2025-01-01", 12)])
def test_the_owner_is_reminded_by_the_weeks_in_force(monkeypatch: pytest.MonkeyPatch, on: str, weeks: int) -> None:
    _kept(monkeypatch, renewal, {"from": date(2025, 1, 1), "weeks": 12}, {"from": date(2024, 1, 1), "weeks": 8})
    day = date.fromisoformat(on)
    assert renewal.weeks_before(day) == weeks
    assert renewal.remind_until(day) == day + timedelta(weeks=weeks)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (1, None, Standing.NOT_YET),
        (0, None, Standing.IN_FORCE),
        (None, None, Standing.IN_FORCE),
        (-9, 0, Standing.ENDED),
        (-9, 1, Standing.ENDS_SOON),
        (-9, 56, Standing.ENDS_SOON),
        (-9, 57, Standing.IN_FORCE),
        (None, 57, Standing.IN_FORCE),
    ],
)
def test_how_an_agreement_stands_at_its_edges(start: int | None, end: int | None, expected: Standing) -> None:
    def day(days: int | None) -> date | None:
        return None if days is None else THURSDAY + timedelta(days=days)

    assert renewal.standing(start=day(start), end=day(end), on=THURSDAY) is expected


# Barred, safe to reach


def test_who_is_barred_is_told_once_for_each_kind_with_every_child() -> None:
    rows = [Restriction(child, "Sam", kind, "no contact") for kind in ("court order", "concern") for child in "ABBC"]
    told = in_words(rows)
    assert [told.count(name) for name in ("court order", "concern", "A", "B", "C")] == [1, 1, 2, 2, 2]
    assert in_words(rows[:1]).endswith("with A")
    assert in_words(rows[:2]).endswith("with A and B")
    assert refusal([], place=Place.TEAM) is None
    refused = refusal(rows, place=Place.COPY)
    assert refused is not None
    assert told in refused


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 26, hour, minute)  # noqa: DTZ001


def _rule(channel: str = "text", *, never: bool = False, after: int | None = None, before: int | None = None) -> Any:
    """Safe from the hour `after` until the hour `before`."""
    return ContactRule(
        channel, never, time(after) if after is not None else None, time(before) if before else None, "w"
    )


@pytest.mark.parametrize(
    ("rules", "at", "expected"),
    [
        ([], _at(3), None),
        ([_rule(after=9)], _at(9), None),
        ([_rule(after=9)], _at(8, 59), _at(9)),
        ([_rule(before=17)], _at(17), None),
        ([_rule(before=17)], _at(17, 1), _at(0) + timedelta(days=1)),
        ([_rule(after=9, before=17)], _at(18), _at(9) + timedelta(days=1)),
        ([_rule("email", after=9)], _at(3), None),
        ([_rule("any", after=9)], _at(3), _at(9)),
        ([_rule(after=9), _rule("any", after=11)], _at(3), _at(11)),
        ([_rule(after=11), _rule("any", after=9)], _at(3), _at(11)),
    ],
)
def test_a_message_waits_for_the_latest_safe_hour(rules: list[Any], at: datetime, expected: datetime | None) -> None:
    decided = may_contact(rules, channel="text", at=at)
    assert decided == MayContact(wait_until=expected)
    assert decided.may_go_now is (expected is None)


def test_one_never_outweighs_every_hour() -> None:
    decided = may_contact([_rule(after=0), _rule("any", never=True)], channel="text", at=_at(12))
    assert decided.refusal.endswith("text (w).")
    assert not decided.may_go_now
    assert may_contact([_rule("email", never=True)], channel="text", at=_at(12)).may_go_now
    silent = ContactRule("text", never=True, not_before=None, not_after=None)
    assert "(" not in may_contact([silent], channel="text", at=_at(12)).refusal


# Who speaks for whom


def _born(years: int, days: int = 0, *, child: bool = True) -> Birth:
    day = THURSDAY.replace(year=THURSDAY.year - years) + timedelta(days=days)
    return Birth(day, day, is_child_here=child)


SELF, PARENT, OTHER = Speaker(is_self=True), Speaker(is_self=False, is_parent=True), Speaker(is_self=False)
BARRED = Speaker(is_self=False, is_parent=True, is_barred=True)
UNKNOWN_CHILD, UNKNOWN_ADULT = Birth(None, None, is_child_here=True), Birth(None, None, is_child_here=False)


@pytest.mark.parametrize(
    ("birth", "speaker", "understands", "may"),
    [
        (_born(16), SELF, "", True),
        (_born(16, 1), SELF, "", False),
        (_born(16, 1), SELF, " ", False),
        (_born(16, 1), SELF, "explained it back", True),
        (_born(18), PARENT, "", False),
        (_born(18, 1), PARENT, "", True),
        (_born(9), BARRED, "", False),
        (_born(9), OTHER, "", False),
        (UNKNOWN_CHILD, SELF, "", False),
        (UNKNOWN_CHILD, PARENT, "", True),
        (UNKNOWN_ADULT, SELF, "", True),
        (UNKNOWN_ADULT, PARENT, "", False),
    ],
)
def test_who_may_answer_for_whom_at_the_edges(birth: Birth, speaker: Speaker, understands: str, may: bool) -> None:
    refused = speaking.refusal(birth, speaker, on=THURSDAY, understands=understands)
    assert (refused is None) is may
    assert may or refused


def test_young_people_are_asked_first_and_speak_for_themselves_in_time() -> None:
    asked = [speaking.is_asked_first(birth, on=THURSDAY) for birth in (_born(16), _born(16, 1), UNKNOWN_CHILD)]
    assert asked == [True, False, False]
    assert speaking.spoken_for_until(_born(9)) == date(2035, 11, 26)
    leap = Birth(date(2012, 2, 29), date(2012, 2, 29), is_child_here=True)
    assert speaking.spoken_for_until(leap) == date(2030, 3, 1)
    assert speaking.spoken_for_until(UNKNOWN_CHILD) is None


def test_of_the_ages_the_newest_count(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"from": date(2026, 1, 1), "own_from": 14, "grown_up_from": 18},
            {"from": date(2025, 1, 1), "own_from": 16, "grown_up_from": 18}]  # fmt: skip
    _kept(monkeypatch, speaking, *rows)
    assert speaking.is_asked_first(_born(15), on=THURSDAY)


# Telling a service


SCHOOL, HOSPITAL, GRACE, LEO = 1, 2, 11, 12
ANN = {GRACE: "Grace", LEO: "Leo"}


def _basis(**given: Any) -> Basis:
    usual: dict[str, Any] = {"words": "a child at risk", "categories": frozenset({Category.PLAN}),
                             "review_on": THURSDAY + timedelta(days=1)}  # fmt: skip
    return Basis(**usual | given)


@pytest.mark.parametrize(
    ("given", "covers"),
    [
        ({}, True),
        ({"agency": SCHOOL}, True),
        ({"agency": HOSPITAL}, False),
        ({"people": frozenset({GRACE})}, True),
        ({"people": frozenset({LEO})}, False),
        ({"agency": SCHOOL, "people": frozenset({LEO})}, False),
        ({"agency": HOSPITAL, "people": frozenset({GRACE})}, False),
        ({"categories": frozenset({Category.NEEDS})}, False),
        ({"is_approved": False}, False),
        ({"review_on": THURSDAY}, False),
    ],
)
def test_a_ground_covers_just_what_it_names(given: dict[str, Any], covers: bool) -> None:
    basis = _basis(**given)
    assert basis.covers(GRACE, agency=SCHOOL, category=Category.PLAN, on=THURSDAY) is covers
    known = Known(names=ANN, bases=[basis])
    decided = may_learn(known, agency=SCHOOL, category=Category.PLAN, people=[GRACE], on=THURSDAY)
    assert decided.allowed is covers
    assert (basis.words in decided.reason) is covers


def _yes(*, own: bool = True, category: Category = Category.PLAN) -> Said:
    return Said(Purpose.SHARE, Answer.YES, THURSDAY, is_own=own, category=category)


def test_everybody_it_is_about_must_have_agreed() -> None:
    known = Known(names=ANN, said={GRACE: [_yes()], LEO: [_yes(own=False)]})

    def decided(*people: int) -> policy.Decision:
        return may_learn(known, agency=SCHOOL, category=Category.PLAN, people=people, on=THURSDAY)

    assert decided(GRACE, LEO).allowed
    assert decided(GRACE, LEO).reason.count("26 November 2026") == 2
    assert ["parent" in decided(who).reason for who in (GRACE, LEO)] == [False, True]
    assert not decided().allowed
    assert not decided(GRACE, 99).allowed
    assert "Somebody" in decided(GRACE, 99).reason


def test_some_kinds_need_an_agreement_in_writing_as_well() -> None:
    kind = next(each for each in Category if categories.about(each).under_agreement)
    said = {GRACE: [_yes(category=kind)]}
    without, covered = Known(names=ANN, said=said), Known(names=ANN, said=said, agreements=frozenset({kind}))
    asked: dict[str, Any] = {"agency": SCHOOL, "category": kind, "people": [GRACE], "on": THURSDAY}
    assert not may_learn(without, **asked).allowed
    assert may_learn(covered, **asked).allowed


# The policy


def test_a_shut_record_opens_in_an_emergency_and_by_nothing_else() -> None:
    shut: dict[str, Any] = {"role": Role.KEY_WORKER, "shut": "kept to some"}
    usual = decide(Permission.FAMILY_VIEW, relations=[Relation.OWN_FAMILY, Relation.AROUND_FAMILY], **shut)
    assert (usual.allowed, usual.reason) == (False, "kept to some")
    assert decide(Permission.FAMILY_VIEW, relations=[Relation.OWN_FAMILY, Relation.EMERGENCY], **shut).allowed
    by_role = decide(Permission.FAMILY_VIEW, role=Role.FRONT_DOOR, relations=[], shut="kept to some")
    assert (by_role.allowed, by_role.reason) == (False, "kept to some")
    assert decide(Permission.MY_DAY, role=Role.AUDITOR, relations=[], shut="kept to some").reason != "kept to some"
    stranger = decide(Permission.FAMILY_VIEW, relations=[], **shut)
    assert not stranger.allowed
    assert "kept" not in stranger.reason  # that it is kept is told to those who would see it otherwise


def test_the_duties_that_do_not_meet_and_the_roles_that_open_no_record_are_those_decided() -> None:
    assert (Permission.SHARING_DECIDE, Permission.SHARING_APPROVE) in policy.APART
    assert (Permission.EMERGENCY_OPEN, Permission.EMERGENCY_REVIEW) in policy.APART
    outside = {
        Role.AUDITOR, Role.ADMINISTRATOR, Role.COMMISSIONER, Role.EVALUATOR, Role.DATA_MANAGER, Role.ANALYST,
    }  # fmt: skip
    assert outside == policy.NEVER_IN_A_RECORD


def test_what_is_missing_is_named_and_an_emergency_only_where_there_is_no_other_way() -> None:
    def reason(permission: Permission, role: Role) -> str:
        decided = decide(permission, role=role, relations=[])
        assert not decided.allowed
        return decided.reason

    def words(relation: Relation) -> str:
        return policy._WHO[relation][0]

    for_worker = reason(Permission.FAMILY_VIEW, Role.KEY_WORKER)
    assert [words(each) in for_worker for each in (Relation.OWN_FAMILY, Relation.OWN_TEAM, Relation.AROUND_FAMILY)] == [
        True, True, True,
    ]  # fmt: skip
    assert words(Relation.EMERGENCY) not in for_worker
    assert words(Relation.FAMILY_MEMBER) not in for_worker
    assert for_worker == (
        "Only the family's key worker or lead professional, whoever covers for them, their team, or those in the team "
        "around the family may open a family's page."
    )
    assert words(Relation.EMERGENCY) in reason(Permission.NOTE_ADD, Role.FRONT_DOOR)
    assert policy.PERMISSION_WORDS[Permission.MY_DAY] in reason(Permission.MY_DAY, Role.AUDITOR)
