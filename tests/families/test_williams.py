"""The eight checks of the Williams family: one list out of three, one thing at a time, Aran too, Sarah's own copy."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.demo_site import SignIn
from tests.families import steps_taken as walk

pytestmark = pytest.mark.usefixtures("told_anew")
BEDTIME = "James settles at bedtime"


@pytest.fixture
def priya(demo_as: SignIn) -> Page:
    return demo_as("priya")


@pytest.fixture
def williams(priya: Page, told_anew: str) -> str:
    return walk.open_family(priya, "Williams")


@pytest.mark.requirement("R060")
def test_williams_1_closed_then_found_and_opened_again_for_a_new_reason(
    priya: Page, williams: str, demo_as: SignIn
) -> None:
    walk.say_goodbye(priya, williams, changed="“We know what to do.”", call="Priya Shah, 0114 496 0123")
    fay = demo_as("fay")
    reason = "James moves to another class and the nights are back."
    _ask(fay, people="Sarah Williams, mother\nJames Williams, son", reason=reason)
    for name in ("Sarah", "James"):
        walk.tap(fay, f"Is {name} Williams one of these?", "Yes")
    walk.tap(fay, "Which family?", "The Williams family")
    walk.save(fay, "This is who they are")
    expect(fay.get_by_role("heading", name="We know them: goodbye on")).to_be_visible()
    expect(fay.get_by_text("“We know what to do.”")).to_be_visible()
    walk.tap(fay, "First: how safe are the children?", "Safe as far as anybody knows")
    walk.tap(fay, "Level of need", "Additional needs")
    walk.tap(fay, "What happens now?", "A key worker from intervention")
    walk.fill(fay, **{"Why?": "A new class, and they know what helped"})
    walk.tap(fay, "Next step", "We ring the family and offer help")
    walk.tap(fay, "Which team?", "MAST North intervention")
    walk.save(fay, "Keep this decision")
    walk.fill(fay, **{"What were they told?": "Priya comes again, nothing needs telling twice"})
    walk.tap(fay, "What do they say?", "Yes")
    walk.save(fay, "Keep the offer")

    walk.find_family(fay, "Sarah Williams", "Williams")
    fay.goto(f"{williams}roles/")
    stretches = fay.get_by_role("region").filter(has=fay.get_by_role("heading", name="Who carried it"))
    expect(stretches).to_have_count(3)
    expect(stretches.first).to_contain_text("Since")
    expect(stretches.first).to_contain_text(reason)
    expect(stretches.nth(1)).to_contain_text(BEDTIME)
    oldest = stretches.last
    for words in ("Joan Ellery", "Meals without tears", "five evenings in seven", "We can eat together now"):
        expect(oldest).to_contain_text(words)


def _ask(page: Page, *, people: str, reason: str) -> None:
    page.goto("/requests/new/")
    walk.tap(page, "Who is asking?", "The family themselves")
    walk.fill(page, **{"Who is in the family?": people, "What is going on": reason})
    walk.tap(page, "Are you worried about a child's safety?", "No")
    walk.tap(page, "Does the family know you are asking?", "Yes")
    walk.save(page, "Send the request")
    page.goto(page.url.removesuffix("received/"))


@pytest.mark.requirement("R133")
def test_williams_2_three_specialists_advice_in_one_plan_with_one_goal_in_focus(priya: Page, williams: str) -> None:
    advice = {
        "Ryegate Children's Centre": "Tell the nurse about the tummy",
        "Iris Coombe": "Sand timer at home too",
        "SNIPS": "Train and timer packed on Fridays",
    }
    for who, what in advice.items():
        priya.goto(f"{williams}meetings/log/")
        is_worker = who == "Iris Coombe"
        walk.fill(priya, **{"Its name": f"Advice: {who}", "What was said": f"{what}, she said."})
        walk.pick(priya, "Another worker" if is_worker else "Another agency", who)
        walk.tap(priya, "Who was there?", "Sarah")
        walk.save(priya)
        walk.add_action(priya, williams, BEDTIME, what=what, owners=("Sarah",))
    for what in advice.values():
        expect(walk.line(walk.goal_card(priya, BEDTIME), what)).to_contain_text("Sarah")

    other = "Toileting at school"
    priya.get_by_role("button", name=f"Put in focus : {other}").click()
    expect(walk.goal_card(priya, other)).to_contain_text("In focus now")
    expect(priya.get_by_text("In focus now")).to_have_count(1)
    priya.get_by_role("button", name=f"Put in focus : {BEDTIME}").click()
    expect(walk.goal_card(priya, BEDTIME)).to_contain_text("In focus now")
    expect(priya.get_by_text("In focus now")).to_have_count(1)
    expect(walk.goal_card(priya, other)).to_be_visible()


@pytest.mark.requirement("R016")
def test_williams_3_craig_depends_on_sarah_and_it_shows(priya: Page, williams: str) -> None:
    people = walk.card(priya, "Who they are")
    expect(walk.line(people, "Sarah, ").or_(walk.line(people, "Sarah")).first).to_contain_text("cares for Craig")
    walk.open_person(priya, williams, "Craig")
    caring = walk.card(priya, "Health and caring")
    expect(caring).to_contain_text("Sarah Williams cares for Craig")
    expect(caring).to_contain_text("long-term illness, hospital every month")

    walk.card(priya, "To one another").get_by_role("link", name="Add a relationship").click()
    walk.pick(priya, "Craig is …", "cared for by")
    walk.tap(priya, "Who?", "James")
    walk.fill(priya, In_their_words="fetches the tablets when Sarah is out")
    walk.save(priya)
    expect(caring).to_contain_text("James Williams cares for Craig")
    expect(caring).to_contain_text("fetches the tablets when Sarah is out")
    priya.goto(williams)
    expect(walk.line(people, "James, ")).to_contain_text("cares for Craig")


@pytest.mark.requirement("R017")
def test_williams_4_aran_has_no_goal_and_it_is_said(priya: Page, williams: str) -> None:
    aran = walk.line(walk.card(priya, "Who they are"), "Aran")
    expect(aran).to_contain_text("no goal of his own yet")
    priya.goto(f"{williams}plan/")
    missing = priya.get_by_role("note").filter(has_text="No goal of their own yet")
    expect(missing).to_contain_text("Aran")
    expect(missing).not_to_contain_text("James")
    walk.open_person(priya, williams, "Aran")
    expect(walk.card(priya, "Goals, in every family")).to_contain_text("No goal of their own yet.")

    title = "Aran knows what autism is"
    walk.add_goal(priya, williams, title, people=("Aran",))
    expect(missing).to_have_count(0)
    walk.open_person(priya, williams, "Aran")
    expect(walk.card(priya, "Goals, in every family")).to_contain_text(title)
    priya.goto(williams)
    expect(aran).not_to_contain_text("no goal of his own yet")


def test_williams_5_sleep_diary_and_reward_chart_over_time(priya: Page, williams: str) -> None:
    """The readings; the diary and the chart themselves, as files, wait for attachments."""
    walk.read_goal(priya, williams, BEDTIME, said_by="Craig", words="5 good nights", value="5", source="sleep diary")
    walk.read_goal(priya, williams, BEDTIME, said_by="James", words="6 stickers", value="6", source="reward chart")
    goal = walk.goal_card(priya, BEDTIME)
    expect(goal).to_contain_text("start: 1 night in 7")
    expect(goal).to_contain_text("now: 6 stickers")
    goal.get_by_role("link", name=re.compile("readings")).click()
    expect(priya.get_by_role("img", name="A line through the readings")).to_be_visible()
    rows = priya.get_by_role("table", name="All readings").get_by_role("row")
    expect(rows.filter(has_text="5 good nights")).to_contain_text("Craig, sleep diary")
    expect(rows.filter(has_text="6 stickers")).to_contain_text("James, reward chart")
    expect(rows.filter(has_text="2 nights in 7")).to_contain_text("sleep diary")
    assert sum("sleep diary" in row for row in rows.all_inner_texts()) >= 5


def test_williams_6_what_the_specialist_said_and_the_next_questions_in_their_copy(
    priya: Page, williams: str, demo_as: SignIn
) -> None:
    priya.goto(f"{williams}meetings/log/")
    notes = "Dr Aziz found nothing wrong with his tummy. A later tea may help."
    walk.fill(priya, **{"Its name": "Night waking, Ryegate", "Where": "Ryegate", "What was said": notes})
    walk.fill(priya, **{"Questions for next time": "How late is a later tea?\nWho writes to school?"})
    walk.tap(priya, "Who was there?", "Sarah", "James")
    walk.save(priya)

    sarah = demo_as("sarah")
    sarah.goto("/our-plan/")
    said = walk.line(walk.card(sarah, "What was said in meetings"), "Night waking, Ryegate")
    expect(said).to_contain_text(notes)
    questions = walk.card(sarah, "Questions for next time")
    expect(questions).to_contain_text("How late is a later tea?")
    expect(questions).to_contain_text("Who writes to school?")


@pytest.mark.requirement("R205")
def test_williams_7_the_visit_pattern_changes(priya: Page, williams: str) -> None:
    walk.plan_visits(priya, williams, "when it is needed", words="They ring, we come")
    walk.write_note(priya, williams, "James showed his train.", how="Home visit", seen=("James",))
    priya.goto(f"{williams}visits/")
    rhythms = walk.card(priya, "Planned, and what took place").get_by_role("listitem")
    expect(rhythms.first).to_contain_text("When it is needed")
    expect(rhythms.first).to_contain_text("They ring, we come")
    expect(rhythms.first).to_contain_text("met 1 time")
    expect(rhythms.nth(1)).to_contain_text("Every two weeks")
    expect(rhythms.nth(1)).to_contain_text(f"to {walk.day(0).rpartition(' ')[0]}")
    expect(rhythms.nth(2)).to_contain_text("Every week")


def test_williams_8_goodbye_shows_what_changed_in_their_words(priya: Page, williams: str, demo_as: SignIn) -> None:
    words = "Evenings are ours again, and Aran reads to James"
    priya.goto(f"{williams}words/new/")
    walk.fill(priya, **{"What did they say?": words})
    walk.tap(priya, "Who said it?", "Sarah")
    walk.save(priya, "Keep their words")

    walk.say_goodbye(priya, williams, call="Priya Shah, 0114 496 0123", picked=f"“{words}”")
    changed = walk.card(priya, "What has changed")
    expect(changed).to_contain_text(f"“{words}” Sarah")
    expect(changed).to_contain_text(BEDTIME)
    expect(changed).to_contain_text("start: 1 night in 7")

    sarah = demo_as("sarah")
    sarah.goto("/our-plan/")
    expect(sarah.get_by_role("note").filter(has_text="The door is open.")).to_contain_text("You do not have to start")
    expect(walk.goal_card(sarah, BEDTIME)).to_contain_text("start: 1 night in 7")
