"""Other people's details in a sentence are found; what is kept safe is found first and cannot be given."""

import pytest

from oneplan.rulebook.rights.others import Around, Kind, Other, found_in, names_somebody, without

AROUND = Around(
    others=[Other(1, "Sam", "Reed"), Other(2, "Leo", "Okafor-Reed"), Other(3, "Mary Ann", "Bell")],
    own_names=frozenset({"grace", "okafor", "reed"}),
    addresses=["4 Sorrel Rise"],
    services=["Safe Harbour"],
    kept_safe=["9 Refuge Row", "ZZ9 9ZZ"],
    work_phones=frozenset({"01144960123"}),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sam's mother rang.", [("Sam", Kind.NAME)]),
        ("Samples were taken.", []),
        ("SAM REED came.", [("SAM REED", Kind.NAME)]),
        ("Mary Ann and Mary came, Mrs Bell too.", [("Mary Ann", Kind.NAME), ("Mary", Kind.NAME), ("Bell", Kind.NAME)]),
        ("Grace Reed was well.", []),
        ("Ring 07700 900456, not 0114 496 0123.", [("07700 900456", Kind.PHONE)]),
        ("+44 7700 900456", [("+44 7700 900456", Kind.PHONE)]),
        ("write to sam@example.org today", [("sam@example.org", Kind.EMAIL)]),
        ("at 4, Sorrel Rise", [("4, Sorrel Rise", Kind.ADDRESS)]),
        ("her worker at Safe Harbour", [("Safe Harbour", Kind.SERVICE)]),
        ("near 9  Refuge  Row, zz99zz", [("9  Refuge  Row", Kind.KEPT_SAFE), ("zz99zz", Kind.KEPT_SAFE)]),
        ("postcode ZZ1 4QX", [("ZZ1 4QX", Kind.ADDRESS)]),
    ],
)
def test_what_is_found(text: str, found: list[tuple[str, Kind]]) -> None:
    assert [(text[each.start : each.end], each.kind) for each in found_in(text, around=AROUND)] == found


def test_only_what_is_kept_safe_is_final() -> None:
    finds = found_in("Sam waits at 9 Refuge Row", around=AROUND)
    assert [each.is_final for each in finds] == [False, True]


def test_taking_out_leaves_the_rest_as_it_was() -> None:
    text = "Sam waits at 9 Refuge Row."
    finds = found_in(text, around=AROUND)
    assert without(text, [(each.start, each.end, each.is_final) for each in finds]) == (
        "[taken out] waits at [address kept safe]."
    )


def test_a_name_counts_as_a_word_of_its_own() -> None:
    assert names_somebody("Grace's sleep", names=["grace"])
    assert not names_somebody("a graceful day", names=["grace"])
