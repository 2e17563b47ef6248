"""Lays families out in blocks and clusters, so that any family can be made without making all before it."""

from dataclasses import dataclass
from datetime import date

from oneplan.engine.synthetic import kin, links, shapes
from oneplan.engine.synthetic.communities import communities
from oneplan.engine.synthetic.drafts import FamilyDraft, Tie
from oneplan.engine.synthetic.draws import Draws, Weighted
from oneplan.engine.synthetic.family import Link, LinkKind
from oneplan.engine.synthetic.rates import number, rate, shares
from oneplan.engine.synthetic.timetable import stages

BUILDERS = {
    "lone_mother": shapes.lone_mother,
    "lone_father": shapes.lone_father,
    "couple": shapes.couple,
    "step": shapes.step,
    "three_generations": kin.three_generations,
    "grandparents": kin.grandparents,
    "guardians": kin.guardians,
    "young_parent": kin.young_parent,
    "childless": kin.childless,
    "expecting": shapes.expecting,
}
LINKERS = {
    "shared_father": links.shared_father,
    "new_family": links.new_family,
    "two_homes": links.two_homes,
    "shared_grandmother": links.shared_grandmother,
}
NEEDS_OF_LINK = {
    "shared_father": "father",
    "two_homes": "father",
    "new_family": "young_parent_child",
    "shared_grandmother": "grandmother",
}
# Shapes that can have an absent father, a grandmother nearby and a grown daughter all at once.
LINKABLE = Weighted({"lone_mother": 0.8, "step": 0.2})
# A daughter who has left is no longer a child with two homes.
ONLY_ONE_OF = ("new_family", "two_homes")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Families numbered from `first` on; each but the first is linked to the first."""

    first: int
    links: tuple[LinkKind, ...]

    @property
    def size(self) -> int:
        return 1 + len(self.links)


def block_of(index: int) -> int:
    return index // number("block_families")


def clusters_of(block: int, *, seed: int) -> list[Cluster]:
    """How the families of a block are split into clusters; the same whatever was asked for."""
    draws = Draws(seed, purpose="block", index=block)
    first, end = block * number("block_families"), (block + 1) * number("block_families")
    found: list[Cluster] = []
    while first < end:
        size = min(draws.weighted(shares("cluster_sizes")), end - first)
        found.append(Cluster(first, _links(draws, size - 1)))
        first += size
    return found


def drafts_of(cluster: Cluster, *, seed: int, today: date) -> list[FamilyDraft]:
    needs = frozenset(NEEDS_OF_LINK[link] for link in cluster.links)
    first = _draft(cluster.first, seed=seed, today=today)
    first.must_have = needs
    shape = first.draws.weighted(shares("shapes") if not needs else LINKABLE)
    BUILDERS[shape](first)
    if first.grandmother is None and _wants_grandmother(first):
        kin.grandmother_joins(first, at_home=False)
    if first.draws.chance(rate("friend_around")):
        kin.friend_nearby(first)
    _ask_no_earlier_than_there_is_a_family(first)
    found = [first]
    for nth, link in enumerate(cluster.links, 1):
        draft = _draft(cluster.first + nth, seed=seed, today=today)
        draft.link = Link(link, cluster.first)
        LINKERS[link](draft, first=first)
        draft.ties += _ties_known_in_both(first, draft)
        _ask_no_earlier_than_there_is_a_family(draft)
        found.append(draft)
    return found


def _links(draws: Draws, wanted: int) -> tuple[LinkKind, ...]:
    found: list[LinkKind] = []
    for _ in range(wanted):
        link = draws.weighted(shares("links"))
        is_taken = link in ONLY_ONE_OF and any(other in ONLY_ONE_OF for other in found)
        found.append("shared_father" if is_taken else link)
    return tuple(found)


def _draft(index: int, *, seed: int, today: date) -> FamilyDraft:
    draws = Draws(seed, purpose="family", index=index)
    return FamilyDraft(index, draws, today, draws.weighted(communities()), stages(draws, today=today))


def _wants_grandmother(draft: FamilyDraft) -> bool:
    if "grandmother" in draft.must_have:
        return True
    return draft.shape in ("lone_mother", "lone_father") and draft.draws.chance(rate("near_grandmother"))


def _ask_no_earlier_than_there_is_a_family(draft: FamilyDraft) -> None:
    begin = min(item.start for item in draft.belongings if item.role == "child" or not draft.children)
    if draft.first_request < begin:
        draft.stages = stages(draft.draws, today=draft.today, earliest=begin)


def _ties_known_in_both(first: FamilyDraft, draft: FamilyDraft) -> list[Tie]:
    here = set(map(id, draft.humans))
    return [tie for tie in first.ties if id(tie.human) in here and id(tie.other) in here]
