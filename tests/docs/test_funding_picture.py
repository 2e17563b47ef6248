"""The funding picture of the docs is drawn from the committed example, anew by `make pictures`."""

import hashlib
import os
from collections.abc import Callable

import pytest
import yaml

from oneplan.engine.drawing.png import png
from oneplan.engine.value import flow
from oneplan.engine.value.draws import drawn
from oneplan.engine.value.flow_narrow import narrow
from oneplan.engine.value.flow_wide import wide
from oneplan.engine.value.phone import PHONE
from oneplan.rulebook.value.discounting import green_book
from oneplan.rulebook.value.files import read
from oneplan.rulebook.value.reckon import reckon
from tests.docs.pictures import FOLDER, TAKE_ANEW, mark, marked
from tests.repository.files import ROOT

pytestmark = pytest.mark.requirement("R341")
EXAMPLE = ROOT / "docs/examples/key-working.yaml"
DRAWS = 10_000


def picture() -> flow.Funding:
    model = read(yaml.safe_load(EXAMPLE.read_text(encoding="utf-8")), ladder=green_book())
    return flow.of(reckon(model, ladder=green_book()), drawn=drawn(model, ladder=green_book(), draws=DRAWS))


@pytest.mark.parametrize(("draw", "page", "width", "scale"), [(wide, 1400, 1400, 1), (narrow, 360, PHONE, 1.5)])
def test_its_pictures_show_the_example(
    draw: Callable[[flow.Funding], str], page: int, width: float, scale: float
) -> None:
    path, svg = FOLDER / f"funding-flow-{page}.png", draw(picture())
    digest = hashlib.sha256(svg.encode()).hexdigest()[:16]
    if os.environ.get(TAKE_ANEW):
        path.write_bytes(marked(png(svg, scale=scale), digest))
    taken = path.read_bytes()
    assert mark(taken) == digest, f"docs/pictures/{path.name} shows another model. Take it anew: make pictures"
    assert int.from_bytes(taken[16:20]) == width * scale
