"""Rows of the table of pages: what help is worth, and who pays for it."""

from tests.pages.rows import NotAPage, Row, Shown, _of

VALUE: list[Row] = [
    Shown("calculations", "commissioner"),
    Shown("calculations", "analyst", also="analyst"),
    Shown("calculation-new", "commissioner", wrong=True),
    Shown("calculation", "commissioner", _of("calculation")),
    Shown("calculation", "analyst", _of("calculation"), query="?of=2&o0-impact=45&c0-by_year-0=90000", also="what-if"),
    Shown("calculation", "commissioner", _of("calculation"), query="?of=2&o0-impact=most", also="what-cannot-be"),
    Shown("calculation", "commissioner", _of("calculation"), query="?of=1&o0-impact=45", also="older-tried"),
    Shown("calculation", "commissioner", _of("empty_calculation"), also="empty"),
    Shown("calculation", "commissioner", _of("retired_calculation"), also="retired"),
    Shown("calculation-retire", "commissioner", _of("calculation"), wrong=True),
    Shown("calculation-versions", "commissioner", _of("calculation")),
    Shown("calculation-version", "commissioner", lambda rich: [rich.calculation.pk, 1]),
    Shown("calculation-version-new", "commissioner", _of("calculation"), wrong=True),
    Shown("calculation-version-new", "commissioner", _of("calculation"), query="?of=2&o0-impact=45", also="tried"),
    Shown("calculation-compare", "commissioner", _of("calculation")),
    Shown("calculation-compare", "analyst", _of("empty_calculation"), also="one-only"),
    NotAPage("calculation-file", "a file to download; its test opens it"),
    Shown("fundings", "commissioner", _of("calculation")),
    Shown("fundings", "analyst", _of("empty_calculation"), also="none"),
    Shown("funding-new", "commissioner", _of("calculation"), query="?years=2", wrong=True),
    Shown("funding", "commissioner", _of("funding")),
    Shown("funding", "analyst", _of("ended_funding"), also="ended"),
    Shown("funding-end", "commissioner", _of("funding"), wrong=True),
    Shown("payment-new", "commissioner", _of("funding"), wrong=True),
    Shown("payment-take-back", "commissioner", _of("payment"), wrong=True),
]
