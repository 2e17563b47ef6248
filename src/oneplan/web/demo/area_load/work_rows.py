"""Rows for the work with one invented family: requests, episodes, notes, the plan, the team, goodbye."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from oneplan.engine.synthetic import histories as made
from oneplan.engine.synthetic.family import SyntheticFamily
from oneplan.web.casework import models as work
from oneplan.web.demo.area_load.batch import Batch, codes
from oneplan.web.demo.area_load.lines import Line, write_line
from oneplan.web.frontdoor import models as front


def add_history(batch: Batch, family: SyntheticFamily, *, pk: int) -> None:
    for asked in family.requests:
        _request(batch, asked, pk)
    for episode in family.episodes:
        _episode(batch, episode, pk)
    for contact in family.contacts:
        _note(batch, contact, pk)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))


def _request(batch: Batch, asked: made.Request, family: int) -> None:
    decision = asked.decision
    code = codes()["outcomes"][decision.outcome] if decision else ""
    state = {"": "new", "intervention": "accepted", "no_consent": "declined"}.get(code, "ended")
    request = batch.add(
        front.Request,
        family_id=family,
        received_on=asked.received_on,
        received_at=_moment(asked.received_on),
        from_agency_id=batch.workforce.agencies[asked.referrer_sector],
        from_words=f"{asked.referrer_name}, {asked.referrer_part or ''}".strip(", ")[:200],
        reason=asked.reason,
        hoped_for=asked.wanted,
        state=state,
        recorded_by_id=batch.workforce.front_door,
    )
    write_line(batch, family, Line(asked.received_on, "request", "A request for help", text=asked.reason))
    for need in asked.needs:
        _need(batch, need, family, origin="presenting", on=asked.received_on, how="in the request", request_id=request)
    if decision:
        _decision(batch, decision, family, request=request, code=code)


def _decision(batch: Batch, decision: made.Decision, family: int, *, request: int, code: str) -> None:
    level = codes()["levels"][decision.level]
    batch.add(front.Decision, request_id=request, outcome=code, level=level, why=decision.reason,
              next_step="We ring the family.", decided_by_id=batch.workforce.front_door,
              decided_at=_moment(decision.decided_on))  # fmt: skip
    if code == "intervention":
        batch.add(front.Offer, request_id=request, made_on=decision.decided_on, how="by phone",
                  told="Who will come, what for, and that they can say no.", answer="yes",
                  answered_on=decision.decided_on, made_by_id=batch.workforce.front_door,
                  recorded_at=_moment(decision.decided_on))  # fmt: skip
    _level(batch, family, level=level, on=decision.decided_on, why=decision.reason, stage="request")


def _level(batch: Batch, family: int, *, level: str, on: date, why: str, stage: str) -> None:
    batch.add(work.LevelDecision, family_id=family, stage=stage, level=level, why=why[:500], decided_by="Triage",
              on=on, recorded_at=batch.at)  # fmt: skip


def _need(batch: Batch, need: Any, family: int, **also: Any) -> None:
    person = batch.person_ids[need.person] if need.person is not None else None
    batch.add(work.Need, family_id=family, person_id=person, code=codes()["needs"][need.code], recorded_at=batch.at,
              **also)  # fmt: skip


def _episode(batch: Batch, episode: made.Episode, family: int) -> None:
    workers = batch.workforce.key_workers
    first = workers[episode.key_workers[0].key_worker % len(workers)] if episode.key_workers else None
    closure = episode.closure
    pk = batch.add(
        work.Episode,
        family_id=family,
        team_id=batch.workforce.team_of_worker.get(first or 0),
        opened_on=episode.opened_on,
        closed_on=episode.closed_on,
        closure_reason=codes()["closures"][closure.reason] if closure else ("enough" if episode.closed_on else ""),
        made_at=batch.at,
    )
    for spell in episode.key_workers:
        batch.spell(work.EpisodeRole, start=spell.start, end=spell.end or episode.closed_on, episode_id=pk,
                    kind="key_worker", worker_id=workers[spell.key_worker % len(workers)],
                    decided_by="Team manager")  # fmt: skip
    for nth, level in enumerate(episode.levels):
        if nth:
            _level(
                batch, family, level=codes()["levels"][level.level], on=level.start, why=level.reason, stage="review"
            )
    for need in episode.needs_found:
        _need(batch, need, family, origin="found", on=need.found_on, how=need.came_to_light[:200])
        write_line(
            batch, family, Line(need.found_on, "need", "A need came to light", text=need.came_to_light, tone="warm")
        )
    _plan(batch, episode, pk=pk)
    _team(batch, episode, family)
    _reviews(batch, episode, family, pk=pk)
    if closure:
        _goodbye(batch, closure, family, pk=pk)


def _plan(batch: Batch, episode: made.Episode, *, pk: int) -> None:
    if not episode.goals:
        return
    plan = batch.add(work.Plan, episode_id=pk, made_on=episode.goals[0].agreed_on)
    focus_given = False
    goals = []
    for position, goal in enumerate(episode.goals):
        is_focus = goal.is_in_focus and not focus_given and episode.closed_on is None and goal.status == "open"
        focus_given = focus_given or is_focus
        goals.append(_goal(batch, goal, plan, position=position, is_focus=is_focus))
    for action in episode.actions:
        _action(batch, action, goals[action.goal], episode)


def _goal(batch: Batch, goal: made.Goal, plan: int, *, position: int, is_focus: bool) -> int:
    pk = batch.add(
        work.Goal,
        plan_id=plan,
        title=goal.text[:200],
        measure=goal.unit[:120],
        baseline=goal.baseline,
        baseline_words=f"{goal.baseline} {goal.unit}"[:120],
        target=goal.target,
        target_words=f"{goal.target} {goal.unit}"[:120],
        scale_to=max(goal.baseline, goal.current, goal.target, 1),
        state="focus" if is_focus else codes()["goals"][goal.status],
        chosen_by_family=goal.is_in_focus,
        position=position,
        made_at=batch.at,
    )
    if goal.person is not None:
        batch.add(work.Goal.people.through, goal_id=pk, person_id=batch.person_ids[goal.person])
    for on, value in ((goal.agreed_on, goal.baseline), (goal.settled_on or batch.today, goal.current)):
        batch.add(work.GoalReading, goal_id=pk, on=on, value=value, words=f"{value} {goal.unit}"[:200],
                  said_by="the family", recorded_at=batch.at)  # fmt: skip
    return pk


def _action(batch: Batch, action: made.Action, goal: int, episode: made.Episode) -> None:
    state = codes()["actions"][action.status]
    done_on = (action.settled_on or action.due_on) if state != "open" else None
    pk = batch.add(work.Action, goal_id=goal, what=action.text[:300], due_on=action.due_on, state=state,
                   done_on=done_on, made_at=batch.at)  # fmt: skip
    if action.person is not None:
        batch.add(work.ActionOwner, action_id=pk, person_id=batch.person_ids[action.person])
    elif action.sector:
        batch.add(work.ActionOwner, action_id=pk, agency_id=batch.workforce.agencies[action.sector])
    elif episode.key_workers:
        workers = batch.workforce.key_workers
        worker = workers[episode.key_workers[-1].key_worker % len(workers)]
        batch.add(work.ActionOwner, action_id=pk, worker_id=worker)


def _team(batch: Batch, episode: made.Episode, family: int) -> None:
    for member in episode.team_around:
        who: dict[str, int] = {}
        if member.person is not None:
            who["person_id"] = batch.person_ids[member.person]
        elif member.sector:
            who["agency_id"] = batch.workforce.agencies[member.sector]
        if who:
            name = f"{member.name}, {member.part}" if member.name else member.part
            batch.spell(work.TeamMember, start=member.start, end=member.end or episode.closed_on, family_id=family,
                        what_for=name[:200], **who)  # fmt: skip


def _reviews(batch: Batch, episode: made.Episode, family: int, *, pk: int) -> None:
    for review in episode.reviews:
        meeting = batch.add(work.Meeting, family_id=family, kind="taf" if review.is_meeting else "review",
                            on=review.held_on, held=True, notes=review.words, recorded_at=batch.at)  # fmt: skip
        batch.add(work.Review, episode_id=pk, meeting_id=meeting, on=review.held_on, going_well=review.words,
                  decision=codes()["reviews"][review.result], why=review.words[:500], next_on=review.next_due_on,
                  recorded_at=batch.at)  # fmt: skip
        headline = "Team Around the Family" if review.is_meeting else "Review with the family"
        write_line(batch, family, Line(review.held_on, "meeting", headline, text=review.words))


def _goodbye(batch: Batch, closure: made.Closure, family: int, *, pk: int) -> None:
    said = closure.family_words or closure.words
    row = batch.add(work.Closure, episode_id=pk, on=closure.closed_on, what_changed=said,
                    who_to_call="The duty line, 0114 496 0100", recorded_at=batch.at)  # fmt: skip
    for support in closure.exit_plan:
        batch.add(work.ExitSupport, closure_id=row, agency_id=batch.workforce.agencies.get(support.sector),
                  what=support.text[:200], is_in_place=True)  # fmt: skip
    line = Line(closure.closed_on, "goodbye", "We said goodbye, the door is open", text=closure.words, tone="ok")
    write_line(batch, family, line)


def _note(batch: Batch, contact: made.Contact, family: int) -> None:
    workers = batch.workforce.key_workers
    worker = workers[contact.worker % len(workers)]
    kind = codes()["contacts"][contact.kind]
    pk = batch.add(work.Note, family_id=family, worker_id=worker, kind=kind, on=contact.on, minutes=contact.minutes,
                   text=contact.note or "Note", written_at=_moment(contact.on))  # fmt: skip
    for person in dict.fromkeys(contact.seen):
        batch.add(work.Note.seen.through, note_id=pk, person_id=batch.person_ids[person])
    headline = str(work.Note.Kind(kind).label)
    write_line(batch, family, Line(contact.on, kind, headline, text=contact.note, aside=f"{contact.minutes} minutes",
                                   worker=worker, thing=("casework.note", pk)))  # fmt: skip
