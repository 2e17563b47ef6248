"""The one policy table: which role may do what, about a family it stands in which relation to.

A decision about one record (`decide`) and the filter for lists (`relations_allowing`) read the same
rows, so they cannot disagree.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    KEY_WORKER = "key_worker"
    FRONT_DOOR = "front_door"
    TEAM_MANAGER = "team_manager"
    PARTNER = "partner"
    DATA_MANAGER = "data_manager"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    COMMISSIONER = "commissioner"
    EVALUATOR = "evaluator"
    ADMINISTRATOR = "administrator"
    FAMILY_MEMBER = "family_member"


class Relation(StrEnum):
    """How a worker or person stands to a family. ANYONE holds of everybody."""

    OWN_FAMILY = "own_family"
    OWN_TEAM = "own_team"
    AROUND_FAMILY = "around_family"
    NAMED = "named"
    NO_TEAM = "no_team"
    EMERGENCY = "emergency"
    FAMILY_MEMBER = "family_member"
    ANYONE = "anyone"


RELATION_WORDS = {
    Relation.OWN_FAMILY: "you work with this family",
    Relation.OWN_TEAM: "your team works with this family",
    Relation.AROUND_FAMILY: "you are in the team around this family",
    Relation.NAMED: "its record is kept to named workers, and you are one of them",
    Relation.NO_TEAM: "no team works with this family yet",
    Relation.EMERGENCY: "you opened it in an emergency",
    Relation.FAMILY_MEMBER: "this is your family",
    Relation.ANYONE: "your role allows it",
}


class Permission(StrEnum):
    OWN_ACCOUNT = "own_account"
    AREA_OVERVIEW = "area_overview"
    AUDIT_VIEW = "audit_view"
    MY_DAY = "my_day"
    OWN_MESSAGES = "own_messages"
    PERSON_FIND = "person_find"
    PERSON_CREATE = "person_create"
    PERSON_MERGE = "person_merge"
    RECORDS_JOIN = "records_join"
    FAMILY_VIEW = "family_view"
    FAMILY_WORK = "family_work"
    FAMILY_CREATE = "family_create"
    FAMILY_CHANGE = "family_change"
    FAMILY_COPY = "family_copy"
    REQUEST_VIEW = "request_view"
    REQUEST_MAKE = "request_make"
    REQUEST_DECIDE = "request_decide"
    WORKER_ALLOCATE = "worker_allocate"
    NOTE_ADD = "note_add"
    STORY_CHANGE = "story_change"
    SAFETY_ADD = "safety_add"
    PLAN_CHANGE = "plan_change"
    ACTION_REPORT = "action_report"
    TEAM_CHANGE = "team_change"
    MEETING_RECORD = "meeting_record"
    EPISODE_CLOSE = "episode_close"
    CALL_LOG = "call_log"
    AREA_CONFIGURE = "area_configure"
    SHARING_VIEW = "sharing_view"
    CONSENT_RECORD = "consent_record"
    SHARING_DECIDE = "sharing_decide"
    SHARING_APPROVE = "sharing_approve"
    EMERGENCY_OPEN = "emergency_open"
    EMERGENCY_REVIEW = "emergency_review"
    RECORD_GUARD = "record_guard"
    STAFF_TIE = "staff_tie"
    OWN_SHARING = "own_sharing"
    AGENCY_VIEW = "agency_view"
    AGREEMENT_VIEW = "agreement_view"
    TEAM_MANAGE = "team_manage"
    ACCOUNTS_MANAGE = "accounts_manage"
    LINK_SEND = "link_send"
    REGISTER_VIEW = "register_view"
    OWN_REGISTER = "own_register"
    RIGHTS_ASK = "rights_ask"
    RIGHTS_HANDLE = "rights_handle"
    PACK_CHECK = "pack_check"
    RETENTION_RUN = "retention_run"
    RECORD_EXPORT = "record_export"
    RECORD_EXPORT_AGREE = "record_export_agree"
    RESEARCH_ASK = "research_ask"
    STUDY_VIEW = "study_view"
    STUDY_MANAGE = "study_manage"
    STUDY_RUN = "study_run"
    FEED_VIEW = "feed_view"
    FEED_WORK = "feed_work"
    FIGURES_TAKE = "figures_take"
    LIST_LINK_SEND = "list_link_send"
    VALUE_VIEW = "value_view"
    VALUE_WORK = "value_work"


PERMISSION_WORDS = {
    Permission.OWN_ACCOUNT: "sign in and see your own start page",
    Permission.AREA_OVERVIEW: "see counts for the whole area, with no names",
    Permission.AUDIT_VIEW: "see what was changed and seen, and check the chain",
    Permission.MY_DAY: "see your own day",
    Permission.OWN_MESSAGES: "read the messages to you",
    Permission.PERSON_FIND: "search for people",
    Permission.PERSON_CREATE: "add a person",
    Permission.PERSON_MERGE: "join two records of one person, and undo it",
    Permission.RECORDS_JOIN: "join records of somebody who is, or was, in this family",
    Permission.FAMILY_VIEW: "open a family's page",
    Permission.FAMILY_WORK: "see what workers keep about a family",
    Permission.FAMILY_CREATE: "start a family's record",
    Permission.FAMILY_CHANGE: "change who is in a family and what is known of them",
    Permission.FAMILY_COPY: "open the family's own copy of the plan",
    Permission.REQUEST_VIEW: "see requests for help",
    Permission.REQUEST_MAKE: "make a request for help",
    Permission.REQUEST_DECIDE: "decide on a request and record the offer",
    Permission.WORKER_ALLOCATE: "name the key worker and the lead professional",
    Permission.NOTE_ADD: "read the notes and add one",
    Permission.STORY_CHANGE: "say what a note shows, strike out what is mistaken, keep something private",
    Permission.SAFETY_ADD: "add what keeps somebody of a family, or a visitor, safe",
    Permission.PLAN_CHANGE: "change the plan",
    Permission.ACTION_REPORT: "say how an action went",
    Permission.TEAM_CHANGE: "change the team around the family",
    Permission.MEETING_RECORD: "record meetings and reviews",
    Permission.EPISODE_CLOSE: "say goodbye and leave the door open",
    Permission.CALL_LOG: "log a call after goodbye",
    Permission.AREA_CONFIGURE: "change the area's lists, workers and roles",
    Permission.SHARING_VIEW: "see who may see what of a family, and what they were told",
    Permission.CONSENT_RECORD: "keep what a family agreed to",
    Permission.SHARING_DECIDE: "tell another service something without consent, and say why",
    Permission.SHARING_APPROVE: "approve that something is told without consent",
    Permission.EMERGENCY_OPEN: "open a record in an emergency",
    Permission.EMERGENCY_REVIEW: "look at what was opened in an emergency",
    Permission.RECORD_GUARD: "shut a record to all but named workers",
    Permission.STAFF_TIE: "keep a family's record from a worker who is too close to it",
    Permission.OWN_SHARING: "see and change who may see what about your own family",
    Permission.AGENCY_VIEW: "look up agencies, contacts and colleagues",
    Permission.AGREEMENT_VIEW: "read the agreements on sharing",
    Permission.TEAM_MANAGE: "say who covers for a worker, and hand on what somebody holds",
    Permission.ACCOUNTS_MANAGE: "make accounts, switch them off, and lift lockouts",
    Permission.LINK_SEND: "send a partner a one-time link about a family",
    Permission.REGISTER_VIEW: "see who looked at a family's record and who changed it",
    Permission.OWN_REGISTER: "see who opened your own plan",
    Permission.RIGHTS_ASK: "write down what somebody asks about their own data",
    Permission.RIGHTS_HANDLE: "answer people's requests about their own data, and keep the breach log",
    Permission.PACK_CHECK: "look at somebody's copy a second time, before it is given",
    Permission.RETENTION_RUN: "remove what is no longer kept, and stop that with a hold",
    Permission.RECORD_EXPORT: "take the whole record out, once somebody else has agreed",
    Permission.RECORD_EXPORT_AGREE: "agree that the whole record is taken out",
    Permission.RESEARCH_ASK: "keep whether somebody takes part in a study, and that they took it back",
    Permission.STUDY_VIEW: "see the studies, with counts and no names",
    Permission.STUDY_MANAGE: "begin a study and name who runs it",
    Permission.STUDY_RUN: "see who takes part in a study one is named for",
    Permission.FEED_VIEW: "see which feeds come and how they are, with no names",
    Permission.FEED_WORK: "take in partners' files, correct them and publish the figures",
    Permission.FIGURES_TAKE: "see which figures hold, and take them out with pseudonyms",
    Permission.LIST_LINK_SEND: "send a partner a link to a list of people they are asked about",
    Permission.VALUE_VIEW: "see what help is worth and who pays for it, with no names",
    Permission.VALUE_WORK: "make and change calculations of what help is worth, and keep who agreed to pay and paid",
}


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    reason: str

    @classmethod
    def yes(cls, reason: str) -> "Decision":
        return cls(allowed=True, reason=reason)

    @classmethod
    def no(cls, reason: str) -> "Decision":
        return cls(allowed=False, reason=reason)


_R, _L = Role, Relation
_ANY = frozenset({_L.ANYONE})
_OWN = frozenset({_L.OWN_FAMILY})
_TEAM = frozenset({_L.OWN_FAMILY, _L.OWN_TEAM})
_AROUND = frozenset({_L.OWN_FAMILY, _L.AROUND_FAMILY})
_EMERGENCY = frozenset({_L.EMERGENCY})
_EVERY_WORKER = tuple(role for role in Role if role is not _R.FAMILY_MEMBER)
_CASE_WRITERS = {_R.KEY_WORKER: _TEAM, _R.TEAM_MANAGER: _TEAM, _R.PARTNER: _OWN}

TABLE: dict[Permission, dict[Role, frozenset[Relation]]] = {
    Permission.OWN_ACCOUNT: dict.fromkeys(Role, _ANY),
    Permission.AREA_OVERVIEW: dict.fromkeys(
        (_R.COMMISSIONER, _R.EVALUATOR, _R.DATA_MANAGER, _R.ANALYST, _R.TEAM_MANAGER, _R.ADMINISTRATOR, _R.AUDITOR),
        _ANY,
    ),
    Permission.AUDIT_VIEW: dict.fromkeys((_R.AUDITOR, _R.ADMINISTRATOR), _ANY),
    Permission.MY_DAY: dict.fromkeys((_R.KEY_WORKER, _R.TEAM_MANAGER, _R.PARTNER, _R.FRONT_DOOR), _ANY),
    Permission.OWN_MESSAGES: dict.fromkeys(_EVERY_WORKER, _ANY),
    Permission.PERSON_FIND: dict.fromkeys((_R.KEY_WORKER, _R.TEAM_MANAGER, _R.FRONT_DOOR, _R.DATA_MANAGER), _ANY),
    Permission.PERSON_CREATE: dict.fromkeys((_R.KEY_WORKER, _R.TEAM_MANAGER, _R.FRONT_DOOR), _ANY),
    Permission.PERSON_MERGE: dict.fromkeys((_R.FRONT_DOOR, _R.DATA_MANAGER, _R.TEAM_MANAGER), _ANY),
    Permission.RECORDS_JOIN: {_R.TEAM_MANAGER: _TEAM | _AROUND} | dict.fromkeys((_R.FRONT_DOOR, _R.DATA_MANAGER), _ANY),
    Permission.FAMILY_VIEW: {
        _R.KEY_WORKER: _TEAM | _AROUND | _EMERGENCY,
        _R.TEAM_MANAGER: _TEAM | _AROUND | _EMERGENCY,
        _R.PARTNER: _AROUND,
        _R.FRONT_DOOR: _ANY | _EMERGENCY,
    },
    Permission.FAMILY_WORK: {
        _R.KEY_WORKER: _TEAM | _AROUND | _EMERGENCY,
        _R.TEAM_MANAGER: _TEAM | _AROUND | _EMERGENCY,
        _R.PARTNER: _OWN,
        _R.FRONT_DOOR: _ANY | _EMERGENCY,
    },
    Permission.FAMILY_CREATE: dict.fromkeys((_R.KEY_WORKER, _R.TEAM_MANAGER, _R.FRONT_DOOR), _ANY),
    Permission.FAMILY_CHANGE: _CASE_WRITERS | {_R.FRONT_DOOR: _ANY},
    Permission.FAMILY_COPY: _CASE_WRITERS | {_R.FAMILY_MEMBER: frozenset({_L.FAMILY_MEMBER}), _R.FRONT_DOOR: _ANY},
    Permission.REQUEST_VIEW: dict.fromkeys((_R.FRONT_DOOR, _R.TEAM_MANAGER), _ANY),
    Permission.REQUEST_MAKE: dict.fromkeys((_R.FRONT_DOOR, _R.TEAM_MANAGER, _R.KEY_WORKER, _R.PARTNER), _ANY),
    Permission.REQUEST_DECIDE: dict.fromkeys((_R.FRONT_DOOR, _R.TEAM_MANAGER), _ANY),
    Permission.WORKER_ALLOCATE: {_R.FRONT_DOOR: _ANY, _R.TEAM_MANAGER: _ANY},
    Permission.NOTE_ADD: {
        _R.KEY_WORKER: _TEAM | _EMERGENCY,
        _R.TEAM_MANAGER: _TEAM | _EMERGENCY,
        _R.PARTNER: _OWN,
        _R.FRONT_DOOR: _EMERGENCY,
    },
    Permission.STORY_CHANGE: _CASE_WRITERS,
    Permission.SAFETY_ADD: {
        _R.KEY_WORKER: _TEAM | _EMERGENCY,
        _R.TEAM_MANAGER: _TEAM | _EMERGENCY,
        _R.PARTNER: _OWN,
        _R.FRONT_DOOR: _ANY | _EMERGENCY,
    },
    Permission.PLAN_CHANGE: _CASE_WRITERS,
    Permission.ACTION_REPORT: _CASE_WRITERS | {_R.PARTNER: _AROUND},
    Permission.TEAM_CHANGE: _CASE_WRITERS,
    Permission.MEETING_RECORD: _CASE_WRITERS,
    Permission.EPISODE_CLOSE: _CASE_WRITERS,
    Permission.CALL_LOG: _CASE_WRITERS | {_R.FRONT_DOOR: _ANY},
    Permission.AREA_CONFIGURE: {_R.ADMINISTRATOR: _ANY},
    Permission.SHARING_VIEW: {
        _R.KEY_WORKER: _TEAM | _AROUND | _EMERGENCY,
        _R.TEAM_MANAGER: _TEAM | _AROUND | _EMERGENCY,
        _R.PARTNER: _AROUND,
        _R.FRONT_DOOR: _ANY | _EMERGENCY,
    },
    Permission.CONSENT_RECORD: _CASE_WRITERS | {_R.FRONT_DOOR: _ANY},
    Permission.SHARING_DECIDE: _CASE_WRITERS | {_R.FRONT_DOOR: _ANY},
    Permission.SHARING_APPROVE: {_R.TEAM_MANAGER: _TEAM},
    Permission.EMERGENCY_OPEN: dict.fromkeys((_R.KEY_WORKER, _R.TEAM_MANAGER, _R.FRONT_DOOR), _ANY),
    Permission.EMERGENCY_REVIEW: {_R.TEAM_MANAGER: _ANY},
    Permission.RECORD_GUARD: {_R.TEAM_MANAGER: _TEAM | {_L.NAMED, _L.NO_TEAM}},
    Permission.STAFF_TIE: {_R.TEAM_MANAGER: _ANY},
    Permission.OWN_SHARING: {_R.FAMILY_MEMBER: frozenset({_L.FAMILY_MEMBER})},
    Permission.AGENCY_VIEW: dict.fromkeys(_EVERY_WORKER, _ANY),
    Permission.AGREEMENT_VIEW: dict.fromkeys(
        (_R.TEAM_MANAGER, _R.DATA_MANAGER, _R.AUDITOR, _R.COMMISSIONER, _R.ADMINISTRATOR), _ANY
    ),
    Permission.TEAM_MANAGE: dict.fromkeys((_R.TEAM_MANAGER, _R.ADMINISTRATOR), _ANY),
    Permission.ACCOUNTS_MANAGE: {_R.ADMINISTRATOR: _ANY},
    Permission.LINK_SEND: _CASE_WRITERS,
    Permission.REGISTER_VIEW: {_R.TEAM_MANAGER: _TEAM, _R.AUDITOR: _ANY},
    Permission.OWN_REGISTER: {_R.FAMILY_MEMBER: frozenset({_L.FAMILY_MEMBER})},
    Permission.RIGHTS_ASK: _CASE_WRITERS | dict.fromkeys((_R.FRONT_DOOR, _R.DATA_MANAGER, _R.ADMINISTRATOR), _ANY),
    Permission.RIGHTS_HANDLE: dict.fromkeys((_R.DATA_MANAGER, _R.ADMINISTRATOR), _ANY),
    Permission.PACK_CHECK: dict.fromkeys((_R.DATA_MANAGER, _R.ADMINISTRATOR), _ANY),
    Permission.RETENTION_RUN: {_R.ADMINISTRATOR: _ANY},
    Permission.RECORD_EXPORT: {_R.DATA_MANAGER: _ANY},
    Permission.RECORD_EXPORT_AGREE: {_R.ADMINISTRATOR: _ANY},
    Permission.RESEARCH_ASK: _CASE_WRITERS,
    Permission.STUDY_VIEW: dict.fromkeys((_R.ADMINISTRATOR, _R.EVALUATOR), _ANY),
    Permission.STUDY_MANAGE: {_R.ADMINISTRATOR: _ANY},
    Permission.STUDY_RUN: {_R.EVALUATOR: _ANY},
    Permission.FEED_VIEW: dict.fromkeys((_R.DATA_MANAGER, _R.ADMINISTRATOR, _R.AUDITOR), _ANY),
    Permission.FEED_WORK: {_R.DATA_MANAGER: _ANY},
    Permission.FIGURES_TAKE: {_R.ANALYST: _ANY},
    Permission.LIST_LINK_SEND: {_R.DATA_MANAGER: _ANY},
    # Figures of the area, no family's: whoever decides on money or answers for figures makes them, analysts read them,
    # and managers, who alone may look into the families behind one. Who helps a family sees none of it, so that no
    # payment steers help.
    Permission.VALUE_VIEW: dict.fromkeys(
        (_R.COMMISSIONER, _R.DATA_MANAGER, _R.ADMINISTRATOR, _R.ANALYST, _R.TEAM_MANAGER), _ANY
    ),
    Permission.VALUE_WORK: dict.fromkeys((_R.COMMISSIONER, _R.DATA_MANAGER, _R.ADMINISTRATOR), _ANY),
}

# Duties that must not meet in one person, about one and the same thing: who did the first may not do the second.
APART: tuple[tuple[Permission, Permission], ...] = (
    (Permission.SHARING_DECIDE, Permission.SHARING_APPROVE),
    (Permission.EMERGENCY_OPEN, Permission.EMERGENCY_REVIEW),
    (Permission.RIGHTS_HANDLE, Permission.PACK_CHECK),
    (Permission.RECORD_EXPORT, Permission.RECORD_EXPORT_AGREE),
)
# Roles that look at how others work, or run the machine, and never open or change what is kept of a family.
NEVER_IN_A_RECORD: frozenset[Role] = frozenset(
    {Role.AUDITOR, Role.ADMINISTRATOR, Role.COMMISSIONER, Role.EVALUATOR, Role.DATA_MANAGER, Role.ANALYST}
)
# Of a record kept to named workers, this role still answers what people ask about their own data: somebody always can.
ANSWERS_FOR_KEPT_RECORDS = Role.DATA_MANAGER


def relations_allowing(permission: Permission, role: Role) -> frozenset[Relation]:
    """Return the relations that let `role` use `permission`; empty when none does."""
    return TABLE[permission].get(role, frozenset())


def decide(permission: Permission, *, role: Role, relations: Collection[Relation], shut: str = "") -> Decision:
    """Decide about one record; `relations` are those the asker stands in to it (ANYONE is implied).

    `shut` says why the record is kept from this asker, whatever the relation; only an emergency goes past it. It is
    told to those who would see the record otherwise: to a stranger it is like any other.
    """
    allowing = relations_allowing(permission, role)
    held = [each for each in Relation if each in allowing and (each is Relation.ANYONE or each in relations)]
    through = [each for each in held if each is Relation.EMERGENCY] if shut else held
    if through:
        return Decision.yes(f"You may {PERMISSION_WORDS[permission]} because {RELATION_WORDS[through[0]]}.")
    if not allowing:
        return Decision.no(f"Your role does not include this: {PERMISSION_WORDS[permission]}.")
    if shut and held:
        return Decision.no(shut)
    return Decision.no(f"Only {_who(_needed(allowing))} may {PERMISSION_WORDS[permission]}.")


def _needed(allowing: frozenset[Relation]) -> list[Relation]:
    """What to name as missing; an emergency is a way in of its own, named only where there is no other."""
    usual: list[Relation] = [each for each in Relation if each in allowing - {Relation.EMERGENCY}]
    return usual or [Relation.EMERGENCY]


def _who(relations: Collection[Relation]) -> str:
    """“the family's key worker or lead professional, whoever covers for them, or their team”."""
    named = [words for each in relations for words in _WHO[each]]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])}, or {named[-1]}"


_WHO: dict[Relation, tuple[str, ...]] = {
    Relation.OWN_FAMILY: ("the family's key worker or lead professional", "whoever covers for them"),
    Relation.OWN_TEAM: ("their team",),
    Relation.AROUND_FAMILY: ("those in the team around the family",),
    Relation.NAMED: ("a worker named for the record",),
    Relation.NO_TEAM: ("somebody of your role while no team works with the family",),
    Relation.EMERGENCY: ("whoever opened the record in an emergency",),
    Relation.FAMILY_MEMBER: ("somebody of this family",),
    Relation.ANYONE: ("a role that allows it",),
}
