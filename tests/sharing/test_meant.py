"""Whom typed words may mean: by name, title, initials or kinship, with no regard to case and marks."""

import pytest

from oneplan.rulebook.sharing.meant import Meant, is_named, is_titled, may_mean, words_of

SAM = Meant((("Sam", "Reed"), ("Sámuel Tomás", "O'Neill"), ("Dodger", "")), "male", frozenset({"parent", "former"}))
GRACE = Meant((("Grace", "Okafor-Reed"),), "female", frozenset({"parent", "former"}))
LEO = Meant((("Leo", "Okafor-Reed"),), "male", frozenset({"sibling"}))
MARY = Meant((("Mary", "Reed"),), "female", frozenset({"grandparent"}))
DAN = Meant((("Dan", "Hill"),), "male", frozenset({"step"}))
OTHERS = [GRACE, LEO, MARY, DAN]


@pytest.mark.requirement("R195")
@pytest.mark.parametrize(
    "text",
    [
        "Sam Reed", "SAM", "Mr Reed", "mr. reed, the children's dad", "Mr S. Reed", "Reed", "Mr and Mrs Reed",
        "Sam’s solicitor", "Samuel", "Sammy", "samuel tomas", "O’Neill", "Mr ONEILL", "Dodger", "S. R.", "SR",
        "his father", "the children's dad", "Leo's dad", "dad of Leo Okafor-Reed", "their parents", "a parent",
        "Grace's ex", "her former partner", "Grace Okafor-Reed's ex", "the ex of Grace Okafor-Reed",
        "Mary Reed and Mr Reed", "Mr S.R.",         "Mary Reed and the children's father", "Grace Okafor-Reed and Reed",
    ],
)  # fmt: skip
def test_these_may_mean_somebody_barred(text: str) -> None:
    assert may_mean(text, SAM, others=OTHERS)


@pytest.mark.parametrize(
    "text",
    [
        "the landlord", "Grace Okafor-Reed", "Mary Reed", "Mary Reed, their grandmother", "Mrs Reed", "their mother",
        "the children's gran", "Dan Hill", "Dan Hill, their stepdad", "Home Start", "a friend", "Ann Green",
        "her sister",         "", "Reedham Housing", "Sa", "the reader",
    ],
)  # fmt: skip
def test_these_do_not(text: str) -> None:
    assert not may_mean(text, SAM, others=OTHERS)


def test_with_nothing_known_of_whose_they_are_any_word_of_kin_may_mean_them() -> None:
    known = Meant((("Joe", "Marsh"),), "male")
    for text in ("the children's dad", "their grandad", "her ex", "the uncle", "his brother"):
        assert may_mean(text, known, others=OTHERS), text
    for text in ("their mother", "the aunt", "his wife"):
        assert not may_mean(text, known, others=OTHERS), text
    unsaid = Meant((("Joe", "Marsh"),), "unknown", frozenset({"parent"}))
    assert may_mean("their mother", unsaid)
    assert may_mean("Mrs Marsh", unsaid)


def test_what_is_known_of_one_sort_says_nothing_of_the_other() -> None:
    father = Meant((("Joe", "Marsh"),), "male", frozenset({"parent"}))
    former = Meant((("Joe", "Marsh"),), "male", frozenset({"former"}))
    for known in (father, former):
        for text in ("her ex", "the children's dad"):
            assert may_mean(text, known), text
    assert not may_mean("the children's grandad", father)
    assert may_mean("the children's grandad", former)


def test_a_name_of_several_words_is_known_by_those_that_tell() -> None:
    cruz = Meant((("Ana", "de la Cruz"),), "female", frozenset())
    assert may_mean("Mrs Cruz", cruz)
    assert not may_mean("de la Mare", cruz)
    assert may_mean("Ms Li", Meant((("Wen", "Li"),), "female", frozenset()))
    assert may_mean("Mac", Meant((("Wen", "Mac"),), "female", frozenset()))


def test_a_worker_is_named_whole_or_by_a_title() -> None:
    for text in ("Ann Green", "GREEN, Ann", "Ánn Green's desk"):
        assert is_named(text, "Ann Green"), text
    for text in ("Mrs Green", "Dr Green at school", "mr green"):
        assert is_titled(text, "Ann Green"), text
        assert not is_named(text, "Ann Green"), text
    for text in ("Ann", "the Green party", "Green", "Mrs White", "Joanne Greene", "Mrs Ann"):
        assert not is_named(text, "Ann Green"), text
        assert not is_titled(text, "Ann Green"), text
    assert not is_named("Administrator", "Administrator")
    assert not is_titled("Mrs Green", "")


def test_marks_and_case_do_not_matter() -> None:
    assert words_of("Zoë O’Brien-Núñez's dad, S.R.") == ["zoe", "obrien", "nunez", "dad", "s", "r"]


MEN = [
    "dad", "daddy", "dada", "father", "pa", "papa", "pop", "pops", "baba", "stepdad", "stepfather", "grandad",
    "granddad", "grandfather", "grandpa", "gramps", "husband", "boyfriend", "brother", "stepbrother", "uncle"
]  # fmt: skip
WOMEN = [
    "mum", "mummy", "mam", "mammy", "mom", "mommy", "ma", "mama", "mother", "stepmum", "stepmother", "gran",
    "granny", "grandma", "grandmother", "nan", "nana", "nanna", "nanny", "wife", "girlfriend", "sister",
    "stepsister", "aunt", "auntie"
]  # fmt: skip
EITHER = "parent parents guardian stepparent carer grandparent grandparents partner ex spouse fiance fiancee sibling"
JOE, JOAN = Meant((("Joe", "Marsh"),), "male"), Meant((("Joan", "Marsh"),), "female")


@pytest.mark.parametrize("word", MEN)
def test_a_word_for_a_man_may_mean_a_man_alone(word: str) -> None:
    assert (may_mean(f"the {word}", JOE), may_mean(f"the {word}", JOAN)) == (True, False)


@pytest.mark.parametrize("word", WOMEN)
def test_a_word_for_a_woman_may_mean_a_woman_alone(word: str) -> None:
    assert (may_mean(f"the {word}", JOE), may_mean(f"the {word}", JOAN)) == (False, True)


@pytest.mark.parametrize("word", EITHER.split())
def test_a_word_for_either_may_mean_either(word: str) -> None:
    assert (may_mean(f"the {word}", JOE), may_mean(f"the {word}", JOAN)) == (True, True)


KINDRED = {
    "dad": "parent adoptive foster guardian step co_parent",
    "carer": "parent adoptive foster guardian step co_parent",
    "grandad": "grandparent co_parent",
    "husband": "married together partner separated divorced former",
    "ex": "married together partner separated divorced former",
    "brother": "sibling twin identical",
    "uncle": "co_parent",
}


@pytest.mark.parametrize(
    ("word", "relation"), [(word, each) for word, them in KINDRED.items() for each in them.split()]
)
def test_who_is_known_as_just_that_and_named_in_full_is_who_is_meant(word: str, relation: str) -> None:
    dan = Meant((("Dan", "Hill"),), "male", frozenset({relation}))
    assert not may_mean(f"Dan Hill, the {word}", JOE, others=[dan])
    assert may_mean(f"the {word}", dan)


def test_nobody_is_surely_meant_of_whom_it_is_not_known_or_cannot_be() -> None:
    unknown, father = Meant((("Dan", "Hill"),), "male"), Meant((("Dan", "Hill"),), "male", frozenset({"parent"}))
    assert may_mean("Dan Hill, the ex", JOE, others=[unknown])
    assert may_mean("Dan Hill and their mother", JOAN, others=[father])
    assert not may_mean("Dan Hill, their dad", JOE, others=[father])


@pytest.mark.parametrize("title", ["Mr", "Mister", "Sir"])
def test_a_title_of_men_is_no_womans(title: str) -> None:
    assert (may_mean(f"{title} Marsh", JOE), may_mean(f"{title} Marsh", JOAN)) == (True, False)
    assert is_titled(f"{title} Marsh", "Joe Peter Marsh")


@pytest.mark.parametrize("title", ["Mrs", "Miss", "Ms", "Madam"])
def test_a_title_of_women_is_no_mans(title: str) -> None:
    assert (may_mean(f"{title} Marsh", JOE), may_mean(f"{title} Marsh", JOAN)) == (False, True)
    assert is_titled(f"{title} Marsh", "Joan Anne Marsh")


PARTICLES = [
    "de", "da", "di", "del", "della", "la", "le", "du", "van", "von", "der", "den", "ten", "al", "el", "bin", "ben",
    "ibn", "o", "mc", "mac", "st"
]  # fmt: skip


@pytest.mark.parametrize("particle", PARTICLES)
def test_a_particle_tells_nobody_by_itself(particle: str) -> None:
    cruz = Meant((("Ana", f"{particle} Cruz"),), "female")
    assert may_mean("Cruz", cruz)
    assert not may_mean(f"{particle} Hall", cruz)


def test_one_letter_of_a_name_tells_nobody_and_two_do() -> None:
    assert may_mean("Jo", Meant((("Jo", "Marsh"),)))
    assert not may_mean("J", Meant((("J Paul", "Marsh"),)))
    assert not may_mean("X", Meant((("Ana", "X Marsh"),)))
    assert may_mean("Mrs Li", Meant((("Ana", "Li Marsh"),), "female"))


def test_a_family_name_alone_has_no_initials() -> None:
    assert not may_mean("M", Meant((("", "Marsh"),)))
    assert may_mean("Marsh", Meant((("", "Marsh"),)))
