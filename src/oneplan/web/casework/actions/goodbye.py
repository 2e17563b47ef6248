"""Saying goodbye with a plan for afterwards, and picking up the phone when they ring again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework import hearing_back, timeline
from oneplan.web.casework.actions import episodes, levels, roles
from oneplan.web.casework.actions.days import in_future, outside, said
from oneplan.web.casework.models import Appointment, Closure, Episode, EpisodeRole, ExitSupport, Note, VisitPattern
from oneplan.web.casework.reads.open_items import OpenItem, open_items
from oneplan.web.people.models import Family
from oneplan.web.site import lists, outbox, spells
from oneplan.web.site.actions import action
from oneplan.web.site.models import OutboxMessage
from oneplan.web.site.spells import LATEST_FIRST

REFUSED = "refused"  # the code for a family that no longer wants help


class CannotSayGoodbye(Exception):
    """The text is written for the worker; `open_items` are what still waits."""

    def __init__(self, text: str, *, open_items: Sequence[OpenItem] = ()) -> None:
        super().__init__(text)
        self.open_items = tuple(open_items)


class CannotLogCall(Exception):
    """The text is written for the worker."""


@dataclass(frozen=True, kw_only=True)
class Support:
    """Something that stays when the worker goes."""

    what: str
    agency: Agency | None = None
    contact: str = ""
    is_in_place: bool = False


@dataclass(frozen=True, kw_only=True)
class ExitPlan:
    """What was different at the end, and what holds afterwards."""

    what_changed: str
    who_to_call: str = ""  # without one: the key worker
    supports: tuple[Support, ...] = ()
    family_ready: str = ""
    worries: str = ""
    signs_to_watch: str = ""
    relapse_risk: str = ""
    check_on: date | None = None
    open_door_note: str = ""


@action
def say(
    *,
    episode: Episode,
    on: date,
    reason: str,
    exit_plan: ExitPlan,
    by: Worker,
    at: datetime,
    overruled_why: str = "",
    level: str = "",
) -> Closure:
    """End this stretch of support on `on`; the door stays open."""
    policy.require(Permission.EPISODE_CLOSE, by=by, about=episode.family)
    episode = Episode.objects.select_for_update(of=("self",)).select_related("family").get(pk=episode.pk)
    _check(episode, on=on, reason=reason, plan=exit_plan, at=at)
    if (waiting := open_items(episode)) and not overruled_why.strip():
        raise CannotSayGoodbye(
            f"{_counted(waiting)} still open. Finish them, or say why you say goodbye all the same.",
            open_items=waiting,
        )
    key_worker = roles.current(episode)
    closure = _keep(episode, on=on, plan=exit_plan, key_worker=key_worker, overruled_why=overruled_why, by=by, at=at)
    if level:
        stage = levels.Stage.CLOSURE
        levels.decide(
            family=episode.family, stage=stage, level=level, why=exit_plan.what_changed[:500], on=on, by=by, at=at
        )
    _end_what_ends(episode, on=on, by=by, at=at)
    Episode.objects.filter(pk=episode.pk).update(closed_on=on, closure_reason=reason)
    episode.closed_on, episode.closure_reason = on, reason
    _tell(closure, knows_them=key_worker.worker if key_worker else by, waiting=len(waiting), by=by, at=at)
    return closure


@action
def log_call(*, family: Family, text: str, on: date, by: Worker, at: datetime) -> Note:
    """Keep a call after goodbye: no new request, and the worker who knew them hears of it."""
    policy.require(Permission.CALL_LOG, by=by, about=family)
    last = _check_call(family, text=text, on=on, at=at)
    note = Note.objects.create(family=family, worker=by, kind=Note.Kind.AFTER, on=on, text=text.strip(), written_at=at)
    timeline.add(
        family=family,
        on=on,
        kind="after",
        headline=Note.Kind.AFTER.label,
        aside=by.name,
        text=note.text,
        thing=note,
        by=by,
        at=at,
    )
    audit.record("call_logged", about=note, by=by, at=at, family=family, text=audit.digest(note.text))
    knew_them = last_key_worker(last)
    if knew_them is not None and knew_them.pk != by.pk and knew_them.is_active:
        outbox.put(
            kind="after_call",
            channel=OutboxMessage.Channel.INSIDE,
            to=knew_them,
            family=family,
            text=f"{family} ({family.reference}) rang on {said(on)}. {by.name} wrote down what they said.",
            at=at,
        )
    return note


def last_key_worker(episode: Episode) -> Worker | None:
    held = EpisodeRole.objects.known().filter(episode=episode, kind=EpisodeRole.Kind.KEY_WORKER)
    last = held.select_related("worker").order_by(LATEST_FIRST, "-pk").first()
    return last.worker if last else None


def _check(episode: Episode, *, on: date, reason: str, plan: ExitPlan, at: datetime) -> None:
    if episode.closed_on:
        raise CannotSayGoodbye(f"We said goodbye to this family on {said(episode.closed_on)}. Nothing was changed.")
    what = "Goodbye"
    for fault in (*outside(on, episode=episode, what=what), *in_future(on, at=at, what=what)):
        raise CannotSayGoodbye(fault)
    if reason not in dict(lists.choices("closure_reason", on=on)):
        raise CannotSayGoodbye("Choose why help ends from the list.")
    if not plan.what_changed.strip():
        raise CannotSayGoodbye("Write what has changed, in the family's own words if they gave them.")
    if plan.check_on and plan.check_on <= on:
        raise CannotSayGoodbye(
            f"The check afterwards ({said(plan.check_on)}) must come after goodbye ({said(on)}). Choose a later day."
        )
    if reason == REFUSED and not plan.relapse_risk.strip():
        raise CannotSayGoodbye(
            "When a family no longer wants help, weigh with your manager what could go wrong and write it down first."
        )


def _counted(waiting: Sequence[OpenItem]) -> str:
    return "1 thing is" if len(waiting) == 1 else f"{len(waiting)} things are"


def _keep(
    episode: Episode,
    *,
    on: date,
    plan: ExitPlan,
    key_worker: EpisodeRole | None,
    overruled_why: str,
    by: Worker,
    at: datetime,
) -> Closure:
    closure = Closure.objects.create(
        episode=episode,
        on=on,
        what_changed=plan.what_changed.strip(),
        family_ready=plan.family_ready,
        worries=plan.worries,
        signs_to_watch=plan.signs_to_watch,
        who_to_call=plan.who_to_call or who_to_call(key_worker.worker if key_worker else by),
        relapse_risk=plan.relapse_risk,
        check_on=plan.check_on,
        open_door_note=plan.open_door_note,
        overruled_why=overruled_why,
        recorded_by=by,
        recorded_at=at,
    )
    for support in plan.supports:
        ExitSupport.objects.create(
            closure=closure,
            agency=support.agency,
            what=support.what,
            contact=support.contact,
            is_in_place=support.is_in_place,
        )
    return closure


def who_to_call(worker: Worker) -> str:
    return ", ".join(part for part in (worker.name, worker.phone) if part)


def _end_what_ends(episode: Episode, *, on: date, by: Worker, at: datetime) -> None:
    """End roles and the rhythm of visits; whoever began on that very day still held it for that day."""
    for model in (EpisodeRole, VisitPattern):
        for spell in model.objects.known().filter(episode=episode, valid_to=None):
            last_day = max(on, spell.valid_from + timedelta(days=1)) if spell.valid_from else on
            try:
                spells.end(spell, on=last_day, by=by, at=at)
            except spells.ImpossibleSpell as refusal:
                raise CannotSayGoodbye(str(refusal)) from refusal


def _tell(closure: Closure, *, knows_them: Worker, waiting: int, by: Worker, at: datetime) -> None:
    episode, family = closure.episode, closure.episode.family
    reason = lists.name_of("closure_reason", episode.closure_reason)
    timeline.add(
        family=family,
        on=closure.on,
        kind="goodbye",
        headline="We have said goodbye, the door is open",
        aside=f"{reason} · to call: {closure.who_to_call}",
        text=closure.what_changed,
        tone="ok",
        thing=closure,
        by=by,
        at=at,
    )
    if closure.check_on:
        is_theirs = closure.who_to_call == who_to_call(knows_them)
        Appointment.objects.create(
            family=family, kind=Appointment.Kind.AFTER_CHECK, what="See how the family is doing after goodbye",
            on=closure.check_on, seen_to_by=knows_them if is_theirs else None,
            owner="" if is_theirs else closure.who_to_call[:120], lives_on=True, recorded_by=by, recorded_at=at,
        )  # fmt: skip
    hearing_back.tell_everybody_who_asked(
        episode, text="We have said goodbye to the family; the door is open.", details=f"{reason}.", at=at
    )
    audit.record(
        "goodbye_said",
        about=closure,
        by=by,
        at=at,
        family=family,
        reason=episode.closure_reason,
        waiting=waiting,
        what_changed=audit.digest(closure.what_changed),
    )


def _check_call(family: Family, *, text: str, on: date, at: datetime) -> Episode:
    if not text.strip():
        raise CannotLogCall("Write in a few words what the call was about. Nothing else is needed.")
    if episodes.current(family):
        raise CannotLogCall("This family has help now: add a note instead, so that their worker sees it.")
    last = episodes.last_closed(family)
    if last is None or last.closed_on is None:
        raise CannotLogCall("This family has not had help yet. Make a request for help instead.")
    if on < last.closed_on:
        raise CannotLogCall(f"The call cannot be on {said(on)}: until {said(last.closed_on)} help was still going on.")
    for fault in in_future(on, at=at, what="A call"):
        raise CannotLogCall(fault)
    return last
