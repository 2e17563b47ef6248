"""What this room holds on a person."""

from oneplan.web.site.collecting import Collects, NotCollected

_NOT_TOLD = "It was told without asking them, and they may not know. Ask who decided it before it is given."

COLLECTS = (
    Collects("sharing.ConsentTalk", "A talk about what you agree to", ("way", "language", "interpreter", "explained",
             "asked", "understood", "choice", "choice_words", "worker"), person=("with_people",), family="family",
             on="on"),
    Collects("sharing.ConsentAnswer", "What you agreed to, or not", ("purpose", "answer", "person", "given_by",
             "agency", "category", "expires_on", "words", "struck_reason"), person=("person", "given_by"), on="on",
             private_to=("person", "given_by")),
    Collects("sharing.SharingBasis", "Why something was shared without asking", ("agency", "categories", "ground",
             "reason", "family_told", "family_knows", "decided_by", "review_on", "was_refused", "end_reason"),
             person=("people",), family="family", on="decided_at", agency="agency", leave_out=_NOT_TOLD),
    Collects("sharing.BasisReview", "Looking again at why it is shared", ("basis__agency", "words", "next_on"),
             person=("basis__people",), family="basis__family", on="on", agency="basis__agency", leave_out=_NOT_TOLD),
    Collects("sharing.Disclosure", "What was told to somebody", ("what", "categories", "to_agency", "to_worker",
             "to_person", "to_words", "way", "rests_on"), person=("people", "to_person"), family="family", on="on",
             agency="to_agency", leave_out=_NOT_TOLD, leave_out_with="basis"),
    Collects("sharing.EmergencyOpening", "Your record was opened in an emergency", ("worker", "opened_at", "until",
             "reason", "finding"), family="family", on="opened_at",
             leave_out="The reason may say what somebody feared, or who told us. Read it before it is given."),
    Collects("sharing.GuardedRecord", "Your record is kept to a few workers", ("set_at", "reason", "lifted_at",
             "lift_reason"), family="family", on="set_at",
             leave_out="The reason may say who knows whom. Read it before it is given."),
    Collects("sharing.KeptPrivate", "Something you asked us to keep to yourself", ("reason", "set_at", "lifted_at",
             "lift_reason"), person=("person",), on="set_at", private_to=("person",)),
    Collects("sharing.ResearchAnswer", "Taking part in research", ("study__name", "agreed", "talk_with_worker", "reach",
             "interview_on", "withdrawn_on", "outcome"), person=("person", "given_by"), on="on",
             private_to=("person", "given_by")),
    Collects("sharing.StudyEntry", "Something done in a study", ("answer__study__name", "kind", "words"),
             person=("answer__person",), on="on", private_to=("answer__person",)),
)  # fmt: skip

NOT_COLLECTED = (
    NotCollected("sharing.StaffTie", "to whom a worker stands close: about the worker, whom it keeps from the record"),
)
