"""What is really so, kept beside the record and never loaded into it: the yardstick for matching."""

from dataclasses import dataclass
from datetime import date

from oneplan.engine.synthetic.people import Sex
from oneplan.engine.synthetic.quick_init import quick_init


@quick_init
@dataclass(frozen=True, slots=True)
class TruePerson:
    """`record` is the key the record uses; two records with one `person` are the same human being."""

    record: int
    person: int
    given: str | None
    family_name: str
    sex: Sex
    born_on: date | None  # None while unborn
    died_on: date | None


@quick_init
@dataclass(frozen=True, slots=True)
class Truth:
    shape: str
    community: str
    people: tuple[TruePerson, ...]
