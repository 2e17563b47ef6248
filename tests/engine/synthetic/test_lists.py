"""The lists that stand beside the code are complete, used, and say where their figures come from."""

from pathlib import Path

import pytest

import oneplan.engine.synthetic as package
from oneplan.engine.synthetic import rates
from oneplan.engine.synthetic.communities import Community, as_borne, childs_ethnicity, communities
from oneplan.engine.synthetic.reading import table

FOLDER = Path(package.__file__).parent
FILES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_every_list_says_where_it_comes_from(name: str) -> None:
    lines = (FOLDER / f"{name}.yaml").read_text().splitlines()
    words = " ".join(line.lstrip("# ") for line in lines if line.startswith("#")).lower()
    assert "invented" in words or "comes from" in words, name


def test_every_rate_carries_a_comment() -> None:
    """A figure without a source stands under a heading that gives one."""
    heading = ""
    for line in (FOLDER / "rates.yaml").read_text().splitlines():
        if line.startswith("# ---"):
            heading = line
        elif line and not line.startswith(("#", " ")):
            assert "#" in line or "invented" in heading, line


def test_every_rate_is_used() -> None:
    code = "".join(path.read_text() for path in FOLDER.glob("*.py"))
    unused = [name for name in table("rates") if f'"{name}"' not in code and not name.startswith("birth_known_")]
    assert unused == []


@pytest.mark.parametrize(
    "name", ["cluster_sizes", "shapes", "links", "latest_request", "decision_outcomes", "closure_reasons", "levels"]
)
def test_shares_sum_to_one(name: str) -> None:
    assert rates.shares(name).steps[-1] == pytest.approx(1.0)


def community(name: str) -> Community:
    return next(item for item in communities().options if item.name == name)


def test_weights_of_communities_sum_to_one() -> None:
    assert communities().steps[-1] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "of", "sex", "borne"),
    [
        ("Kowalski", "polish", "female", "Kowalska"),
        ("Kowalska", "polish", "male", "Kowalski"),
        ("Nowak", "polish", "female", "Nowak"),
        ("Horvath", "roma_slovak", "female", "Horvathova"),
        ("Horvathova", "roma_slovak", "male", "Horvath"),
        ("Smith", "white_british", "female", "Smith"),
    ],
)
def test_surnames_take_the_form_of_the_community(name: str, of: str, sex: str, borne: str) -> None:
    assert as_borne(name, community=community(of), sex="female" if sex == "female" else "male") == borne


@pytest.mark.parametrize(
    ("mother", "father", "code"),
    [
        ("white_british", None, "WBRI"),
        ("white_british", "polish", "WBRI"),
        ("white_british", "black_caribbean", "MWBC"),
        ("somali", "white_british", "MWBA"),
        ("pakistani", "white_british", "MWAS"),
        ("pakistani", "somali", "MOTH"),
        ("white_british", "yemeni", "MOTH"),
    ],
)
def test_a_child_of_two_communities_is_of_both(mother: str, father: str | None, code: str) -> None:
    other = community(father) if father else None
    assert childs_ethnicity(community(mother), other=other) == code
