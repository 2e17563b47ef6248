"""Anybody who can own an action, be invited or join the team: a person, a worker, an agency; and who is at hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework.models import EpisodeRole, TeamMember
from oneplan.web.casework.reads.barred import Barred, for_family
from oneplan.web.casework.reads.circle import Member, circle_of
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.site.spells import EARLIEST_FIRST

Party = Person | Worker | Agency
AT_HOME = (Membership.Role.PARENT, Membership.Role.EXPECTANT, Membership.Role.CO_PARENT)
_KINDS: dict[str, type[Person] | type[Worker] | type[Agency]] = {"person": Person, "worker": Worker, "agency": Agency}


@dataclass(frozen=True)
class AtHand:
    """The family, who works with it and who is around it, on one day."""

    members: list[Member]
    roles: list[EpisodeRole]
    team: list[TeamMember]
    barred: Barred
    barred_ids: set[int]

    @property
    def people(self) -> list[Person]:
        """Everybody of the family who can do something or come: born, alive, not barred."""
        return [each.person for each in self.members if each.is_alive_and_born and not self._is_barred(each.person)]

    @property
    def parties(self) -> list[Party]:
        """Family first, then their workers, then who is around them; nobody twice."""
        found: list[Party] = [*self.people, *(role.worker for role in self.roles)]
        found += [party for party in map(party_of, self.team) if not self._is_barred(party)]
        return list({key(party): party for party in found}.values())

    @property
    def usual(self) -> list[Party]:
        """Whom a meeting is usually with: parents and carers at home, the workers and the team; never the others."""
        home = [each.person for each in self.members if each.role in AT_HOME and each.is_alive_and_born]
        wanted = {key(party) for party in (*home, *(role.worker for role in self.roles), *map(party_of, self.team))}
        return [party for party in self.parties if key(party) in wanted]

    @property
    def barred_people(self) -> list[Person]:
        people = [*(each.person for each in self.members), *(row.person for row in self.team if row.person)]
        return list({person.pk: person for person in people if self._is_barred(person)}.values())

    @property
    def left_out(self) -> list[str]:
        """Why somebody of the family or the team is not on a list: said, never hidden."""
        return [self.barred.warning(person) for person in self.barred_people]

    def _is_barred(self, party: Party) -> bool:
        return isinstance(party, Person) and party.pk in self.barred_ids


def at_hand(family: Family, *, day: date) -> AtHand:
    members = circle_of(family, day=day).members
    roles = EpisodeRole.objects.current(day).filter(episode__family=family, episode__closed_on=None)
    team = team_on(family, day=day)
    barred = for_family(family, day=day)
    ids = {each.person.pk for each in members} | {row.person_id for row in team if row.person_id}
    return AtHand(members, list(roles.select_related("worker__agency")), team, barred, barred.ids_among(ids))


def is_member(family: Family, person: Person) -> bool:
    """Whether any record of the person is, or was, in the family or known to matter to it."""
    ids = identity.record_ids(identity.kept(person))
    return family.memberships.known().filter(person__in=ids).exists()


def team_on(family: Family, *, day: date) -> list[TeamMember]:
    rows = TeamMember.objects.current(day).filter(family=family)
    return list(rows.select_related("worker__agency", "agency", "person").order_by(EARLIEST_FIRST, "pk"))


def party_of(row: TeamMember) -> Party:
    party = row.worker or row.person or row.agency
    assert party is not None  # noqa: S101 - the table's own constraint
    return party


def key(party: Party) -> str:
    """Return what a form posts for the party: “person-12”."""
    return f"{party._meta.model_name}-{party.pk}"


def name(party: Party) -> str:
    """A person by their first name, a worker with their job, an agency by its name."""
    return party.short_name if isinstance(party, Person) else str(party)


def find(keys: Iterable[str]) -> list[Party]:
    """Return the parties the keys stand for, in the same order; unknown ones are left out."""
    wanted = [key.split("-", 1) for key in keys]
    found: dict[str, Party] = {}
    for kind, model in _KINDS.items():
        ids = [int(pk) for wanted_kind, pk in wanted if wanted_kind == kind and pk.isdigit()]
        rows = model._default_manager.in_bulk(ids) if ids else {}
        found |= {f"{kind}-{pk}": row for pk, row in rows.items()}
    return [found["-".join(each)] for each in wanted if "-".join(each) in found]


def split(parties: Sequence[Party]) -> list[dict[str, Party]]:
    """Return, for each party, the field of an owner or attendance row it goes into."""
    return [{str(party._meta.model_name): party} for party in parties]
