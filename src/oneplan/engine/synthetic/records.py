"""Writes people down as the area's record would hold them: some things known, some roughly, some not at all."""

from datetime import date, timedelta

from oneplan.engine.synthetic.communities import Community
from oneplan.engine.synthetic.drafts import KEYS_A_FAMILY, FamilyDraft, Human
from oneplan.engine.synthetic.draws import Draws
from oneplan.engine.synthetic.identifiers import landline, mobile, nhs_number, slot, upn
from oneplan.engine.synthetic.people import Person, Reference
from oneplan.engine.synthetic.rates import rate, shares
from oneplan.engine.synthetic.rough_dates import UNKNOWN, Precision, RoughDate, roughly
from oneplan.engine.synthetic.truth import TruePerson

SCHOOL_AGE = timedelta(days=int(4.6 * 365.25))
ADULT = timedelta(days=int(18 * 365.25))
REFERENCE_FORMS = {
    "social care": "SC{:08d}",
    "housing": "H{:08d}",
    "police": "P{:09d}",
    "youth justice": "YJ{:07d}",
    "health visiting": "HV{:08d}",
}


def record_of(draft: FamilyDraft, human: Human, *, seed: int) -> Person:
    """The record of a human being; made once, by the first family it appears in."""
    if human.record is None:
        human.record = _record(draft, human, seed=seed)
    return human.record


def known_since(human: Human, start: date, *, end: date | None, precision: Precision) -> tuple[date, Precision]:
    """A spell that began with a birth is known no better than the birth itself; else it would give it away."""
    if human.record is None or human.record.birth.precision == "day" or human.is_unborn:
        return start, precision
    birth = human.record.birth
    if birth.latest is None or (end is not None and birth.latest >= end):
        return start, birth.precision
    return birth.latest, birth.precision


def truth_of(human: Human) -> TruePerson:
    born = None if human.is_unborn else human.born
    return TruePerson(human.key, human.truly, human.given, human.family_name, human.sex, born, human.died)


def _record(draft: FamilyDraft, human: Human, *, seed: int) -> Person:
    draws, today, community = draft.draws, draft.today, human.community
    is_adult = human.born + ADULT <= today
    is_alive_here = human.died is None and not human.lives_elsewhere
    nhs, pupil = _numbers(draws, human, seed=seed, today=today)
    language = _language(draws, community, human)
    needs = language != "English" and not human.is_child and draws.chance(community.interpreter)
    faith = None if draws.chance(rate("faith_missing")) else draws.weighted(community.faiths)
    is_reachable = is_adult and (is_alive_here or draws.chance(0.3)) and human.died is None
    return Person(
        key=human.key,
        given=human.given,
        family_name=human.family_name,
        known_as=_known_as(draws, human),
        former_family_name=human.former_family_name,
        sex=human.sex,
        birth=_birth(draft, human),
        due_on=human.due,
        death=_death(draws, human, today=today),
        ethnicity="NOBT" if human.is_unborn or draws.chance(rate("ethnicity_missing")) else human.ethnicity,
        language=language,
        interpreter=language if needs else None,
        faith=None if human.is_unborn else faith,
        nhs_number=nhs,
        upn=pupil,
        references=_references(draws, human),
        mobile=mobile(draws.random()) if is_reachable and draws.chance(rate("mobile")) else None,
        landline=landline(draws.random()) if is_reachable and draws.chance(rate("landline")) else None,
        email=_email(human) if is_reachable and draws.chance(rate("email")) else None,
    )


def _birth(draft: FamilyDraft, human: Human) -> RoughDate:
    if human.is_unborn:
        return UNKNOWN
    group = "child" if human.is_child else "elsewhere" if human.lives_elsewhere else "adult"
    precision: Precision = draft.draws.weighted(shares(f"birth_known_{group}"))
    told_on = max(human.born + timedelta(days=1), draft.first_request)
    return roughly(human.born, precision=precision, told_on=min(told_on, draft.today))


def _death(draws: Draws, human: Human, *, today: date) -> RoughDate | None:
    if human.died is None:
        return None
    precision: Precision = "day" if draws.chance(0.85) else "month"
    return roughly(human.died, precision=precision, told_on=today)


def _language(draws: Draws, community: Community, human: Human) -> str:
    language = draws.weighted(community.languages)
    # Children who grew up here mostly answer "English"; the home language is that of the adults.
    return "English" if human.is_child and draws.chance(0.6) else language


def _known_as(draws: Draws, human: Human) -> str | None:
    if human.given is None or not draws.chance(rate("known_as") * 3):
        return None
    return human.community.nicknames.get(human.given)


def _numbers(draws: Draws, human: Human, *, seed: int, today: date) -> tuple[str | None, str | None]:
    own = slot(human.key, keys_a_family=KEYS_A_FAMILY)
    if own is None or human.is_unborn:
        return None, None
    share = (
        rate("nhs_number_child") if human.is_child else rate("nhs_number_adult") * (0.3 if human.lives_elsewhere else 1)
    )
    nhs = nhs_number(own, seed=seed) if draws.chance(share) else None
    started_school = human.born + SCHOOL_AGE
    has_upn = human.is_child and started_school < today and draws.chance(rate("upn"))
    return nhs, upn(own, seed=seed, issued=started_school) if has_upn else None


def _references(draws: Draws, human: Human) -> tuple[Reference, ...]:
    """What one or two other systems call the person."""
    if human.is_unborn:
        return ()
    table = shares("references_child" if human.is_child else "references_adult")
    systems = dict.fromkeys(draws.weighted(table) for _ in range(2 if draws.chance(0.25) else 1))
    return tuple([Reference(name, REFERENCE_FORMS[name].format(human.key + 1)) for name in systems if name != "none"])


def _email(human: Human) -> str:
    name = f"{human.given}.{human.family_name}".lower().replace(" ", "").replace("'", "")
    return f"{name}.{human.key}@example.org"
