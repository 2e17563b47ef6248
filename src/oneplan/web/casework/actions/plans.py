"""The family's one plan: made with its first goal, agreed with the family, given to them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from oneplan.rulebook.sharing.barred import Place
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import timeline
from oneplan.web.casework.actions.conflicts import ChangedMeanwhile
from oneplan.web.casework.actions.words import listing
from oneplan.web.casework.models import Episode, Plan
from oneplan.web.casework.reads import parties
from oneplan.web.casework.reads.barred import for_family
from oneplan.web.people import identity
from oneplan.web.people.models import Family, Membership, Person
from oneplan.web.people.reads import members_on
from oneplan.web.sharing.actions import disclosures
from oneplan.web.sharing.models import Disclosure
from oneplan.web.sharing.reads import standing
from oneplan.web.site import outbox
from oneplan.web.site.actions import action

READY = "Your family's plan is ready for you. Ask your worker if you would like it on paper."
WAYS = {"printed": "on paper", "shown": "on a screen", "text": "by text message", "post": "by post"}


_AT_HOME = frozenset(Membership.Role) - {Membership.Role.ELSEWHERE, Membership.Role.NETWORK}
_TOLD = {
    "printed": Disclosure.Way.PAPER,
    "shown": Disclosure.Way.PAGE,
    "text": Disclosure.Way.MESSAGE,
    "post": Disclosure.Way.PAPER,
}


class CannotChangePlan(Exception):
    """The text is written for the worker."""


def open_plan(family: Family, *, on: date) -> Plan:
    """Return the plan of the open episode, making it when this is its first goal; call it inside an action."""
    episode = Episode.objects.select_for_update().filter(family=family, closed_on=None).first()
    if episode is None:
        raise CannotChangePlan(
            "Nobody is working with this family now, so the plan rests. Log a call, or start again, and then change it."
        )
    plan, _ = Plan.objects.get_or_create(episode=episode, defaults={"made_on": on})
    return plan


def require_open(plan: Plan) -> Plan:
    """Lock the plan for a change; refuse when we have said goodbye."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("episode__family").get(pk=plan.pk)
    if not plan.episode.is_open:
        raise CannotChangePlan("We have said goodbye to this family: this plan stays as it was. Log the call instead.")
    return plan


@action
def agree(*, family: Family, agreed_with: str, version: int, by: Worker, at: datetime, on: date | None = None) -> Plan:
    """Keep who made the plan and how they agreed, in the family's own words where they gave them."""
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    if not (words := agreed_with.strip()):
        raise CannotChangePlan("Say who took part and what they agreed, so that anybody can see it is the family's.")
    day = on or timezone.localdate(at)
    plan = Plan.objects.select_for_update().get(pk=open_plan(family, on=day).pk)
    if plan.version != version:
        raise ChangedMeanwhile(theirs=plan.agreed_with, yours=words, version=plan.version)
    plan.agreed_with, plan.version = words, version + 1
    plan.save(update_fields=["agreed_with", "version"])
    timeline.add(
        family=family, on=day, kind="plan", headline="Plan agreed with the family", by=by, at=at, thing=plan, text=words
    )
    audit.record("plan_agreed", about=plan, by=by, at=at, family=family, words=audit.digest(words))
    return plan


@action
def give_copy(
    *,
    family: Family,
    to: Person,
    way: str,
    by: Worker,
    at: datetime,
    words: str = "",
    on: date | None = None,
    agreed_by: Sequence[Person] = (),
) -> None:
    """Keep that somebody got the family's copy, and what they think of it; a text or letter goes to the outbox.

    Whoever does not live with them gets it only if the grown-ups who carry the family said yes: `agreed_by`.
    """
    policy.require(Permission.PLAN_CHANGE, by=by, about=family)
    day = on or timezone.localdate(at)
    if refusal := for_family(family, day=day).refusal(to, place=Place.COPY):
        raise CannotChangePlan(refusal)
    if way not in WAYS:
        raise CannotChangePlan("Choose how they get the copy: on paper, on a screen, by text message or by post.")
    if not parties.is_member(family, to):
        raise CannotChangePlan(f"{to.name} is not in this family, so this copy is not for them. Choose a member.")
    rests_on = _whose_yes(family, to, agreed_by=agreed_by, day=day)
    if way in ("text", "post"):
        outbox.put(kind="family_copy", text=READY, at=at, channel=way, to=to, family=family)
    timeline.add(
        family=family, on=day, kind="plan", headline=f"{to.short_name} has the family's copy of the plan",
        aside=WAYS[way], text=words.strip(), by=by, at=at, people=[to],
    )  # fmt: skip
    disclosures.keep(
        family=family, what="The family's copy of the plan", to=disclosures.To(person=to), way=_TOLD[way],
        categories=[Category.BASICS, Category.PLAN, Category.MEETINGS], rests_on=rests_on, on=day, by=by, at=at,
        people=[row.person for row in members_on(family, day=day) if row.role in _AT_HOME],
    )  # fmt: skip
    audit.record("family_copy_given", about=family, by=by, at=at, family=family, to=to.pk, way=way)


def _whose_yes(family: Family, to: Person, *, agreed_by: Sequence[Person], day: date) -> str:
    """On what a copy rests: that it is their own home's plan, or the yes of those whose plan it is."""
    kept = identity.kept(to)
    members = members_on(family, day=day)
    if any(row.person.pk == kept.pk and row.role in _AT_HOME for row in members):
        return f"{to.short_name} is of this family: it is their own plan."
    yes = {identity.kept(person).pk for person in agreed_by}
    asked = [each for each in standing.whole_family(family, on=day, members=members) if each.pk != kept.pk]
    if silent := [each.short_name for each in asked if each.pk not in yes]:
        raise CannotChangePlan(
            f"{to.short_name} does not live with them, and the copy tells of everybody. Ask {listing(silent)} first, "
            "and say below that they agreed. Or give the copy to them: they may pass it on."
        )
    names = listing(each.short_name for each in asked)
    return f"{names} said yes on {day:%-d %B %Y}." if asked else f"Nobody else carries the family with {to.short_name}."
