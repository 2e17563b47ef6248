"""Pages and records of the logs in words."""

# what a worker's register says of a page; a page not named here is called by its own name
_PAGES = {
    "family": "Opened the family's page",
    "family-people": "Looked at who is in the family",
    "family-timeline": "Read the timeline",
    "family-diagram": "Looked at the diagram",
    "family-diagram-svg": "Took the diagram as a file",
    "family-diagram-png": "Took the diagram as a file",
    "person": "Opened somebody's page",
    "home-page": "Opened the page of a home",
    "note": "Read a note",
    "note-new": "Began a note",
    "family-needs": "Read the needs",
    "plan": "Opened the plan",
    "goal": "Opened a goal",
    "family-copy": "Opened the family's copy",
    "our-plan": "Opened their own plan",
    "our-register": "Looked at who opened their plan",
    "team": "Looked at the team",
    "meeting": "Opened a meeting",
    "referrals": "Looked at help elsewhere",
    "diary": "Looked at the diary",
    "request": "Opened the request",
    "reviews": "Read the reviews",
    "levels": "Looked at the levels of need",
    "roles": "Looked at who carried it",
    "goodbye-said": "Read the goodbye",
    "register": "Looked at who looked",
    "family-looks": "Looked at the family's list of who looked",
    "rights-request": "Opened a request about their data",
    "pack-decide": "Went through a pack",
    "pack-file": "Took a finished pack",
}
_PLAN = frozenset({"plan", "goal", "family-copy", "goal-new", "goal-edit", "goal-state", "goal-reading", "step-new"})
_FAMILY = frozenset({"family", "family-people", "family-timeline", "family-diagram"})
_DIARY = frozenset({"diary", "meeting", "meeting-new", "meeting-record", "reviews", "review-new"})
_RECORDS = {
    "casework.note": ("a note", "notes"),
    "casework.need": ("a need", "needs"),
    "casework.goal": ("a goal", "goals"),
    "casework.action": ("a step", "steps"),
    "casework.meeting": ("a meeting", "meetings"),
    "people.home": ("a home", "homes"),
    "people.person": ("somebody else", "other people"),
    "frontdoor.request": ("a request", "requests"),
    "rights.rightsrequest": ("a request about data", "requests about data"),
}


def page_words(page: str) -> str:
    return _PAGES.get(page) or page.replace("-", " ").capitalize()


def record_words(kind: str, *, number: int) -> str:
    one, many = _RECORDS.get(kind, ("", ""))
    if not one:
        name = kind.rpartition(".")[2]
        one, many = f"one {name}", f"{name} entries"
    return one if number == 1 else f"{number} {many}"


def for_the_family(page: str) -> str:
    """What the family reads: as little of the page as says what it was."""
    if page in _PLAN:
        return "opened your plan"
    if page in _FAMILY:
        return "opened your family's page"
    if page in _DIARY:
        return "looked at your diary and meetings"
    return "opened your record"


def one_sentence(said: set[str]) -> str:
    """“opened your plan and your family's page”; the record alone when nothing nearer is known."""
    nearer = sorted(said - {"opened your record"}) or ["opened your record"]
    first, *more = [nearer[0], *(words.removeprefix("opened ") for words in nearer[1:])]
    return first if not more else f"{', '.join([first, *more[:-1]])} and {more[-1]}"
