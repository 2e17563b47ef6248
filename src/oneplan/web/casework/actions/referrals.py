"""Help asked for from another service: for each person it is done only when they were there."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.models import Referral, ReferralPerson
from oneplan.web.casework.reads import parties
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Person
from oneplan.web.sharing.actions import disclosures
from oneplan.web.sharing.models import Disclosure
from oneplan.web.site.actions import action

State, Way = Referral.State, Referral.Way
_HEADLINES = {
    State.WAITING: "on the waiting list",
    State.STARTED: "started",
    State.REFUSED: "not accepted",
    State.NOT_ATTENDED: "not been yet",
    State.ENDED: "finished",
}


class CannotChangeReferral(Exception):
    """The text is written for the worker."""


@action
def ask(
    *,
    family: Family,
    agency: Agency,
    what_for: str,
    people: Sequence[Person],
    by: Worker,
    at: datetime,
    way: str = Way.SIGNPOSTED,
    asked_on: date | None = None,
    reply_due_on: date | None = None,
    meanwhile: str = "",
    lives_on: bool = False,
    tells: Sequence[Category] = (Category.BASICS,),
    told_by: str = Disclosure.Way.SPOKEN,
) -> Referral:
    """Ask an agency for help for one or more people; each has their own state from then on.

    Unless the family was only told about it, the agency is told who they are and `tells`: by their yes, or on a ground.
    """
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    today = timezone.localdate(at)
    day = asked_on or today
    _check(family, what_for=what_for, people=people, asked_on=day, today=today, reply_due_on=reply_due_on, way=way)
    referral = Referral.objects.create(
        family=family, agency=agency, what_for=what_for.strip(), way=way, asked_on=day, asked_by=by,
        reply_due_on=reply_due_on, meanwhile=meanwhile.strip(), lives_on=lives_on, recorded_at=at,
    )  # fmt: skip
    ReferralPerson.objects.bulk_create(
        ReferralPerson(referral=referral, person=person, state=State.ASKED, state_on=day) for person in people
    )
    timeline.add(
        family=family, on=day, kind="referral", headline=f"Asked {agency}: {what_for}"[:200], by=by, at=at,
        thing=referral, aside=f"for {', '.join(person.short_name for person in people)}"[:300], people=people,
        text=f"Meanwhile: {referral.meanwhile}" if referral.meanwhile else "",
    )  # fmt: skip
    _tell(referral, people=people, tells=tells, told_by=told_by, by=by, at=at)
    audit.record("referral_made", about=referral, by=by, at=at, family=family, people=[p.pk for p in people])
    return referral


@action
def change(
    *,
    referral: Referral,
    way: str,
    meanwhile: str,
    by: Worker,
    at: datetime,
    reply_due_on: date | None = None,
    tells: Sequence[Category] = (Category.BASICS,),
    told_by: str = Disclosure.Way.SPOKEN,
) -> Referral:
    """Say anew how the family is helped to get there, and what is done while they wait.

    Where they were only told about it so far and the agency is told of them now, it needs their yes, or a ground.
    """
    policy.require(Permission.PLAN_CHANGE, by=by, about=referral.family)
    if way not in Way.values:
        raise CannotChangeReferral("Choose whether they were told about it, helped to arrange it, or you go along.")
    referral = Referral.objects.select_for_update(of=("self",)).select_related("family", "agency").get(pk=referral.pk)
    before = referral.way
    referral.way, referral.meanwhile, referral.reply_due_on = way, meanwhile.strip(), reply_due_on
    referral.save(update_fields=["way", "meanwhile", "reply_due_on"])
    if before == Way.SIGNPOSTED:
        people = [place.person for place in referral.people.select_related("person")]
        _tell(referral, people=people, tells=tells, told_by=told_by, by=by, at=at, on=timezone.localdate(at))
    audit.record("referral_changed", about=referral, by=by, at=at, family=referral.family, before=before, after=way)
    return referral


@action
def move(
    *, place: ReferralPerson, state: str, by: Worker, at: datetime, words: str = "", on: date | None = None
) -> ReferralPerson:
    """Say where one person stands; “not been yet” stays open until they went or said no."""
    family = place.referral.family
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    rows = ReferralPerson.objects.select_for_update(of=("self",))
    place = rows.select_related("referral__family", "referral__agency", "person").get(pk=place.pk)
    today = timezone.localdate(at)
    day = on or today
    _check_move(place, state=state, words=words, day=day, today=today)
    before = place.state
    place.state, place.state_on, place.words = State(state), day, words.strip()
    place.save(update_fields=["state", "state_on", "words"])
    timeline.add(
        family=family, on=day, kind="referral", by=by, at=at, thing=place.referral, text=place.words,
        headline=f"{place.referral.agency}, {place.person.short_name}: {_HEADLINES[State(state)]}"[:200],
        tone="ok" if state in (State.STARTED, State.ENDED) else "plain", people=[place.person],
    )  # fmt: skip
    audit.record("referral_moved", about=place, by=by, at=at, family=family, before=before, after=state)
    return place


def _tell(
    referral: Referral,
    *,
    people: Sequence[Person],
    tells: Sequence[Category],
    told_by: str,
    by: Worker,
    at: datetime,
    on: date | None = None,
) -> None:
    """Keep in the register what the agency was told; refused where nobody agreed and no ground covers it."""
    if referral.way == Way.SIGNPOSTED or referral.agency_id == by.agency_id:
        return
    disclosures.tell(
        family=referral.family, what=f"That they ask for help: {referral.what_for}",
        to=disclosures.To(agency=referral.agency), way=told_by, categories={Category.BASICS, *tells},
        people=[identity.kept(person) for person in people], on=on or referral.asked_on, by=by, at=at, thing=referral,
    )  # fmt: skip


def _check(
    family: Family,
    *,
    what_for: str,
    people: Sequence[Person],
    asked_on: date,
    today: date,
    reply_due_on: date | None,
    way: str,
) -> None:
    if not what_for.strip():
        raise CannotChangeReferral("Say what the help is for.")
    if not people:
        raise CannotChangeReferral("Say who the help is for: one person at least. Each is followed on their own.")
    if way not in Way.values:
        raise CannotChangeReferral("Choose whether they were told about it, helped to arrange it, or you go along.")
    if asked_on > today:
        raise CannotChangeReferral(f"{asked_on:%-d %B %Y} is still to come. Give the day you asked.")
    if reply_due_on and reply_due_on < asked_on:
        raise CannotChangeReferral("The reply cannot be due before you asked. Check both days.")
    if others := [person for person in people if not parties.is_member(family, person)]:
        raise CannotChangeReferral(f"{others[0].name} is not in this family. Choose family members.")


def _check_move(place: ReferralPerson, *, state: str, words: str, day: date, today: date) -> None:
    if state not in _HEADLINES:
        raise CannotChangeReferral("Choose where it stands: waiting, started, not accepted, not been yet or finished.")
    if day > today:
        raise CannotChangeReferral(f"{day:%-d %B %Y} is still to come. Say it when it has happened.")
    if day < place.referral.asked_on:
        asked = f"{place.referral.asked_on:%-d %B %Y}"
        raise CannotChangeReferral(f"This was asked for on {asked}, so nothing can have come of it before then.")
    if state == State.REFUSED and not words.strip():
        raise CannotChangeReferral(
            "Say why they did not accept, and which threshold they named: it can be asked again."
        )
