"""Words that stand nowhere else, planted in everything that is kept from somebody: one, or more, of each kind."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.access.actions import questions
from oneplan.web.access.models import Account, CodeApp, PartnerQuestion
from oneplan.web.agencies.models import Agency
from oneplan.web.casework.actions import (
    appointments,
    drafts,
    goals,
    levels,
    linked,
    meetings,
    needs,
    notes,
    referrals,
    reviews,
    steps,
    watch,
    words,
)
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.actions.meetings import Came
from oneplan.web.casework.models import Episode, LevelDecision, Meeting, Review
from oneplan.web.frontdoor.actions import requests as asking
from oneplan.web.frontdoor.models import Request
from oneplan.web.people.actions import details, families, homes, identifiers, newcomers, persons, safety
from oneplan.web.people.models import HomeDetail
from oneplan.web.rights.actions import breaches, holds, packs
from oneplan.web.rights.actions import requests as rights
from oneplan.web.rights.models import Pack
from oneplan.web.sharing.actions import bases, disclosures, emergencies, guards, talks
from oneplan.web.sharing.actions.talks import Answered, Conversation
from oneplan.web.sharing.models import ConsentTalk, Disclosure
from oneplan.web.site import outbox
from oneplan.web.site.models import HeldForm
from tests.access.finding import letters

NO_VOWELS = "bcdfghjklmnpqrstvwxz"


@dataclass(frozen=True)
class Canary:
    """`kind` is what askers are trusted with or not; `where` says what was planted."""

    kind: str
    where: str
    word: str

    @property
    def letters(self) -> str:
        return letters(self.word)


@dataclass
class Planted:
    """`other` is the same data set with its names meaning what was planted: its note is a private note, and so on."""

    canaries: list[Canary]
    others: list[Any]
    by_where: dict[str, Canary] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_where = {each.where: each for each in self.canaries}
        assert len(self.by_where) == len(self.canaries)


class Planter:
    """Makes the words; each step below plants what one room keeps."""

    def __init__(self, rich: Any, at: datetime) -> None:
        self.rich, self.cast, self.at = rich, rich.cast, at
        self.said: dict[str, Any] = {"by": rich.cast.priya, "at": at}
        self.canaries: list[Canary] = []
        self.view = SimpleNamespace(**vars(rich))
        self._random = Random("planted where it must not show")

    def word(self, kind: str, where: str) -> str:
        made = "".join(self._random.choice(NO_VOWELS) for _ in range(12)).capitalize()
        self.canaries.append(Canary(kind, where, made))
        return made

    def number(self, kind: str, where: str, said: str) -> str:
        self.canaries.append(Canary(kind, where, said))
        return said


def plant(rich: Any, *, at: datetime) -> Planted:
    planter = Planter(rich, at)
    for step in STEPS:
        step(planter)
    shut = SimpleNamespace(**vars(planter.view))
    shut.cast = copy(rich.cast)
    shut.cast.family, shut.cast.parent = planter.view.guarded, planter.view.guarded_person
    return Planted(planter.canaries, [planter.view, shut])


def _where_they_live(p: Planter) -> None:
    street, village = p.word("address", "street"), p.word("address", "village")
    postcode = p.number("address", "postcode", "ZZ8 8QK")
    p.view.refuge = p.view.safe_home = homes.add(
        label="A safe address", address=f"31 {street} Court, Nether {village}", postcode=postcode, is_protected=True,
        **p.said,
    )  # fmt: skip
    for who in (p.cast.parent, p.cast.child):
        homes.move_in(person=who, home=p.view.refuge, on=p.said["at"].date(), pattern="staying", **p.said)
    p.view.home_note = homes.note(home=p.cast.home, kind=HomeDetail.Kind.EVICTION, words=p.word("housing", "home note"),
                                  **p.said)  # fmt: skip
    p.view.warning = safety.warn_visitors(family=p.cast.family, words=p.word("visit", "visit warning"), **p.said)
    p.view.home_warning = safety.warn_visitors(home=p.view.refuge, words=p.word("address", "warning at the refuge"),
                                               **p.said)  # fmt: skip
    p.view.home_note_safe = homes.note(home=p.view.refuge, kind=HomeDetail.Kind.LANDLORD,
                                       words=p.word("address", "landlord of the refuge"), **p.said)  # fmt: skip


def _who_they_are(p: Planter) -> None:
    child, parent = p.cast.child, p.cast.parent
    for kind, where, who in (
        ("diagnosis", "health", parent), ("money", "money", parent), ("faith", "identity", parent),
        ("order", "social_care", child), ("work", "money", parent),
    ):  # fmt: skip
        details.add(person=who, kind=kind, words=p.word(where, f"detail {kind}"), **p.said)
    p.view.detail = details.add(person=child, kind="school", words=p.word("school", "school") + " Primary", **p.said)
    p.view.number = identifiers.add(person=parent, scheme="bank_account", value=p.number("sealed", "bank", "40817733"),
                                    **p.said)  # fmt: skip
    p.view.restriction = safety.restrict(child=p.cast.baby, barred=p.cast.father, kind="order",
                                         words=p.word("safety", "restriction"), **p.said)  # fmt: skip
    p.view.rule = safety.reach_safely(
        person=parent, channel="phone", never=True, words=p.word("safety", "contact rule"), **p.said
    )
    p.view.newcomer = newcomers.bring(
        family=p.cast.family, role="network", given_names=p.word("name", "name of a friend"), family_name="Moss",
        note=p.word("story", "note on a member"), **p.said,
    )[0]  # fmt: skip
    newcomers.bring(family=p.cast.family, role="other", given_names=p.word("unasked", "name of one never asked"),
                    family_name="Reed", **p.said)  # fmt: skip
    families.keep_earlier_help(
        family=p.cast.family, agency="Another town", what=p.word("story", "earlier help"), how_it_felt="Bad", **p.said
    )


def _private(p: Planter) -> None:
    said: dict[str, Any] = {"family": p.cast.family, **p.said}
    contact = details.add(person=p.cast.parent, kind="other", words=p.number("private", "number", "07700 900737"),
                          **p.said)  # fmt: skip
    nursery = details.add(person=p.cast.baby, kind="school", words=p.word("private", "nursery"), **p.said)
    p.view.other_note = notes.add(text=p.word("private", "private note"), on=p.at.date(), **said)
    need = needs.found(code="isolation", person=p.cast.parent, on=p.at.date(), words=p.word("private", "private need"),
                       **said)  # fmt: skip
    goal = goals.add(says=GoalWords(title=p.word("private_plan", "private goal")), **said)
    for thing in (contact, nursery, p.view.other_note, need, goal):
        p.view.kept = guards.keep_to_member(
            thing=thing,
            person=p.cast.parent,
            reason=p.word("private", f"why {thing._meta.label_lower} {thing.pk}"),
            **said,
        )
    p.view.private_goal = goal
    by_maya: dict[str, Any] = {"family": p.cast.family, "by": p.cast.maya, "at": p.at}
    p.view.note = notes.add(text=p.word("named", "police note"), on=p.at.date(), **by_maya)
    notes.mark_need(note=p.view.note, code="crime", text=p.word("named", "need from the police note"), by=p.cast.maya,
                    at=p.at, people=[p.cast.child])  # fmt: skip
    guards.keep_to_named(
        thing=p.view.note, workers=[p.cast.maya], reason=p.word("named", "why the police note"), **by_maya
    )


def _work(p: Planter) -> None:
    said: dict[str, Any] = {"family": p.cast.family, **p.said}
    notes.add(text=p.word("story", "note"), place=p.word("story", "place of a note"), on=p.at.date(), **said)
    struck = notes.add(text=p.word("story", "struck note"), on=p.at.date(), **said)
    notes.strike(note=struck, reason=p.word("story", "why struck"), **p.said)
    words.keep(text=p.word("story", "own words"), people=[p.cast.parent], on=p.at.date(), **said)
    for code, kind in (
        ("isolation", "needs"), ("mental_health", "health"), ("housing", "housing"), ("debt", "money"),
        ("identity", "identity"), ("safeguarding", "social_care"), ("crime", "police"),
        ("domestic_abuse", "domestic_abuse"), ("attendance", "school"),
    ):  # fmt: skip
        made = needs.found(code=code, person=p.cast.parent, on=p.at.date(), words=p.word(kind, f"need {code}"), **said)
        p.view.need = made
    levels.decide(
        stage=LevelDecision.Stage.REVIEW, level="intensive", why=p.word("social_care", "why this level"),
        on=p.at.date(), **said,
    )  # fmt: skip
    p.view.sign = watch.add(sign=p.word("story", "sign"), what_to_do=p.word("story", "what to do"), since=p.at.date(),
                            **said)  # fmt: skip
    linked.add(kind="exclusion", what=p.word("school", "plan of the school"), who_may_authorise="the head",
               agency=Agency.objects.create(name="Pupil unit", sector="education"), **said)  # fmt: skip
    reviews.record(
        episode=p.cast.episode, on=p.at.date(), decision=Review.Decision.CONTINUE, why=p.word("story", "why go on"),
        going_well=p.word("story", "going well"), still_hard="", family_view="",
        next_on=p.at.date() + timedelta(days=60),
        **p.said,
    )  # fmt: skip
    drafts.keep(family=p.cast.family, fields={"text": p.word("draft", "draft")}, by=p.cast.tom, at=p.at)


def _plan(p: Planter) -> None:
    said: dict[str, Any] = {"family": p.cast.family, **p.said}
    about = (p.cast.parent, p.cast.child)
    p.view.goal = goals.add(says=GoalWords(title=p.word("plan", "goal"), people=about), **said)
    p.view.step = steps.add(goal=p.view.goal, what=p.word("plan", "step"), owners=[p.cast.parent], **p.said)
    unasked = (p.cast.father, p.cast.child)
    goals.add(says=GoalWords(title=p.word("plan_of_father", "goal about the father"), people=unasked), **said)
    p.view.held = meetings.log(
        kind=Meeting.Kind.TAF, on=p.at.date(), came=[Came(p.cast.parent)],
        notes=p.word("meeting_notes", "meeting notes"),
        title=p.word("meetings", "meeting title"), questions_next="", **said,
    )  # fmt: skip
    p.view.appointment = appointments.add(
        says=AppointmentWords(what=p.word("meetings", "appointment"), people=(p.cast.parent,)),
        on=p.at.date() + timedelta(days=3), **said,
    )  # fmt: skip
    police = Agency.objects.create(name="Police", sector="police")
    p.view.referral = referrals.ask(
        agency=police, what_for=p.word("police", "help from the police"), people=[p.cast.parent], **said
    )


def _named(p: Planter) -> None:
    """One of each kind of entry, kept to the manager alone: from every colleague, partner and member."""
    said: dict[str, Any] = {"family": p.cast.family, "by": p.cast.maya, "at": p.at}
    by: dict[str, Any] = {"by": p.cast.maya, "at": p.at}
    health, wish, over = (
        details.add(person=p.cast.parent, kind=kind, words=p.word("named", f"named {kind}"), **by)
        for kind in ("diagnosis", "preference", "money")
    )
    day, agency = p.at.date(), Agency.objects.create(name="Clinic", sector="voluntary")
    things = [
        health, wish, over,
        goals.add(says=GoalWords(title=p.word("named", "goal for named workers")), **said),
        appointments.add(says=AppointmentWords(what=p.word("named", "appointment for named workers")),
                         on=day + timedelta(days=3), **said),
        meetings.log(kind=Meeting.Kind.TAF, on=day, came=[Came(p.cast.parent)], questions_next="",
                     notes=p.word("named", "notes for named workers"),
                     title=p.word("named", "meeting for named workers"), **said),
        words.keep(text=p.word("named", "words for named workers"), people=[p.cast.parent], on=day, **said),
        linked.add(kind="other", what=p.word("named", "plan for named workers"), agency=agency, **said),
        referrals.ask(agency=agency, what_for=p.word("named", "help for named workers"), people=[p.cast.parent],
                      **said),
        families.keep_earlier_help(agency="Another town", what=p.word("named", "earlier help for named workers"),
                                   how_it_felt="Bad", **said),
    ]  # fmt: skip
    p.view.named_meeting = things[5]
    for thing in things:
        why = p.word("named", f"why named {thing._meta.label_lower} {thing.pk}")
        guards.keep_to_named(thing=thing, workers=[p.cast.maya], reason=why, **said)
    details.end(detail=over, on=day, **by)  # what ends is kept from the same people


def _sharing(p: Planter) -> None:
    said: dict[str, Any] = {"family": p.cast.family, **p.said}
    talk = Conversation(
        way=ConsentTalk.Way.VISIT, with_people=(p.cast.parent,), explained=p.word("talk", "explained"),
        asked=p.word("talk", "asked"), understood=p.word("talk", "understood"), choice=ConsentTalk.Choice.PARTLY,
        choice_words=p.word("talk", "choice"),
    )  # fmt: skip
    no = Answered(
        people=(p.cast.parent,), given_by=p.cast.parent, purpose=Purpose.SHARE, answer=Answer.NO,
        categories=(Category.MONEY,), words=p.word("talk", "words of a no"),
    )  # fmt: skip
    talks.record(on=p.at.date(), talk=talk, answers=[no], **said)
    p.view.basis = bases.decide(
        agency=p.cast.green.agency, categories=[Category.STORY], ground="crime", people=[p.cast.parent],
        reason=p.word("basis", "reason without consent"), family_told=p.word("basis", "what they were told"), **said,
    )  # fmt: skip
    disclosures.record(
        what=p.word("told", "what was told"), to=disclosures.To(words=p.word("told", "whom"), agreed=(p.cast.parent,)),
        way=Disclosure.Way.SPOKEN,
        categories=[Category.PLAN], people=[p.cast.parent], on=p.at.date(), **said,
    )  # fmt: skip
    emergencies.open_record(
        family=p.cast.family, reason="Nobody answered there: " + p.word("emergency", "emergency"), by=p.cast.stan,
        at=p.at - timedelta(hours=9),
    )  # fmt: skip
    sent = questions.ask(family=p.cast.family, to=p.rich.partner, text=p.word("question", "question"), by=p.cast.priya,
                         at=timezone.now())  # fmt: skip
    assert sent is not None
    p.view.answered = PartnerQuestion.objects.get(pk=sent.link.thing_id)
    questions.answer(question=p.view.answered, text=p.word("question", "answer"), by=p.rich.partner, at=timezone.now())


def _shut(p: Planter) -> None:
    by: dict[str, Any] = {"by": p.cast.maya, "at": p.at}
    p.view.guarded = families.start(name=p.word("guarded", "family shut away"), **by)
    p.view.guarded_person = persons.add(
        given_names=p.word("guarded", "name shut away"), family_name=p.view.guarded.name, **by
    )
    families.join(family=p.view.guarded, person=p.view.guarded_person, role="parent", **by)
    Episode.objects.create(family=p.view.guarded, team=p.cast.maya.team, opened_on=p.at.date(), made_at=p.at)
    guards.guard(family=p.view.guarded, reason=p.word("guarded", "why shut away"), workers=[p.cast.maya], **by)


def _front_door_and_rights(p: Planter) -> None:
    p.view.new = asking.make(
        reason=p.word("request", "reason of a request"), people=[p.word("request", "named in a request") + ", mother"],
        safeguarding=p.word("request", "safeguarding"), safety=Request.Safety.WORRIED, family_agrees=True,
        by=p.cast.fay, at=p.at,
    )  # fmt: skip
    dana, admin = p.cast.others["data_manager"], p.cast.others["administrator"]
    asked = rights.Asked(kind="correction", how="by phone", received_on=p.at.date(), proof=p.word("rights", "proof"),
                         words=p.word("asked", "what they want put right"), about=None)  # fmt: skip
    p.view.correction = rights.ask(person=p.cast.parent, asked=asked, by=dana, at=p.at)
    happened = breaches.Happened(what=p.word("rights", "breach"), kinds="Names", harm="some", known_at=p.at,
                                 families=[p.cast.family])  # fmt: skip
    p.view.breach = breaches.log(happened=happened, by=dana, at=p.at)
    p.view.hold = holds.hold(kind="court", why=p.word("rights", "hold"), family=p.cast.family, by=admin, at=p.at)


def _behind_the_pages(p: Planter) -> None:
    outbox.put(kind="letter", text=p.word("letter", "letter"), at=p.at, channel="message", to=p.cast.parent,
               family=p.cast.family)  # fmt: skip
    outbox.put(kind="note", text=p.word("message_worker", "message to a worker"), at=p.at, channel="inside",
               to=p.cast.priya, family=p.cast.family)  # fmt: skip
    account = Account.objects.get(worker=p.cast.priya)
    HeldForm.objects.create(
        token="5d8f0f3e-0000-4000-8000-00000000c0de", account=account, path="/families/F-1/notes/new/",
        typed=f'{{"text": ["{p.word("held", "held form")}"]}}', held_at=p.at,
    )  # fmt: skip
    secret = "QKZXJVWBPLMDFHGT"
    CodeApp.objects.create(account=account, secret=p.number("never", "secret of a code app", secret), made_at=p.at,
                           confirmed_at=p.at)  # fmt: skip
    p.number("never", "sealed password", Account.objects.get(name="grace").password or "")


def _copies(p: Planter) -> None:
    """The mother asked for everything kept of her: a file that holds much of what was planted."""
    p.view.pack = finished_copy(p.cast.parent, by=p.cast.others["data_manager"], at=p.at)
    p.view.made_request = p.view.pack.request


def finished_copy(person: Any, *, by: Any, at: datetime, asked_by_name: str = "") -> Pack:
    asked = rights.Asked(
        kind="access", how="by phone", received_on=at.date(), proof="known", asked_by_name=asked_by_name,
        asked_by="parent" if asked_by_name else "self",
    )  # fmt: skip
    row = rights.ask(person=person, asked=asked, by=by, at=at)
    packs.gather(request=row, by=by, at=at)
    packs.decide_rest(request=row, by=by, at=at)
    made: Pack = packs.make(request=row, by=by, at=at)
    return made


STEPS: list[Callable[[Planter], None]] = [
    _where_they_live, _who_they_are, _private, _work, _plan, _named, _sharing, _shut, _front_door_and_rights,
    _behind_the_pages, _copies,
]  # fmt: skip
