"""How the logs read: for managers page by page, for the family in as few words as say what it was."""

from oneplan.web.access import words

THE_RECORD = "opened your record"
TAKEN = "whole-record"  # no page: as what a register has it that the whole record was taken out
_PLAN = frozenset({"plan", "goal", "family-copy", "goal-new", "goal-edit", "goal-state", "goal-reading", "step-new"})
_FAMILY = frozenset({"family", "family-people", "family-timeline", "family-diagram"})
_DIARY = frozenset({"diary", "meeting", "meeting-new", "meeting-record", "reviews", "review-new"})


def opened(page: str) -> str:
    """“Opened a note”, for managers."""
    if page == TAKEN:
        return "Took out the whole record, with this family's"
    return f"Opened {words.page(page)}"


def refused(page: str, *, why: str) -> str:
    """“The plan: not open to them”."""
    said = words.page(page)
    return f"{said[:1].upper()}{said[1:]}: {why}"


def for_the_family(page: str) -> str:
    """What the family reads: as little of the page as says what it was."""
    if page == TAKEN:
        return "took out a copy of your record, with every family's"
    if page in _PLAN:
        return "opened your plan"
    if page in _FAMILY:
        return "opened your family's page"
    if page in _DIARY:
        return "looked at your diary and meetings"
    return THE_RECORD


def one_sentence(said: set[str]) -> str:
    """“opened your plan and your family's page”; the record alone when nothing nearer is known."""
    nearer = sorted(said - {THE_RECORD}) or [THE_RECORD]
    first, *more = [nearer[0], *(words.removeprefix("opened ") for words in nearer[1:])]
    return first if not more else f"{', '.join([first, *more[:-1]])} and {more[-1]}"
