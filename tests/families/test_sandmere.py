"""The Sandmere family: what keeps people safe, seen through the pages of everybody around them."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.families.steps_taken import card, find_family, line, open_family, open_person
from tests.families.walking import SignIn

pytestmark = pytest.mark.usefixtures("told_anew")

PLACE = re.compile(r"Lantern|Nether Marl|ZZ7 6QT|Marl Beck")


def _main(page: Page, address: str = "") -> str:
    if address:
        page.goto(address)
    return page.get_by_role("main").inner_text()


@pytest.mark.requirement("R198")
def test_sandmere_1_where_they_live_reaches_no_partner_copy_or_drawing(demo_as: SignIn) -> None:
    lorna, fay = demo_as("lorna"), demo_as("fay")
    family = find_family(lorna, "Elin Sandmere", "Sandmere")
    open_person(lorna, family, "Rowan")
    assert "Marl Beck Primary" in _main(lorna)
    lorna.get_by_role("link", name="A safe address").first.click()
    expect(lorna.get_by_role("main")).to_contain_text("Flat 6, 14 Lantern Court, Nether Marl")
    refuge = lorna.url
    for page in ("", "copy/", "diagram/", "timeline/", "people/"):
        assert not re.search(r"Lantern|ZZ7", _main(lorna, family + page)), page
    assert not PLACE.search(lorna.request.get(f"{family}diagram.svg").text())

    assert not re.search(r"Lantern|ZZ7", _main(fay, refuge))
    expect(fay.get_by_role("main")).to_contain_text("Address kept safe")
    fay.goto("/find/?q=ZZ7+6QT")
    expect(fay.get_by_role("main")).not_to_contain_text("Sandmere")
    alma = demo_as("alma")
    assert not PLACE.search(_main(alma, family))


@pytest.mark.requirement("R005", "R198")
def test_sandmere_2_the_father_is_barred_and_stays_their_father(demo_as: SignIn) -> None:
    lorna = demo_as("lorna")
    family = open_family(lorna, "Sandmere")
    alert = line(lorna, "Gareth Sandmere must not have contact with Rowan, Maisie and Ned")
    expect(alert).to_contain_text("court order")
    expect(line(card(lorna, "Who they are"), "Gareth")).to_contain_text("lives elsewhere")
    open_person(lorna, family, "Gareth")
    expect(lorna.get_by_role("main")).to_contain_text("parent of")
    expect(lorna.get_by_role("main")).to_contain_text("Rowan Sandmere")
    for page, question in (("meetings/new/", "Who is invited?"), ("copy/give/", "Who gets it?")):
        lorna.goto(family + page)
        expect(lorna.get_by_role("group", name=question).get_by_label("Gareth")).to_have_count(0)

    gareth = demo_as("gareth")
    for page in ("/", "/our-plan/", "/our-plan/who-may-see/", "/our-plan/looks/", family, f"{family}copy/"):
        said = _main(gareth, page)
        assert not PLACE.search(said), page
        assert not re.search(r"Elin|Rowan|Maisie|Ned\b|Alma|Lorna", said), page


@pytest.mark.requirement("R198")
def test_sandmere_3_how_elin_may_be_reached(demo_as: SignIn) -> None:
    lorna = demo_as("lorna")
    family = open_family(lorna, "Sandmere")
    expect(lorna.get_by_role("main")).to_contain_text("Nobody knocks and nobody writes")
    open_person(lorna, family, "Elin")
    page = _main(lorna)
    assert "Letters still go to him" in page
    assert "The children's tablet shows her texts" in page
    assert "07700 900461" in page
    elin = demo_as("elin")
    for address in ("/our-plan/", "/our-plan/who-may-see/"):
        assert "07700 900461" not in _main(elin, address)  # over a shoulder


@pytest.mark.requirement("R198")
def test_sandmere_4_told_once_read_by_her_worker_and_in_no_copy(demo_as: SignIn) -> None:
    lorna = demo_as("lorna")
    family = open_family(lorna, "Sandmere")
    assert "what happened on the last evening" in _main(lorna, f"{family}timeline/")
    assert "last evening" not in _main(lorna, f"{family}copy/")
    assert "last evening" not in _main(demo_as("elin"), "/our-plan/")
    assert "last evening" not in _main(demo_as("alma"), family)


@pytest.mark.requirement("R195")
def test_sandmere_5_the_word_of_the_police_is_for_the_manager_alone(demo_as: SignIn) -> None:
    rob, lorna = demo_as("rob"), demo_as("lorna")
    family = find_family(lorna, "Elin Sandmere", "Sandmere")
    assert "list of schools" in _main(rob, f"{family}timeline/")
    for page in ("", "timeline/", "needs/", "agreed/", "told/"):
        assert "list of schools" not in _main(lorna, family + page), page
    rob.goto(f"{family}timeline/")
    rob.get_by_role("link", name=re.compile("Spoke with another service")).first.click()
    assert "list of schools" in _main(rob)
    lorna.goto(rob.url)
    assert "list of schools" not in _main(lorna)


@pytest.mark.requirement("R187")
def test_sandmere_6_a_yes_in_part(demo_as: SignIn) -> None:
    lorna = demo_as("lorna")
    family = open_family(lorna, "Sandmere")
    lorna.goto(f"{family}agreed/")
    school = card(lorna, "Sallowdale education service")
    expect(line(school, "School and nursery")).to_contain_text("Elin, Rowan, Maisie and Ned")
    expect(line(school, "School and nursery")).not_to_contain_text("said no")
    expect(line(school, "hard for them")).to_contain_text("said no")
    lorna.goto(f"{family}told/")
    told = line(lorna, "two school places are needed")
    expect(told).to_contain_text("Rowan's parent or carer agreed")


@pytest.mark.requirement("R191")
def test_sandmere_7_a_yes_taken_back_ends_no_other(demo_as: SignIn) -> None:
    lorna = demo_as("lorna")
    family = open_family(lorna, "Sandmere")
    lorna.goto(f"{family}agreed/")
    expect(line(card(lorna, "Home Start"), "Who they are")).to_contain_text("taken back by Elin")
    refuge = card(lorna, "Sallowdale domestic abuse service")
    expect(line(refuge, "Who they are")).not_to_contain_text("said no")

    elin = demo_as("elin")
    elin.goto("/our-plan/who-may-see/")
    before = elin.get_by_role("main").get_by_role("button").count()
    assert "Home Start" not in _main(elin)
    elin.get_by_role("main").get_by_role("button").first.click()
    expect(elin.get_by_role("main")).to_contain_text("It is taken back")
    assert elin.get_by_role("main").get_by_role("button").count() == before - 1


@pytest.mark.requirement("R202", "R200")
def test_sandmere_8_told_without_asking(demo_as: SignIn) -> None:
    lorna, rob = demo_as("lorna"), demo_as("rob")
    family = open_family(lorna, "Sandmere")
    assert "asked at Rowan's old school" in _main(lorna, f"{family}timeline/")
    lorna.goto(f"{family}told/")
    told = line(lorna, "That Gareth asked at the old school")
    expect(told).to_contain_text("PC Petra Lane, Sallowdale police")
    expect(told).to_contain_text("Without Elin's consent: to prevent or find out about a crime")

    page = _main(rob, f"{family}agreed/")
    assert "To prevent or find out about a crime" in page
    assert "approved by Rob Haines" in page
    assert "She said “tell them”" in page
    assert "past its day: nothing is told any more" in page
