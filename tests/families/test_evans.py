"""The Evans family: what the software must let somebody do, done through its pages."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.families.steps_taken import agree_about, card, day, fill, find_family, line, open_person, pick, save, tap
from tests.families.walking import SignIn, begin_family, shown

pytestmark = pytest.mark.usefixtures("told_anew")

EXPECTING = ["Nell Tarrow, 25, mother", "Finn, 7, son"]


def _family(demo_as: SignIn) -> str:
    return begin_family(
        demo_as, "Tarrow", people=EXPECTING, worker="Daniel Okoro", manager="rob", team="MAST South intervention"
    )


def _joins(page: Page, family: str, worker: str, *, what_for: str) -> None:
    page.goto(f"{family}team/new/")
    pick(page, "A worker", worker)
    fill(page, **{"What are they there for?": what_for})
    save(page)


def _baby_on_the_way(page: Page, family: str, *, due: str) -> None:
    page.goto(f"{family}people/new/")
    fill(page, **{"Or a few words that say who it is": "Nell's baby", "Age, birth date or due date": f"due {due}"})
    pick(page, "In this family they are", "child")
    save(page, "Add")


@pytest.mark.requirement("R005")
def test_evans_1_the_order_is_an_alert_and_he_is_never_invited_nor_sent_a_plan(demo_as: SignIn) -> None:
    daniel = demo_as("daniel")
    family = find_family(daniel, "Laura Evans", "Evans")
    for children in ("Aisha and Yusuf", "Zara Evans"):
        alert = line(daniel, f"Imran must not have contact with {children}")
        expect(alert).to_contain_text("court order")
        expect(alert).to_contain_text("There is worry that this is not kept")
    open_person(daniel, family, "Aisha")
    expect(line(daniel, "Contact restriction")).to_contain_text("Imran")
    daniel.goto(family)
    open_person(daniel, family, "Imran")
    imran = re.search(r"/people/P-(\d+)/", daniel.url)
    assert imran
    barred = f"person-{int(imran[1]) - 100_000}"

    for page_of, question in (("meetings/new/", "Who is invited?"), ("copy/give/", "Who gets it?")):
        daniel.goto(f"{family}{page_of}")
        listed = daniel.get_by_role("group", name=question)
        expect(listed.get_by_label("Laura", exact=True)).to_have_count(1)
        expect(listed.get_by_label("Imran")).to_have_count(0)
        expect(daniel.get_by_role("note").filter(has_text="Imran")).to_contain_text("Not on this list")
        if page_of == "meetings/new/":
            fill(daniel, On_which_day=day(7))
        else:
            tap(daniel, "How?", "On paper")
        forced = listed.get_by_label("Laura", exact=True)
        forced.evaluate("(box, barred) => { box.value = barred; box.checked = true }", barred)
        daniel.locator("main form[method=post] button.govuk-button").first.click()
        expect(daniel.locator(".govuk-error-summary")).to_contain_text("Imran")
    daniel.goto(f"{family}team/")
    expect(card(daniel, "Meetings")).not_to_contain_text(re.compile(rf"(?<!\d){shown(7)}"))


@pytest.mark.requirement("R095", "R097", "R098")
def test_evans_2_social_care_and_us_agree_who_leads_with_an_alert_until_then(demo_as: SignIn) -> None:
    daniel, rob = demo_as("daniel"), demo_as("rob")
    family = _family(demo_as)
    daniel.goto(family)
    expect(daniel.get_by_role("main")).not_to_contain_text("Nobody is named as lead professional")
    _joins(daniel, family, "Hannah Cole", what_for="Contact with the father")
    for page in (daniel, rob):
        page.goto(family)
        expect(page.get_by_role("main")).to_contain_text("Nobody is named as lead professional")

    rob.goto(f"{family}lead/")
    tap(rob, "Who leads?", "Hannah Cole")
    fill(rob, **{"Why, and under which rule?": "Two workers said it was them", "Who decided?": "Rob and social care"})
    fill(
        rob,
        **{"What does the lead answer for?": "The children's safety", "Did anybody object?": "Social care, a little"},
    )
    save(rob, "Keep the lead professional")
    daniel.goto(family)
    expect(daniel.get_by_role("main")).not_to_contain_text("Nobody is named as lead professional")
    side = card(daniel, "Their key worker")
    expect(side).to_contain_text("Daniel Okoro")
    expect(side).to_contain_text("Hannah Cole")
    expect(side).to_contain_text("answers for The children's safety")
    daniel.goto(f"{family}roles/")
    led = line(daniel, "Hannah Cole")
    for words in ("lead professional", "Rob and social care", "Two workers said it was them", "Social care, a little"):
        expect(led).to_contain_text(words)


@pytest.mark.requirement("R011", "R099")
def test_evans_3_a_plan_for_the_birth_weeks_before_and_the_hospital_sees_it(demo_as: SignIn) -> None:
    daniel = demo_as("daniel")
    family = _family(demo_as)
    _baby_on_the_way(daniel, family, due=day(42))
    daniel.goto(f"{family}plan/others/new/")
    pick(daniel, "What kind of plan?", "Plan for the birth")
    fill(daniel, **{"What does it say, who does what?": "Home when midwife and Hannah have both said yes"})
    pick(daniel, "Whose plan?", "Sallowdale Infirmary")
    fill(daniel, **{"Who may authorise?": "Hannah Cole, or the duty team at night", "The big day": day(42)})
    save(daniel)
    _joins(daniel, family, "Sadia Rehman", what_for="The birth and coming home")
    daniel.goto(f"{family}diary/")
    expect(line(card(daniel, "To come"), "Plan for the birth")).to_contain_text(shown(42))

    sadia = demo_as("sadia")
    sadia.goto(family)
    expect(card(sadia, "Around the family")).to_contain_text("Home when midwife and Hannah have both said yes")
    sadia.goto(f"{family}plan/")
    plan = line(card(sadia, "Other plans beside this one"), "Plan for the birth, Sallowdale Infirmary")
    expect(plan).to_contain_text("may authorise: Hannah Cole, or the duty team at night")


@pytest.mark.requirement("R009", "R011")
def test_evans_4_the_unborn_child_becomes_a_baby_and_the_home_is_dated_anew(demo_as: SignIn) -> None:
    daniel = demo_as("daniel")
    family = _family(demo_as)
    _baby_on_the_way(daniel, family, due=day(3))
    open_person(daniel, family, "Nell's baby")
    daniel.get_by_role("link", name="The baby was born").click()
    fill(daniel, **{"When was the baby born?": day(-2), "First names": "Idris"})
    pick(daniel, "A girl or a boy?", "boy")
    save(daniel)
    daniel.goto(f"{family}move/")
    tap(daniel, "Who moves?", "Idris")
    fill(daniel, When=day(-1), Address_of_the_new_home="9 Teasel Way", Postcode="ZZ9 7EF")
    save(daniel)
    daniel.goto(family)
    expect(card(daniel, "Who they are").get_by_role("link", name=re.compile("^Idris, "))).to_be_visible()
    daniel.get_by_role("link", name=re.compile("^Idris, ")).click()
    expect(card(daniel, "Who they are")).to_contain_text(shown(-2))
    expect(card(daniel, "Homes")).to_contain_text(shown(-1))

    found = find_family(daniel, "Laura Evans", "Evans")
    expect(card(daniel, "Who they are").get_by_role("link", name=re.compile("^Zara, "))).to_be_visible()
    open_person(daniel, found, "Zara")
    expect(card(daniel, "Who they are")).not_to_contain_text("Due")


@pytest.mark.requirement("R130")
def test_evans_5_two_panels_and_the_child_in_need_plan_beside_the_familys(demo_as: SignIn) -> None:
    daniel = demo_as("daniel")
    family = _family(demo_as)
    for number, on in ((1, day(-30)), (2, day(-2))):
        daniel.goto(f"{family}meetings/log/")
        pick(daniel, "What kind of meeting?", "Panel")
        fill(daniel, **{"Its name, if it has one": f"MAAM {number}", "On which day": on})
        pick(daniel, "Another worker", "Hannah Cole")
        fill(daniel, What_was_said=f"Everybody told what they know, time {number}.")
        save(daniel)
    daniel.goto(f"{family}plan/others/new/")
    pick(daniel, "What kind of plan?", "Child in Need plan")
    fill(daniel, **{"What does it say, who does what?": "Safe from contact that nobody watches"})
    pick(daniel, "Whose plan?", "Sallowdale children's social care")
    save(daniel)
    daniel.goto(f"{family}plan/")
    linked = line(card(daniel, "Other plans beside this one"), "Child in Need plan")
    expect(linked).to_contain_text("Safe from contact that nobody watches")
    daniel.goto(f"{family}team/")
    meetings = card(daniel, "Meetings")
    expect(meetings.get_by_role("link", name=f"MAAM 1, {shown(-30)}")).to_be_visible()
    meetings.get_by_role("link", name=f"MAAM 2, {shown(-2)}").click()
    expect(card(daniel, "What was said")).to_contain_text("Everybody told what they know, time 2.")
    expect(card(daniel, "Who came")).to_contain_text("Hannah Cole")


@pytest.mark.requirement("R211")
def test_evans_6_emergency_food_and_money_with_what_came_of_it(demo_as: SignIn) -> None:
    daniel = demo_as("daniel")
    family = _family(demo_as)
    daniel.goto(f"{family}notes/new/")
    fill(
        daniel, **{"What happened?": "Nell rang: the meter is empty. The hardship fund refused; a neighbour lent ten."}
    )
    tap(daniel, "How did you meet?", "Phone call")
    tap(daniel, "What kind of help was it?", "In a crisis", "Money, benefits and forms")
    save(daniel, "Save the note")
    agree_about(daniel, family, "Sallowdale food bank", person="Nell")
    daniel.goto(f"{family}elsewhere/new/")
    pick(daniel, "Which service?", "Sallowdale food bank")
    fill(daniel, **{"What for?": "Food until Monday"})
    tap(daniel, "Who is it for?", "Nell")
    tap(daniel, "How?", "went along")
    save(daniel)
    daniel.goto(f"{family}elsewhere/")
    card(daniel, "Sallowdale food bank").get_by_role("link", name=re.compile("Where it stands")).click()
    tap(daniel, "Where does it stand?", "finished")
    fill(daniel, In_a_few_words="A parcel for three days, fetched together")
    save(daniel)
    daniel.goto(f"{family}elsewhere/")
    parcel = card(daniel, "Sallowdale food bank")
    for words in ("Food until Monday", "went along", "finished", "A parcel for three days, fetched together"):
        expect(parcel).to_contain_text(words)
    daniel.goto(family)
    call = line(card(daniel, "What happened"), "the meter is empty")
    for words in ("in a crisis", "money, benefits and forms", "The hardship fund refused; a neighbour lent ten"):
        expect(call).to_contain_text(re.compile(words, re.IGNORECASE))


@pytest.mark.requirement("R009", "R018", "R220")
def test_evans_7_home_and_school_change_and_the_history_stays(demo_as: SignIn) -> None:
    daniel = demo_as("daniel")
    family = find_family(daniel, "Laura Evans", "Evans")
    daniel.goto(f"{family}move/")
    tap(daniel, "Who moves?", "Laura", "Aisha", "Yusuf", "Zara")
    fill(daniel, When=day(-3))
    tap(daniel, "Which home?", "another home")
    fill(daniel, Address_of_the_new_home="3 Lark Lane", Postcode="ZZ9 1AB")
    save(daniel)
    open_person(daniel, family, "Aisha")
    daniel.get_by_role("link", name="Add school, work or money").click()
    pick(daniel, "What is it about?", "School or nursery")
    fill(daniel, What_we_know="Larkfield Primary", Since_when=day(-2))
    save(daniel)

    homes = card(daniel, "Homes")
    for words in ("Evans rented house", "Evans new house", "3 Lark Lane", shown(-3)):
        expect(homes).to_contain_text(words)
    schools = card(daniel, "School, work and money")
    for words in ("Stonebridge Primary", "Beck Road Primary", "Larkfield Primary"):
        expect(schools).to_contain_text(words)
    homes.get_by_role("link", name="Evans rented house").click()
    expect(card(daniel, "Who lives here")).to_contain_text(re.compile("Lived here before.*Aisha", re.DOTALL))


@pytest.mark.requirement("R175", "R181")
def test_evans_8_goodbye_at_eighty_per_cent_with_a_warning_and_a_dated_check(demo_as: SignIn) -> None:
    rob = demo_as("rob")
    find_family(rob, "Laura Evans", "Evans")
    rob.get_by_role("link", name="Our goodbye, and calls since").click()
    expect(card(rob, "What has changed")).to_contain_text("now: 80 per cent")
    expect(rob.get_by_role("main")).to_contain_text("May fall back without somebody there every week")
    expect(rob.get_by_role("main")).to_contain_text("We look again")

    daniel = demo_as("daniel")
    family = _family(demo_as)
    daniel.goto(f"{family}goals/new/")
    fill(daniel, **{"What should be different?": "Finn is at school", "What is the aim?": "95 per cent"})
    save(daniel)
    for words in ("48 per cent", "80 per cent"):
        daniel.goto(f"{family}plan/")
        card(daniel, "Finn is at school").get_by_role("link", name=re.compile("^How is it now")).click()
        fill(daniel, **{"How is it now?": words, "Who says so?": "the school"})
        save(daniel)
    daniel.goto(f"{family}goodbye/")
    tap(daniel, "Why does help end?", "Partly reached")
    fill(daniel, **{"What has changed, in their words?": "He goes, mostly.", "When do you say goodbye?": day(0)})
    pick(daniel, "How likely is slipping back?", "High: others stay close")
    fill(daniel, **{"More about the risk": "Money by Thursday"})
    pick(daniel, "Look again afterwards?", "In six weeks")
    still_open = daniel.get_by_label("The family does not want to wait")
    if still_open.count():
        still_open.check()
    save(daniel, "Say goodbye")
    said = daniel.get_by_role("main")
    for words in (
        "48 per cent",
        "80 per cent",
        "High: others stay close. Money by Thursday",
        "We look again",
        shown(42),
    ):
        expect(said).to_contain_text(words)
    daniel.goto(f"{family}diary/")
    expect(line(card(daniel, "To come"), shown(42))).to_contain_text("check after goodbye")
