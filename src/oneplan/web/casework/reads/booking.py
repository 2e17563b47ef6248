"""What somebody who books a day with a family must know first: warnings, shifts, what each person prefers."""

from datetime import date

from oneplan.web.casework.reads import alerts
from oneplan.web.casework.reads.circle import Circle, circle_of
from oneplan.web.people.models import Family, PersonDetail, Residence

_SHAPES_A_DAY = (PersonDetail.Kind.WORK, PersonDetail.Kind.PREFERENCE)


def before_booking(family: Family, *, day: date) -> list[str]:
    circle = circle_of(family, day=day)
    homes = Residence.objects.current(day).filter(person__in=circle.record_ids).values_list("home", flat=True)
    return [*alerts.visit_warnings(circle, homes=homes), *_days_and_wishes(circle)]


def _days_and_wishes(circle: Circle) -> list[str]:
    rows = PersonDetail.objects.current(circle.day).filter(person__in=circle.record_ids, kind__in=_SHAPES_A_DAY)
    said = [(circle.named(pk), words) for pk, words in rows.order_by("pk").values_list("person", "words")]
    return [f"{person.short_name}: {words}" for person, words in said if person]
