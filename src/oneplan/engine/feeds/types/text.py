"""Words as they are."""

from oneplan.engine.feeds.types.shape import Options, Type, squeezed, squeezed_plain


def _value(text: str, _options: Options) -> str:
    return text


def _plain(text: str, _options: Options) -> str | None:
    return squeezed_plain(text) or None


TYPE = Type("text", "words", "VARCHAR", squeezed, _value, _plain, is_kept_as_written=True)
