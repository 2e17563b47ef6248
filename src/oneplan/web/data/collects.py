"""What this room holds on a person: whom a service was asked about. What partners sent lies in the data folder."""

from oneplan.web.site.collecting import Collects, NotCollected

COLLECTS = (
    Collects("data.AskedPerson", "A service was asked what it knows of you", ("asked__feed__partner",),
             person=("person",), family="family", on="asked__asked_at", agency="asked__feed__partner"),
)  # fmt: skip
NOT_COLLECTED = (
    NotCollected("data.AskedChase", "that a service was reminded of a list: about no one person"),
    NotCollected("data.Correction", "it is kept under the partner's own number; found with the facts made of it"),
)
