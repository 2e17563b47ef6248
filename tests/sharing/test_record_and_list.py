"""The decision about one record and the filter of lists say the same, over 100,000 random cases of who stands where.

Everyday runs ask a tenth of them; ONEPLAN_CASES=all asks all.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from oneplan.rulebook.sharing.policy import TABLE, Permission, Role
from oneplan.web.access import policy
from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Agency, Cover, Team, Worker
from oneplan.web.casework.models import Episode, EpisodeRole, TeamMember
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.sharing.models import EmergencyOpening, GuardedRecord, StaffTie
from tests.cast import LONG_AGO

WORLDS = 40 if os.environ.get("ONEPLAN_CASES") == "all" else 4
FAMILIES, WORKERS, MEMBERS = 24, 22, 4
# those whose answer depends on how one stands to the family: the others are alike for all
PERMISSIONS = [each for each in Permission if any(len(relations) for relations in TABLE[each].values())]


class World:
    """Families, and everybody who may or may not stand to them in some way, now, before, or not any more."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.random, self.now, self.today = Random(seed), now, now.date()
        self.agencies = [Agency.objects.create(name=f"Agency {seed} {n}", sector="school") for n in range(3)]
        self.teams = [Team.objects.create(agency=self.agencies[n % 2], name=f"Team {seed} {n}") for n in range(3)]
        self.workers = [self._worker(n) for n in range(WORKERS)]
        self.families = [Family.objects.create(name=f"Family {n}", made_at=LONG_AGO) for n in range(FAMILIES)]
        self.members = [self._member(n, seed) for n in range(MEMBERS)]
        for family in self.families:
            self._help(family)
            self._around(family)
            self._shut(family)
        for one, other in zip(self.workers[:6], self.workers[6:12], strict=True):
            Cover.objects.create(worker=one, covered_by=other, **self._spell())

    def some(self, share: float) -> bool:
        return self.random.random() < share

    def askers(self) -> Iterator[Any]:
        yield from self.workers
        yield from self.members

    def _worker(self, number: int) -> Worker:
        roles = [role for role in Role if role is not Role.FAMILY_MEMBER]
        # key workers, managers and partners are those who stand in many ways
        role = roles[number % len(roles)] if number < len(roles) else self.random.choice(roles[:3])
        team = self.random.choice([*self.teams, None])
        return Worker.objects.create(
            name=f"W {number}", job_title="asks", role=role, agency=self.agencies[0], team=team
        )

    def _member(self, number: int, seed: int) -> Account:
        person = Person.objects.create(made_at=LONG_AGO)
        other = Person.objects.create(made_at=LONG_AGO, merged_into=person)
        for family in self.random.sample(self.families, 5):
            role = self.random.choice(["parent", "elsewhere", "network", "child"])
            who = self.random.choice([person, other])
            Membership.objects.create(family=family, person=who, role=role, **self._spell())
        return Account.objects.make(name=f"m{seed}x{number}", password=None, person=person)

    def _spell(self) -> dict[str, Any]:
        """Now, over, yet to come, or known better since."""
        start = self.today + timedelta(days=self.random.choice([-400, -30, -1, 0, 1, 30]))
        end = start + timedelta(days=self.random.choice([1, 20, 500])) if self.some(0.4) else None
        known_until = self.now if self.some(0.2) else None
        return {"valid_from": start, "valid_to": end, "known_from": LONG_AGO, "known_until": known_until}

    def _help(self, family: Family) -> None:
        is_open = self.some(0.6)
        for nth in range(self.random.randrange(3)):
            opened = self.today - timedelta(days=200 * (nth + 1))
            closed = None if is_open and nth == 0 else opened + timedelta(days=self.random.choice([0, 90, 150]))
            episode = Episode.objects.create(
                family=family, team=self.random.choice([*self.teams, None]), opened_on=opened, closed_on=closed,
                closure_reason="goals_reached" if closed else "", made_at=LONG_AGO,
            )  # fmt: skip
            for kind in self.random.sample(["key_worker", "lead"], self.random.randrange(3)):
                ends = closed if closed and self.some(0.6) else self.random.choice([None, opened + timedelta(days=9)])
                EpisodeRole.objects.create(
                    episode=episode, kind=kind, worker=self.random.choice(self.workers), decided_by="M",
                    valid_from=opened, valid_to=ends if ends is None or ends > opened else None, known_from=LONG_AGO,
                    known_until=self.now if self.some(0.15) else None,
                )  # fmt: skip

    def _around(self, family: Family) -> None:
        for worker in self.random.sample(self.workers, self.random.randrange(4)):
            TeamMember.objects.create(family=family, worker=worker, what_for="helps", **self._spell())

    def _shut(self, family: Family) -> None:
        said = {"set_by": self.workers[0], "set_at": LONG_AGO}
        if self.some(0.3):
            lifted = {"lifted_at": self.now, "lifted_by": self.workers[0], "lift_reason": "over"}
            guard = GuardedRecord.objects.create(
                family=family, reason="R", **said, **(lifted if self.some(0.3) else {})
            )
            guard.workers.set(self.random.sample(self.workers, self.random.randrange(4)))
        for worker in self.random.sample(self.workers, self.random.randrange(2)):
            StaffTie.objects.create(family=family, worker=worker, ended_at=self.now if self.some(0.3) else None, **said)
        for worker in self.random.sample(self.workers, self.random.randrange(3)):
            opened = self.now + timedelta(hours=self.random.choice([-30, -2, 0, 3]))
            EmergencyOpening.objects.create(
                family=family, worker=worker, reason="Nobody answers", opened_at=opened,
                until=opened + timedelta(hours=8), review_by=self.today,
            )  # fmt: skip


@pytest.mark.slow
@pytest.mark.requirement("R195")
@pytest.mark.parametrize("seed", range(WORLDS))
def test_the_record_and_the_list_say_the_same(seed: int, db: None, now: datetime) -> None:
    world = World(seed, now)
    asked = open_ones = 0
    chooses = Random(seed)
    for asker in world.askers():
        for permission in chooses.sample(PERMISSIONS, 6):
            listed = Family.objects.filter(policy.families_filter(permission, asker=asker))
            listed_ids = set(listed.values_list("pk", flat=True))
            for family in world.families:
                allowed = policy.decision(permission, asker=asker, family=family).allowed
                assert allowed is (family.pk in listed_ids), (asker, asker.role, permission, family)
                asked += 1
                open_ones += allowed
    assert asked > 2_500
    assert asked // 20 < open_ones < asked * 19 // 20
