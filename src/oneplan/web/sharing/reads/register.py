"""What was told to whom, newest first; what managers have to look at; what is kept private."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from oneplan.rulebook.sharing.asking_again import a_must_is_shown_since
from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.people.models import Family
from oneplan.web.sharing.models import ConsentTalk, Disclosure, EmergencyOpening, GuardedRecord, SharingBasis, StaffTie
from oneplan.web.sharing.reads import private, shut

PAGE = 50


@dataclass(frozen=True)
class ToldLine:
    row: Disclosure
    whom: str
    kinds: str
    about: str


def told(family: Family, *, asker: Any) -> list[ToldLine]:
    """Without what was told of an entry kept to other workers by name."""
    hidden = private.hidden_from(asker, [family])
    rows = family.disclosures.select_related("to_agency", "to_worker", "to_person", "recorded_by", "basis")
    shown = rows.exclude(hidden.entries).prefetch_related("people").order_by("-on", "-pk")
    return [_told(row) for row in shown[:PAGE]]


def _told(row: Disclosure) -> ToldLine:
    parts = [row.to_worker.name if row.to_worker else "", str(row.to_agency or ""), row.to_words]
    whom = row.to_person.name if row.to_person else ", ".join(part for part in parts if part)
    return ToldLine(
        row,
        whom,
        ", ".join(about(Category(code)).words for code in row.categories),
        ", ".join(person.short_name for person in row.people.all()),
    )


@dataclass(frozen=True)
class ToLookAt:
    """What waits for a manager: openings in an emergency, approvals, grounds past their day."""

    openings: list[EmergencyOpening]
    approvals: list[SharingBasis]
    late: list[SharingBasis]
    felt_a_must: list[ConsentTalk]
    today: date

    @property
    def number(self) -> int:
        return len(self.openings) + len(self.approvals) + len(self.late) + len(self.felt_a_must)

    @property
    def is_empty(self) -> bool:
        return not self.number


def number_to_look_at(manager: Any, *, today: date) -> int:
    return to_look_at(manager, today=today).number


def to_look_at(manager: Any, *, today: date) -> ToLookAt:
    may = Family.objects.filter(policy.families_filter(Permission.SHARING_APPROVE, asker=manager))
    rows = SharingBasis.objects.filter(family__in=may, ended_at=None).select_related("family", "agency", "decided_by")
    waits = rows.filter(needs_approval=True, approved_at=None).exclude(decided_by=manager)
    others = Family.objects.exclude(shut.tied_to(manager))
    openings = EmergencyOpening.objects.filter(reviewed_at=None, family__in=others).exclude(worker=manager)
    return ToLookAt(
        openings=list(openings.select_related("family", "worker").order_by("review_by", "pk")[:PAGE]),
        approvals=list(waits.order_by("decided_at")[:PAGE]),
        late=list(rows.filter(review_on__lte=today).order_by("review_on")[:PAGE]),
        felt_a_must=_felt_a_must(may, today=today),
        today=today,
    )


def _felt_a_must(families: QuerySet[Family], *, today: date) -> list[ConsentTalk]:
    """Families of whom the last answer was that it felt like a must, until it is asked again or some weeks are over."""
    answered = ConsentTalk.objects.exclude(choice="").filter(family=OuterRef("family")).order_by("-on", "-pk")
    rows = ConsentTalk.objects.filter(
        pk=Subquery(answered.values("pk")[:1]), family__in=families, choice=ConsentTalk.Choice.NONE,
        on__gte=a_must_is_shown_since(today),
    )  # fmt: skip
    return list(rows.select_related("family", "worker").order_by("on", "pk")[:PAGE])


def guard_of(family: Family) -> GuardedRecord | None:
    rows = GuardedRecord.objects.filter(family=family, lifted_at=None)
    return rows.prefetch_related("workers").select_related("set_by").first()


def ties_of(family: Family) -> list[StaffTie]:
    return list(StaffTie.objects.filter(family=family, ended_at=None).select_related("worker__agency", "set_by"))


def open_now(worker: Any, family: Family, *, at: datetime) -> EmergencyOpening | None:
    """The opening by which this worker sees the record just now; none of their own family."""
    if shut.is_tied(worker, family):
        return None
    return EmergencyOpening.objects.filter(Q(opened_at__lte=at), worker=worker, family=family, until__gt=at).first()
