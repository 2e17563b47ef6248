"""How an answer reads: that somebody said no is told apart from a yes that was taken back, and by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from oneplan.rulebook.sharing.consent import Said, Standing, Stands
from oneplan.web.people import identity
from oneplan.web.people.models import Person
from oneplan.web.sharing.models import ConsentAnswer

UNNAMED = "a parent or carer"
_AGREED = {Standing.AGREED: "agreed", Standing.REFUSED: "said no", Standing.EXPIRED: "agreed for a time that has ended"}


@dataclass(frozen=True)
class Voices:
    """Who gave the answers that count, by the answer's number."""

    speakers: Mapping[int, Person] = field(default_factory=dict)
    names: Mapping[int, str] | None = None  # whom the reader may know of; none: everybody

    def is_by(self, stands: Stands, speaker: Person) -> bool:
        return stands.said is not None and self.speakers.get(stands.said.order) == identity.kept(speaker)

    def words(self, stands: Stands) -> str:
        """After the name of whom it is about: “said no”, “Sarah said no”, “taken back by Sarah, 29 November 2026”."""
        if stands.said is None:
            return "not asked yet"
        if stands.standing is Standing.WITHDRAWN:
            return f"taken back by {self._name(stands)}, {stands.said.on:%-d %B %Y}"
        said = _AGREED[stands.standing]
        return said if stands.said.is_own else f"{self._name(stands)} {said}"

    def _name(self, stands: Stands) -> str:
        person = self.speakers.get(stands.said.order) if stands.said else None
        if person is None:
            return UNNAMED
        return person.short_name if self.names is None else self.names.get(person.pk, UNNAMED)


def voices_of(said: Iterable[Said], *, names: Mapping[int, str] | None = None) -> Voices:
    """In one look-up, however many answers."""
    rows = ConsentAnswer.objects.filter(pk__in={each.order for each in said})
    return Voices({row.pk: identity.kept(row.given_by) for row in rows.select_related("given_by__merged_into")}, names)
