"""What this room holds on a person."""

from oneplan.web.site.collecting import Collects, NotCollected

_STOOD = ("valid_from", "valid_to", "source", "struck_reason")

COLLECTS = (
    Collects(
        "people.Person",
        "Who you are",
        ("given_names", "family_name", "description", "sex", "born_words", "died_on", "reference"),
        person=("pk",),
    ),
    Collects(
        "people.PersonName", "A name", ("kind", "given_names", "family_name", *_STOOD), person=("person",),
        on="valid_from", source=("source",),
    ),
    Collects(
        "people.PersonDetail", "Something we know of you", ("kind", "words", *_STOOD), person=("person",),
        on="valid_from", source=("source",),
    ),
    Collects(
        "people.Identifier", "A number you are known by", ("scheme|identifier", "number", *_STOOD), person=("person",),
        on="valid_from", source=("source",),
    ),
    Collects(
        "people.Merge", "Two records joined into one", ("reason", "known_from", "undone_reason"),
        person=("gone", "kept"), on="known_from",
    ),
    Collects(
        "people.Membership", "A family you belong to", ("family", "role", "note", *_STOOD), person=("person",),
        on="valid_from", source=("source",),
    ),
    Collects(
        "people.FamilyLink", "A family that formed out of another", ("older", "newer", "reason"), person=("through",),
        on="on",
    ),
    Collects(
        "people.EarlierHelp", "Help before", ("agency", "place", "what", "how_it_felt", *_STOOD), family="family",
        on="valid_from", source=("source",),
    ),
    Collects(
        "people.Residence", "Where you live or lived", ("home__label", "home__whole_address", "pattern",
        *_STOOD), person=("person",), on="valid_from", source=("source",), private_to=("person",),
    ),
    Collects(
        "people.HomeDetail", "About your home", ("kind", "words", *_STOOD), person=("home__residences__person",),
        on="valid_from", source=("source",), private_to=("home__residences__person",),
    ),
    Collects(
        "people.Relationship", "How you stand to somebody", ("person", "kind", "other", "note", *_STOOD),
        person=("person", "other"), on="valid_from", source=("source",),
    ),
    Collects(
        "people.ContactRestriction", "Who may not see whom", ("child", "barred", "kind", "extent", "words", *_STOOD),
        person=("child", "barred"), on="valid_from", source=("source",),
        leave_out="It keeps somebody safe. Ask who wrote it before it is given.",
    ),
    Collects(
        "people.SafeContactRule", "How to reach you safely", ("channel", "never", "not_before", "not_after", "words",
        *_STOOD), person=("person",), on="valid_from", source=("source",), private_to=("person",),
    ),
    Collects(
        "people.VisitWarning", "What a visitor must know", ("words", *_STOOD), family="family", on="valid_from",
        source=("source",), leave_out="It keeps workers safe. Ask who wrote it before it is given.",
    ),
    Collects(
        "people.TimelineEntry", "A line of the timeline", ("headline", "aside", "text", "decided_by", "source",
        "struck_reason"), person=("people",), family="family", on="on", source=("source",),
    ),
)  # fmt: skip

NOT_COLLECTED = (
    NotCollected("people.NameKey", "how the words of a name sound, made from the names, which are collected"),
    NotCollected("people.Home", "told with the residence of whoever lives there"),
    NotCollected("people.Family", "told with the membership"),
)
