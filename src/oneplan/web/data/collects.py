"""What this room holds on a person: corrections, lists, and what partners' files say, which lies in the data folder."""

from oneplan.web.data.reads import own_copy
from oneplan.web.site.collecting import Collects, Elsewhere, NotCollected

COLLECTS: tuple[Collects, ...] = ()
ELSEWHERE = (
    Elsewhere(
        "data.facts", "What a service's files say of you", own_copy.entries, missing=own_copy.missing,
        kept=own_copy.kept,
    ),
)  # fmt: skip
NOT_COLLECTED = (
    NotCollected("data.AskedChase", "that a service was reminded of a list: about no one person"),
    NotCollected("data.AskedPerson", "who was told of them by asking stands in the register of what was told"),
    NotCollected("data.ListAnswer", "typed by a service and not handed in yet; what is handed in is a partner's file"),
    NotCollected("data.ListLink", "digests of a link and to whom it went: about no one person of a family"),
    NotCollected("data.Correction", "it is kept under the partner's own number; found with the facts made of it"),
)
