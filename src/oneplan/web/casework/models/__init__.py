"""What is kept of the work with a family."""

from oneplan.web.casework.models.episodes import (
    Episode,
    EpisodeRole,
    LevelDecision,
    LinkedPlan,
    VisitPattern,
    WatchSign,
)
from oneplan.web.casework.models.goodbye import Closure, ExitSupport, Review
from oneplan.web.casework.models.needs import Need
from oneplan.web.casework.models.notes import Note, NoteDraft, NoteMark, NoteSupport, OwnWords
from oneplan.web.casework.models.plans import Action, ActionOwner, Goal, GoalReading, GoalVersion, Plan
from oneplan.web.casework.models.team import Appointment, Attendance, Meeting, Referral, ReferralPerson, TeamMember
from oneplan.web.people.models.timeline import TimelineEntry

__all__ = [
    "Action",
    "ActionOwner",
    "Appointment",
    "Attendance",
    "Closure",
    "Episode",
    "EpisodeRole",
    "ExitSupport",
    "Goal",
    "GoalReading",
    "GoalVersion",
    "LevelDecision",
    "LinkedPlan",
    "Meeting",
    "Need",
    "Note",
    "NoteDraft",
    "NoteMark",
    "NoteSupport",
    "OwnWords",
    "Plan",
    "Referral",
    "ReferralPerson",
    "Review",
    "TeamMember",
    "TimelineEntry",
    "VisitPattern",
    "WatchSign",
]
