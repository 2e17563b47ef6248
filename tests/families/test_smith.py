"""The checks of the Smith family: two guardians, a worker of a charity, home visits only, letters, and no cut-off.

How soon Ray's calls are answered waits for the room of practice; so does the sign of leaning on the worker, and the
services that come to the house wait for the directory.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.demo_site import SignIn
from tests.families import steps_taken as walk

pytestmark = pytest.mark.usefixtures("told_anew")
LETTERS = "Ray does letters and forms himself"


@pytest.fixture
def beth(demo_as: SignIn) -> Page:
    return demo_as("beth")


@pytest.fixture
def smith(beth: Page, told_anew: str) -> str:
    return walk.open_family(beth, "Smith")


@pytest.mark.requirement("R006")
def test_smith_1_two_guardians_and_the_order_as_it_went_on(beth: Page, smith: str) -> None:
    people = walk.card(beth, "Who they are")
    expect(walk.line(people, "Ray")).to_contain_text("guardian")
    expect(walk.line(people, "George")).to_contain_text("guardian")
    walk.open_person(beth, smith, "Ivy")
    expect(walk.line(walk.card(beth, "To one another"), "Ray Smith")).to_contain_text("guardian")
    expect(walk.line(walk.card(beth, "To one another"), "George Smith")).to_contain_text("guardian")

    orders = walk.card(beth, "Orders and guardianship")
    orders.get_by_role("link", name="Add an order").click()
    walk.fill(beth, What_we_know="The order is looked at again by the court", Since_when=walk.day(0))
    walk.fill(beth, Who_told_us="Marsh and Finch solicitors")
    walk.save(beth)
    for words in ("applied for", "granted to Ray and George", "looked at again by the court"):
        expect(orders).to_contain_text(words)
    expect(walk.line(orders, "looked at again")).to_contain_text(walk.day(0))


@pytest.mark.requirement("R020")
def test_smith_2_another_city_where_services_had_been_bad(beth: Page, smith: str) -> None:
    beth.goto(f"{smith}earlier-help/new/")
    walk.fill(beth, **{"Who helped": "A housing office far away", "With what": "Lost the papers twice"})
    walk.fill(beth, **{"Where they lived then": "another city", "How it felt": "Like talking to a wall"})
    walk.fill(beth, Since_when="2010", Until="6 February 2012")
    walk.tick(beth.get_by_label("It went badly for them"))
    walk.save(beth)
    before = walk.card(beth, "Help before, or elsewhere")
    added = walk.line(before, "A housing office far away, another city")
    expect(added).to_contain_text("it went badly for them")
    expect(added).to_contain_text("“Like talking to a wall”")
    expect(walk.line(before, "Services in another city")).to_contain_text("it went badly for them")


@pytest.mark.requirement("R031")
def test_smith_3_a_worker_of_a_voluntary_agency_has_the_whole_plan(beth: Page, smith: str, demo_as: SignIn) -> None:
    title = "A holiday by the sea"
    walk.add_goal(beth, smith, title, people=("Ray", "George"), What_is_the_aim="three days")
    beth.get_by_role("button", name=f"Put in focus : {title}").click()
    focus = walk.card(beth, title)
    expect(focus).to_contain_text("In focus now")
    walk.add_action(beth, smith, title, what="Ask the church about its caravan", owners=("Beth Marlow",))
    beth.goto(f"{smith}plan/agree/")
    walk.fill(beth, **{"Who made this plan": "Ray and George: the sea first."})
    walk.save(beth)
    expect(walk.card(beth, "Made with the family")).to_contain_text("the sea first")
    beth.goto(f"{smith}team/")
    expect(beth.get_by_role("link", name="Call a meeting")).to_be_visible()

    fay = demo_as("fay")
    family = walk.find_family(fay, "Ray Smith", "Smith")
    expect(walk.card(fay, "Their key worker")).to_contain_text("Beth Marlow")
    fay.goto(f"{family}roles/")
    expect(walk.line(fay, "Beth Marlow")).to_contain_text("Sallowdale Doorstep")


def test_smith_4_home_visits_only_is_shown_when_booking(beth: Page, smith: str) -> None:
    """The first half; services that come to the house wait for the directory."""
    walk.open_person(beth, smith, "George")
    beth.get_by_role("button", name="Add something we know").click()
    walk.pick(beth, "What is it about?", "What suits them")
    walk.fill(beth, What_we_know="Mornings are best, he sleeps after two")
    walk.save(beth)
    beth.goto(smith)
    walk.card(beth, "Due").get_by_role("link", name="Add something with a day").click()
    before = beth.get_by_role("note").filter(has_text="Before you book")
    expect(before).to_contain_text("Meet Ray at home: he cannot travel into town")
    expect(before).to_contain_text("Ray: Home visits only")
    expect(before).to_contain_text("George: Mornings are best")
    walk.fill(beth, **{"What is it?": "Benefit renewal, together", "On which day": walk.day(5), "Where": "at home"})
    walk.tap(beth, "Whose is it?", "Ray")
    walk.save(beth)
    expect(walk.line(walk.card(beth, "To come"), "Benefit renewal, together")).to_contain_text("at home")


def test_smith_5_letters_and_who_does_them_now(beth: Page, smith: str) -> None:
    what = "The water company's letters"
    walk.add_action(beth, smith, LETTERS, what=what, owners=("Beth Marlow",), due=walk.day(10))
    letters = walk.goal_card(beth, LETTERS)
    letters.get_by_role("link", name=f"Hand over : {what}").click()
    for owner in beth.get_by_role("group", name="Who does it from now on?").get_by_role("checkbox", checked=True).all():
        walk.tick(owner, on=False)
    walk.tap(beth, "Who does it from now on?", "Ray")
    walk.fill(beth, **{"Why, or how was it agreed?": "Ray rings them himself now"})
    walk.save(beth)
    handed = walk.line(letters, what)
    expect(handed.locator(".op-action__owner")).to_contain_text("Ray")
    expect(handed.locator(".op-action__owner")).not_to_contain_text("Beth")
    expect(handed).to_contain_text("Beth Marlow")

    walk.read_goal(beth, smith, LETTERS, said_by="Ray", words="seven of ten", value="7", source="the folder")
    expect(letters).to_contain_text("now: seven of ten")
    letters.get_by_role("link", name=re.compile("readings")).click()
    readings = beth.get_by_role("table", name="All readings")
    for words in ("none", "three of ten", "six of ten", "seven of ten"):
        expect(readings).to_contain_text(words)


def test_smith_6_two_years_and_nothing_stops_by_itself(beth: Page, smith: str) -> None:
    """The first half; the sign of leaning on the worker waits for the room of practice."""
    beth.goto(f"{smith}visits/length/")
    walk.tap(beth, "How long may help take?", "Until another day")
    walk.fill(beth, **{"If another day, which?": walk.day(-1)})
    walk.save(beth, "Keep this")
    expect(beth.get_by_role("note")).to_contain_text("Nothing stops by itself")
    walk.write_note(beth, smith, "Two years, and the first call after breakfast.", how="Phone call")
    beth.goto(smith)
    expect(walk.card(beth, "Their key worker")).to_contain_text("Beth Marlow")
    expect(walk.card(beth, "What happened")).to_contain_text("Two years, and the first call after breakfast.")

    beth.goto(f"{smith}visits/length/")
    walk.tap(beth, "How long may help take?", "Until another day")
    walk.fill(beth, **{"If another day, which?": walk.day(600)})
    walk.fill(beth, **{"Why, if it takes longer": "Debts are left, and town"})
    walk.save(beth, "Keep this")
    expect(beth.get_by_text(f"expected until about {walk.day(600)}")).to_be_visible()
    expect(beth.get_by_text("Longer than expected")).to_have_count(0)


@pytest.mark.requirement("R216")
def test_smith_8_the_meeting_what_was_missed_and_a_plain_summary(beth: Page, smith: str) -> None:
    beth.goto(f"{smith}meetings/log/")
    walk.pick(beth, "What kind of meeting?", "Meeting with a specialist")
    notes = (
        "The doctor left out the panic on buses: Beth asked, and it is in the report now. In short: Ray is believed."
    )
    walk.fill(beth, **{"Its name": "Benefit agency's doctor", "Where": "at home", "What was said": notes})
    walk.fill(beth, **{"Questions for next time": "When does the letter come?"})
    walk.tap(beth, "Who was there?", "Ray", "Beth Marlow")
    walk.save(beth)
    beth.get_by_role("link", name="Benefit agency's doctor").click()
    expect(walk.card(beth, "Who came")).to_contain_text("Beth Marlow")
    expect(walk.card(beth, "Who came")).to_contain_text("Ray")
    expect(walk.card(beth, "What was said")).to_contain_text("it is in the report now")

    walk.write_note(beth, smith, "Sat beside Ray with the doctor.", how="Went along with them", seen=("Ray",))
    beth.goto(f"{smith}copy/")
    said = walk.card(beth, "What was said in meetings")
    expect(walk.line(said, "Benefit agency's doctor")).to_contain_text("In short: Ray is believed.")
    expect(walk.card(beth, "Questions for next time")).to_contain_text("When does the letter come?")
    beth.goto(f"{smith}copy/give/")
    walk.tap(beth, "Who gets it?", "Ray")
    walk.tap(beth, "How?", "On paper")
    walk.save(beth)
