"""Invented attendance by term for measurements: names in quotes, one number in a thousand wrong."""

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from oneplan.engine.feeds import profiles
from oneplan.engine.feeds.types.upn import LETTERS

TERMS = ("Autumn", "Spring", "Summer")
HEADER = (
    "UPN", "Forename", "Surname", "DOB", "Sex", "Postcode", "LAESTAB", "Academic year", "Term", "Possible",
    "Authorised", "Unauthorised",
)  # fmt: skip
OURS = (
    "upn", "given_names", "family_name", "born_on", "sex", "postcode", "school", "academic_year", "term", "possible",
    "authorised", "unauthorised",
)  # fmt: skip
PROFILE = profiles.made(
    {
        "feed": "attendance_term",
        "partner": "Sallowdale",
        "columns": dict(zip(OURS, HEADER, strict=True)),
        "scope": ["academic_year", "term"],
    },
    name="attendance",
)


def rows(count: int) -> Iterator[tuple[str, ...]]:
    draw = random.Random(1)
    for n in range(count):
        pupil, term = divmod(n, 3)
        number = _upn(pupil) if draw.random() > 0.001 else "X999000000000"
        born = f"{pupil % 28 + 1:02d}/{pupil % 12 + 1:02d}/{2009 + pupil % 11}"
        where = f"ZZ{pupil % 99:02d} {pupil % 10}AB"
        missed = (str(120 + n % 13), str(n % 9), str(n % 5))
        names = (f"Kit{pupil % 977}", f"Ash, {pupil % 3187}")
        yield (
            number,
            *names,
            born,
            "MF"[pupil % 2],
            where,
            f"999{2000 + pupil % 300}",
            "2025/26",
            TERMS[term],
            *missed,
        )


def write(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file, lineterminator="\n")
        sheet.writerow(HEADER)
        sheet.writerows(rows(count))


def _upn(pupil: int) -> str:
    digits = f"999{pupil // 1000 % 10000:04d}{10 + pupil // 10_000_000 % 90:02d}{pupil % 1000:03d}"
    return LETTERS[sum(place * int(digit) for place, digit in enumerate(digits, 2)) % 23] + digits
