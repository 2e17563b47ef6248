"""The content of a pack: the same for the PDF and for the file that machines read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from oneplan.rulebook.rights import clock
from oneplan.rulebook.rights.others import Kind, found_in, without
from oneplan.web.people.models import Family
from oneplan.web.rights import kept_how_long
from oneplan.web.rights.gathering import Item
from oneplan.web.rights.models import RightsRequest
from oneplan.web.rights.reads import register
from oneplan.web.rights.subject import Subject

_WHY = [
    "So that you have one worker and one plan for the whole family, and nobody has to tell the same thing twice.",
    "So that those who help know what was agreed, and can answer for what they did.",
    "What you agreed to, purpose by purpose, stands under “What you agreed to, or not”.",
]
_TOLD_TO_NOBODY = "No entry of this copy says that something was told to another service."
_WHOM = ("To agency", "To worker", "To person", "To words")
_KINDS = "What kind of information"
Spans = Mapping[int, Sequence[tuple[int, int, bool]]]


def content(row: RightsRequest, about: Subject, chosen: Iterable[tuple[Item, Spans]], *, on: date) -> dict[str, Any]:
    sections: dict[str, list[dict[str, Any]]] = {}
    models: dict[str, None] = {}
    told: list[str] = []
    for item, spans in chosen:
        entry = _entry(item, spans)
        sections.setdefault(item.title, []).append(entry)
        models[item.model] = None
        if item.model == "sharing.Disclosure":
            told.append(_to_whom(entry))
    return {
        "title": f"Everything kept of {about.person.name}",
        "from": "OnePlan",
        "person": about.person.name,
        "reference": row.reference,
        "made_on": on.isoformat(),
        "opening": [
            f"You asked on {row.received_on:%-d %B %Y} for what is kept of you. Our number for it is {row.reference}.",
            f"This is how it stood on {on:%-d %B %Y}.",
            "Where it says “[taken out]”, something about somebody else stood there.",
            "Entries that are about others alone are not in it.",
        ],
        "why": _WHY,
        "told": list(dict.fromkeys(each for each in told if each)) or [_TOLD_TO_NOBODY],
        "kept": kept_how_long.lines(models, on=on),
        "sections": [{"title": title, "items": items} for title, items in sections.items()],
        "looks": _looks(about, on=on),
        "closing": [
            "You can ask us to put something right, or to stop using something. Tell whoever gave you this.",
            clock.way_to_complain(),
        ],
    }


def as_json(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def leak(said: Mapping[str, Any], about: Subject) -> str:
    """Where an address kept safe still stands; empty when nowhere. A last look, whatever was decided."""
    for section in said["sections"]:
        for item in section["items"]:
            texts = [*said["told"], item["heading"], *(part["text"] for part in item["parts"])]
            if any(find.kind is Kind.KEPT_SAFE for text in texts for find in found_in(text, around=about.around)):
                return f"“{section['title']}”"
    return ""


def _entry(item: Item, spans: Spans) -> dict[str, Any]:
    heading = f"{item.on:%-d %B %Y}" if item.on else ""  # what it is stands once, over all of its kind
    parts = [
        {"label": part.label, "text": without(part.text, spans.get(place, ()))} for place, part in enumerate(item.parts)
    ]
    return {"heading": heading, "on": item.on.isoformat() if item.on else None, "parts": parts}


def _to_whom(entry: Mapping[str, Any]) -> str:
    """As the entry itself says it, with what was taken out of it taken out here."""
    whom = [part["text"] for part in entry["parts"] if part["label"] in _WHOM]
    kinds = [part["text"] for part in entry["parts"] if part["label"] == _KINDS]
    return f"{', '.join(whom)}{f': {kinds[0]}' if kinds else ''} ({entry['heading']})" if whom else ""


def _looks(about: Subject, *, on: date) -> list[dict[str, str]]:
    """Who opened the record of the families the person belongs to now and may see."""
    lines: list[dict[str, str]] = []
    for family in Family.objects.filter(pk__in=about.family_ids).order_by("pk"):
        if family.pk in about.barred_in or not about.is_in(family.pk, on=on):
            continue
        since = register.place_since(about.person, family, day=on)
        lines += [
            {"day": f"{each.day:%-d %B %Y}", "words": f"{each.who}, {each.agency}, {each.what}"}
            for each in register.plain_list(family, today=on, person=about.person, since=since)
        ]
    return lines
