"""What is to be told without consent, in words: all that whoever approves it has to know."""

from django.utils import timezone

from oneplan.rulebook.sharing.bases import Ground, ground
from oneplan.rulebook.sharing.categories import Category, about
from oneplan.web.access import viewlog
from oneplan.web.sharing.models import SharingBasis


def facts(row: SharingBasis) -> list[tuple[str, str]]:
    """Each with its heading; the ground as it was in force when it was decided."""
    people = list(row.people.order_by("pk"))
    viewlog.saw(*people)
    decided_on = timezone.localtime(row.decided_at).date()
    chosen = ground(row.ground, on=decided_on)
    return [
        ("Who is told", str(row.agency)),
        ("About whom", ", ".join(each.name for each in people) or "everybody in the family"),
        ("Which kinds of information", "; ".join(about(Category(code)).words for code in row.categories)),
        ("On which ground", chosen.words),
        ("The law named for it", _law(chosen)),
        ("Why without asking them", row.reason),
        ("What the family was told, or why not", row.family_told),
        ("Their own page", "may show it: they know" if row.family_knows else "never shows it"),
        ("Asked by", f"{row.decided_by.name}, {decided_on:%-d %B %Y}"),
        ("Looked at again by", f"{row.review_on:%-d %B %Y}; after that day nothing more is told"),
    ]


def _law(chosen: Ground) -> str:
    return chosen.law if chosen.verified else f"{chosen.law} (nobody has verified this yet: ask if you are not sure)"
