"""What this room holds on a person."""

from oneplan.web.site.collecting import Collects, NotCollected

COLLECTS = (
    Collects("access.Account", "How you sign in", ("name", "is_active", "last_login"), person=("person",),
             private_to=("person",)),
)  # fmt: skip

NOT_COLLECTED: tuple[NotCollected, ...] = ()
