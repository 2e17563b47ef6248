"""What somebody who books a day with a family must know first: warnings, shifts, what each person prefers."""

from datetime import date

from oneplan.web.agencies.models import Worker
from oneplan.web.casework.reads import alerts
from oneplan.web.casework.reads.circle import Circle, circle_of
from oneplan.web.people.models import Family, PersonDetail, Residence
from oneplan.web.sharing.reads.private import hidden_from

_SHAPES_A_DAY = (PersonDetail.Kind.WORK, PersonDetail.Kind.PREFERENCE)


def before_booking(family: Family, *, asker: Worker, day: date) -> list[str]:
    circle = circle_of(family, day=day)
    homes = Residence.objects.current(day).filter(person__in=circle.record_ids).values_list("home", flat=True)
    return [*alerts.visit_warnings(circle, homes=homes), *_days_and_wishes(circle, asker=asker)]


def _days_and_wishes(circle: Circle, *, asker: Worker) -> list[str]:
    rows = PersonDetail.objects.current(circle.day).filter(person__in=circle.record_ids, kind__in=_SHAPES_A_DAY)
    shown = hidden_from(asker, [circle.family]).without(rows.order_by("pk"))
    said = [(circle.named(row.person_id), row.words) for row in shown]
    return [f"{person.short_name}: {words}" for person, words in said if person]
