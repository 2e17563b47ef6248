"""Somebody at a page: taps what is there, types what must be typed, and remembers every word typed."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect


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
        self.page.wait_for_load_state()

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=name).first.click()
        self.page.wait_for_load_state()

    def reads(self, words: str) -> bool:
        return self.sees(self.page.get_by_text(words))

    def sees(self, place: Locator) -> bool:
        """Is it there to be read? The page a press leads to is given time to come; what never comes fails the test."""
        expect(place.first).to_be_visible()
        return True
