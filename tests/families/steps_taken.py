"""Steps that the walks take through pages: open a family, choose, fill in, save, look."""

import re
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

TODAY = date.today()  # noqa: DTZ011  the demo's stories end today


def day(days: int) -> str:
    """A day as people write it, so many days from today."""
    on = TODAY + timedelta(days=days)
    return f"{on.day} {on:%B %Y}"


def open_family(page: Page, name: str) -> str:
    """Find the family by name and open its page; answers with its address."""
    page.goto(f"/my-families/?q={name}")
    page.get_by_role("link", name=f"The {name} family", exact=True).first.click()
    return arrived(page, name)


def find_family(page: Page, person: str, name: str) -> str:
    """Find a person by name, as the front door does, and open the family they belong to."""
    page.goto("/find/")
    page.get_by_label("Name, birth date, reference or any number").fill(person)
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("link", name=f"The {name} family", exact=True).first.click()
    return arrived(page, name)


def arrived(page: Page, name: str) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"The {name} family")
    return page.url


def open_person(page: Page, family: str, short_name: str) -> None:
    page.goto(family)
    who = page.locator(".op-people__name").get_by_role("link", name=re.compile(rf"^{short_name}\b"))
    who.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(short_name)


def fill(page: Page, **answers: str) -> None:
    """Write into fields by their label; a key's underscores are spaces."""
    for label, words in answers.items():
        fill_in(page, label.replace("_", " "), words)


def fill_in(page: Page, label: str, words: str) -> None:
    field(page, label).fill(words)


def field(page: Page, label: str) -> Locator:
    """A field whose label begins with these words."""
    return page.get_by_label(re.compile(rf"^{re.escape(label)}")).and_(page.locator("input, textarea, select")).first


def pick(page: Page, label: str, choice: str) -> None:
    """Choose in a list; `choice` is the beginning of its words."""
    options = field(page, label).locator("option")
    words = options.filter(has_text=re.compile(rf"^\s*{re.escape(choice)}")).first.text_content() or ""
    field(page, label).select_option(label=words.strip())


def tap(page: Page, group: str, *choices: str) -> None:
    """Tap answers under a question."""
    under = page.get_by_role("group", name=re.compile(rf"^{re.escape(group)}"))
    for choice in choices:
        tick(under.get_by_label(re.compile(rf"^{re.escape(choice)}(?!['’\w])")).first)


def tick(box: Locator, *, on: bool = True) -> None:
    """Press Space on a box or a button that is not as wanted yet: a click at a place can miss while the page moves."""
    own = box.get_attribute("id")
    if box.is_checked() is not on:
        box.press("Space")
    expect(box.page.locator(f"[id='{own}']")).to_be_checked(checked=on)


def save(page: Page, button: str = "") -> None:
    """Press the button (or the one that the page's form has), and see that the form was taken."""
    own = page.locator("main form[method=post] button.govuk-button").first
    with page.expect_navigation() as gone:
        (page.get_by_role("button", name=button, exact=True).first if button else own).click()
    answer = gone.value
    assert answer is not None
    refused = page.locator(".govuk-error-summary")
    assert answer.status == 200, f"{answer.status} {page.url}: {refused.inner_text() if refused.count() else ''}"


def card(page: Page, title: str) -> Locator:
    """The part of the page under a heading."""
    return page.get_by_role("region", name=title, exact=True)


def line(where: Locator | Page, words: str) -> Locator:
    """The one line of a list with these words."""
    return where.get_by_role("listitem").filter(has_text=words).first


def agree_about(page: Page, family: str, service: str, *, person: str, days: int = 0) -> None:
    """Somebody says that this service may know who they are and what is hard; it is kept with the talk."""
    page.goto(f"{family}elsewhere/new/")
    options = field(page, "Which service?").locator("option")
    number = options.filter(has_text=re.compile(rf"^\s*{re.escape(service)}")).first.get_attribute("value")
    page.goto(f"{family}agreed/talk/?service={number}")
    page.get_by_role("main").get_by_role("link", name=re.compile(rf"^{person}\b")).first.click()
    fill(page, **{"When did you talk?": day(days), "What did you explain?": f"Why {service}, and what we would say"})
    tap(page, "How?", "at home")
    if page.get_by_role("group", name="Which privacy notice").count():
        tap(page, "Which privacy notice", "None this time")
    tap(page, "Whom do the answers below hold for?", person)
    for kind in ("Who they are", "What is hard for them"):
        tap(page, f"{service}: {kind}", "Yes")
    save(page, "Keep what they said")


def write_note(page: Page, family: str, text: str, *, how: str = "", seen: tuple[str, ...] = ()) -> None:
    page.goto(f"{family}notes/new/")
    fill(page, What_happened=text)
    if how:
        tap(page, "How did you meet?", how)
    if seen:
        tap(page, "Who was seen?", *seen)
    save(page, "Save the note")


def add_action(page: Page, family: str, goal: str, *, what: str, owners: tuple[str, ...] = (), due: str = "") -> None:
    page.goto(f"{family}plan/")
    goal_card(page, goal).get_by_role("link", name="Add an action").click()
    fill(page, **{"What is to be done?": what})
    if owners:
        tap(page, "Who does it?", *owners)
    if due:
        fill(page, By_when=due)
    save(page)


def goal_card(page: Page, goal: str) -> Locator:
    return card(page, goal)


def read_goal(page: Page, family: str, goal: str, *, said_by: str, words: str = "", **also: str) -> None:
    """`also`: met ("met" or "not met"), value, source."""
    page.goto(f"{family}plan/")
    goal_card(page, goal).get_by_role("link", name="How is it now?").click()
    if met := also.get("met"):
        tick(page.get_by_role("group", name="For a short target").get_by_label(met, exact=True))
    fill(page, **{"How is it now?": words, "As a number": also.get("value", ""), "Who says so?": said_by})
    fill(page, **{"Where from?": also.get("source", "")})
    save(page)


def add_goal(page: Page, family: str, title: str, *, people: tuple[str, ...] = (), **answers: str) -> None:
    page.goto(f"{family}goals/new/")
    fill(page, **{"What should be different?": title})
    if people:
        tap(page, "Who is it for?", *people)
    for label, words in answers.items():
        fill_in(page, label.replace("_", " "), words)
    save(page)


def plan_visits(page: Page, family: str, rhythm: str, *, words: str = "", stepping_down: bool = False) -> None:
    page.goto(f"{family}visits/new/")
    tap(page, "How often do you plan to meet?", rhythm)
    if stepping_down:
        tick(page.get_by_label("We are stepping down towards goodbye"))
    fill(page, **{"Anything to add?": words, "From which day?": day(0)})
    save(page, "Keep this rhythm")


def say_goodbye(page: Page, family: str, *, call: str, changed: str = "", picked: str = "", note: str = "") -> None:
    """`changed` is written, or `picked` out of the words kept so far."""
    page.goto(f"{family}goodbye/")
    tap(page, "Why does help end?", "Enough support is in place")
    if page.get_by_role("group", name="What has changed, in their words").count():
        tap(page, "What has changed, in their words", picked or "Other words")
    if changed:
        field(page, "Or write it here").or_(field(page, "What has changed, in their words?")).first.fill(changed)
    fill(page, **{"Who to call": call, "For whoever picks up the phone": note, "When do you say goodbye?": day(0)})
    still_open = page.get_by_label("The family does not want to wait")
    if still_open.count():
        tick(still_open)
    save(page, "Say goodbye")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have said goodbye, the door is open")
