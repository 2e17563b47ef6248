"""What this room holds on a person."""

from oneplan.web.site.collecting import Collects, NotCollected

_ASKED = "request__family"
_NAMED = "request__people__person"

COLLECTS = (
    Collects("frontdoor.Request", "A request for help", ("from_words", "from_agency", "reason", "hoped_for", "in_place",
             "family_view", "safety", "safeguarding", "need_codes", "assessment_received", "family_agrees"),
             person=("people__person",), family="family", on="received_on", source=("from_words", "from_agency"),
             agency="from_agency", barred_with="family"),
    Collects("frontdoor.RequestPerson", "How a request named you", ("said",), person=("person",),
             on="request__received_on", barred_with=_ASKED),
    Collects("frontdoor.Decision", "What was decided on a request", ("outcome|request_outcome", "level|level", "why",
             "child_safety", "next_step"), person=(_NAMED,), family=_ASKED, on="decided_at", barred_with=_ASKED),
    Collects("frontdoor.Offer", "What was offered", ("how", "told", "answer", "answer_words", "way_back"),
             person=(_NAMED,), family=_ASKED, on="made_on", barred_with=_ASKED),
)  # fmt: skip

NOT_COLLECTED: tuple[NotCollected, ...] = ()
