"""The eight checks of the Jones family: a step down that is watched, a grandmother, shifts, and an open door."""

import pytest
from playwright.sync_api import Page, expect

from tests.demo_site import SignIn
from tests.families import steps_taken as walk

pytestmark = pytest.mark.usefixtures("told_anew")
TARGET = "Morgan's own target"


@pytest.fixture
def priya(demo_as: SignIn) -> Page:
    return demo_as("priya")


@pytest.fixture
def jones(priya: Page, told_anew: str) -> str:
    return walk.open_family(priya, "Jones")


@pytest.mark.requirement("R170")
def test_jones_1_step_down_with_watch_signs(priya: Page, jones: str) -> None:
    priya.goto(f"{jones}levels/new/")
    walk.tap(priya, "When is this decided?", "social care's decision")
    walk.tap(priya, "Or what social care decided", "Plan ended, help goes on with us")
    conditions = "A year of watching, any sign goes back the same day"
    walk.fill(priya, **{"Why?": "Morgan is safe with less help", "Conditions or checks they asked for": conditions})
    walk.fill(priya, **{"Who decided?": "Hannah Cole, social care", "On which day?": walk.day(0)})
    walk.save(priya, "Keep this decision")
    expect(priya.get_by_text(conditions)).to_be_visible()
    expect(priya.get_by_text("Hannah Cole, social care")).to_be_visible()

    priya.goto(f"{jones}signs/new/")
    sign, steps = "Morgan sleeps at a stranger's", "Ring Hannah Cole within the hour"
    walk.fill(priya, **{"What would we see?": sign, "What do we do when we see it?": steps})
    walk.fill(priya, **{"Who asked us to watch?": "Hannah Cole"})
    walk.save(priya, "Watch for this")
    expect(walk.card(priya, sign)).to_contain_text("not seen")

    walk.card(priya, sign).get_by_role("link", name="It was seen").click()
    walk.fill(priya, **{"What was seen?": "Two nights at a neighbour's friend", "On which day?": walk.day(0)})
    walk.save(priya, "Keep what was seen")
    priya.goto(jones)
    watched = walk.line(walk.card(priya, "What we watch for"), sign)
    expect(watched).to_contain_text("seen today")
    expect(watched).to_contain_text(steps)


@pytest.mark.requirement("R007")
def test_jones_2_grace_as_co_parent_though_nobody_knows_where_she_lives(priya: Page, jones: str) -> None:
    what = "Read with Morgan before bed"
    walk.add_action(priya, jones, TARGET, what=what, owners=("Grace",), due=walk.day(7))
    expect(walk.line(walk.goal_card(priya, TARGET), what)).to_contain_text("Grace")

    walk.open_person(priya, jones, "Grace")
    expect(walk.card(priya, "Homes")).to_contain_text("Where they live is not known.")
    expect(walk.card(priya, "Families")).to_contain_text("Co-parenting relative")
    expect(walk.card(priya, "To one another")).to_contain_text("Morgan Jones")

    priya.goto(f"{jones}meetings/new/")
    expect(priya.get_by_role("group", name="Who is invited?").get_by_label("Grace")).to_be_visible()
    priya.goto(f"{jones}plan/")
    priya.get_by_role("button", name=f"Tick: {what}").click()
    expect(walk.line(walk.goal_card(priya, TARGET), what)).to_contain_text("Done")


def test_jones_3_a_target_every_two_weeks_met_or_not_and_the_next(priya: Page, jones: str) -> None:
    walk.read_goal(priya, jones, TARGET, said_by="Morgan", words="chose the next target", met="met", value="8")
    first, following = "Plates to the sink after tea", "Teeth before the story"
    walk.add_action(priya, jones, TARGET, what=first, owners=("Morgan",), due=walk.day(14))
    walk.read_goal(priya, jones, TARGET, said_by="Margaret", words="twice out of ten", met="not met", value="8")
    priya.get_by_role("link", name=f"How it went : {first}").click()
    walk.fill(priya, **{"How did it go?": "Not this time: a smaller one instead"})
    walk.tap(priya, "What became of it?", "It is no longer needed")
    walk.save(priya)
    walk.add_action(priya, jones, TARGET, what=following, owners=("Morgan",), due=walk.day(14))
    target = walk.goal_card(priya, TARGET)
    expect(walk.line(target, first)).to_contain_text("Not this time: a smaller one instead")
    expect(walk.line(target, following)).to_contain_text("Morgan · by")

    target.get_by_role("link", name="readings").click()
    readings = priya.get_by_role("table", name="All readings")
    expect(readings).to_contain_text("met · chose the next target")
    expect(readings).to_contain_text("not met · twice out of ten")


@pytest.mark.requirement("R019")
def test_jones_4_visits_round_shifts_and_whether_morgan_was_there(priya: Page, jones: str) -> None:
    priya.goto(f"{jones}diary/new/")
    before = priya.get_by_role("note").filter(has_text="Before you book")
    expect(before).to_contain_text("Margaret: Shifts that change every week; the rota comes on Thursdays")
    what = "Visit on an early"
    walk.fill(priya, **{"What is it?": what, "On which day": walk.day(12), "At what time": "16.15"})
    walk.tap(priya, "Whose is it?", "Margaret", "Morgan")
    walk.save(priya)
    expect(walk.line(walk.card(priya, "To come"), what)).to_contain_text("16.15")

    walk.write_note(priya, jones, "Morgan was at football.", how="Home visit", seen=("Margaret", "Grace"))
    priya.goto(jones)
    people = walk.card(priya, "Who they are")
    expect(walk.line(people, "Margaret")).to_contain_text("seen today")
    expect(walk.line(people, "Grace")).to_contain_text("seen today")
    expect(walk.line(people, "Morgan, ")).not_to_contain_text("seen today")


@pytest.mark.requirement("R215", "R237")
def test_jones_5_help_not_been_to_yet_stays_open_and_asks_for_a_hand(priya: Page, jones: str) -> None:
    walk.agree_about(priya, jones, "Sallowdale Wellbeing", person="Margaret")
    priya.goto(f"{jones}elsewhere/new/")
    walk.pick(priya, "Which service?", "Sallowdale Wellbeing")
    walk.fill(priya, **{"What for?": "The Monday group"})
    walk.tap(priya, "Who is it for?", "Margaret")
    walk.tap(priya, "How?", "told about it")
    walk.save(priya)

    asked = priya.get_by_role("region").filter(has_text="The Monday group").last
    asked.get_by_role("link", name="Where it stands for Margaret").click()
    walk.tap(priya, "Where does it stand?", "not been yet")
    walk.fill(priya, **{"In a few words": "“Next week, maybe.”"})
    walk.save(priya)
    expect(asked).to_contain_text("not been yet")
    expect(asked).to_contain_text("still open")

    asked.get_by_role("link", name="Offer to go along with Margaret").click()
    walk.save(priya)
    expect(asked).to_contain_text("went along")
    expect(asked).to_contain_text("still open")


def test_jones_6_the_learning_specialist_inside_the_one_plan(priya: Page, jones: str) -> None:
    priya.goto(f"{jones}goals/new/")
    title = "Morgan asks for help in maths"
    walk.fill(priya, **{"What should be different?": title})
    walk.tap(priya, "Who is it for?", "Morgan")
    walk.pick(priya, "Another worker leads on this", "Lucy Tran")
    walk.save(priya)
    walk.add_action(priya, jones, title, what="Sit beside Morgan on Wednesdays", owners=("Lucy Tran",))
    goal = walk.goal_card(priya, title)
    expect(goal).to_contain_text("Lucy Tran leads on this")
    expect(walk.line(goal, "Sit beside Morgan on Wednesdays")).to_contain_text("Lucy Tran")
    expect(walk.goal_card(priya, TARGET)).to_be_visible()
    priya.goto(f"{jones}team/")
    expect(walk.line(walk.card(priya, "Who, and for what"), "Lucy Tran")).to_contain_text("learning specialist")


@pytest.mark.requirement("R178", "R205")
def test_jones_7_a_taper_before_goodbye(priya: Page, jones: str) -> None:
    walk.plan_visits(priya, jones, "every month", words="One visit, and calls between", stepping_down=True)
    walk.write_note(priya, jones, "Margaret rang: all calm.", how="Phone call")
    priya.goto(f"{jones}visits/")
    rhythms = walk.card(priya, "Planned, and what took place").get_by_role("listitem")
    expect(rhythms.first).to_contain_text("Every month")
    expect(rhythms.first).to_contain_text("stepping down")
    expect(rhythms.first).to_contain_text("1 call")
    expect(rhythms.nth(1)).to_contain_text("Mostly by phone")
    expect(rhythms.nth(2)).to_contain_text("Every two weeks")


def test_jones_8_the_open_door_note_where_the_duty_worker_sees_it(priya: Page, jones: str, demo_as: SignIn) -> None:
    note = "Margaret knows what she wants: do not start again, ring Priya"
    walk.say_goodbye(priya, jones, changed="“I'd manage.”", call="Priya Shah, 0114 496 0123", note=note)
    fay = demo_as("fay")
    family = walk.find_family(fay, "Margaret Jones", "Jones")
    expect(fay.get_by_role("main")).to_contain_text(note)
    fay.goto(f"{family}goodbye/said/")
    expect(walk.card(fay, "They rang")).to_contain_text(note)
    walk.fill(fay, **{"What was the call about?": "New shifts, and a cross Morgan. Priya rings back."})
    walk.save(fay, "Keep this call")
    priya.goto(f"{jones}goodbye/said/")
    expect(walk.card(priya, "Since goodbye")).to_contain_text("Priya rings back")
