"""The one generator of invented areas: families with people, homes, histories and the truth, as a stream."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from operator import attrgetter

from oneplan.engine.synthetic.clusters import Cluster, block_of, clusters_of, drafts_of
from oneplan.engine.synthetic.drafts import FamilyDraft, Stay
from oneplan.engine.synthetic.family import SyntheticFamily
from oneplan.engine.synthetic.leaving import grow_up
from oneplan.engine.synthetic.people import Home, Membership, Relationship, Residence, SchoolSpell
from oneplan.engine.synthetic.records import known_since, record_of, truth_of
from oneplan.engine.synthetic.safety import circumstances_of, safety_of
from oneplan.engine.synthetic.school_spells import spells
from oneplan.engine.synthetic.settling import die, settle
from oneplan.engine.synthetic.stories import story_of
from oneplan.engine.synthetic.truth import Truth


def families(*, count: int, seed: int, today: date, start: int = 0) -> Iterator[SyntheticFamily]:
    """Families number `start` to `start + count - 1` of the area that belongs to the seed.

    A family depends on seed, index and today only. People whom linked families share carry the same key
    and equal records in each; a linked family outside the slice is named by its index and nothing more.
    """
    end = start + count
    for cluster in _clusters_from(start, seed=seed):
        if cluster.first >= end:
            return
        for family in _families_of(cluster, seed=seed, today=today, end=end):
            if family.index >= start:
                yield family


def _clusters_from(start: int, *, seed: int) -> Iterator[Cluster]:
    block = block_of(start)
    while True:
        yield from (cluster for cluster in clusters_of(block, seed=seed) if cluster.first + cluster.size > start)
        block += 1


def _families_of(cluster: Cluster, *, seed: int, today: date, end: int) -> Iterator[SyntheticFamily]:
    """All people of the cluster are settled first, because families share them; then each is written down."""
    drafts = drafts_of(cluster, seed=seed, today=today)
    for draft in drafts:
        grow_up(draft)
    for draft in drafts:
        settle(draft)
    for draft in drafts:
        die(draft)
    schooling: dict[int, list[SchoolSpell]] = {}
    for draft in drafts:
        if draft.index >= end:
            return
        yield _family(draft, seed=seed, schooling=schooling)


def _family(draft: FamilyDraft, *, seed: int, schooling: dict[int, list[SchoolSpell]]) -> SyntheticFamily:
    circumstances_of(draft)
    safety = safety_of(draft)
    draft.barred = frozenset(item.barred for item in safety.restrictions)
    people = tuple(record_of(draft, human, seed=seed) for human in draft.humans)
    _school(draft, schooling)
    story = story_of(draft)
    return SyntheticFamily(
        index=draft.index,
        name=_name(draft),
        link=draft.link,
        people=people,
        homes=_homes(draft),
        memberships=_memberships(draft),
        residences=_residences(draft),
        relationships=_relationships(draft),
        contact_patterns=tuple(draft.patterns),
        restrictions=tuple(safety.restrictions),
        safe_contact=tuple(safety.safe_contact),
        visit_warnings=tuple(safety.visit_warnings),
        caring=tuple(safety.caring),
        school_spells=tuple(chain.from_iterable(schooling.get(human.key, ()) for human in draft.humans)),
        circumstances=tuple(chain.from_iterable(human.circumstances for human in draft.humans)),
        requests=tuple(story.requests),
        episodes=tuple(story.episodes),
        contacts=tuple(story.contacts),
        truth=Truth(draft.shape, draft.community.name, tuple(map(truth_of, draft.humans))),
    )


def _school(draft: FamilyDraft, schooling: dict[int, list[SchoolSpell]]) -> None:
    primary = draft.draws.whole(0, 1000)
    for human in draft.humans:
        if human.is_child and human.key not in schooling:
            schooling[human.key] = spells(draft, human, primary=primary)


def _name(draft: FamilyDraft) -> str:
    """After the main carer, and the other at home where the names differ."""
    names = dict.fromkeys(human.family_name for human in draft.carers[:2])
    return " and ".join(names)


def _homes(draft: FamilyDraft) -> tuple[Home, ...]:
    return tuple({stay.home.key: stay.home for human in draft.humans for stay in human.stays}.values())


def _memberships(draft: FamilyDraft) -> tuple[Membership, ...]:
    found = []
    for row in draft.belongings:
        start, precision = row.start, row.precision
        if start == row.human.born:
            start, precision = known_since(row.human, start, end=row.end, precision=precision)
        found.append(Membership(row.human.key, row.role, start, row.end, precision, row.reason))
    return tuple(found)


def _residences(draft: FamilyDraft) -> tuple[Residence, ...]:
    found = []
    for human in draft.humans:
        for stay in _in_order(human.stays):
            start, precision = stay.start, stay.precision
            if start == human.born:
                start, precision = known_since(human, start, end=stay.end, precision=precision)
            found.append(Residence(human.key, stay.home.key, start, stay.end, precision, stay.share))
    return tuple(found)


def _in_order(stays: list[Stay]) -> list[Stay]:
    return sorted(stays, key=attrgetter("start"))


def _relationships(draft: FamilyDraft) -> tuple[Relationship, ...]:
    found = []
    for row in draft.ties:
        start, precision = row.start, row.precision
        if start == row.other.born:
            ends = [day for day in (row.end, row.human.died, row.other.died) if day is not None]
            start, precision = known_since(row.other, start, end=min(ends, default=None), precision=precision)
        keys = row.human.key, row.other.key
        found.append(Relationship(row.kin, *keys, start, row.end, precision, row.ended_by, row.detail))
    return tuple(found)
