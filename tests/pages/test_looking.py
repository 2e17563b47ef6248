"""The look that every page is given finds what it is there to find."""

import pytest
from playwright.sync_api import Page

from tests.pages.looking import problems

_PAGE = """<!doctype html><html lang="en"><head><title>A page</title><style>{styles}</style></head>
<body><main><h1>A page</h1>{words}</main></body></html>"""
_PICTURE = "<img src='data:,'>"
_BUTTONS = "<button>a</button><button>b</button>"
_LARGE = "button { width: 44px; height: 44px; float: left }"
_SMALL = "button { width: 14px; height: 14px; padding: 0; margin: 0; font-size: 9px; float: left }"
_PALE = "p { color: #bbb; background: #fff }"


@pytest.mark.parametrize(
    ("styles", "words", "found"),
    [
        ("", "<p>Good day</p>", []),
        (_PALE, "<p>Good day</p>", ["360: color-contrast"]),
        (f"@media (min-width: 1300px) {{ {_PALE} }}", "<p>Good day</p>", ["1400: color-contrast"]),
        ("", _PICTURE, ["360: image-alt"]),
        ("@media (max-width: 900px) { img { display: none } }", _PICTURE, ["1400: image-alt"]),
        (_SMALL, _BUTTONS, ["360: target-size", "820: target-size", "1400: target-size"]),
        (f"{_LARGE} @media (max-width: 700px) {{ {_SMALL} }}", _BUTTONS, ["360: target-size"]),
        ("p { width: 500px }", "<p>Good day</p>", ["360: 1"]),
    ],
    ids=[
        "nothing",
        "pale words",
        "pale on a desk only",
        "a picture without words",
        "such a picture on a desk only",
        "too small to tap",
        "too small on a phone",
        "too wide for a phone",
    ],
)
def test_a_look_finds_it_where_it_is(page: Page, styles: str, words: str, found: list[str]) -> None:
    page.set_content(_PAGE.format(styles=styles, words=words))
    said = problems(page, "page")
    assert all(any(each.startswith(f"page {wanted}") for wanted in found) for each in said), said
    assert all(any(each.startswith(f"page {wanted}") for each in said) for wanted in found), said
