"""The plain rule for one person and the filter for lists give the same people, over 100,000 random cases."""

import os
from datetime import date, timedelta
from random import Random

import pytest
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose, standing
from oneplan.web.agencies.models import Agency
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.models import ConsentAnswer
from oneplan.web.sharing.reads.agreeing import agreeing
from oneplan.web.sharing.reads.standing import answers_of

PEOPLE = int(os.environ.get("ONEPLAN_CONSENT_PEOPLE", "450"))
DAYS = [date(2026, 3, 1) + timedelta(days=each) for each in range(12)]
KINDS = (Category.PLAN, Category.NEEDS, Category.HEALTH, Category.POLICE)


def _world(seed: int) -> tuple[list[Agency], list[int]]:
    """People with random answers, a tenth of them under two records joined into one."""
    random, now = Random(seed), timezone.now()
    agencies = [Agency.objects.create(name=f"Agency {seed} {n}", sector="school") for n in range(3)]
    family = Family.objects.create(name="Random", made_at=now)
    people = Person.objects.bulk_create(Person(made_at=now) for _ in range(PEOPLE))
    speaker = Person.objects.create(made_at=now)
    for person in random.sample(people, PEOPLE // 10):
        person.merged_into = random.choice([each for each in people if each != person and each.merged_into is None])
    gone = [each for each in people if each.merged_into and each.merged_into.merged_into is None]
    Person.objects.bulk_update(gone, ["merged_into"])
    ConsentAnswer.objects.bulk_create(
        _answer(random, person, speaker, family, agencies) for person in people for _ in range(random.randrange(6))
    )
    return agencies, [each.pk for each in Person.objects.filter(merged_into=None)]


def _answer(random: Random, person: Person, speaker: Person, family: Family, agencies: list[Agency]) -> ConsentAnswer:
    on = random.choice(DAYS)
    is_yes, now = random.random() < 0.6, timezone.now()
    return ConsentAnswer(
        family=family,
        person=person,
        given_by=person if random.random() < 0.6 else speaker,
        purpose=Purpose.SHARE if random.random() < 0.9 else Purpose.LOOK_UP,
        answer=Answer.YES if is_yes else random.choice([Answer.NO, Answer.WITHDRAWN]),
        agency=random.choice([*agencies, None]),
        category="",
        on=on,
        expires_on=on + timedelta(days=random.randrange(1, 8)) if is_yes and random.random() < 0.3 else None,
        recorded_at=now,
        struck_at=now if (is_struck := random.random() < 0.05) else None,
        struck_reason="a mistake" if is_struck else "",
    )


def _name_kinds(random: Random) -> None:
    rows = list(ConsentAnswer.objects.filter(purpose=Purpose.SHARE))
    for row in rows:
        row.category = random.choice([*KINDS, ""])
    ConsentAnswer.objects.bulk_update(rows, ["category"])


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_rule_and_filter_agree(seed: int, db: None) -> None:
    agencies, people = _world(seed)
    _name_kinds(Random(seed))
    cases = 0
    for on in DAYS:
        said = answers_of(people, on=on)
        for agency in agencies:
            for kind in KINDS:
                by_rule = {
                    person
                    for person in people
                    if standing(
                        said.get(person, ()), purpose=Purpose.SHARE, on=on, agency=agency.pk, category=kind
                    ).is_agreed
                }
                assert set(agreeing(agency=agency, category=kind, on=on)) == by_rule, (on, agency, kind)
                cases += len(people)
    print(f"{cases} cases")
    assert cases > 20 * PEOPLE
