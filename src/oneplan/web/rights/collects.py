"""What this room holds on a person."""

from oneplan.web.site.collecting import Collects, NotCollected

COLLECTS = (
    Collects("rights.RightsRequest", "What you asked about your own data", ("kind", "asked_by", "asked_by_name", "how",
             "words", "proof", "extended_why", "outcome", "outcome_why", "note_beside"), person=("person",),
             on="received_on", private_to=("person",)),
    Collects("rights.PackGiven", "A copy that was handed over", ("how", "to_whom"), person=("pack__request__person",),
             on="on", private_to=("pack__request__person",)),
    Collects("rights.Hold", "Why something of yours is kept longer", ("kind", "why", "lifted_why"), person=("person",),
             family="family", on="set_at", leave_out="It may be about somebody else's case. Ask who set it."),
    Collects("rights.Breach", "When information went where it should not", ("what", "kinds", "harm", "harm_words",
             "people_why"), family="families", on="known_at",
             leave_out="People are told of a breach in a letter of its own. Decide with whoever handles it."),
)  # fmt: skip

NOT_COLLECTED = (
    NotCollected("rights.RequestPause", "days on which we waited; the request tells what was asked and answered"),
    NotCollected("rights.Pack", "the pack itself: when it was made, and a digest"),
    NotCollected("rights.PackItem", "which entry goes into a pack; the entry is collected itself"),
    NotCollected("rights.PackStrike", "places in an entry; the entry is collected itself"),
    NotCollected("rights.BreachStep", "what we did about a breach; the breach is collected"),
)
