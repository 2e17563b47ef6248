"""The constructed case of the reference (cost-benefit, section 8): a test of software, not a published result."""

from decimal import Decimal

from oneplan.rulebook.value.model import Cost, CostKind, Course, Model, Outcome, Reach, Worth
from oneplan.rulebook.value.reckon import shares


def reach(n: str, a: str, e: str, i: str, d: str) -> Reach:
    return Reach(Decimal(n), Decimal(a), Decimal(e), Decimal(1), Decimal(i), Decimal(d))


VIOLENCE = Outcome(
    "violence",
    "incidents of violence at home that do not happen",
    reach("100", "0.40", "0.80", "0.30", "0.20"),
    Decimal("0.25"),
    Course(0, 5, Decimal("0.20")),
    Worth(
        Decimal(2836),
        Decimal(1692),
        Decimal(7803),
        Decimal(0),
        shares(
            {
                "NHS": Decimal(1171),
                "criminal justice": Decimal(581),
                "police": Decimal(415),
                "local authority": Decimal(303),
            }
        ),
    ),
)
CARE = Outcome(
    "care",
    "children who do not come into care",
    reach("200", "0.05", "0.80", "0.40", "0.35"),
    Decimal("0.15"),
    Course(1, 4, Decimal(0)),
    Worth(Decimal(52676), shares={"local authority": Decimal(1)}),
)
WORK = Outcome(
    "work",
    "people who come into work",
    reach("150", "0.60", "0.50", "0.15", "0.50"),
    Decimal("0.10"),
    Course(0, 2, Decimal("0.35")),
    Worth(
        Decimal(10321), Decimal(14790), Decimal(0), Decimal(9725), shares({"DWP": Decimal(9725), "NHS": Decimal(596)})
    ),
)
HELP = Cost("help", "key working", "local authority", CostKind.CASH, (Decimal(400_000),), Decimal("0.10"))
CASE = Model("The constructed case", "2015/16", 5, (VIOLENCE, CARE, WORK), (HELP,))
