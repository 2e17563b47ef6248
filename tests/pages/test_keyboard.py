"""Without a mouse: every stop of the Tab key shows itself, and whole tasks are done with keys alone."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from oneplan.web.casework.models import Action, Note
from oneplan.web.frontdoor.models import Decision
from tests.pages.conftest import SignIn
from tests.pages.rich import PASSWORD, give_password

MOST_STOPS = 120
# What the focus changes to the eye: an outline, a shadow, another ground; on the element, or on the mark drawn for it.
_LOOKS = """each => {
  const around = [each, each.nextElementSibling].filter(Boolean);
  return around.flatMap(one => [null, '::before', '::after'].map(part => {
    const style = getComputedStyle(one, part);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor,
      style.borderColor, style.borderWidth].join(' ');
  })).join('|');
}"""
_IN_VIEW = """each => { const box = each.getBoundingClientRect(), low = innerHeight;
  return box.width > 0 && box.bottom > 0 && box.top < low && box.right > 0 && box.left < innerWidth; }"""


def _reach(page: Page, name: str, *, role: str = "") -> None:
    """Press Tab until what is called `name` has the focus; every stop on the way must be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.locator(":focus")
        assert stop.count(), "the focus got lost"
        _is_seen(page)
        if name in _name(page) and (not role or stop.evaluate("each => each.type || each.tagName") == role):
            return
    raise AssertionError(f"{name} is not reached with the Tab key")


def _name(page: Page) -> str:
    return str(
        page.evaluate(
            """() => { const each = document.activeElement;
            const legend = each.closest('fieldset') && each.closest('fieldset').querySelector('legend');
            return [each.getAttribute('aria-label'), ...[...(each.labels || [])].map(l => l.innerText),
              each.innerText, legend && legend.innerText].filter(Boolean).join(' / '); }"""
        )
    )


def _is_seen(page: Page) -> None:
    stop = page.locator(":focus").element_handle()
    assert stop is not None
    assert stop.evaluate(_IN_VIEW), f"the focus is out of sight: {_name(page)}"
    focused = stop.evaluate(_LOOKS)
    stop.evaluate("each => each.blur()")
    plain = stop.evaluate(_LOOKS)
    stop.evaluate("each => each.focus({focusVisible: true})")
    assert focused != plain, f"the focus is not to be seen: {_name(page)}"


def _choose(page: Page, name: str) -> None:
    """A radio or checkbox: Tab to its group, arrows to the choice, Space."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        _is_seen(page)
        if page.evaluate("document.activeElement.type") != "radio":
            continue
        for _ in range(page.evaluate("document.getElementsByName(document.activeElement.name).length")):
            if name in _name(page):
                page.keyboard.press("Space")
                return
            page.keyboard.press("ArrowDown")
    raise AssertionError(f"{name} is not reached with the keys")


def test_signing_in_and_writing_a_note(rich: Any, signed_in: SignIn) -> None:
    name = give_password(rich.cast.maya)
    page = signed_in(None)
    page.goto("/sign-in/")
    _reach(page, "Your name to sign in with")
    page.keyboard.type(name)
    _reach(page, "Password")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation(url="**/my-families/"):
        page.keyboard.press("Enter")
    _reach(page, "The Okafor-Reed family", role="A")
    page.keyboard.press("Enter")
    page.wait_for_url("**/families/**")
    _reach(page, "Add a note")
    page.keyboard.press("Enter")
    page.wait_for_url("**/notes/new/")
    _reach(page, "What happened?")
    page.keyboard.type("Grace rang and laughed.")
    _choose(page, "Phone call")
    _reach(page, "Save the note")
    page.keyboard.press("Enter")
    page.get_by_text("Your note is saved.").wait_for()
    note = Note.objects.get(text="Grace rang and laughed.")
    assert (note.kind, note.worker) == (Note.Kind.CALL, rich.cast.maya)


def test_ticking_an_action(rich: Any, signed_in: SignIn) -> None:
    page = signed_in(rich.cast.priya, width=360)
    page.goto(reverse("plan", args=[rich.cast.family.pk]))
    _reach(page, "Tick: Picture routine on the door")
    with page.expect_navigation():
        page.keyboard.press("Space")
    rich.step.refresh_from_db()
    assert rich.step.state == Action.State.DONE


def test_deciding_a_request(rich: Any, signed_in: SignIn) -> None:
    page = signed_in(rich.cast.fay)
    page.goto(reverse("request", args=[rich.matched.pk]))
    _choose(page, "Safe as far as anybody knows")
    _choose(page, "Intensive")
    _choose(page, "A key worker from prevention")
    _reach(page, "Why?")
    page.keyboard.type("They ask for one person.")
    _choose(page, "We ring the family and offer help")
    _choose(page, "South team")
    _reach(page, "Keep this decision")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    decision = Decision.objects.get(request=rich.matched)
    assert (decision.level, decision.outcome, str(decision.team)) == ("intensive", "prevention", "South team")


def test_the_first_stop_leads_past_the_header(rich: Any, signed_in: SignIn) -> None:
    page = signed_in(rich.cast.priya)
    page.goto("/my-day/")
    page.keyboard.press("Tab")
    assert _name(page) == "Skip to the page"
    _is_seen(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_what_is_wrong_with_a_form_is_read_first(rich: Any, signed_in: SignIn) -> None:
    """The list of faults stands before the form, and each leads to its field."""
    page = signed_in(rich.cast.priya)
    page.goto(reverse("goal-new", args=[rich.cast.family.pk]))
    _reach(page, "Add the goal")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    _reach(page, "What should be different? ")
    page.keyboard.press("Enter")
    page.keyboard.type("Leo eats with us")
    assert page.get_by_label("What should be different?").input_value() == "Leo eats with us"
