"""Whether words that somebody typed may mean a person: by a name, a title, initials, or as “the children's dad”.

It errs on the side of yes, since whoever must have no contact is not to be told where they live. Somebody else who is
known, and named in full, is taken for who they are.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

FEMALE, MALE = "female", "male"
_FATHER = frozenset(["dad", "daddy", "dada", "father", "pa", "papa", "pop", "pops", "baba", "stepdad", "stepfather"])
_MOTHER = frozenset(["mum", "mummy", "mam", "mammy", "mom", "mommy", "ma", "mama", "mother", "stepmum", "stepmother"])
_PARENT = _FATHER | _MOTHER | frozenset(["parent", "parents", "guardian", "stepparent", "carer"])
_GRANDFATHER = frozenset(["grandad", "granddad", "grandfather", "grandpa", "gramps"])
_GRANDMOTHER = frozenset(["gran", "granny", "grandma", "grandmother", "nan", "nana", "nanna", "nanny"])
_GRANDPARENT = _GRANDFATHER | _GRANDMOTHER | frozenset({"grandparent", "grandparents"})
_HIS = frozenset(["husband", "boyfriend"])
_HERS = frozenset(["wife", "girlfriend"])
_PARTNER = _HIS | _HERS | frozenset(["partner", "ex", "spouse", "fiance", "fiancee"])
_SIBLING = frozenset(["brother", "sister", "sibling", "stepbrother", "stepsister"])
_OF_MEN = _FATHER | _GRANDFATHER | _HIS | frozenset({"brother", "stepbrother", "uncle"})
_OF_WOMEN = _MOTHER | _GRANDMOTHER | _HERS | frozenset({"sister", "stepsister", "aunt", "auntie"})
# Words for kin, each with the relations it may stand for: codes of `people.Relationship`.
_PARTNERS = frozenset({"married", "together", "partner", "separated", "divorced", "former"})
_KIN: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (_PARENT, frozenset({"parent", "adoptive", "foster", "guardian", "step", "co_parent"})),
    (_GRANDPARENT, frozenset({"grandparent", "co_parent"})),
    (_PARTNER, _PARTNERS),
    (_SIBLING, frozenset({"sibling", "twin", "identical"})),
    (frozenset({"uncle", "aunt", "auntie"}), frozenset({"co_parent"})),
)
_OF_BLOOD = frozenset(code for _, codes in _KIN for code in codes) - _PARTNERS
_TITLES = {"mr": MALE, "mister": MALE, "sir": MALE, "mrs": FEMALE, "miss": FEMALE, "ms": FEMALE, "madam": FEMALE}
_PARTICLES = frozenset(
    ["de", "da", "di", "del", "della", "la", "le", "du", "van", "von", "der", "den", "ten", "al", "el", "bin", "ben",
     "ibn", "o", "mc", "mac", "st"]
)  # fmt: skip
_SHORT = 3  # letters that a short form shares with the name: “Sam” and “Samuel”, “Sammy”


@dataclass(frozen=True, slots=True)
class Meant:
    """Somebody with every name they are known by, as (given names, family name), and whose they are.

    `relations`: what they are to the people it is about. Where nothing is known of whose partner they are, or of what
    they are to the children, any word for that may mean them.
    """

    names: tuple[tuple[str, str], ...]
    sex: str = ""
    relations: frozenset[str] = frozenset()

    @property
    def given(self) -> frozenset[str]:
        return frozenset(word for given, _ in self.names for word in words_of(given) if len(word) > 1)

    @property
    def family(self) -> frozenset[str]:
        return frozenset(word for _, family in self.names for word in _telling(family))

    @property
    def initials(self) -> frozenset[str]:
        """“sr”, for each name."""
        pairs = [(words_of(given), words_of(family)) for given, family in self.names]
        return frozenset(f"{given[0][0]}{family[0][0]}" for given, family in pairs if given and family)


def may_mean(text: str, who: Meant, *, others: Sequence[Meant] = ()) -> bool:
    """May the text mean `who`? `others` are people known beside them, who may be told."""
    words, owned = words_of(text), _owned(text)
    named = [each for each in others if _is_named_in_full(each, words, owned=owned)]
    return (
        _by_given_name(words, who, others=named)
        or _by_family_name(words, who, others=named)
        or _by_initials(words, who)
        or _by_kinship(words, who, others=named)
    )


def is_named(text: str, name: str) -> bool:
    """Is somebody of this whole name in the text?"""
    wanted = set(words_of(name))
    return len(wanted) > 1 and wanted <= set(words_of(text))


def is_titled(text: str, name: str) -> bool:
    """Is somebody of this name in the text by a title and their last name: “Mrs Green”?"""
    words, wanted = words_of(text), words_of(name)
    titles = {first for first, last in pairwise(words) if last == wanted[-1]} if wanted else set()
    return not titles.isdisjoint({*_TITLES, "dr"})


def words_of(text: str) -> list[str]:
    """Small letters without marks; what belongs to somebody (“Sam's”) is the word itself."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    plain = re.sub(r"['’]s?(?!\w)", "", plain.casefold())
    return re.findall(r"[^\W\d_]+", plain.replace("'", "").replace("’", ""))


def _owned(text: str) -> frozenset[str]:
    """Words that something belongs to: “Leo's dad” names his father, not Leo."""
    return frozenset(word for found in re.findall(r"[\w-]+(?=['’]s?(?!\w))", text) for word in words_of(found))


def _telling(family_name: str) -> list[str]:
    """The words of a family name that tell it from others: “Cruz” of “de la Cruz”."""
    words = words_of(family_name)
    return [word for word in words if word not in _PARTICLES and len(word) > 1] or words


def _by_given_name(words: Sequence[str], who: Meant, *, others: Sequence[Meant]) -> bool:
    if set(words) & who.given:
        return True
    of_others = frozenset(word for each in others for word in each.given)
    return any(_is_short_for(word, name) for word in set(words) - of_others for name in who.given)


def _is_short_for(word: str, name: str) -> bool:
    shorter, longer = sorted((word, name), key=len)
    return len(shorter) >= _SHORT and longer.startswith(shorter)


def _by_family_name(words: Sequence[str], who: Meant, *, others: Sequence[Meant]) -> bool:
    """As often as it stands there, less those it is the name of; a title of the other sex alone is not theirs."""
    titles = {_TITLES[word] for word in words if word in _TITLES}
    if who.sex in (FEMALE, MALE) and titles and who.sex not in titles:
        return False
    return any(words.count(name) > sum(name in each.family for each in others) for name in who.family)


def _by_initials(words: Sequence[str], who: Meant) -> bool:
    """Initials and nothing else: “S. R.”, “Mr SR”."""
    return "".join(word for word in words if word not in _TITLES) in who.initials


def _by_kinship(words: Sequence[str], who: Meant, *, others: Sequence[Meant]) -> bool:
    """“Mary Reed, their grandmother” is Mary; “the ex of Grace Reed” is not Grace."""
    known = () if "of" in words else others
    return any(_is_kin(word, who) and not any(_is_surely(word, each) for each in known) for word in words)


def _is_kin(word: str, who: Meant) -> bool:
    """May this word of kin stand for them? With nothing known of that sort, it may."""
    stands_for = _relations_of(word)
    if not stands_for or not _is_of_sex(word, who.sex):
        return False
    known = who.relations & (_PARTNERS if stands_for == _PARTNERS else _OF_BLOOD)
    return not known or bool(known & stands_for)


def _is_surely(word: str, who: Meant) -> bool:
    return bool(who.relations & _relations_of(word)) and _is_kin(word, who)


def _relations_of(word: str) -> frozenset[str]:
    return frozenset(code for words, codes in _KIN if word in words for code in codes)


def _is_of_sex(word: str, sex: str) -> bool:
    return not ((word in _OF_MEN and sex == FEMALE) or (word in _OF_WOMEN and sex == MALE))


def _is_named_in_full(who: Meant, words: Collection[str], *, owned: Collection[str]) -> bool:
    """By a given name and a family name, not as whose somebody else is."""
    said = set(words) - set(owned)
    return bool(said & who.given) and bool(said & who.family)
