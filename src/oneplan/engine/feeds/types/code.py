"""One of a list of codes; a partner's own codes are translated by the profile."""

from oneplan.engine.feeds.types.shape import Options, Type, squeezed, squeezed_plain
from oneplan.engine.sql import text


def _value(raw: str, options: Options) -> str:
    """A chain of comparisons: lists of codes are short."""
    known = " ".join(f"WHEN {text(theirs.casefold())} THEN {text(ours)}" for theirs, ours in options.codes.items())
    return f"CASE lower({raw}) {known} END" if known else "NULL::VARCHAR"


def _plain(raw: str, options: Options) -> str | None:
    known = {theirs.casefold(): ours for theirs, ours in options.codes.items()}
    return known.get(squeezed_plain(raw).lower())


TYPE = Type("code", "one of the codes agreed", "VARCHAR", squeezed, _value, _plain)
