"""Who agreed to what, what was told to whom, which records and entries are kept from whom."""

from oneplan.web.sharing.models.basis import BasisReview, SharingBasis
from oneplan.web.sharing.models.consent import ConsentAnswer, ConsentTalk, PrivacyNotice
from oneplan.web.sharing.models.disclosure import Disclosure
from oneplan.web.sharing.models.guards import EmergencyOpening, GuardedRecord, KeptPrivate, StaffTie
from oneplan.web.sharing.models.research import ResearchAnswer, Study, StudyEntry

__all__ = [
    "BasisReview",
    "ConsentAnswer",
    "ConsentTalk",
    "Disclosure",
    "EmergencyOpening",
    "GuardedRecord",
    "KeptPrivate",
    "PrivacyNotice",
    "ResearchAnswer",
    "SharingBasis",
    "StaffTie",
    "Study",
    "StudyEntry",
]
