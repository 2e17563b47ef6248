"""What this room holds on a person: corrections and lists. What partners sent lies in the data folder."""

from oneplan.web.site.collecting import Collects, NotCollected

COLLECTS: tuple[Collects, ...] = ()
NOT_COLLECTED = (
    NotCollected("data.AskedChase", "that a service was reminded of a list: about no one person"),
    NotCollected("data.AskedPerson", "who was told of them by asking stands in the register of what was told"),
    NotCollected("data.Correction", "it is kept under the partner's own number; found with the facts made of it"),
)
