"""Nothing in an invented area happens that could not happen."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from oneplan.engine.synthetic import SyntheticFamily, TruePerson
from oneplan.engine.synthetic.people import Residence

YEAR = timedelta(days=365.25)
Area = tuple[SyntheticFamily, ...]
Spell = tuple[str, date, date | None, tuple[int, ...]]


def truth(family: SyntheticFamily) -> dict[int, TruePerson]:
    return {person.record: person for person in family.truth.people}


def spells(family: SyntheticFamily) -> Iterator[Spell]:
    """Every spell of a family: what it is, from, to, and whom it is about."""
    for row in family.memberships:
        yield f"member as {row.role}", row.start, row.end, (row.person,)
    for stay in family.residences:
        yield f"residence {stay.share}", stay.start, stay.end, (stay.person,)
    for tie in family.relationships:
        yield tie.kin, tie.start, tie.end, (tie.person, tie.other)
    for bar in family.restrictions:
        yield bar.kind, bar.start, bar.end, (bar.barred, bar.child)
    for warning in family.visit_warnings:
        yield warning.kind, warning.start, warning.end, ()
    for care in family.caring:
        yield "caring", care.start, care.end, (care.carer, care.cared_for)
    for school in family.school_spells:
        yield school.school, school.start, school.end, (school.child,)
    for item in family.circumstances:
        yield item.kind, item.start, item.end, (item.person,)
    yield from spells_of_work(family)


def spells_of_work(family: SyntheticFamily) -> Iterator[Spell]:
    for episode in family.episodes:
        yield "episode", episode.opened_on, episode.closed_on, ()
        for level in episode.levels:
            yield level.level, level.start, level.end, ()
        for worker in episode.key_workers:
            yield "key worker", worker.start, worker.end, ()
        for lead in episode.lead_professionals:
            yield "lead professional", lead.start, lead.end, ()
        for member in episode.team_around:
            yield "team around", member.start, member.end, () if member.person is None else (member.person,)


def test_every_spell_starts_before_it_ends_and_not_in_the_future(area: Area, today: date) -> None:
    for family in area:
        for what, start, end, _ in spells(family):
            assert start <= today, (family.index, what)
            assert end is None or start < end <= today, (family.index, what)


def test_nothing_begins_before_birth_or_after_death(area: Area) -> None:
    for family in area:
        people = truth(family)
        for what, start, _, about in spells(family):
            for key in about:
                born, died = people[key].born_on, people[key].died_on
                assert born is None or born <= start, (family.index, what)
                assert died is None or start <= died, (family.index, what)


def test_who_has_died_belongs_and_lives_nowhere_any_more(area: Area) -> None:
    dead = 0
    for family in area:
        people = truth(family)
        ends = [(row.person, row.end) for row in family.memberships]
        ends += [(stay.person, stay.end) for stay in family.residences]
        for person, end in ends:
            died = people[person].died_on
            dead += died is not None
            assert died is None or (end is not None and end <= died), family.index
    assert dead


def test_death_comes_after_birth(area: Area, today: date) -> None:
    for family in area:
        for person in family.truth.people:
            assert person.born_on is None or person.born_on <= today
            if person.died_on is not None:
                assert person.born_on is not None
                assert person.born_on < person.died_on < today


def test_parents_are_of_an_age_to_be_parents(area: Area) -> None:
    for family in area:
        people = truth(family)
        for tie in family.relationships:
            if tie.kin != "parent":
                continue
            parent, child = people[tie.person], people[tie.other]
            if child.born_on is not None and parent.born_on is not None:
                oldest = 48 if parent.sex == "female" else 66
                assert 15 * YEAR <= child.born_on - parent.born_on <= oldest * YEAR, family.index


def test_grandparents_are_a_generation_older(area: Area) -> None:
    found = 0
    for family in area:
        people = truth(family)
        for tie in family.relationships:
            old, young = people[tie.person].born_on, people[tie.other].born_on
            if tie.kin == "grandparent" and old is not None and young is not None:
                found += 1
                assert young - old >= 30 * YEAR
    assert found


def test_a_child_has_two_parents_at_most_and_one_mother(area: Area) -> None:
    for family in area:
        people = truth(family)
        parents: dict[int, list[str]] = defaultdict(list)
        for tie in family.relationships:
            if tie.kin == "parent":
                parents[tie.other].append(people[tie.person].sex)
        assert all(sorted(sexes) in (["female"], ["male"], ["female", "male"]) for sexes in parents.values())


def test_brothers_and_sisters_of_one_mother_are_twins_or_months_apart(area: Area) -> None:
    for family in area:
        people = truth(family)
        twins = {frozenset((tie.person, tie.other)) for tie in family.relationships if tie.kin == "twin"}
        born: dict[int, list[TruePerson]] = defaultdict(list)
        for tie in family.relationships:
            if tie.kin == "parent" and people[tie.person].sex == "female":
                born[tie.person].append(people[tie.other])
        for children in born.values():
            for one in children:
                for other in children:
                    if one.born_on is None or other.born_on is None or one.record >= other.record:
                        continue
                    is_twin = frozenset((one.record, other.record)) in twins
                    apart = abs((one.born_on - other.born_on).days)
                    assert apart == 0 if is_twin else apart > 250, family.index


def test_nobody_has_two_main_homes_at_once(area: Area) -> None:
    for family in area:
        stays: dict[int, list[Residence]] = defaultdict(list)
        for stay in family.residences:
            if stay.share == "main":
                stays[stay.person].append(stay)
        for rows in stays.values():
            for before, after in itertools.pairwise(rows):
                assert before.end is not None, family.index
                assert before.end <= after.start, family.index


def test_an_unborn_child_is_due_and_nothing_else_is_known(area: Area, today: date) -> None:
    found = 0
    for family in area:
        unborn = {person.record for person in family.truth.people if person.born_on is None}
        for person in family.people:
            if person.key in unborn:
                found += 1
                assert person.due_on is not None
                assert today < person.due_on <= today + timedelta(days=201)
                assert (person.given, person.sex, person.nhs_number, person.upn) == (None, "unknown", None, None)
            else:
                assert person.given
                assert person.sex in ("female", "male")
    assert found


def test_a_due_date_lies_near_the_birth(area: Area) -> None:
    early = 0
    for family in area:
        people = truth(family)
        for person in family.people:
            born = people[person.key].born_on
            if person.due_on is not None and born is not None:
                early += (person.due_on - born).days >= 21
                assert -14 <= (person.due_on - born).days <= 91
    assert early


def test_school_follows_school(area: Area) -> None:
    for family in area:
        people = truth(family)
        rows: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        for spell in family.school_spells:
            born = people[spell.child].born_on
            assert born is not None
            assert 2.9 * YEAR <= spell.start - born <= 19 * YEAR
            rows[spell.child].append((spell.start, spell.end))
        for spells_of_child in rows.values():
            for (_, end), (start, _) in itertools.pairwise(spells_of_child):
                assert end is not None, family.index
                assert end <= start, family.index
