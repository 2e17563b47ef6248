"""A form of a page, read as a browser reads it."""

from html.parser import HTMLParser
from typing import Any


class Form(HTMLParser):
    """What a browser would send from one form of a page, nothing changed."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.values, self.kinds = action, dict[str, Any](), dict[str, str]()
        self._inside = False
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        seen = {name: value or "" for name, value in attrs}
        if tag == "form" and seen.get("method") == "post":
            self._inside = seen.get("action", "") == self.action
        if not self._inside:
            return
        name = seen.get("name", "")
        if tag == "input":
            self.kinds[name] = seen.get("type", "text")
            if self.kinds[name] not in ("radio", "checkbox") or "checked" in seen:
                self.values[name] = seen.get("value", "")
        elif tag == "textarea":
            self._area, self.kinds[name], self.values[name] = name, "textarea", ""
        elif tag == "select":
            self._select, self.kinds[name] = name, "radio"
        elif tag == "option" and self._select and "selected" in seen:
            self.values[self._select] = seen.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._inside and self._area:
            self.values[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._area = None if tag == "textarea" else self._area
        self._select = None if tag == "select" else self._select
