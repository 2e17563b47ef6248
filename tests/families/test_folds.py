"""The Folds family: what the software must let somebody do, done through its pages.

Waits for the directory: who went to a course how often, and what they got from it (check 4).
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.families.steps_taken import agree_about, card, day, fill, find_family, line, open_person, pick, save, tap
from tests.families.walking import SignIn, ask_for_help, decide_and_offer, name_key_worker, say_who_they_are, shown

pytestmark = pytest.mark.usefixtures("told_anew")


def _family(demo_as: SignIn) -> str:
    """One mother, one baby, taken in with the least that can be said."""
    fay = demo_as("fay")
    ask_for_help(fay, people=["Nell Tarrow, 40, mother", "Ivy, 7 weeks, daughter"])
    say_who_they_are(fay, "Tarrow")
    family = decide_and_offer(fay, team="MAST North prevention", outcome="A key worker from prevention")
    name_key_worker(demo_as("maya"), family, worker="Joan Ellery")
    return family


def _asked_elsewhere(page: Page, family: str, service: str, *, what_for: str, way: str, stays: bool = False) -> None:
    agree_about(page, family, service, person="Nell")
    page.goto(f"{family}elsewhere/new/")
    pick(page, "Which service?", service)
    fill(page, **{"What for?": what_for})
    tap(page, "Who is it for?", "Nell")
    tap(page, "How?", way)
    if stays:
        page.get_by_label("This stays when we have said goodbye").check()
    save(page)


def _stands(page: Page, family: str, service: str, state: str, *, words: str) -> None:
    page.goto(f"{family}elsewhere/")
    card(page, service).get_by_role("link", name=re.compile("^Where it stands")).click()
    tap(page, "Where does it stand?", state)
    fill(page, In_a_few_words=words)
    save(page)
    page.goto(f"{family}elsewhere/")


def _goodbye(page: Page, family: str) -> None:
    page.goto(f"{family}goodbye/")
    tap(page, "Why does help end?", "The goals are reached")
    fill(page, **{"What has changed, in their words?": "I know what she wants, mostly."})
    still_open = page.get_by_label("The family does not want to wait")
    if still_open.count():
        still_open.check()
    save(page, "Say goodbye")


@pytest.mark.requirement("R113")
def test_folds_1_one_mother_one_baby_a_light_record(demo_as: SignIn) -> None:
    family = _family(demo_as)
    joan = demo_as("joan")
    joan.goto(family)
    expect(card(joan, "Their key worker")).to_contain_text("Joan Ellery")
    expect(card(joan, "Who they are").locator(".op-people").get_by_role("listitem")).to_have_count(2)
    expect(card(joan, "The plan")).to_contain_text("No goals yet, and none are needed to begin")
    joan.goto(f"{family}notes/new/")
    fill(joan, **{"What happened?": "Nell cried for half an hour and I said little."})
    save(joan, "Save the note")
    joan.goto(family)
    expect(card(joan, "What happened")).to_contain_text("I said little")
    joan.goto(f"{family}goals/new/")
    fill(joan, **{"What should be different?": "Nell feels that she can do this"})
    save(joan)
    joan.goto(f"{family}plan/")
    expect(card(joan, "Nell feels that she can do this")).to_be_visible()


@pytest.mark.requirement("R013", "R020")
def test_folds_2_the_early_birth_and_the_doula_before_it(demo_as: SignIn) -> None:
    joan = demo_as("joan")
    family = _family(demo_as)
    open_person(joan, family, "Ivy")
    joan.get_by_role("button", name="Add something we know", exact=True).click()
    pick(joan, "What is it about?", "Pregnancy and birth")
    fill(joan, What_we_know="Born five weeks early; three weeks in hospital", Since_when=day(-49), Who_told_us="Nell")
    save(joan)
    expect(joan.get_by_role("main")).to_contain_text("Born five weeks early; three weeks in hospital")
    joan.goto(f"{family}earlier-help/new/")
    fill(joan, Who_helped="Sallowdale doulas", With_what="A doula before the birth and at it", Since_when=day(-120))
    fill(joan, How_it_felt_to_the_family="I would not have got through it without her", Until=day(-28))
    save(joan)
    joan.goto(f"{family}people/")
    doula = line(joan, "Sallowdale doulas")
    expect(doula).to_contain_text("A doula before the birth and at it")
    expect(doula).to_contain_text("I would not have got through it without her")

    folds = find_family(joan, "Cath Folds", "Folds")
    open_person(joan, folds, "Rose")
    expect(joan.get_by_role("main")).to_contain_text("Born about five weeks early; three weeks in hospital")


@pytest.mark.requirement("R215")
def test_folds_3_told_helped_to_arrange_went_along(demo_as: SignIn) -> None:
    joan = demo_as("joan")
    family = _family(demo_as)
    for service, way in (
        ("Copse Lane children's centre", "went along"),
        ("Home Start", "helped to arrange it"),
        ("Harbour counselling", "told about it"),
    ):
        _asked_elsewhere(joan, family, service, what_for="Company in the mornings", way=way)
        joan.goto(f"{family}elsewhere/")
        expect(card(joan, service)).to_contain_text(way)
    card(joan, "Harbour counselling").get_by_role("link", name=re.compile("^How they get there")).click()
    tap(joan, "How?", "went along")
    save(joan)
    joan.goto(f"{family}elsewhere/")
    expect(card(joan, "Harbour counselling")).to_contain_text("went along")

    folds = find_family(joan, "Cath Folds", "Folds")
    joan.goto(f"{folds}elsewhere/")
    for what, way in (("Breast feeding worker", "went along"), ("Incredible Years", "helped to arrange it")):
        expect(joan.get_by_role("region").filter(has_text=what).last).to_contain_text(way)
    expect(joan.get_by_role("region").filter(has_text="Baby group").last).to_contain_text("told about it")


@pytest.mark.requirement("R245")
def test_folds_5_help_afterwards_starts_before_goodbye(demo_as: SignIn) -> None:
    joan = demo_as("joan")
    family = _family(demo_as)
    _asked_elsewhere(joan, family, "Home Start", what_for="Two hours' rest", way="helped to arrange it", stays=True)
    _stands(joan, family, "Home Start", "started", words="Met her volunteer Dot over cake")
    before = card(joan, "Home Start")
    for words in ("stays after goodbye", "started", "Met her volunteer Dot over cake", shown(0)):
        expect(before).to_contain_text(words)
    _goodbye(joan, family)
    expect(card(joan, "What stays")).to_contain_text("Two hours' rest")

    find_family(joan, "Cath Folds", "Folds")
    joan.get_by_role("link", name="Our goodbye, and calls since").click()
    expect(line(card(joan, "What stays"), "Dot, two hours' rest each week")).to_contain_text("in place")


@pytest.mark.requirement("R164", "R176")
def test_folds_6_something_to_come_lives_on_after_goodbye(demo_as: SignIn) -> None:
    joan = demo_as("joan")
    family = _family(demo_as)
    joan.goto(f"{family}diary/new/")
    fill(joan, **{"What is it?": "Ivy starts at Acorns nursery", "On which day": day(60), "Where": "Acorns"})
    tap(joan, "Whose is it?", "Ivy")
    pick(joan, "What kind of day?", "something starts")
    joan.get_by_label("This stays when we have said goodbye").check()
    save(joan)
    _goodbye(joan, family)
    joan.goto(f"{family}diary/")
    start = line(card(joan, "To come"), "Ivy starts at Acorns nursery")
    expect(start).to_contain_text(shown(60))
    expect(start).to_contain_text("stays after goodbye")

    folds = find_family(joan, "Cath Folds", "Folds")
    joan.goto(f"{folds}diary/")
    expect(line(card(joan, "To come"), "Rose starts at Acorns nursery")).to_contain_text("December")


@pytest.mark.requirement("R204", "R208")
def test_folds_7_time_for_emotional_support_counts(demo_as: SignIn) -> None:
    joan = demo_as("joan")
    family = _family(demo_as)
    joan.goto(f"{family}notes/new/")
    fill(joan, **{"What happened?": "Only talked, and that was what it was for."})
    tap(joan, "How did you meet?", "Home visit")
    tap(joan, "What kind of help was it?", "Emotional support")
    joan.get_by_text("Another day, how long, where").click()
    fill(joan, **{"How many minutes?": "75"})
    save(joan, "Save the note")
    joan.goto(family)
    talked = line(card(joan, "What happened"), "Only talked")
    expect(talked).to_contain_text("75 minutes")
    expect(talked).to_contain_text("emotional support")
    joan.goto(f"{family}visits/new/")
    tap(joan, "How often do you plan to meet?", "every week")
    save(joan)
    joan.goto(f"{family}visits/")
    expect(line(joan, "Every week")).to_contain_text("met 1 time")


@pytest.mark.requirement("R119", "R141")
def test_folds_8_her_own_number_before_and_after(demo_as: SignIn) -> None:
    joan = demo_as("joan")
    family = _family(demo_as)
    joan.goto(f"{family}goals/new/")
    fill(joan, **{"What should be different?": "Nell feels that she can do this", "What is the aim?": "7 out of 10"})
    fill(joan, **{"If it is counted": "how I feel, out of 10", "Number to aim for": "7", "The scale ends at": "10"})
    tap(joan, "Who is it for?", "Nell")
    save(joan)
    for number in ("3", "8"):
        joan.goto(f"{family}plan/")
        card(joan, "Nell feels that she can do this").get_by_role("link", name=re.compile("^How is it now")).click()
        fill(joan, **{"How is it now?": f"{number} out of 10", "As a number": number, "Who says so?": "Nell"})
        save(joan)
    joan.goto(f"{family}plan/")
    feels = card(joan, "Nell feels that she can do this")
    expect(feels).to_contain_text("start: 3 out of 10")
    expect(feels).to_contain_text("now: 8 out of 10")
    joan.goto(f"{family}copy/")
    expect(card(joan, "Nell feels that she can do this")).to_contain_text("now: 8 out of 10")

    find_family(joan, "Cath Folds", "Folds")
    joan.get_by_role("link", name="Our goodbye, and calls since").click()
    own = line(card(joan, "What has changed"), "Cath feels that she can do this")
    expect(own).to_contain_text("start: 3 out of 10")
    expect(own).to_contain_text("now: 8 out of 10")
