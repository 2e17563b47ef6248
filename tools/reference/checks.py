"""Every place of the code that asks who may, by reading the code: a check that is taken out goes from this page."""

from itertools import groupby

from tests.deletions.finding import Place, every_place
from tools.reference.tables import table

HOW = {
    "door": "the door of a page",
    "step-up": "shows once more who one is",
    "refused": "refuses",
    "wider": "only whose it is",
}


def page() -> str:
    places = [each for each in every_place() if each.how != "yes"]
    rooms = [_room(name, list(found)) for name, found in groupby(places, key=lambda each: each.room)]
    return "\n".join(
        [
            "# Checks",
            "",
            f"{len(places)} places ask who may do or see something. `make deep` takes each of them out, one at a time,",
            "and looks for the test that notices.",
            "",
            *rooms,
        ]
    )


def _room(name: str, places: list[Place]) -> str:
    rows = [(f"`{each.path.stem}.{each.function}`", HOW.get(each.how, "asks"), f"`{_short(each)}`") for each in places]
    return f"## {name.capitalize()}\n\n{table(('where', 'what', 'how'), dict.fromkeys(rows))}\n"


def _short(place: Place) -> str:
    return place.text.replace("|", "/").replace("`", "'")[:90]
