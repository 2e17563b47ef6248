"""What cannot be true of dates in a life. Each check returns a sentence for the worker, or None."""

from datetime import date

# From conception to birth, with a margin either side: the first and last plausible day of a due date from today.
LONGEST_PREGNANCY_DAYS = 300
YOUNGEST_PARENT_YEARS = 10
OLDEST_AGE_YEARS = 125


def death_after_birth(*, born_from: date | None, died_on: date | None) -> str | None:
    if born_from and died_on and died_on < born_from:
        return (
            f"The date of death ({_words(died_on)}) is before the date of birth ({_words(born_from)}). "
            "Check both dates."
        )
    return None


def born_already(*, born_from: date | None, on: date) -> str | None:
    if born_from and born_from > on:
        return f"A birth on {_words(born_from)} lies in the future. For a baby on the way, give the due date instead."
    return None


def born_within_memory(*, born_to: date | None, on: date) -> str | None:
    if born_to and on.year - born_to.year > OLDEST_AGE_YEARS:
        return f"A birth in {born_to.year} would make this person over {OLDEST_AGE_YEARS}. Check the year."
    return None


def parent_older_than_child(*, parent_from: date | None, child_to: date | None) -> str | None:
    """`parent_from` is the earliest the parent can be born; even then the child must come years later."""
    if parent_from and child_to and (child_to.year - parent_from.year) < YOUNGEST_PARENT_YEARS:
        return (
            f"A parent born {parent_from.year} cannot have a child born {child_to.year}. "
            "Check both birth dates, or choose another relationship."
        )
    return None


def _words(day: date) -> str:
    return f"{day:%-d %B %Y}"
