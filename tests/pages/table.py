"""How every address is opened: by whom, with what. An address in no row here fails the test."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.pages.rows import NotAPage, Pressed, Row, Shown, _child, _family, _gone, _home, _in_family, _of, _parent
from tests.pages.table_of_data import DATA
from tests.pages.table_of_trust import ACCOUNTS, AGENCIES, LINKS, RIGHTS, SHARING, SIGNING_IN, WORKERS
from tests.pages.table_of_value import VALUE

FRAME: list[Row] = [
    Shown("sign-in", "nobody"),
    Shown("sign-in", "nobody", wrong=True, also="refused"),
    Shown("accessibility", "nobody"),
    Shown("home", "priya"),
    Shown("home", "maya", also="manager"),
    Shown("home", "parent_account", also="parent"),
    Shown("audit", "auditor"),
    Shown("overview", "commissioner"),
    Shown("overview", "auditor", also="auditor"),
    Shown("my-day", "priya"),
    Shown("my-day", "tom", also="quiet"),
    Shown("my-day", "green", also="partner"),
    Shown("my-families", "priya"),
    Shown("my-families", "maya", also="team"),
    Shown("my-families", "priya", query="?q=nobody", also="none"),
    Shown("my-messages", "priya"),
    Shown("my-messages", "tom", also="none"),
    Pressed("message-read", "priya", "my-messages", lambda _: [], _of("told_priya")),
    Pressed("messages-read", "priya", "my-messages", lambda _: [], lambda _: []),
    Shown("reviews-late", "maya"),
    Shown("family", "stan", _family, also="not-allowed"),
    Shown("person", "priya", lambda _: [999999], also="not-theirs"),
    NotAPage("sign-out", "the button in the header; the journeys press it"),
    NotAPage("held-form", "has a test of its own below"),
    NotAPage("health", "says ok to a machine"),
]


FRONT_DOOR: list[Row] = [
    Shown("requests", "fay"),
    Shown("requests", "fay", query="?show=answered", also="answered"),
    Shown("requests", "maya", query="?show=offered", also="offered"),
    Shown("request-new", "green", wrong=True),
    Shown("request-new", "fay", also="call"),
    Shown("request-received", "green", _of("ended")),
    *[
        Shown("request", "fay", _of(state), also=state)
        for state in ("new", "worried", "matched", "decided", "offered", "declined", "accepted", "ended")
    ],
    Pressed("request-learn", "fay", "request", _of("matched"), _of("matched")),
    Pressed("request-settle", "fay", "request", _of("new"), _of("new")),
    Pressed("request-decide", "fay", "request", _of("matched"), _of("matched")),
    Pressed("request-offer", "fay", "request", _of("decided"), _of("decided")),
    Pressed("request-answer", "fay", "request", _of("offered"), _of("offered")),
]

PEOPLE: list[Row] = [
    Shown("find", "fay"),
    Shown("find", "fay", query="?q=okafor", also="found"),
    Shown("find", "priya", query="?q=zzz", also="none"),
    Shown("records-compare", "fay", query="?record=1", also="one-only"),
    Shown("merges", "fay"),
    Shown("merge-undo", "fay", _of("merge"), wrong=True),
    Shown("person-merge", "fay", lambda rich: [rich.cast.child.pk, rich.other_leo.pk], wrong=True),
    Shown("person", "priya", _child),
    Shown("person", "priya", _child, query="?change=1", also="put-right"),
    Shown("person", "priya", _parent, also="parent"),
    Shown("person", "priya", lambda rich: [rich.cast.father.pk], also="barred"),
    Shown("person", "priya", _of("unborn"), also="unborn"),
    Shown("person-name", "priya", _child, wrong=True),
    Shown("person-birth", "priya", _child, wrong=True),
    Shown("person-due", "priya", _of("unborn"), wrong=True),
    Shown("person-born", "priya", _of("unborn"), wrong=True),
    Shown("person-death", "priya", _child, wrong=True),
    Shown("person-sex", "priya", _child, wrong=True),
    Shown("detail-new", "priya", _child, wrong=True),
    Shown("detail-end", "priya", _of("detail"), wrong=True),
    Shown("detail-strike", "priya", _of("detail"), wrong=True),
    Shown("number-new", "priya", _child, wrong=True),
    Shown("number-strike", "priya", _of("number"), wrong=True),
    Shown("relationship-new", "priya", _child, wrong=True),
    Shown("relationship-end", "priya", _of("tie"), wrong=True),
    Shown("relationship-strike", "priya", _of("tie"), wrong=True),
]

HOMES: list[Row] = [
    Shown("family-people", "priya", _family),
    Shown("family-people", "priya", _family, query="?on=1+May+2023&known=1+May+2024", also="past"),
    Shown("member-new", "priya", _family, wrong=True),
    Shown("member-leave", "priya", _of("member"), wrong=True),
    Shown("member-correct", "priya", _of("member")),
    Shown("member-role", "priya", _of("member"), wrong=True),
    Shown("member-strike", "priya", _of("member"), wrong=True),
    Shown("family-out-of", "priya", _family, wrong=True),
    Shown("earlier-help-new", "priya", _family, wrong=True),
    Shown("move-in", "priya", _child, wrong=True),
    Shown("move-out", "priya", _of("residence"), wrong=True),
    Shown("residence-strike", "priya", _of("residence"), wrong=True),
    Shown("move-together", "priya", _family, wrong=True),
    Shown("home-page", "priya", _home),
    Shown("home-protect", "priya", _home),
    Shown("home-page", "priya", _of("refuge"), also="kept-safe"),
    Shown("home-unprotect", "priya", _of("refuge"), wrong=True),
    Shown("home-note-new", "priya", _home, wrong=True),
    Shown("home-note-end", "priya", _of("home_note"), wrong=True),
    Shown("home-note-strike", "priya", _of("home_note"), wrong=True),
    Shown("restriction-new", "priya", _child, wrong=True),
    Shown("restriction-lift", "priya", _of("restriction"), wrong=True),
    Shown("restriction-strike", "priya", _of("restriction"), wrong=True),
    Shown("rule-new", "priya", _parent, wrong=True),
    Shown("rule-end", "priya", _of("rule")),
    Shown("family-warning-new", "priya", _family, wrong=True),
    Shown("home-warning-new", "priya", _home, wrong=True),
    Shown("warning-end", "priya", _of("warning")),
]

FAMILY: list[Row] = [
    Shown("family", "priya", _family),
    Shown("family", "maya", _family, also="manager"),
    Shown("family", "green", _family, also="partner"),
    Shown("family", "priya", _gone, also="after-goodbye"),
    Shown("family", "fay", lambda rich: [rich.accepted.family_id], also="new"),
    Shown("family-timeline", "priya", _family),
    Shown("family-timeline", "priya", _family, query="?kind=note&before=broken", also="broken"),
    Shown("family-diagram", "priya", _family),
    Shown("family-diagram", "priya", _family, query="?on=yesterweek", also="wrong-day"),
    Shown("note-new", "priya", _family, also="draft"),
    Shown("note-new", "maya", _family, wrong=True),
    Shown("note", "priya", _in_family("note"), wrong=True),
    Shown("note", "priya", _in_family("struck_note"), also="struck"),
    Shown("note-strike", "priya", _in_family("other_note"), wrong=True),
    Shown("words-new", "priya", _family, wrong=True),
    Shown("family-needs", "priya", _family),
    Shown("need-new", "priya", _family, wrong=True),
    Shown("need", "priya", _in_family("need"), wrong=True),
    Shown("need-strike", "priya", _in_family("need"), wrong=True),
    NotAPage("family-diagram-svg", "the drawing as a file"),
    NotAPage("family-diagram-png", "the drawing as a file"),
    NotAPage("note-draft", "kept while one types; the keyboard journey sees it"),
]

PLAN: list[Row] = [
    Shown("plan", "priya", _family),
    Shown("plan", "green", _family, also="partner"),
    Shown("plan", "priya", _gone, also="after-goodbye"),
    Shown("plan-agree", "priya", _family, wrong=True),
    Shown("linked-new", "priya", _family, wrong=True),
    Shown("linked-end", "priya", _of("linked"), wrong=True),
    Shown("goal-new", "priya", _family, wrong=True),
    Shown("goal", "priya", _of("goal")),
    Shown("goal-edit", "priya", _of("goal"), wrong=True),
    Shown("goal-state", "priya", _of("goal"), wrong=True),
    Shown("goal-reading", "priya", _of("goal"), wrong=True),
    Shown("step-new", "priya", _of("goal"), wrong=True),
    Shown("step-done", "priya", _of("step")),
    Shown("step-report", "green", _of("school_step"), wrong=True),
    Shown("step-owner", "priya", _of("step"), wrong=True),
    Pressed("goal-focus", "priya", "plan", _family, _of("waiting_goal")),
    Pressed("goal-order", "priya", "plan", _family, _of("goal")),
    Pressed("step-reopen", "priya", "plan", _family, _of("done_step")),
    Shown("family-copy", "priya", _family),
    Shown("copy-give", "priya", _family, wrong=True),
    Shown("our-plan", "parent_account"),
]

TEAM: list[Row] = [
    Shown("team", "priya", _family),
    Shown("team", "green", _family, also="partner"),
    Shown("team-new", "priya", _family, wrong=True),
    Shown("team-edit", "priya", _of("team_member"), wrong=True),
    Shown("team-leave", "priya", _of("team_member")),
    Shown("meeting-new", "priya", _family, wrong=True),
    Shown("meeting-log", "priya", _family, wrong=True),
    Shown("meeting", "priya", _of("meeting")),
    Shown("meeting", "priya", _of("held"), also="held"),
    Shown("meeting", "green", _of("held"), also="partner"),
    Shown("meeting-record", "priya", _of("today_meeting"), wrong=True),
    Pressed("meeting-take-off", "priya", "meeting", _of("meeting"), _of("invited")),
    Shown("referrals", "priya", _family),
    Shown("referral-new", "priya", _family, wrong=True),
    Shown("referral", "priya", _of("referral"), wrong=True),
    Shown("referral-state", "priya", _of("referred"), wrong=True),
    Shown("diary", "priya", _family),
    Shown("appointment-new", "priya", _family, wrong=True),
    Shown("checks-new", "priya", _family, wrong=True),
    Shown("appointment-answer", "priya", _of("appointment"), wrong=True),
    Pressed("appointment-take-back", "priya", "diary", _family, _of("kept_appointment")),
]

WAY: list[Row] = [
    Shown("allocate", "maya", _family, wrong=True),
    Shown("allocate", "fay", lambda rich: [rich.accepted.family_id], also="first"),
    Shown("lead", "maya", _family, wrong=True),
    Shown("roles", "priya", _family),
    Shown("roles", "maya", _family, also="manager"),
    Shown("roles", "priya", _gone, also="after-goodbye"),
    Shown("open-again", "fay", _gone, wrong=True),
    Shown("levels", "priya", _family),
    Shown("level-new", "priya", _family, wrong=True),
    Shown("patterns", "priya", _family),
    Shown("pattern-new", "priya", _family, wrong=True),
    Shown("length", "priya", _family, wrong=True),
    Shown("watch", "priya", _family),
    Shown("watch-new", "priya", _family, wrong=True),
    Shown("watch-seen", "priya", _in_family("sign"), wrong=True),
    Shown("watch-stop", "priya", _in_family("sign")),
    Shown("reviews", "priya", _family),
    Shown("review-new", "priya", _family, wrong=True),
    Shown("goodbye", "priya", _family, wrong=True),
    Shown("goodbye-said", "priya", _gone),
    Shown("goodbye-said", "priya", _family, also="not-yet"),
    Shown("after-call", "fay", _gone, wrong=True),
]

ROWS: dict[str, list[Row]] = {
    "frame": FRAME, "front door": FRONT_DOOR, "people": PEOPLE, "homes": HOMES, "family": FAMILY, "plan": PLAN,
    "team": TEAM, "way": WAY, "sharing": SHARING, "agencies": AGENCIES, "workers": WORKERS,
    "signing in": SIGNING_IN, "accounts": ACCOUNTS, "links": LINKS,
    "rights": RIGHTS,
    "data": DATA,
    "value": VALUE,
}  # fmt: skip


def every_name() -> set[str]:
    return {str(pattern.name) for pattern in _patterns(get_resolver())}


@cache
def every_pattern() -> dict[str, URLPattern]:
    return {str(pattern.name): pattern for pattern in _patterns(get_resolver())}


def every_view() -> dict[str, Any]:
    return {name: pattern.callback for name, pattern in every_pattern().items()}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _patterns(each)
        else:
            yield each
