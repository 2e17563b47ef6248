"""The look that every page is given finds what it is there to find."""

import pytest
from playwright.sync_api import Page

from tests.pages.looking import problems

_PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>{styles}</style></head>
<body><main><h1>A page</h1>{words}</main></body></html>"""
_PALE = "p { color: #bbb; background: #fff }"


@pytest.mark.parametrize(
    ("styles", "words", "found"),
    [
        ("", "<p>Good day</p>", []),
        (_PALE, "<p>Good day</p>", ["360: color-contrast"]),
        (f"@media (min-width: 1300px) {{ {_PALE} }}", "<p>Good day</p>", ["1400: color-contrast"]),
        ("", "<img src='data:,'>", ["360: image-alt", "820: image-alt", "1400: image-alt"]),
        ("p { width: 500px }", "<p>Good day</p>", ["360: 1"]),
    ],
    ids=["nothing", "pale words", "pale on a desk only", "a picture without words", "too wide for a phone"],
)
def test_a_look_finds_it_where_it_is(page: Page, styles: str, words: str, found: list[str]) -> None:
    page.set_content(_PAGE.format(styles=styles, words=words))
    said = problems(page, "page")
    assert len(said) == len(found)
    assert all(each.startswith(f"page {wanted}") for each, wanted in zip(said, found, strict=True))
