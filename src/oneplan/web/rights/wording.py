"""Kept values as the person reads them: codes in words, numbers without needless noughts, days and times."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils import timezone

from oneplan.rulebook.sharing.bases import grounds
from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import PURPOSE_WORDS, Answer, Purpose
from oneplan.web.site import lists

EMPTY: tuple[Any, ...] = (None, "", [], {})
_CALLED = {
    "born_words": "Born",
    "struck_reason": "Struck out because",
    "home__label": "Home",
    "home__whole_address": "Address",
    "said_by": "Who said it",
    "seen_to_by__name": "Who sees to it",
    "baseline": "How it was at the start",
    "baseline_words": "At the start, in words",
    "target": "What is aimed for",
    "target_words": "Aimed for, in words",
    "categories": "What kind of information",
    "category": "What kind of information",
    "need_codes": "Needs named",
}
_ANSWERS = {Answer.YES: "yes", Answer.NO: "no", Answer.WITHDRAWN: "a yes taken back"}


def _kind(code: str) -> str:
    return about(Category(code)).words if code in set(Category) else code


def _ground(code: str) -> str:
    found = grounds(on=timezone.localdate()).get(code)
    return found.words if found else code


_CODES: dict[tuple[str, str], Callable[[str], str]] = {
    ("sharing.ConsentAnswer", "purpose"): lambda code: PURPOSE_WORDS[Purpose(code)],
    ("sharing.ConsentAnswer", "answer"): lambda code: _ANSWERS[Answer(code)],
    ("sharing.ConsentAnswer", "category"): _kind,
    ("sharing.SharingBasis", "categories"): _kind,
    ("sharing.SharingBasis", "ground"): _ground,
    ("sharing.Disclosure", "categories"): _kind,
    ("frontdoor.Request", "need_codes"): lambda code: lists.name_of("need", code),
}


def label(model: type[Model], path: str) -> str:
    if path in _CALLED:
        return _CALLED[path]
    name = path.rsplit("__", maxsplit=1)[-1]
    try:
        field = model._meta.get_field(path.split("__", maxsplit=1)[0]) if "__" not in path else None
    except FieldDoesNotExist:
        field = None
    words = str(getattr(field, "verbose_name", "") or name.replace("_", " "))
    return words[:1].upper() + words[1:]


def said(row: Any, path: str, value: Any) -> str:
    if worded := _CODES.get((row._meta.label, path)):
        return "; ".join(worded(str(each)) for each in (value if isinstance(value, list) else [value]))
    shown = getattr(row, f"get_{path}_display", None) if "__" not in path else None
    return str(shown()) if shown is not None else _plain(value)


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value.normalize():f}"
        case datetime():
            return f"{timezone.localtime(value):%-d %B %Y, %H.%M}"
        case date():
            return f"{value:%-d %B %Y}"
        case time():
            return f"{value:%H.%M}"
        case dict() | list():
            return _flat(value)
    return str(value)


def _flat(value: Any) -> str:
    """JSON as a person reads it: “text: Calm visit; kind: visit”."""
    if isinstance(value, dict):
        parts = [f"{str(name).replace('_', ' ')}: {_flat(each)}" for name, each in value.items() if each not in EMPTY]
        return "; ".join(parts)
    if isinstance(value, list):
        return ", ".join(_flat(each) for each in value)
    return str(value)
