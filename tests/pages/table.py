"""How every address is opened: by whom, with what. An address in no row here fails the test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

Args = Callable[[Any], list[Any]]


@dataclass(frozen=True)
class Shown:
    """A page; `wrong`: its form, sent empty, comes back with what is wrong, and that page is looked at too."""

    name: str
    who: str
    args: Args = lambda _: []
    query: str = ""
    wrong: bool = False
    also: str = ""  # tells two rows of one address apart

    @property
    def title(self) -> str:
        return f"{self.name}-{self.also}" if self.also else self.name

    def address(self, rich: Any) -> str:
        return reverse(self.name, args=self.args(rich)) + self.query.format(parent=rich.cast.parent.pk)


@dataclass(frozen=True)
class Pressed:
    """No page of its own: where its form stands, and what it leads to, which is looked at."""

    name: str
    who: str
    stands_on: str
    on_args: Args
    args: Args


@dataclass(frozen=True)
class NotAPage:
    """A file, or an answer for machines."""

    name: str
    why: str


Row = Shown | Pressed | NotAPage


def _family(rich: Any) -> list[Any]:
    return [rich.cast.family.pk]


def _gone(rich: Any) -> list[Any]:
    return [rich.gone_family.pk]


def _of(name: str) -> Args:
    return lambda rich: [getattr(rich, name).pk]


def _child(rich: Any) -> list[Any]:
    return [rich.cast.child.pk]


def _parent(rich: Any) -> list[Any]:
    return [rich.cast.parent.pk]


def _home(rich: Any) -> list[Any]:
    return [rich.cast.home.pk]


def _in_family(name: str) -> Args:
    return lambda rich: [rich.cast.family.pk, getattr(rich, name).pk]


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
    Shown("reviews-late", "maya"),
    Shown("family", "stan", _family, also="not-allowed"),
    Shown("person", "priya", lambda _: [999999], also="not-found"),
    NotAPage("sign-out", "the button in the header; the journeys press it"),
    NotAPage("held-form", "has a test of its own below"),
    NotAPage("health", "says ok to a machine"),
]


def _secret(name: str) -> Args:
    return lambda rich: [getattr(rich, name)]


def _made_up(_rich: Any) -> list[Any]:
    return ["made-up"]


SIGNING_IN: list[Row] = [
    Shown("forgotten", "nobody", wrong=True),
    Shown("forgotten-asked", "nobody"),
    Shown("way-in", "nobody", _secret("way_in"), wrong=True),
    Shown("way-in", "nobody", _made_up, also="not-found"),
    Shown("sign-in-passkey", "nobody"),
    Shown("single-sign-on-back", "nobody", also="not-allowed"),
    Shown("partner-link", "nobody", _secret("partner_link"), wrong=True),
    Shown("partner-link", "nobody", _made_up, also="not-found"),
    Shown("confirm", "priya", wrong=True),
    Shown("confirm", "data_manager", wrong=True, also="code"),
    Shown("confirm-passkey", "data_manager"),
    Shown("my-account", "priya"),
    Shown("my-account", "data_manager", also="second-step"),
    Shown("my-account", "parent_account", also="parent"),
    Shown("second-step", "priya"),
    Shown("my-password", "priya", wrong=True),
    Shown("code-app", "priya", wrong=True),
    Shown("code-app-off", "data_manager"),
    Shown("passkey-new", "priya"),
    Shown("passkey-off", "data_manager", _of("passkey")),
    Shown("recovery-codes", "data_manager"),
    Pressed("session-end", "priya", "my-account", lambda _: [], _of("session")),
    NotAPage("sign-in-code", "needs the first step; its journey looks at it"),
    NotAPage("single-sign-on", "goes on to the council's own sign-in"),
    NotAPage("sign-out-everywhere", "a button on one's own account; its test presses it"),
]

ACCOUNTS: list[Row] = [
    Shown("accounts", "administrator"),
    Shown("accounts", "administrator", query="?q=zzz", also="none"),
    Shown("sign-in-tries", "administrator"),
    Shown("account-find", "administrator"),
    Shown("account-find", "administrator", query="?q=lucy", also="found"),
    Shown("account-make", "administrator", _of("no_account"), wrong=True),
    Shown("account", "administrator", _of("tom_account")),
    Shown("account", "administrator", _of("dana_account"), also="second-step"),
    Shown("account", "administrator", _of("link_account"), also="by-link"),
    Shown("account", "administrator", _of("priya_account"), also="signed-in"),
    Shown("account-link", "administrator", _of("tom_account")),
    Shown("account-switch", "administrator", _of("tom_account")),
    Shown("account-start-over", "administrator", _of("dana_account"), wrong=True),
    Shown("account-lift", "administrator", _of("tom_account")),
    Shown("account-sign-out", "administrator", _of("priya_account")),
    Shown("account-directory", "administrator", _of("tom_account")),
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

LINKS: list[Row] = [
    Shown("step-done", "priya", _of("partner_step"), also="by-link"),
    Shown("links", "priya", _family),
    Shown("link-ask", "priya", _family, wrong=True),
    Shown("link-ask", "priya", _gone, also="nobody"),
    Shown("link-report", "priya", _of("partner_step"), wrong=True),
    Pressed("link-revoke", "priya", "links", _family, _of("open_link")),
    Pressed("answer-read", "priya", "my-day", lambda _: [], _of("answered")),
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

SHARING: list[Row] = [
    Shown("agreed", "priya", _family),
    Shown("agreed", "green", _family, also="partner"),
    Shown("agreed", "priya", _gone, also="nobody-asked"),
    Shown("agreed-talk", "priya", _family),
    Shown("agreed-talk", "priya", _family, query="?with={parent}", wrong=True, also="with-her"),
    Shown("agreed-tried", "priya", _family, wrong=True),
    Shown("agreed-take-back", "priya", _of("answer")),
    Shown("agreed-strike", "priya", _of("answer"), wrong=True),
    Shown("why", "priya", _family),
    Shown("why", "green", _family, also="partner"),
    Shown("why", "stan", _family, also="stranger"),
    Shown("told", "priya", _family),
    Shown("told", "priya", _gone, also="nothing"),
    Shown("told-new", "priya", _family, wrong=True),
    Shown("basis-new", "priya", _family, wrong=True),
    Shown("basis-approve", "maya", _of("basis")),
    Shown("basis-review", "priya", _of("basis"), wrong=True),
    Shown("basis-end", "priya", _of("basis"), wrong=True),
    Shown("emergency", "stan", _family, wrong=True),
    Shown("emergency-review", "maya", _of("opening"), wrong=True),
    Shown("to-look-at", "maya"),
    Shown("guards", "maya", _family),
    Shown("guard", "maya", _family, wrong=True),
    Shown("guards", "maya", _of("guarded"), also="guarded"),
    Shown("guard-lift", "maya", _of("guarded"), wrong=True),
    Shown("tie-new", "maya", _family, wrong=True),
    Shown("tie-end", "maya", _of("tie_of_staff"), wrong=True),
    Shown("private-new", "priya", lambda rich: [rich.cast.family.pk, "note", rich.note.pk], wrong=True),
    Shown("private-open", "priya", _of("kept"), wrong=True),
    Shown("our-sharing", "parent_account"),
    NotAPage("our-sharing-stop", "a button of our-sharing that leads back to it; its room's tests press it"),
]

_ADMIN = "administrator"

AGENCIES: list[Row] = [
    Shown("agencies", "green"),
    Shown("agencies", "priya", query="?sector=school&q=zzz", also="none"),
    Shown("agencies", _ADMIN, also="administrator"),
    Shown("agency", "priya", _of("school")),
    Shown("agency", _ADMIN, _of("council"), also="administrator"),
    Shown("agency-new", _ADMIN, wrong=True),
    Shown("agency-edit", _ADMIN, _of("school"), wrong=True),
    Shown("agency-offer", _ADMIN, _of("council"), wrong=True),
    Shown("agency-team-new", _ADMIN, _of("school"), wrong=True),
    Shown("agency-team-edit", _ADMIN, _of("north"), wrong=True),
    Shown("contact-new", _ADMIN, _of("school"), wrong=True),
    Shown("contact-edit", "priya", _of("contact"), wrong=True),
    Shown("link-new", "maya", _of("north"), wrong=True),
    Shown("link-edit", "maya", _of("link")),
    Shown("places", "priya"),
    Shown("places", _ADMIN, also="administrator"),
    Shown("hub-new", _ADMIN, wrong=True),
    Shown("hub-edit", _ADMIN, _of("hub"), wrong=True),
    Shown("forums", "green"),
    Shown("forums", _ADMIN, also="administrator"),
    Shown("forum-new", _ADMIN, wrong=True),
    Shown("forum-edit", _ADMIN, _of("forum"), wrong=True),
    Shown("area-lists", _ADMIN),
    Shown("area-list-new", _ADMIN, lambda _: ["skill"], wrong=True),
    Shown("area-list-edit", _ADMIN, _of("sector"), wrong=True),
    Shown("agreements", "maya"),
    Shown("agreements", _ADMIN, also="administrator"),
    Shown("agreement", _ADMIN, _of("agreement")),
    Shown("agreement-new", _ADMIN, wrong=True),
    Shown("agreement-edit", _ADMIN, _of("agreement"), wrong=True),
    Shown("agreement-end", _ADMIN, _of("agreement"), wrong=True),
    Shown("offers", "nobody"),
    Shown("my-families", "maya", also="upkeep"),
    Shown("overview", _ADMIN, also="upkeep"),
    Pressed("contact-check", "maya", "agency", _of("school"), _of("contact")),
    Pressed("contact-left", "green", "agency", _of("school"), _of("head")),
    Pressed("contact-end", "priya", "contact-edit", _of("desk"), _of("desk")),
    Pressed("link-end", "maya", "link-edit", _of("link"), _of("link")),
    Pressed("area-list-end", _ADMIN, "area-lists", lambda _: [], _of("sector")),
]

WORKERS: list[Row] = [
    Shown("colleagues", "priya"),
    Shown("colleagues", _ADMIN, query="?language=urdu", also="found"),
    Shown("colleague", "green", _of("tom")),
    Shown("colleague", "maya", lambda rich: [rich.cast.priya.pk], also="manager"),
    Shown("colleague", _ADMIN, _of("left"), also="left"),
    Shown("colleague", _ADMIN, _of("tom"), also="administrator"),
    Shown("worker-new", _ADMIN, wrong=True),
    Shown("worker-edit", "maya", _of("tom"), wrong=True),
    Shown("worker-move", _ADMIN, _of("tom"), wrong=True),
    Shown("worker-leaving", "maya", lambda rich: [rich.cast.priya.pk]),
    Shown("worker-leaving", _ADMIN, lambda rich: [rich.cast.priya.pk], also="administrator"),
    Shown("worker-leaving", _ADMIN, _of("free"), also="free"),
    Shown("worker-leaves-on", "maya", _of("tom")),
    Shown("hand-on", "maya", lambda rich: [rich.cast.priya.pk, "step", rich.own_step.pk], wrong=True),
    Shown("hand-on-all", "maya", lambda rich: [rich.cast.priya.pk], wrong=True),
    Shown("worker-leave", _ADMIN, _of("free"), wrong=True),
    Shown("covers", "maya"),
    Shown("covers", _ADMIN, also="administrator"),
    Shown("cover-new", "maya", lambda rich: [rich.cast.priya.pk], wrong=True),
    Shown("cover-edit", "maya", _of("cover"), wrong=True),
    Shown("cover-end", "maya", _of("cover"), wrong=True),
]

RIGHTS: list[Row] = [
    Shown("register", "maya", _family),
    Shown("register", "auditor", _family, query="?show=changes", also="changes"),
    Shown("register", "maya", _family, query="?since=yesterweek", also="wrong-day"),
    Shown("register", "maya", _gone, also="nobody"),
    Shown("family-looks", "priya", _family),
    Shown("our-register", "parent_account"),
    Shown("unusual-looks", "maya"),
    Shown("unusual-looks", "auditor", also="auditor"),
    Shown("rights-requests", "data_manager"),
    Shown("rights-new", "priya", _parent, wrong=True),
    Shown("rights-request", "data_manager", _of("copy_request")),
    Shown("rights-request", "data_manager", _of("asked_copy"), also="new"),
    Shown("rights-request", "administrator", _of("correction"), also="correction"),
    Shown("rights-request", "data_manager", _of("objection"), also="answered"),
    Shown("rights-pause", "data_manager", _of("asked_copy"), wrong=True),
    Shown("rights-go-on", "data_manager", _of("waiting_request"), wrong=True),
    Shown("rights-extend", "data_manager", _of("asked_copy"), wrong=True),
    Shown("rights-answer", "data_manager", _of("correction"), wrong=True),
    Shown("pack-decide", "data_manager", _of("copy_request")),
    Shown("pack-decide", "data_manager", _of("made_request"), query="?show=all", also="all"),
    Shown("pack-give", "data_manager", _of("pack"), wrong=True),
    Shown("breaches", "data_manager"),
    Shown("breach-new", "data_manager", wrong=True),
    Shown("breach", "data_manager", _of("breach")),
    Shown("breach", "data_manager", _of("closed_breach"), also="closed"),
    Shown("breach-step", "data_manager", _of("breach"), wrong=True),
    Shown("breach-regulator", "data_manager", _of("breach"), wrong=True),
    Shown("breach-people", "data_manager", _of("breach"), wrong=True),
    Shown("breach-harm", "data_manager", _of("breach"), wrong=True),
    Shown("breach-close", "data_manager", _of("breach"), wrong=True),
    Shown("retention", "administrator"),
    Shown("period-new", "administrator", wrong=True),
    Shown("holds", "administrator"),
    Shown("hold-new", "administrator", wrong=True),
    Shown("hold-lift", "administrator", _of("hold"), wrong=True),
    Pressed("pack-gather", "data_manager", "rights-request", _of("asked_copy"), _of("asked_copy")),
    Pressed("pack-rest", "data_manager", "rights-request", _of("copy_request"), _of("copy_request")),
    Pressed("pack-make", "data_manager", "rights-request", _of("made_request"), _of("made_request")),
    NotAPage("pack-file", "the finished copy as a file"),
]

ROWS: dict[str, list[Row]] = {
    "frame": FRAME, "front door": FRONT_DOOR, "people": PEOPLE, "homes": HOMES, "family": FAMILY, "plan": PLAN,
    "team": TEAM, "way": WAY, "sharing": SHARING, "agencies": AGENCIES, "workers": WORKERS,
    "signing in": SIGNING_IN, "accounts": ACCOUNTS, "links": LINKS,
    "rights": RIGHTS,
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
