"""“My day”: only what is due, who has not been seen, and what was begun."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from oneplan.rulebook.caseload.rhythm import NO_RHYTHM, days_allowed, is_too_long
from oneplan.rulebook.sharing.policy import Permission, Role
from oneplan.web.access import policy
from oneplan.web.access.models import PartnerQuestion
from oneplan.web.access.reads import answers_for
from oneplan.web.agencies.models import Worker
from oneplan.web.casework import relations
from oneplan.web.casework.models import Action, ActionOwner, Appointment, Episode, NoteDraft, VisitPattern
from oneplan.web.casework.reads import kept_steps
from oneplan.web.casework.reads.due import DueLine, action_due, appointment_due, due_for, lines, open_actions, to_come
from oneplan.web.casework.reads.families import last_contacts
from oneplan.web.casework.reads.sight import working_with
from oneplan.web.people.models import Family
from oneplan.web.sharing.reads.private import hidden_from
from oneplan.web.sharing.reads.prompts import Prompt, prompts_for
from oneplan.web.site.spells import EARLIEST_FIRST

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class DayLine:
    family: Family
    line: DueLine


@dataclass(frozen=True)
class Unseen:
    family: Family
    last_on: date | None
    rhythm_words: str


@dataclass(frozen=True)
class ToTalkAbout:
    family: Family
    prompt: Prompt


@dataclass(frozen=True)
class OwnAction:
    family: Family
    action: Action
    line: DueLine | None
    kept: str = ""  # what is told in place of its words, where the goal is kept from them by name


@dataclass(frozen=True)
class Day:
    today: list[DayLine]
    late: list[DayLine]
    soon: list[DayLine]
    unseen: list[Unseen]
    to_talk_about: list[ToTalkAbout]
    drafts: list[NoteDraft]
    own_actions: list[OwnAction]
    own_days: list[DayLine]  # of families not listed above, which this worker sees to or goes along to
    answers: list[PartnerQuestion]
    number_of_families: int

    @property
    def families(self) -> list[Family]:
        """Each family the page names, once."""
        rows: list[DayLine | Unseen | OwnAction | ToTalkAbout] = [
            *self.today, *self.late, *self.soon, *self.unseen, *self.own_actions, *self.own_days,
            *self.to_talk_about,
        ]  # fmt: skip
        named = [*(row.family for row in rows), *(draft.family for draft in self.drafts)]
        named += [question.family for question in self.answers]
        return list({family.pk: family for family in named}.values())

    @property
    def is_empty(self) -> bool:
        shown = (self.today, self.late, self.soon, self.unseen, self.drafts, self.own_actions, self.answers)
        return not any(shown) and not self.to_talk_about and not self.own_days


def my_day(worker: Worker, *, today: date) -> Day:
    """Gather the day in a number of queries that does not grow with the families."""
    families = _going_on(worker)
    dues: dict[str, list[DayLine]] = defaultdict(list)
    sight = working_with(worker, families)
    for line in lines(due_for(families, until=today + AHEAD, sight=sight), today=today):
        when = "late" if line.is_late else "today" if line.due.on == today else "soon"
        dues[when].append(DayLine(families[line.due.family_id], line))
    return Day(
        today=dues["today"],
        late=dues["late"],
        soon=dues["soon"],
        unseen=_unseen(families, today=today),
        to_talk_about=[ToTalkAbout(families[each.family_id], each) for each in prompts_for(families, on=today)],
        drafts=list(NoteDraft.objects.filter(worker=worker).select_related("family").order_by("-saved_at")),
        own_actions=_own_actions(worker, shown=set(families), today=today),
        own_days=_own_days(worker, shown=set(families), today=today),
        answers=answers_for(worker),
        number_of_families=len(families),
    )


def _going_on(worker: Worker) -> dict[int, Family]:
    """Families the worker carries, or covers for today, while support goes on."""
    going_on = Episode.objects.filter(family=OuterRef("pk"), closed_on=None)
    rows = Family.objects.filter(relations.own_families(worker), Exists(going_on))
    return {family.pk: family for family in rows.order_by("name", "pk")}


def _unseen(families: dict[int, Family], *, today: date) -> list[Unseen]:
    if not families:
        return []
    last = last_contacts(families)
    episodes = Episode.objects.filter(family__in=families, closed_on=None)
    patterns = VisitPattern.objects.current(today).filter(episode__in=episodes).order_by(EARLIEST_FIRST, "pk")
    rhythms = {row.episode_id: row for row in patterns}
    found = []
    for episode in episodes.order_by("opened_on", "pk"):
        row, last_on = rhythms.get(episode.pk), last.get(episode.family_id)
        rhythm = row.rhythm if row else NO_RHYTHM
        if is_too_long(last_on, since=episode.opened_on, rhythm=rhythm, on=today):
            words = f"planned: {row.get_rhythm_display()}" if row else f"over {days_allowed(rhythm, on=today)} days"
            found.append(Unseen(families[episode.family_id], last_on, words))
    return found


def _own_actions(worker: Worker, *, shown: set[int], today: date) -> list[OwnAction]:
    """What this worker or their agency said they would do, in families not listed above; in those that are, what is
    kept from them, which no list above tells."""
    mine = Q(worker=worker)
    if worker.role == Role.PARTNER:  # a council's key workers do not each carry all that the council promised
        mine |= Q(agency=worker.agency_id)
    own = ActionOwner.objects.filter(mine, action__state=Action.State.OPEN)
    may = Family.objects.filter(policy.families_filter(Permission.FAMILY_VIEW, asker=worker))
    rows = list(open_actions().filter(pk__in=own.values("action"), goal__plan__episode__family__in=may.values("pk")))
    kept = kept_steps.whom_to_ask(worker, rows)
    rows = [action for action in rows if action.pk in kept or action.goal.plan.episode.family_id not in shown]
    families = Family.objects.in_bulk({action.goal.plan.episode.family_id for action in rows})
    found = []
    for action in rows:
        due, ask = action_due(action), kept.get(action.pk, "")
        line = DueLine(due, today) if due else None
        family = families[action.goal.plan.episode.family_id]
        found.append(OwnAction(family, action, line, kept_steps.plainly(ask) if ask else ""))
    return found


def _own_days(worker: Worker, *, shown: set[int], today: date) -> list[DayLine]:
    """Days this worker sees to or goes along to, in families not listed above that they may open."""
    mine: Q = Q(seen_to_by=worker) | Q(accompanied_by=worker)
    may = Family.objects.filter(policy.families_filter(Permission.FAMILY_VIEW, asker=worker)).exclude(pk__in=shown)
    rows: list[Appointment] = list(to_come().filter(mine, family__in=may.values("pk")).select_related("family"))
    kept = hidden_from(worker, {row.family_id for row in rows}).without(rows) if rows else []
    return [DayLine(row.family, DueLine(appointment_due(row), today)) for row in kept]
