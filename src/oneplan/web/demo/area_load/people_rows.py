"""Rows for the people of one invented family: persons, homes, who belongs and how they stand to each other."""

from datetime import timedelta

from oneplan.engine.synthetic import people as made
from oneplan.engine.synthetic.family import SyntheticFamily
from oneplan.rulebook.people.dates import in_words
from oneplan.web.demo.area_load.batch import Batch, codes
from oneplan.web.people.models import (
    ContactRestriction,
    Family,
    Home,
    HomeDetail,
    Identifier,
    Membership,
    NameKey,
    Person,
    PersonDetail,
    PersonName,
    Relationship,
    Residence,
    SafeContactRule,
    VisitWarning,
)
from oneplan.web.people.projection import keys_of

_KIND = PersonDetail.Kind


def add_family(batch: Batch, family: SyntheticFamily) -> int:
    """Add everything about who the family is; return the family's id."""
    for person in family.people:
        if person.key not in batch.person_ids:
            batch.person_ids[person.key] = _person(batch, person)
    for home in family.homes:
        if home.key not in batch.home_ids:
            batch.home_ids[home.key] = _home(batch, home)
    pk = batch.add(Family, name=family.name[:120], made_at=batch.at)
    is_linked = family.link is not None
    for belonging in family.memberships:
        _membership(batch, belonging, pk, is_linked=is_linked)
    for living in family.residences:
        batch.spell_once(Residence, start=living.start, end=living.end, person_id=batch.person_ids[living.person],
                    home_id=batch.home_ids[living.home], pattern=codes()["shares"][living.share],
                    valid_from_precision=living.precision)  # fmt: skip
    _ties(batch, family)
    _safety(batch, family)
    _details(batch, family)
    return pk


def _person(batch: Batch, person: made.Person) -> int:
    given = person.given or ""
    born, death = person.birth, person.death
    is_born = person.due_on is None
    pk = batch.add(
        Person,
        given_names=given[:100],
        family_name=person.family_name[:100] if given else "",
        description="" if given else f"the {person.family_name} baby"[:120],
        sex=person.sex,
        born_from=born.earliest if is_born else None,
        born_to=born.latest if is_born else None,
        born_precision=born.precision if is_born else "unknown",
        due_on=person.due_on,
        died_on=death.earliest if death else None,
        died_precision=death.precision if death else "unknown",
        made_at=batch.at,
    )
    _names(batch, person, pk)
    _facts(batch, person, pk)
    _numbers(batch, person, pk)
    return pk


def _names(batch: Batch, person: made.Person, pk: int) -> None:
    keys: set[str] = set()
    for kind, given, family_name in (
        ("usual", person.given, person.family_name),
        ("known_as", person.known_as, person.family_name),
        ("previous", person.given, person.former_family_name),
    ):
        if given and family_name:
            batch.spell(PersonName, start=None, end=None, person_id=pk, kind=kind, given_names=given[:100],
                        family_name=family_name[:100])  # fmt: skip
            keys |= keys_of(f"{given} {family_name}")
    for key in keys:
        batch.add(NameKey, person_id=pk, key=key)


def _facts(batch: Batch, person: made.Person, pk: int) -> None:
    def keep(kind: str, words: str | None, **also: object) -> None:
        if words:
            batch.spell(PersonDetail, start=None, end=None, person_id=pk, kind=kind, words=words, **also)

    if person.sex != "unknown":
        keep(_KIND.SEX, person.sex)
    born = person.birth
    if person.due_on:
        keep(_KIND.PREGNANCY, f"due {in_words(person.due_on, 'day')}", earliest=person.due_on, latest=person.due_on)
    elif born.earliest:
        keep(_KIND.BIRTH, born.stated or in_words(born.earliest, born.precision), earliest=born.earliest,
             latest=born.latest, valid_from_precision=born.precision)  # fmt: skip
    if person.death and person.death.earliest:
        keep(_KIND.DEATH, in_words(person.death.earliest, person.death.precision), earliest=person.death.earliest,
             latest=person.death.latest, valid_from_precision=person.death.precision)  # fmt: skip
    keep(_KIND.ETHNICITY, person.ethnicity)
    keep(_KIND.FAITH, person.faith)
    keep(_KIND.LANGUAGE, person.language)
    keep(_KIND.INTERPRETER, person.interpreter)


def _numbers(batch: Batch, person: made.Person, pk: int) -> None:
    numbers = [("nhs", person.nhs_number), ("upn", person.upn)]
    numbers += [(codes()["identifiers"].get(r.system, "other"), r.value) for r in person.references]
    for scheme, value in numbers:
        if value:
            plain = value.replace(" ", "").replace("-", "").upper()
            batch.spell(Identifier, start=None, end=None, person_id=pk, scheme=scheme, value=value, plain=plain)


def _home(batch: Batch, home: made.Home) -> int:
    pk = batch.add(Home, label=home.line[:120], address=f"{home.line}, {home.area}, {home.town}"[:200],
                   postcode=home.postcode, plain_postcode=home.postcode.replace(" ", ""), made_at=batch.at)  # fmt: skip
    batch.spell(HomeDetail, start=None, end=None, home_id=pk, kind="tenure", words=home.tenure)
    if home.landlord:
        batch.spell(HomeDetail, start=None, end=None, home_id=pk, kind="landlord", words=home.landlord)
    return pk


def _membership(batch: Batch, belonging: made.Membership, family: int, *, is_linked: bool) -> None:
    batch.spell(Membership, start=belonging.start, end=belonging.end, family_id=family,
                person_id=batch.person_ids[belonging.person], role=codes()["roles"][belonging.role],
                valid_from_precision=belonging.precision, note=belonging.reason or "",
                is_counted_here=not is_linked)  # fmt: skip


def _ties(batch: Batch, family: SyntheticFamily) -> None:
    for tie in family.relationships:
        kind = codes()["kin"][tie.kin]
        who, other = batch.person_ids[tie.person], batch.person_ids[tie.other]
        batch.spell_once(Relationship, start=tie.start, end=tie.end, person_id=who, other_id=other, kind=kind,
                    note=tie.detail[:300], valid_from_precision=tie.precision)  # fmt: skip
        if tie.end and tie.ended_by in ("separated", "divorced"):
            batch.spell_once(Relationship, start=tie.end + timedelta(days=1), end=None, person_id=who, other_id=other,
                        kind=tie.ended_by)  # fmt: skip
    for care in family.caring:
        batch.spell_once(Relationship, start=care.start, end=care.end, person_id=batch.person_ids[care.carer],
                    other_id=batch.person_ids[care.cared_for], kind="cares_for", note=care.words[:300])  # fmt: skip


def _safety(batch: Batch, family: SyntheticFamily) -> None:
    for bar in family.restrictions:
        batch.spell_once(ContactRestriction, start=bar.start, end=bar.end, child_id=batch.person_ids[bar.child],
                    barred_id=batch.person_ids[bar.barred], kind="order", words=bar.words[:300],
                    breach_feared=bar.is_breach_feared)  # fmt: skip
    for rule in family.safe_contact:
        batch.spell_once(SafeContactRule, start=None, end=None, person_id=batch.person_ids[rule.person],
                    channel=codes()["channels"][rule.channel], words=rule.words[:200], not_before=rule.not_before,
                    never=_says_nothing(rule),
                    not_after=rule.not_after)  # fmt: skip
    for warning in family.visit_warnings:
        batch.spell_once(VisitWarning, start=warning.start, end=warning.end, home_id=batch.home_ids[warning.home],
                    words=warning.words[:200])  # fmt: skip


def _says_nothing(rule: made.SafeContactRule) -> bool:
    return rule.not_before is None and rule.not_after is None


def _details(batch: Batch, family: SyntheticFamily) -> None:
    for spell in family.school_spells:
        batch.spell_once(PersonDetail, start=spell.start, end=spell.end, person_id=batch.person_ids[spell.child],
                    kind=_KIND.SCHOOL, words=spell.school)  # fmt: skip
    for fact in family.circumstances:
        kind = fact.kind if fact.kind in _KIND.values else _KIND.OTHER
        who = batch.person_ids[fact.person]
        batch.spell_once(PersonDetail, start=fact.start, end=fact.end, person_id=who, kind=kind,
                    words=fact.words[:500], valid_from_precision=fact.precision)  # fmt: skip
