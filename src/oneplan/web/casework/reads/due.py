"""What is due for families, from every source, in one list; late in words, never by colour alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions.words import listing
from oneplan.web.casework.models import Action, ActionOwner, Appointment, Referral, ReferralPerson, Review
from oneplan.web.casework.reads import kept_steps
from oneplan.web.casework.reads.sight import Sight

_REFERRAL = Referral._meta.label_lower
AWAITED = (Referral.State.ASKED, Referral.State.WAITING)


@dataclass(frozen=True)
class Due:
    on: date
    what: str
    kind: str  # action, appointment, review, referral
    pk: int
    family_id: int
    who: str = ""
    time: str = ""

    def days_late(self, today: date) -> int:
        return max((today - self.on).days, 0)


@dataclass(frozen=True)
class DueLine:
    """One line of the list, as of today."""

    due: Due
    today: date

    @property
    def is_late(self) -> bool:
        return self.due.on < self.today

    @property
    def late_words(self) -> str:
        days = self.due.days_late(self.today)
        return f"{days} day{'' if days == 1 else 's'} late" if days else ""

    @property
    def day_words(self) -> str:
        """“today”, “Fri 21”, “3 April”, and the year when it is another."""
        days = (self.due.on - self.today).days
        if 0 <= days <= 1:
            return ("Today", "Tomorrow")[days]
        if 1 < days < 7:
            return f"{self.due.on:%a %-d}"
        return f"{self.due.on:%-d %b}" if self.due.on.year == self.today.year else f"{self.due.on:%-d %b %Y}"


def due_for(families: Iterable[int], *, until: date | None = None, sight: Sight | None = None) -> list[Due]:
    """Everything open of these families, soonest first; four queries however many there are.

    `sight`: of whoever looks, with what is kept from them; without it everything is told.
    """
    ids = list(families)
    if not ids:
        return []
    found = [*_actions(ids, sight), *_appointments(ids, sight)]
    if sight is None or sight.sees(Category.MEETINGS):
        found += _reviews(ids)
    if sight is None or not sight.is_partner:
        found += [due for due in _replies(ids) if sight is None or not sight.hidden.has_key(_REFERRAL, due.pk)]
    return sorted(
        (due for due in found if until is None or due.on <= until), key=lambda due: (due.on, due.kind, due.pk)
    )


def lines(dues: Iterable[Due], *, today: date) -> list[DueLine]:
    return [DueLine(due, today) for due in dues]


def owner_words(action: Action) -> str:
    """“Sarah and James”, “Priya”, “the school”: whoever does it."""
    return listing(
        owner.person.short_name
        if owner.person
        else owner.worker.name
        if owner.worker
        else (owner.agency.name if owner.agency else "")
        for owner in action.owners.all()
    )


def owners_of(path: str) -> "Prefetch[str]":
    """Prefetch the owners along `path`, each with who it is, in one query."""
    return Prefetch(path, ActionOwner.objects.select_related("person", "worker", "agency"))


def open_actions() -> QuerySet[Action]:
    return (
        Action.objects.filter(state=Action.State.OPEN, goal__plan__episode__closed_on=None)
        .select_related("goal__plan__episode")
        .prefetch_related(owners_of("owners"))
    )


def action_due(action: Action) -> Due | None:
    if action.due_on is None:
        return None
    family = action.goal.plan.episode.family_id
    return Due(action.due_on, action.what, "action", action.pk, family, who=owner_words(action))


def promised_by(worker: Worker, *, families: Iterable[int]) -> list[Due]:
    """What this worker or their agency said they would do for these families, soonest first; what is kept from them
    by name is told without its words."""
    own = ActionOwner.objects.filter(Q(worker=worker) | Q(agency=worker.agency_id), action=OuterRef("pk"))
    mine = open_actions().filter(Exists(own), goal__plan__episode__family__in=list(families), due_on__isnull=False)
    rows = list(mine.order_by("due_on", "pk"))
    kept = kept_steps.whom_to_ask(worker, rows)
    dues = [due for action in rows if (due := action_due(action))]
    return [replace(due, what=kept_steps.plainly(kept[due.pk]), who="") if due.pk in kept else due for due in dues]


def _actions(ids: list[int], sight: Sight | None) -> list[Due]:
    rows = open_actions().filter(goal__plan__episode__family__in=ids, due_on__isnull=False)
    if sight is not None and sight.is_partner:
        rows = rows.prefetch_related("goal__people")
    seen = [action for action in rows if sight is None or sight.action(action).allowed]
    return [due for action in seen if (due := action_due(action))]


def _appointments(ids: list[int], sight: Sight | None) -> list[Due]:
    rows = to_come().filter(family__in=ids)
    return [appointment_due(row) for row in rows if sight is None or sight.appointment(row).allowed]


def to_come() -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(kept=Appointment.Kept.TO_COME).select_related("seen_to_by")
    return rows.prefetch_related("people")


def appointment_due(row: Appointment) -> Due:
    who = row.who_sees_to_it or listing(person.short_name for person in row.people.all())
    time = f"{row.time:%-H.%M}" if row.time else ""
    return Due(row.on, row.what, "appointment", row.pk, row.family_id, who=who, time=time)


def _reviews(ids: list[int]) -> list[Due]:
    """The next review, as the last review of an open stretch of support set it."""
    newest = Review.objects.filter(episode=OuterRef("episode")).order_by("-on", "-pk").values("pk")[:1]
    rows = Review.objects.filter(
        Q(pk=Subquery(newest)), episode__family__in=ids, episode__closed_on=None, next_on__isnull=False
    ).values_list("next_on", "pk", "episode__family")
    return [Due(on, "Review with the family", "review", pk, family) for on, pk, family in rows if on]


def _replies(ids: list[int]) -> list[Due]:
    """A reply is due until each person's state says that one came."""
    rows = (
        ReferralPerson.objects.filter(
            referral__family__in=ids, referral__reply_due_on__isnull=False, state=Referral.State.ASKED
        )
        .values_list("referral", "referral__reply_due_on", "referral__agency__name", "referral__family")
        .order_by("referral")
        .distinct()
    )
    return [Due(on, f"Reply from {agency}", "referral", pk, family) for pk, on, agency, family in rows if on]
