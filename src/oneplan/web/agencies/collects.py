"""What this room holds on a person: nothing. It knows agencies, teams and workers, none of whom is a family's."""

from oneplan.web.site.collecting import Collects, NotCollected

COLLECTS: tuple[Collects, ...] = ()
NOT_COLLECTED: tuple[NotCollected, ...] = ()
