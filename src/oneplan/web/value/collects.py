"""What this room holds on a person: nothing. Figures of the area, and which agency pays how much."""

from oneplan.web.site.collecting import Collects, NotCollected

COLLECTS: tuple[Collects, ...] = ()
NOT_COLLECTED: tuple[NotCollected, ...] = ()
