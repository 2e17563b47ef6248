"""What the frame holds on a person."""

from oneplan.web.site.collecting import Collects, NotCollected

COLLECTS = (
    Collects("site.OutboxMessage", "A message to you", ("channel", "text", "state", "state_reason", "sent_at"),
             person=("to_person",), on="made_at", private_to=("to_person",)),
)  # fmt: skip

NOT_COLLECTED = (
    NotCollected("site.SubmittedForm", "the token of a form that was saved; what was saved is collected itself"),
    NotCollected("site.HeldForm", "sealed for its own account, which can open it, and gone after a week"),
)
