"""What the area keeps of partners' feeds; the rows themselves lie in the data folder, as Parquet."""

from oneplan.web.data.models.asking import AskedChase, AskedList, AskedPerson
from oneplan.web.data.models.exports import Export
from oneplan.web.data.models.feeds import Feed, FeedAlarm, FeedProfile
from oneplan.web.data.models.links import ListAnswer, ListLink
from oneplan.web.data.models.loads import Correction, Load, ReceivedFile
from oneplan.web.data.models.privacy import PrivacyAssessment
from oneplan.web.data.models.runs import Published, Run

__all__ = [
    "AskedChase", "AskedList", "AskedPerson", "Correction", "Export", "Feed", "FeedAlarm", "FeedProfile",
    "ListAnswer", "ListLink", "Load", "PrivacyAssessment", "Published", "ReceivedFile", "Run",
]  # fmt: skip
