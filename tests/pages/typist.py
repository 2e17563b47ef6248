"""Somebody at a page: taps what is there, types what must be typed, and remembers every word typed."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class Typist:
    page: Page
    typed: list[str] = field(default_factory=list)

    def write(self, label: str, words: str) -> None:
        self.page.get_by_label(label).first.fill(words)
        self.typed.append(words)

    def tap(self, *labels: str, among: str = "", exact: bool = True) -> None:
        """Choose by one tap each; `among` is the question, where the same answer stands under several."""
        for label in labels:
            place: Page | Locator = self.page.get_by_role("group", name=among) if among else self.page
            place.get_by_label(label, exact=exact).first.check()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def reads(self, words: str) -> bool:
        return self.page.get_by_text(words).first.is_visible()
