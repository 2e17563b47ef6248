"""Homes at addresses that exist nowhere: `places.yaml`, ready for drawing."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from oneplan.engine.synthetic.drafts import KEYS_A_FAMILY, FamilyDraft
from oneplan.engine.synthetic.draws import Draws, Weighted
from oneplan.engine.synthetic.identifiers import postcode
from oneplan.engine.synthetic.people import Home
from oneplan.engine.synthetic.reading import table

STREETS_AN_AREA = 900
FLAT_SHARE = 0.16
BESIDE = 0.35  # how often a family moves within the same area


@dataclass(frozen=True, slots=True)
class Area:
    name: str
    town: str
    district: int
    team: int | None


@cache
def areas() -> tuple[Area, ...]:
    places = table("places")
    return tuple(Area(row["name"], places["town"], row["district"], row["team"]) for row in places["areas"])


@cache
def away(kind: str) -> tuple[Area, ...]:
    places = table("places")
    return tuple(Area("", town, places["away_district"] + nth, None) for nth, town in enumerate(places[kind]))


@cache
def _streets() -> tuple[str, ...]:
    places = table("places")
    return tuple(start + end for end in places["street_ends"] for start in places["street_starts"])


@cache
def _tenures() -> Weighted[str]:
    return Weighted(table("places")["tenures"])


def new_home(
    draft: FamilyDraft, *, near: Home | None = None, out_of_area: str | None = None, tenure: str | None = None
) -> Home:
    """A home nobody of the family has lived in before."""
    draws = draft.draws
    key = draft.index * KEYS_A_FAMILY + draft.homes_made
    draft.homes_made += 1
    area = draws.pick(away(out_of_area)) if out_of_area else _area(draws, near=near)
    street = draws.whole(0, STREETS_AN_AREA - 1)
    kept_as = tenure or draws.weighted(_tenures())
    landlords: dict[str, Any] = table("places")["landlords"]
    return Home(
        key=key,
        line=_line(draws, street=street, district=area.district),
        area=area.name,
        town=area.town,
        postcode=postcode(area.district, street=street),
        tenure=kept_as,
        landlord=draws.pick(landlords[kept_as]) if kept_as in landlords else None,
        team=area.team,
    )


def _area(draws: Draws, *, near: Home | None) -> Area:
    if near is not None and draws.chance(BESIDE):
        same = next((area for area in areas() if area.name == near.area), None)
        if same is not None:
            return same
    return draws.pick(areas())


def _line(draws: Draws, *, street: int, district: int) -> str:
    """The same street number of an area is always the same street."""
    streets, kinds = _streets(), table("places")["street_kinds"]
    name = streets[(street * 7 + district * 131) % len(streets)]
    line = f"{draws.whole(1, 140)} {name} {kinds[(street + district) % len(kinds)]}"
    return f"Flat {draws.whole(1, 24)}, {line}" if draws.chance(FLAT_SHARE) else line
