"""The Deardon family: what the software must let somebody do, done through its pages.

Waits for casework: an exclusion as an event of its own, with its outcome and who decided it (check 5).
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.families.steps_taken import agree_about, card, day, fill, find_family, line, open_person, pick, save, tap
from tests.families.walking import SignIn, ask_for_help, decide_and_offer, name_key_worker, say_who_they_are, shown

pytestmark = pytest.mark.usefixtures("told_anew")


@pytest.mark.requirement("R053", "R113")
def test_deardon_1_a_schools_assessment_starts_the_record(demo_as: SignIn) -> None:
    fay = demo_as("fay")
    caf = "CAF by Weir High School, finished last week"
    ask_for_help(
        fay, people=["Nell Tarrow, mother", "Finn, 14, son"], **{"Is there an assessment we can start from?": caf}
    )
    expect(card(fay, "What was asked")).to_contain_text(f"To start from\n{caf}", use_inner_text=True)
    request = fay.url
    say_who_they_are(fay, "Tarrow")
    family = decide_and_offer(fay, team="MAST North intervention")
    name_key_worker(demo_as("maya"), family, worker="Priya Shah")

    priya = demo_as("priya")
    priya.goto(f"{family}timeline/")
    expect(priya.get_by_role("main")).to_contain_text(caf)
    priya.goto(f"{family}goals/new/")
    fill(priya, **{"What should be different?": "Finn stays at his school"})
    save(priya)
    priya.goto(f"{family}plan/")
    expect(card(priya, "Finn stays at his school")).to_be_visible()
    fay.goto(request)
    expect(fay.get_by_role("main")).to_contain_text("Priya Shah")


@pytest.mark.requirement("R004", "R005")
def test_deardon_2_a_father_elsewhere_an_alert_and_never_met(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    family = find_family(priya, "Harry Deardon", "Deardon")
    joel = line(card(priya, "Who they are"), "Joel")
    expect(joel).to_contain_text("never met")
    expect(joel).to_contain_text("lives elsewhere")
    expect(priya.get_by_role("main")).to_contain_text(
        "Joel and Harry Deardon: a worry about contact, nothing forbids it"
    )
    open_person(priya, family, "Harry")
    expect(priya.get_by_role("main")).to_contain_text("Contact restriction")

    priya.goto(f"{family}people/new/")
    fill(priya, First_names="Osric", Family_name="Pellow")
    pick(priya, "In this family they are", "parent living elsewhere")
    priya.get_by_label("Nobody of us has met them yet").check()
    save(priya, "Add")
    open_person(priya, family, "Harry")
    priya.get_by_role("link", name="Somebody must keep away from Harry").click()
    tap(priya, "Who?", "Osric Pellow")
    tap(priya, "What is allowed", "letters or calls only")
    fill(priya, In_a_few_words="Claire is uneasy about it")
    save(priya)
    priya.goto(family)
    osric = line(card(priya, "Who they are"), "Osric")
    expect(osric).to_contain_text("never met")
    expect(osric).to_contain_text("parent living elsewhere")
    expect(priya.get_by_role("main")).to_contain_text(
        "Osric Pellow may only write to Harry Deardon or call, never meet"
    )


@pytest.mark.requirement("R139", "R232", "R233")
def test_deardon_3_the_wait_beside_the_usual_and_the_help_meanwhile(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    family = find_family(priya, "Harry Deardon", "Deardon")
    priya.goto(f"{family}elsewhere/")
    camhs = card(priya, "CAMHS")
    expect(camhs).to_contain_text(re.compile(r"waiting \d+ days · usual wait 126 days \(18 weeks\)"))
    expect(camhs).to_contain_text("Meanwhile: Priya sees Harry every week; one-to-one at school")

    agree_about(priya, family, "Home Start", person="Claire", days=-12)
    priya.goto(f"{family}elsewhere/new/")
    pick(priya, "Which service?", "Home Start")
    fill(priya, **{"What for?": "Somebody for Claire to talk to", "Asked on": day(-12)})
    tap(priya, "Who is it for?", "Claire")
    tap(priya, "How?", "helped to arrange it")
    fill(priya, **{"What happens meanwhile?": "Priya rings on Thursdays"})
    save(priya)
    priya.goto(f"{family}elsewhere/")
    asked = card(priya, "Home Start")
    expect(asked).to_contain_text("waiting 12 days · usual wait 28 days (4 weeks) · this is normal, nobody forgot")
    expect(asked).to_contain_text("Meanwhile: Priya rings on Thursdays")
    priya.goto(f"{family}plan/")
    expect(line(card(priya, "Help elsewhere"), "Home Start")).to_contain_text("waiting 12 days")


@pytest.mark.requirement("R032", "R146")
def test_deardon_4_who_is_involved_and_for_what_in_plain_words(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    family = find_family(priya, "Harry Deardon", "Deardon")
    priya.goto(f"{family}team/new/")
    pick(priya, "A worker", "Ruth Ansell")
    fill(
        priya,
        **{"What are they there for?": "A volunteer for Claire", "What do they go on doing?": "Comes on Tuesdays"},
    )
    save(priya)
    priya.goto(family)
    priya.get_by_role("link", name="Family’s copy").click()
    around = card(priya, "Who is around you, and for what")
    for who, what in (
        ("Sheila Webb", "Keeps Harry in school day by day"),
        ("Owen Ellis", "Knows what a school may decide"),
        ("CAMHS", "Harry's mood, when there is a place"),
        ("Kwame Boateng", "Keeps Harry out of trouble"),
        ("Ruth Ansell", "A volunteer for Claire · Comes on Tuesdays"),
    ):
        expect(line(around, who)).to_contain_text(what)
    text = priya.get_by_role("main").inner_text()
    for jargon in ("TAF", "episode", "case worker", "non-resident"):
        assert jargon not in text


@pytest.mark.requirement("R070", "R142")
def test_deardon_6_an_outcome_may_be_unclear(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    family = find_family(priya, "Harry Deardon", "Deardon")
    priya.goto(f"{family}needs/")
    drugs = line(priya, "Drugs or alcohol · Harry")
    expect(drugs).to_contain_text("not clear")
    expect(drugs).to_contain_text("Nobody knows how much he uses now")
    line(priya, "Bereavement · Harry").get_by_role("link").click()
    tap(priya, "How does it stand now?", "not clear")
    fill(priya, **{"How do you know?": "Harry will not say, and need not"})
    save(priya)
    priya.goto(f"{family}needs/")
    expect(line(priya, "Bereavement · Harry")).to_contain_text("not clear")

    priya.goto(f"{family}plan/")
    card(priya, "Claire and Harry can talk without shouting").get_by_role(
        "link", name=re.compile("^Pause, reached")
    ).click()
    tap(priya, "How does it stand?", "not clear")
    fill(priya, In_a_few_words="Each of them says something else")
    save(priya)
    priya.goto(f"{family}plan/")
    talk = card(priya, "Claire and Harry can talk without shouting")
    expect(talk).to_contain_text("not clear")
    expect(talk).to_contain_text("Each of them says something else")
    expect(card(priya, "Harry smokes less")).to_contain_text("not clear")


@pytest.mark.requirement("R231", "R237")
def test_deardon_7_one_referral_for_two_people_each_followed(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    family = find_family(priya, "Harry Deardon", "Deardon")
    priya.goto(f"{family}elsewhere/")
    both = card(priya, "Harbour counselling")
    expect(line(both, "Claire")).to_contain_text("started")
    expect(line(both, "Harry")).to_contain_text("not been yet")

    priya.goto(f"{family}elsewhere/new/")
    pick(priya, "Which service?", "Sallowdale food bank")
    fill(priya, **{"What for?": "Cooking together on Saturdays"})
    tap(priya, "Who is it for?", "Claire", "Harry")
    save(priya)
    _stands(priya, family, "Claire", "started", words="Made soup for nine")
    _stands(priya, family, "Harry", "not accepted", words="Under sixteen they do not take")
    cooking = card(priya, "Sallowdale food bank")
    expect(line(cooking, "Claire")).to_contain_text("Made soup for nine")
    expect(line(cooking, "Harry")).to_contain_text("not accepted")
    expect(line(cooking, "Harry")).not_to_contain_text("started")


def _stands(page: Page, family: str, who: str, state: str, *, words: str) -> None:
    page.goto(f"{family}elsewhere/")
    card(page, "Sallowdale food bank").get_by_role("link", name=re.compile(f"Where it stands.*{who}")).click()
    tap(page, "Where does it stand?", state)
    fill(page, In_a_few_words=words)
    save(page)
    page.goto(f"{family}elsewhere/")


@pytest.mark.requirement("R183")
def test_deardon_8_four_months_expected_never_a_cut_off(demo_as: SignIn) -> None:
    priya = demo_as("priya")
    family = find_family(priya, "Harry Deardon", "Deardon")
    priya.goto(f"{family}visits/")
    expect(priya.get_by_role("main")).to_contain_text("expected until about")
    priya.get_by_role("button", name="How long", exact=True).click()
    tap(priya, "How long may help take?", "Until another day")
    fill(priya, **{"If another day, which?": day(-1)})
    save(priya)
    priya.goto(f"{family}visits/")
    expect(priya.get_by_role("main")).to_contain_text(f"expected until about {shown(-1)}")
    expect(priya.get_by_role("note")).to_contain_text("Nothing stops by itself")

    priya.goto(f"{family}notes/new/")
    fill(priya, **{"What happened?": "I came on the day after, as always."})
    save(priya, "Save the note")
    priya.goto(family)
    expect(card(priya, "What happened")).to_contain_text("on the day after, as always")
    expect(card(priya, "Their key worker")).to_contain_text("Priya Shah")
