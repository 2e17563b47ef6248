"""What is kept of people: identity, names and details; homes; families; relationships; what keeps people safe."""

from oneplan.web.people.models.families import EarlierHelp, Family, FamilyLink, Membership
from oneplan.web.people.models.homes import Home, HomeDetail, Residence
from oneplan.web.people.models.identity import Identifier, Merge, NameKey, PersonName
from oneplan.web.people.models.person import Person, PersonDetail
from oneplan.web.people.models.relationships import Relationship
from oneplan.web.people.models.safety import ContactRestriction, SafeContactRule, VisitWarning
from oneplan.web.people.models.timeline import TimelineEntry

__all__ = [
    "ContactRestriction",
    "EarlierHelp",
    "Family",
    "FamilyLink",
    "Home",
    "HomeDetail",
    "Identifier",
    "Membership",
    "Merge",
    "NameKey",
    "Person",
    "PersonDetail",
    "PersonName",
    "Relationship",
    "Residence",
    "SafeContactRule",
    "TimelineEntry",
    "VisitWarning",
]
