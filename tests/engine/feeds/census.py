"""A children in need census of invented children: the shape in which councils send it, with numbers of nobody."""

from collections.abc import Sequence
from datetime import date

from oneplan.engine.synthetic import identifiers

UPNS = [identifiers.upn(slot, seed=7, issued=date(2017, 9, 1)) for slot in range(9)]


def of(tag: str, *inside: str) -> str:
    return f"<{tag}>{''.join(inside)}</{tag}>\n"


def episode(referred: str, *more: str) -> str:
    return of("CINdetails", of("CINreferralDate", referred), of("PrimaryNeedCode", "N1"), *more)


def assessment(began: str, *factors: str) -> str:
    found = [of("AssessmentFactors", each) for each in factors]
    return of("Assessments", of("AssessmentActualStartDate", began), of("FactorsIdentifiedAtAssessment", *found))


def child(number: int, *episodes: str, disabilities: Sequence[str] = ("NONE",)) -> str:
    return of(
        "Child",
        of("ChildIdentifiers", of("LAchildID", f"90000{number}"), of("UPN", str(UPNS[number])),
           of("PersonBirthDate", f"2017-05-{number + 10}"), of("Sex", "F")),
        of("ChildCharacteristics", of("Ethnicity", "WBRI"),
           of("Disabilities", *(of("Disability", each) for each in disabilities))),
        *episodes,
    )  # fmt: skip


def message(*children: str) -> str:
    header = of("Header", of("CollectionDetails", of("Collection", "CIN"), of("Year", "2026"),
                             of("ReferenceDate", "2026-03-31")), of("Source", of("LEA", "999")))  # fmt: skip
    return '<?xml version="1.0" encoding="utf-8"?>\n' + of("Message", header, of("Children", *children))


CENSUS = message(
    child(1, episode("2025-04-02", assessment("2025-04-05", "1A", "4B"), assessment("2025-09-01", "10A"))),
    child(
        2,
        episode("2025-05-01", of("CINclosureDate", "2025-08-01")),
        episode("2026-01-07", assessment("2026-01-09", "21")),
        disabilities=("LD", "AUT"),
    ),
    child(3, episode("2025-06-01")),
)
