"""The Brown family: what the software must let somebody do, done through its pages."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.families.steps_taken import card, day, fill, find_family, line, open_person, pick, save, tap
from tests.families.walking import SignIn, begin_family, shown

pytestmark = pytest.mark.usefixtures("told_anew")


@pytest.mark.requirement("R001", "R014")
def test_brown_1_unknown_ages_twins_and_under_seven(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    people = ["Nell Tarrow, mother", "Finn, under 7, son", "Wren, under 7, daughter"]
    family = begin_family(demo_as, "Tarrow", people=people)
    priya.goto(f"{family}people/new/")
    fill(priya, **{"Or a few words that say who it is": "the twins", "Age, birth date or due date": "twins under 7"})
    pick(priya, "In this family they are", "child")
    save(priya, "Add")

    priya.goto(family)
    who = card(priya, "Who they are")
    for name in ("Nell", "Finn, under 7", "Wren, under 7", "first twin, under 7", "second twin, under 7"):
        expect(who.get_by_role("link", name=name, exact=True)).to_be_visible()
    _born(priya, family, "first twin", "23 January 2022")
    expect(card(priya, "To one another")).to_contain_text("twin")
    _born(priya, family, "second twin", "23 January 2022")
    _born(priya, family, "Finn", "June 2024")
    _born(priya, family, "Nell", "3 May 1996")

    brown = find_family(priya, "Rebecca Brown", "Brown")
    expect(card(priya, "Who they are").get_by_role("link", name="Rebecca", exact=True)).to_be_visible()
    priya.goto(f"{brown}people/?on=16+October+2012&known=16+October+2012")
    for child in ("first twin", "second twin", "third child", "fourth child"):
        expect(line(priya, f"the {child}")).to_contain_text("under 7")


def _born(page: Page, family: str, who: str, when: str) -> None:
    open_person(page, family, who)
    page.get_by_role("link", name=re.compile("(Put the birth right|How old|birth)", re.IGNORECASE)).first.click()
    fill(page, **{"When were they born, or how old are they?": when, "How we know": "Nell says so"})
    save(page)
    expect(card(page, "Who they are")).to_contain_text(re.compile(when, re.IGNORECASE))


@pytest.mark.requirement("R063", "R069", "R169", "R222")
def test_brown_2_incident_joint_assessment_decision_and_six_checks(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    family = begin_family(demo_as, "Tarrow", people=["Nell Tarrow, mother", "Finn, under 7, son"])
    _note(priya, family, "There was an incident in the night; the police were there.", how="Spoke with", on=-160)
    _note(priya, family, "Joint visit: we did the assessment at the kitchen table.", how="Joint visit", on=-155)
    priya.goto(f"{family}levels/new/")
    tap(priya, "When is this decided?", "social care's decision")
    tap(priya, "Or what social care decided", "Does not meet the social care threshold")
    fill(priya, **{"Why?": "Early help can meet it", "Conditions or checks": "Checks for six months"})
    fill(priya, **{"Who decided?": "Sallowdale social care", "On which day?": day(-153)})
    save(priya)
    priya.goto(f"{family}diary/checks/")
    fill(priya, **{"What is checked?": "Are the children well?", "First on": day(-152), "How many times": "6"})
    tap(priya, "How often", "every month")
    fill(priya, **{"Who does the checks?": "Hannah Cole", "Who asked for them?": "the decision of June"})
    save(priya)
    for number in range(5):
        _tick_first(priya, family, words=f"Hannah rang, check {number + 1}")
    priya.goto(f"{family}diary/")
    done = card(priya, "What became of the others").get_by_role("listitem").filter(has_text="Are the children well?")
    expect(done).to_have_count(5)
    for words in (shown(-152), "kept", "Hannah Cole sees to it", "asked for by the decision of June", "check 1"):
        expect(done.last).to_contain_text(words)

    priya.goto(f"{family}levels/")
    decided = line(priya, "Does not meet the social care threshold")
    for words in (shown(-153), "Sallowdale social care", "Checks for six months"):
        expect(decided).to_contain_text(words)
    priya.goto(f"{family}timeline/")
    expect(line(priya, "There was an incident in the night")).to_contain_text(shown(-160))
    expect(line(priya, "at the kitchen table")).to_contain_text(f"Joint visit, {shown(-155)}")

    brown = find_family(priya, "Rebecca Brown", "Brown")
    priya.goto(f"{brown}diary/")
    expect(priya.get_by_role("listitem").filter(has_text="Social care asks how the children are")).to_have_count(6)
    expect(line(priya, "22 March 2013")).to_contain_text("Hannah was away and nobody covered")


def _tick_first(page: Page, family: str, *, words: str) -> None:
    page.goto(f"{family}diary/")
    card(page, "How did it go?").get_by_role("link", name=re.compile("^Kept or missed")).first.click()
    tap(page, "What became of it?", "kept")
    fill(page, **{"How did it go?": words})
    save(page)


def _note(page: Page, family: str, text: str, *, how: str, on: int = 0, support: str = "", minutes: str = "") -> None:
    page.goto(f"{family}notes/new/")
    fill(page, **{"What happened?": text})
    tap(page, "How did you meet?", how)
    if support:
        tap(page, "What kind of help was it?", support)
    page.get_by_text("Another day, how long, where").click()
    fill(page, **{"Which day?": day(on), "How many minutes?": minutes})
    save(page, "Save the note")


@pytest.mark.requirement("R070")
def test_brown_3_named_in_the_request_apart_from_found_later(demo_as: SignIn) -> None:
    priya, maya = demo_as("priya"), demo_as("maya")
    family = find_family(priya, "Rebecca Brown", "Brown")
    priya.goto(f"{family}needs/new/")
    pick(priya, "What kind of need?", "Money and debt")
    pick(priya, "Whose need is it?", "Rebecca")
    fill(priya, **{"In a few words": "The meter takes the food money", "How did it come to light?": "she rang"})
    save(priya, "Keep the need")

    find_family(maya, "Rebecca Brown", "Brown")
    card(maya, "Needs").get_by_role("link", name="All of them").click()
    named = maya.get_by_role("region", name="Named in the request")
    expect(named).to_contain_text("School attendance · Jake")
    expect(named).to_contain_text("The children look unkempt")
    expect(named).to_contain_text("16 October 2012 · Hannah Cole")
    expect(named).not_to_contain_text("Domestic abuse")
    later = maya.get_by_role("region", name="Found later")
    for words in ("Domestic abuse", "Drugs or alcohol", "She hardly leaves the house", "26 November 2012"):
        expect(later).to_contain_text(words)
    expect(later).to_contain_text("The meter takes the food money")
    expect(later).to_contain_text(shown(0))
    expect(named).not_to_contain_text("Money and debt")


@pytest.mark.requirement("R141", "R142")
@pytest.mark.parametrize("width", [360, 1400])
def test_brown_4_rebecca_sees_her_goals_on_one_page(demo_as: SignIn, width: int) -> None:
    rebecca = demo_as("rebecca", width=width)
    expect(rebecca.get_by_role("heading", level=1)).to_have_text("Our plan")
    expect(rebecca.get_by_role("main")).to_contain_text("you have reached 5 of 6 goals")
    school = card(rebecca, "Jake and Leah are in school every day")
    for words in ("start: 62 per cent", "now: 80 odd", "aim: every day"):
        expect(school).to_contain_text(words)
    homework = card(rebecca, "Homework is done")
    expect(homework).to_contain_text("reached")
    expect(homework).to_contain_text("now: achieved 100%")


@pytest.mark.requirement("R164")
def test_brown_5_school_nursery_dentist_in_one_diary(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    family = find_family(priya, "Rebecca Brown", "Brown")
    for what, who, place in (
        ("Talk about Jake's Mondays", "Rebecca", "Copse Lane Primary"),
        ("Nursery visit for Alfie", "Alfie", "Copse Lane children's centre"),
        ("Dentist again", "Leah", "Alder Street"),
    ):
        priya.goto(f"{family}diary/new/")
        fill(priya, **{"What is it?": what, "On which day": day(-1), "At what time": "10.30", "Where": place})
        tap(priya, "Whose is it?", who)
        pick(priya, "Who goes along?", "Priya Shah")
        save(priya)
    priya.goto(f"{family}diary/")
    asked = card(priya, "How did it go?")
    expect(asked.get_by_role("listitem")).to_have_count(3)
    asked.get_by_role("link", name=re.compile("Dentist again")).click()
    tap(priya, "What became of it?", "kept")
    fill(priya, **{"How did it go?": "I sat beside them; no fillings"})
    save(priya)
    priya.goto(f"{family}diary/")
    went = line(card(priya, "What became of the others"), "Dentist again")
    for words in ("kept", "10.30", "Leah", "Alder Street", "Priya Shah goes along", "no fillings"):
        expect(went).to_contain_text(words)
    past = card(priya, "What became of the others")
    for words in ("Attendance meeting at school", "Look at the nursery", "Two fillings for Jake"):
        expect(past).to_contain_text(words)


@pytest.mark.requirement("R101")
def test_brown_6_the_health_visitor_owns_the_nursery_place(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    family = find_family(priya, "Rebecca Brown", "Brown")
    priya.goto(f"{family}plan/")
    place = line(card(priya, "Poppy has a nursery place"), "Find a free nursery place")
    expect(place).to_contain_text("Nita Patel")
    expect(place).not_to_contain_text("Priya")

    family = begin_family(demo_as, "Tarrow", people=["Nell Tarrow, mother", "Finn, 3, son"])
    priya.goto(f"{family}team/new/")
    pick(priya, "A worker", "Nita Patel")
    fill(priya, **{"What are they there for?": "Finn's health"})
    save(priya, "Add them")
    priya.goto(f"{family}goals/new/")
    fill(priya, **{"What should be different?": "Finn has a nursery place"})
    save(priya, "Add the goal")
    priya.goto(f"{family}plan/")
    card(priya, "Finn has a nursery place").get_by_role("link", name="Add an action").click()
    fill(priya, **{"What is to be done?": "Find a free place"})
    pick(priya, "Another worker", "Nita Patel")
    save(priya, "Add the action")
    priya.goto(f"{family}plan/")
    owned = line(card(priya, "Finn has a nursery place"), "Find a free place")
    expect(owned).to_contain_text("Nita Patel")
    expect(owned).not_to_contain_text("Priya")

    nita = demo_as("nita")
    nita.goto(f"{family}plan/")
    nita.get_by_role("link", name="Say how it went").click()
    fill(nita, **{"How did it go?": "Three mornings, from Monday"})
    save(nita, "Report")
    priya.goto(f"{family}plan/")
    expect(owned).to_contain_text("Three mornings, from Monday")


@pytest.mark.requirement("R178", "R205")
def test_brown_7_from_every_two_weeks_to_mostly_by_phone(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    find_family(priya, "Rebecca Brown", "Brown")
    priya.get_by_role("link", name="How often, how long").click()
    expect(line(priya, "Every two weeks")).to_contain_text("24 October 2012 to 16 September 2013: met 5 times")
    expect(line(priya, "Mostly by phone")).to_contain_text("met 1 time, 2 calls or texts")

    helped_now = find_family(priya, "Harry Deardon", "Deardon")
    for rhythm, since in (("every two weeks", -50), ("mostly by phone", -10)):
        priya.goto(f"{helped_now}visits/new/")
        tap(priya, "How often do you plan to meet?", rhythm)
        fill(priya, **{"From which day?": day(since)})
        save(priya)
    _note(priya, helped_now, "At the kitchen table.", how="Home visit", on=-45)
    _note(priya, helped_now, "All fine, says Claire.", how="Phone call", on=-9)
    priya.goto(f"{helped_now}visits/")
    planned = card(priya, "Planned, and what took place").get_by_role("listitem")
    expect(planned.nth(0)).to_contain_text(re.compile("Mostly by phone.*1 call", re.DOTALL))
    expect(planned.nth(1)).to_contain_text(f"From {shown(-50)} to {shown(-10)}: met ")
    expect(planned.nth(1)).to_contain_text(re.compile(r"Every two weeks.*of 2 planned", re.DOTALL))


@pytest.mark.requirement("R176", "R180")
def test_brown_8_follow_on_by_name_and_a_call_without_a_new_request(demo_as: SignIn) -> None:
    fay = demo_as("fay")
    fay.goto("/requests/?show=answered")
    before = fay.get_by_role("main").inner_text()
    find_family(fay, "Rebecca Brown", "Brown")
    fay.get_by_role("link", name="They rang: write it down").click()
    fill(fay, **{"What was the call about?": "Rebecca: Jake got a prize, and who is on duty at night?"})
    save(fay, "Keep this call")
    fay.goto("/requests/?show=answered")
    assert fay.get_by_role("main").inner_text() == before

    priya = demo_as("priya")
    find_family(priya, "Rebecca Brown", "Brown")
    expect(priya.get_by_role("main")).to_contain_text("Jake got a prize")
    priya.get_by_role("link", name="Our goodbye, and calls since").click()
    expect(card(priya, "Since goodbye")).to_contain_text("Jake got a prize")
    expect(line(card(priya, "What stays"), "Pat, for two hours a week")).to_contain_text("Ruth Ansell, 0114 496 0261")
    expect(line(card(priya, "What stays"), "Poppy's nursery place")).to_contain_text("in place")
