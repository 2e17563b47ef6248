"""Which kinds of information an agency may get under a written agreement in force."""

from datetime import date

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.agencies import agreements
from oneplan.web.agencies.models import Agency


def covered_for(agency: Agency, *, on: date) -> set[Category]:
    return {Category(code) for code in agreements.in_force_for(agency, on=on)}
