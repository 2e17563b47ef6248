"""Requests of people about their own data, packs, breaches, holds, and what was removed when its time was over."""

from oneplan.web.rights.models.breaches import Breach, BreachStep
from oneplan.web.rights.models.keeping import AreaPeriod, Hold, RetentionRun, Tombstone
from oneplan.web.rights.models.packs import Pack, PackGiven, PackItem, PackStrike
from oneplan.web.rights.models.record_exports import RecordExport
from oneplan.web.rights.models.requests import RequestPause, RightsRequest

__all__ = [
    "AreaPeriod",
    "Breach",
    "BreachStep",
    "Hold",
    "Pack",
    "PackGiven",
    "PackItem",
    "PackStrike",
    "RecordExport",
    "RequestPause",
    "RetentionRun",
    "RightsRequest",
    "Tombstone",
]
