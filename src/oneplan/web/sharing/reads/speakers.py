"""Who in a family may answer for whom on a day."""

from dataclasses import dataclass
from datetime import date

from oneplan.rulebook.sharing.speaking import Birth, Speaker, is_asked_first, refusal, spoken_for_until
from oneplan.web.people import identity
from oneplan.web.people.models import ContactRestriction, Family, Membership, Person
from oneplan.web.people.reads import members_on

Role = Membership.Role
SPEAKS = (Role.PARENT, Role.CO_PARENT, Role.EXPECTANT, Role.ELSEWHERE)
IS_ASKED = (Role.CHILD, Role.PARENT, Role.CO_PARENT, Role.EXPECTANT, Role.ELSEWHERE, Role.OTHER)


def birth_of(person: Person, *, is_child_here: bool) -> Birth:
    return Birth(person.born_from, person.born_to, is_child_here)


def ends_on(person: Person, *, is_own: bool, until: date | None) -> date | None:
    """Until when a yes holds: what a parent says for a child, until the child is grown up at the latest."""
    if is_own:
        return until
    grown_up = spoken_for_until(birth_of(person, is_child_here=True))
    return min((day for day in (until, grown_up) if day), default=None)


@dataclass(frozen=True)
class Speakers:
    """The family's members, and who is kept from which child."""

    family: Family
    on: date
    members: list[Membership]
    barred: frozenset[tuple[int, int]]  # child, barred
    no_contact: frozenset[int] = frozenset()  # who must have no contact at all with one of them

    @property
    def asked(self) -> list[Membership]:
        """Everybody whose answer matters: born, alive, and of the family rather than around it."""
        return [
            row
            for row in self.members
            if row.role in IS_ASKED and row.person.died_on is None and not row.person.is_unborn
        ]

    def refusal(self, person: Person, speaker: Person, *, understands: str = "") -> str | None:
        """Say why `speaker` cannot answer about `person`; None when they can."""
        person, speaker = identity.kept(person), identity.kept(speaker)
        whose, who = self._row(person), self._row(speaker)
        if whose is None or who is None:
            stranger = person if whose is None else speaker
            return f"{stranger.name} is not in this family. Choose somebody who is."
        said = refusal(
            birth_of(person, is_child_here=whose.role == Role.CHILD),
            Speaker(person.pk == speaker.pk, who.role in SPEAKS, (person.pk, speaker.pk) in self.barred),
            on=self.on,
            understands=understands,
        )
        return f"{person.name} {said}" if said else None

    def is_barred_from_somebody(self, person: Person) -> bool:
        """However far the restriction goes: an order for letters alone counts as well."""
        return identity.kept(person).pk in {who for _, who in self.barred}

    def is_kept_from_somebody(self, person: Person) -> bool:
        """Nobody is sent to ask somebody who must have no contact with one of them; they may still speak up."""
        return identity.kept(person).pk in self.no_contact

    def children_for(self, speaker: Person) -> list[Person]:
        """Those whom this parent or carer may answer for."""
        return [
            row.person
            for row in self.asked
            if row.person.pk != speaker.pk and self.refusal(row.person, speaker) is None
        ]

    def is_asked_first(self, person: Person) -> bool:
        return is_asked_first(birth_of(person, is_child_here=False), on=self.on)

    def is_young(self, person: Person) -> bool:
        """Young enough that their own answer needs a word on how we know that they understand."""
        return self.refusal(person, person) is not None

    def _row(self, person: Person) -> Membership | None:
        return next((row for row in self.members if row.person.pk == person.pk), None)


def of(family: Family, *, on: date) -> Speakers:
    members = members_on(family, day=on)
    ids = [row.person.pk for row in members]
    kept = identity.records_of(ids)
    rows = ContactRestriction.objects.current(on).filter(child__in=kept)
    pairs = list(rows.values_list("child", "barred", "extent"))
    barred = identity.kept_ids([barred for _, barred, _ in pairs])
    never = ContactRestriction.Extent.NONE
    return Speakers(
        family,
        on,
        members,
        barred=frozenset((kept[child], barred[who]) for child, who, _ in pairs),
        no_contact=frozenset(barred[who] for _, who, extent in pairs if extent == never),
    )
