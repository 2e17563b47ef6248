"""Numbers, addresses and telephones that pass every check and belong to nobody.

Each record of a person has its own slot: sixteen slots a family. Slots are scattered over the number
range by a multiplication that visits every number once, so that brothers and sisters do not stand side by side.
"""

from datetime import date
from operator import mul

SLOTS_A_FAMILY = 16
NHS_RANGE = 10**6  # 999 000 000? to 999 999 999?, kept for tests by the NHS
UPN_RANGE = 10**7
NHS_WEIGHTS, UPN_WEIGHTS = range(10, 1, -1), range(2, 14)
AUTHORITY = "999"  # no local authority has this number
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
NINO_PREFIXES, NINO_RANGE, NINO_STRIDE = ("MW", "NC", "FY", "CR"), 10**6, 377_131
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # C, I, K, M, O and V never stand there
# Both share no factor with a power of ten, which is what makes the scattering lossless.
NHS_STRIDE, UPN_STRIDE = 377_131, 4_836_583


def slot(key: int, *, keys_a_family: int) -> int | None:
    """The slot of a record, or None past the sixteenth record of a family."""
    family, ordinal = divmod(key, keys_a_family)
    return family * SLOTS_A_FAMILY + ordinal if ordinal < SLOTS_A_FAMILY else None


def nhs_number(slot: int, *, seed: int) -> str | None:
    """A test number, or None where the range is used up or the check would be 10, which no number has."""
    if slot >= NHS_RANGE:
        return None
    digits = f"999{(slot * NHS_STRIDE + seed) % NHS_RANGE:06d}"
    check = -sum(map(mul, map(int, digits), NHS_WEIGHTS)) % 11
    return None if check == 10 else f"{digits}{check}"


def upn(slot: int, *, seed: int, issued: date) -> str | None:
    if slot >= UPN_RANGE:
        return None
    number = f"{(slot * UPN_STRIDE + seed) % UPN_RANGE:07d}"
    digits = f"{AUTHORITY}{number[:4]}{issued.year % 100:02d}{number[4:]}"
    check = sum(map(mul, map(int, digits), UPN_WEIGHTS)) % 23
    return f"{UPN_LETTERS[check]}{digits}"


def nino(slot: int) -> str | None:
    """A number in the right shape with a prefix that other offices use and no National Insurance number has.

    Source of the prefixes: HMRC national insurance manual, NIM39110.
    """
    nth, rest = divmod(slot, NINO_RANGE)
    if nth >= len(NINO_PREFIXES):
        return None
    return f"{NINO_PREFIXES[nth]}{rest * NINO_STRIDE % NINO_RANGE:06d}{'ABCD'[slot % 4]}"


def postcode(district: int, *, street: int) -> str:
    """One postcode a street; ZZ is no postcode area, and ZZ99 (no fixed abode) is never reached."""
    rest, first = divmod(street, len(INWARD_LETTERS))
    sector, second = divmod(rest, len(INWARD_LETTERS))
    return f"ZZ{district:02d} {sector % 10}{INWARD_LETTERS[second]}{INWARD_LETTERS[first]}"


def mobile(draw: float) -> str:
    return f"07700 900{int(draw * 1000):03d}"


def landline(draw: float) -> str:
    return f"0114 496 0{int(draw * 1000):03d}"
