"""What this room holds on a person: values that were corrected. What partners sent lies in the data folder."""

from oneplan.web.site.collecting import Collects, NotCollected

COLLECTS: tuple[Collects, ...] = ()
NOT_COLLECTED = (
    NotCollected("data.Correction", "it is kept under the partner's own number; found with the facts made of it"),
)
