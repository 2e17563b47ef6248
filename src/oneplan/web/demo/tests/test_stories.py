"""The demo's files: every step can be taken, every name is made before it is used, nobody real is in them."""

import re
from datetime import date

import pytest

from oneplan.web.demo import checking, stories
from oneplan.web.demo.stories import Step, Story, StoryBroken

TODAY = date(2026, 11, 21)
FAMILIES = ["brown", "deardon", "evans", "folds", "jones", "sandmere", "smith", "williams"]
EVERY = [stories.furniture(), stories.around(), *stories.families(), stories.desk(), stories.accounts()]
AREA = {step.name for step in EVERY[0].steps}


def story_of(*steps: Step) -> Story:
    return Story("trial", steps)


def step(action: str, says: dict[str, object], **also: object) -> Step:
    return Step(f"trial/{action}", action, says, **also)  # type: ignore[arg-type]


def test_the_eight_families_are_there() -> None:
    assert [story.name for story in stories.families()] == FAMILIES


@pytest.mark.parametrize("story", EVERY, ids=lambda story: story.name)
def test_every_step_can_be_taken(story: Story) -> None:
    assert list(checking.faults(story, today=TODAY, known=AREA)) == []


@pytest.mark.parametrize("story", EVERY, ids=lambda story: story.name)
def test_every_key_is_used_once(story: Story) -> None:
    keys = [each.key for each in story.steps]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (step("people.persons.vanish", {}), "is not an action"),
        (step("access.audit.record", {}), "no room keeps"),
        (step("people.persons.add", {"shoe_size": 4}), "does not know shoe_size"),
        (step("casework.steps.add", {"what": "Ring", "owners": []}), "needs goal"),
        (step("people.families.join", {"person": "ann", "role": "child"}), "nothing before it is called ann"),
        (step("people.persons.add", {"given_names": "Ann"}, by="nobody"), "nobody is called nobody"),
        (step("people.persons.add", {"given_names": "Ann"}, on="the other day"), "is not a date"),
    ],
)  # fmt: skip
def test_a_broken_step_is_said(wrong: Step, words: str) -> None:
    assert words in " ".join(checking.faults(story_of(wrong), today=TODAY))


def test_days_out_of_order_are_said() -> None:
    later, earlier = (step("people.persons.add", {"given_names": "Ann"}, on=on) for on in ("2013-02-02", "2013-02-01"))
    assert any("comes before" in fault for fault in checking.faults(story_of(later, earlier), today=TODAY))


def test_a_step_with_two_actions_is_refused() -> None:
    day = {"on": "2013-01-01", "steps": [{"people.persons.add": {}, "people.homes.add": {}}]}
    with pytest.raises(StoryBroken, match="just one action"):
        list(stories._steps([day], path=stories.FOLDER / "trial.yaml"))


def test_what_the_source_is_silent_on_is_marked() -> None:
    for story in stories.families():
        assert any(each.invented for each in story.steps), story.name


def test_days_without_a_source_are_marked() -> None:
    """Only the checks' own rhythm, counted from the decision, stands without a mark."""
    unmarked = [each.key for story in stories.families() for each in story.steps if not each.invented]
    assert [key for key in unmarked if not key.startswith("brown/")] == [
        key for key in unmarked if key.split("/")[0] in ("folds", "evans") and "add_reading" in key
    ]


def test_numbers_and_addresses_reach_nobody() -> None:
    text = "".join(path.read_text() for path in sorted(stories.FOLDER.rglob("*.yaml")))
    phones = re.findall(r"\b0\d{3} ?\d{3} ?\d{4}\b", text)
    assert len(phones) > 50
    assert all(phone.startswith("0114 496 0") for phone in phones)
    assert set(re.findall(r"@([\w.]+)", text)) == {"example.org"}
    postcodes = re.findall(r"postcode: (\S+ \S+?)[,}]", text)
    assert len(postcodes) >= 7
    assert all(postcode.startswith("ZZ") for postcode in postcodes)


CHECKS = stories.FOLDER.parents[1] / "docs/reference/family-checks.md"


def test_every_check_of_every_family_is_listed_and_in_its_story() -> None:
    listed = dict(re.findall(r"^\| (\w+-\d) \|[^|]+\| (yes|no) \|", CHECKS.read_text(), flags=re.MULTILINE))
    told = {check for story in stories.families() for each in story.steps for check in each.checks}
    assert list(listed) == [f"{family}-{number}" for family in FAMILIES for number in range(1, 9)]
    assert {check for check, is_told in listed.items() if is_told == "yes"} == told
