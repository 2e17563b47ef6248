"""Fifty invented models, the same each time: between them they hold whatever a workbook or a formula may get wrong."""

from decimal import Decimal
from random import Random

from oneplan.rulebook.value.model import Cost, CostKind, Course, Model, Outcome, Reach, Worth

HOW_MANY = 50
AGENCIES = (
    "council", "NHS", "police", "=1+1", "@home", "O'Brien & <Sons>", "+44", "-minus", "Jobcentre “Ost”",
    "prison, probation",
)  # fmt: skip
YEARS = (1, 40, 35, 31, 32, 2, 30, 5, 10, 39)
DROPS = (Decimal(0), Decimal(1))


def models() -> list[Model]:
    return [model(number) for number in range(HOW_MANY)]


def model(number: int) -> Model:
    """From 1 to 40 outcomes over 1 to 40 years; some cost nothing, some bring the purse or anybody nothing."""
    random = Random(f"invented model {number}")
    years = YEARS[number] if number < len(YEARS) else random.randint(1, 40)
    agencies = random.sample(AGENCIES, random.randint(1, len(AGENCIES)))
    worth = {3: "public alone", 7: "nothing"}.get(number % 10, "both")
    outcomes = tuple(
        _outcome(random, place, years, agencies, worth) for place in range(1 + number * 39 // (HOW_MANY - 1))
    )
    is_free = number % 10 == 5
    costs = tuple(_cost(random, place, years, is_free=is_free) for place in range(random.randint(1, 6)))
    return Model(f"Invented {number}", "2015/16", years, outcomes, costs)


def _outcome(random: Random, place: int, years: int, agencies: list[str], worth: str) -> Outcome:
    population = Decimal(random.choice((random.randint(0, 90), random.randint(100, 900_000))))
    if place % 7 == 2:
        population += Decimal("0.5")
    reach = Reach(population, *(_share(random) for _ in range(5)))
    lag = random.randint(0, years - 1)
    course = Course(lag, random.randint(0, years + 3), random.choice((*DROPS, _share(random))))
    return Outcome(f"=o{place}", f"outcome {place}", reach, _share(random), course, _worth(random, agencies, worth))


def _worth(random: Random, agencies: list[str], worth: str) -> Worth:
    fiscal = _pounds(random) if worth == "both" else Decimal(0)
    economic, social = (Decimal(0), Decimal(0)) if worth == "nothing" else (_pounds(random), _pounds(random))
    transfer = fiscal * random.choice((Decimal(0), Decimal(1), _share(random)))
    bearing = random.sample(agencies, random.randint(1, len(agencies)))
    parts = {agency: Decimal(random.randint(1, 1000) ** 2) for agency in bearing}
    whole = sum(parts.values())
    shares = {agency: part / whole for agency, part in parts.items()}
    return Worth(fiscal, economic, social, transfer, shares, _share(random))


def _cost(random: Random, place: int, years: int, *, is_free: bool) -> Cost:
    paid = [Decimal(0) if is_free else random.choice((Decimal(0), 100 * _pounds(random))) for _ in range(years)]
    by_year = tuple(paid[: random.randint(1, years)])
    kind = random.choice(list(CostKind))
    return Cost(f"@c{place}", f"cost {place}", random.choice(AGENCIES), kind, by_year, _share(random))


def _share(random: Random) -> Decimal:
    return Decimal(random.randint(0, 1000)) / 1000


def _pounds(random: Random) -> Decimal:
    return Decimal(random.randint(0, 9_000_000)) / 100
