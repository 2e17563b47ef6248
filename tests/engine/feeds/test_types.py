"""What a value can be: SQL for millions of rows and plain Python say the same of every text."""

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplan.engine.feeds.types import Options, types

pytestmark = pytest.mark.requirement("R304")

OPTIONS = {
    "whole": Options(least=0, most=250),
    "code": Options(codes={"F": "female", "Not known": "unknown", "O'Neil": "quote"}),
    "day": Options(formats=("%d/%m/%y",)),
    "money": Options(least=-100, most=2_000_000),
}
GOOD: dict[str, list[tuple[str, Any]]] = {
    "text": [(" Ash ", "Ash"), ("O'Neil", "O'Neil")],
    "whole": [("12", 12), ("12.0", 12), ("0", 0), (" 250\t", 250)],
    "code": [("f", "female"), (" NOT KNOWN", "unknown"), ("o'neil", "quote")],
    "upn": [
        ("B801200005001", "B801200005001"),
        ("e201 0000 12001", "E201000012001"),
        ("M80120000500A", "M80120000500A"),
        ("H30140012300B", "H30140012300B"),
    ],
    "nhs_number": [("943 476 5919", "9434765919"), ("9990000018", "9990000018"), ("943-476-5870", "9434765870")],
    "postcode": [("zz014qx", "ZZ01 4QX"), ("DN55 1PT", "DN55 1PT"), ("W1A0AX", "W1A 0AX"), ("GIR 0AA", "GIR 0AA")],
    "school": [("999/2000", "999/2000"), ("9992000", "999/2000")],
    "academic_year": [("2025/26", "2025/26"), ("2025-2026", "2025/26"), ("202526", "2025/26"), ("1999/00", None)],
    "money": [
        ("£1,234.50", Decimal("1234.50")),
        (" 12 ", Decimal("12.00")),
        ("-3.2", Decimal("-3.20")),
        ("16.5000", Decimal("16.50")),
        ("1,234,567", Decimal(1234567)),
    ],
    "nino": [("ce 00 00 00 d", "CE000000"), ("AB123456C", "AB123456"), ("MW123456", "MW123456")],
    "day": [
        ("31/12/25", date(2025, 12, 31)),
        ("1/2/2014", date(2014, 2, 1)),
        ("2014-02-01 00:00:00", date(2014, 2, 1)),
        ("1 March 2014", date(2014, 3, 1)),
    ],
}
BAD: dict[str, list[str]] = {
    "money": ["1.234", "12,34", "£", "-101", "2000000.01", "1e3", "12.3.4"],
    "nino": ["QQ123456A", "BG123456A", "DA123456A", "AO123456A", "AB123456E", "AB12345C", "TN000001B"],
    "whole": ["251", "-1", "1,5", "12.5", "x", "1e3"],
    "code": ["G", "female "[:3]],
    "upn": ["A801200005001", "X80120000A001", "I801200005001", "B80120000500", "B80120000500I"],
    "nhs_number": ["9434765871", "9991234560", "1111111111", "0000000000", "943476591"],
    "postcode": ["Q1 1AA", "AI1 1AA", "SW1A 1CI", "M1 1A"],
    "school": ["99920001", "ABC2000"],
    "academic_year": ["2025/27", "2025", "25/26"],
    "day": ["31/02/2014", "2014", "32/01/2014", "01/01/1899"],
}


def in_sql(name: str, texts: list[str], options: Options) -> list[Any]:
    kind = types()[name]
    tidy = f"SELECT {kind.tidy('t')} AS t FROM (SELECT unnest($texts) AS t)"
    found = _base().execute(f"SELECT {kind.value('t', options)} FROM ({tidy})", {"texts": texts})
    return [row[0] for row in found.fetchall()]


@cache
def _base() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@pytest.mark.parametrize("name", GOOD)
def test_good_values_are_read(name: str) -> None:
    options = OPTIONS.get(name, Options())
    wanted = [value for _, value in GOOD[name]]
    assert in_sql(name, [text for text, _ in GOOD[name]], options) == wanted
    assert [types()[name].plain(text, options) for text, _ in GOOD[name]] == wanted


@pytest.mark.parametrize("name", BAD)
def test_bad_values_are_not(name: str) -> None:
    options = OPTIONS.get(name, Options())
    assert in_sql(name, BAD[name], options) == [None] * len(BAD[name])
    assert [types()[name].plain(text, options) for text in BAD[name]] == [None] * len(BAD[name])


def test_every_type_is_tried() -> None:
    assert set(GOOD) == set(types())


@st.composite
def near(draw: Any, good: list[str]) -> str:
    """A text that is good, or good but for one letter put in, changed or taken out."""
    text = draw(st.sampled_from(good))
    place = draw(st.integers(0, len(text)))
    letter = draw(st.sampled_from("0123456789ABZIabz /-.:\u00a0\t'é"))
    before, after = text[:place], text[place:]
    return str(draw(st.sampled_from([text, before + letter + after, before + letter + after[1:]])))


@pytest.mark.parametrize("name", GOOD)
@given(data=st.data())
def test_sql_and_python_agree(name: str, data: st.DataObject) -> None:
    options = OPTIONS.get(name, Options())
    texts = data.draw(st.lists(near([text for text, _ in GOOD[name]]), min_size=1, max_size=30))
    assert in_sql(name, texts, options) == [types()[name].plain(text, options) for text in texts]
