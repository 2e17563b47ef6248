"""A new family from request to the call after goodbye, on a phone, counting every word that has to be typed."""

from typing import Any

import pytest

from oneplan.web.casework.models import Closure, Note
from tests.cast import Cast, make_cast
from tests.pages.conftest import SignIn
from tests.pages.rich import PASSWORD, give_password
from tests.pages.typist import Typist

PHONE = 360
MOST_TYPED = 40


@pytest.fixture
def cast(transactional_db: None, area_lists: None) -> Cast:
    return make_cast()


@pytest.mark.slow
@pytest.mark.requirement("R036", "R047", "R060", "R094", "R166", "R176", "R180")
@pytest.mark.parametrize("script", [False, True], ids=["without-script", "with-script"])
def test_from_request_to_the_call_after_goodbye(script: bool, cast: Cast, signed_in: SignIn) -> None:
    typed: list[str] = []
    of: dict[str, Any] = {"width": PHONE, "script": script}
    _ask(Typist(signed_in(cast.green, **of), typed))
    _decide(Typist(signed_in(cast.fay, **of), typed))
    name = give_password(cast.priya)
    priya = Typist(signed_in(None, **of), typed)
    _sign_in(priya, name)
    _note(priya)
    _plan(priya)
    _team(priya)
    _goodbye(priya)
    _call(priya)

    print(f"typed fields: {len(typed)}")
    assert len(typed) < MOST_TYPED
    assert len(typed) == len(set(typed))
    assert Closure.objects.get().who_to_call == "Priya Shah, 0114 496 0123"
    assert Note.objects.order_by("pk").first().text == NOTE  # type: ignore[union-attr]


NOTE = "James showed me his room. “I can sleep now,” he said. Dana is worried about the rent."


def _ask(green: Typist) -> None:
    green.page.goto("/")
    green.follow("Ask for help")
    green.write("Who is in the family?", "Dana Bell, 34, mother\nJames, 7, son\nIvy, under 5, daughter")
    green.write("What is going on", "James has missed ten days since his dad left.")
    green.tap("School attendance", "Parents in conflict", "Yes, and they agree")
    green.tap("No", among="Are you worried")
    green.press("Send the request")
    assert green.reads("Thank you, the request is in")


def _decide(fay: Typist) -> None:
    fay.page.goto("/")
    fay.page.get_by_role("link", name="R-1").first.click()
    fay.press("This is who they are")
    fay.tap("Safe as far as anybody knows")
    fay.tap("Additional needs: A little more help from one or two services", "A key worker from intervention")
    fay.write("Why?", "Several needs at once.")
    fay.tap("We ring the family and offer help", "North team")
    fay.press("Keep this decision")
    fay.tap("Yes", among="What do they say?")
    fay.press("Keep the offer")
    fay.tap("Priya Shah", exact=False)
    fay.press("Name the key worker")
    assert fay.reads("Priya Shah is the key worker of The Bell family")


def _sign_in(priya: Typist, name: str) -> None:
    priya.page.goto("/")
    priya.write("Your name to sign in with", name)
    priya.write("Password", PASSWORD)
    priya.press("Sign in")


def _note(priya: Typist) -> None:
    """Only the note itself; what it shows are taps."""
    priya.follow("My families")
    priya.follow("The Bell family")
    priya.page.locator(".op-fab").click()
    priya.write("What happened?", NOTE)
    priya.press("Save the note")
    assert priya.reads("Your note is saved.")
    priya.tap("Dana is worried about the rent.", "Dana", "Money and debt")
    priya.press("A need that came to light")
    assert priya.reads("A need: Money and debt")
    priya.tap("“I can sleep now,” he said.", "James", "Their own words")
    priya.press("Worth keeping")
    assert priya.reads("Their own words")
    priya.follow("Nothing more, back to the family")


def _plan(priya: Typist) -> None:
    priya.follow("Add the first goal")
    priya.write("What should be different?", "Mornings without tears")
    priya.tap("James", "The family chose this one themselves")
    priya.press("Add the goal")
    priya.press("Put in focus")
    priya.follow("Add an action")
    priya.write("What is to be done?", "Lay the uniform out in the evening")
    priya.tap("Dana", "James", among="Who does it?")
    priya.press("Add the action")
    priya.press("Tick: Lay the uniform out")
    assert priya.reads("Lay the uniform out in the evening")
    priya.follow("Pause, reached")
    priya.tap("reached")
    priya.press("Save")


def _team(priya: Typist) -> None:
    priya.follow("Team and meetings")
    priya.page.locator(".op-fab").click()
    priya.page.get_by_label("A worker").select_option(label="Ann Green, class teacher (Mill Lane Primary)")
    priya.write("What are they there for?", "James' class")
    priya.press("Add them")
    assert priya.reads("Ann Green")
    priya.follow("The Bell family")


def _goodbye(priya: Typist) -> None:
    """A review that decides to say goodbye leads there by itself."""
    priya.follow("Looking at it together")
    priya.press("Write a review")
    priya.write("What is going well?", "School every day")
    priya.tap("get ready to say goodbye")
    priya.write("Why?", "They manage by themselves")
    priya.press("Keep this review")
    priya.tap("The goals are reached")
    priya.tap("I can sleep now", exact=False)
    priya.press("Say goodbye")
    assert priya.reads("We have said goodbye, the door is open")


def _call(priya: Typist) -> None:
    priya.write("What was the call about?", "James won a medal and wanted her to know")
    priya.press("Keep this call")
    assert priya.reads("The call is written down.")
    priya.press("Sign out")
    assert priya.reads("Your name to sign in with")
