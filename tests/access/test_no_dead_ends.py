"""No page offers its reader a link or a button that is then refused: what may be done and what is offered agree."""

import re
from datetime import date
from random import Random
from typing import Any

import pytest
from django.urls import Resolver404, resolve

from tests.access.test_matrix import CLOSED, SHARE, _cells
from tests.cast import status_of

LEADS = re.compile(r'(?:href|action|formaction|hx-post)="(/[^"#?]*)')
WHO = (
    "priya", "tom", "maya", "green", "fay", "stan", "data_manager", "analyst", "auditor", "administrator",
    "parent_account",
)  # fmt: skip
ASKED = WHO if SHARE == 1 else Random(f"{date.today()} ends").sample(WHO, 1)  # noqa: DTZ011  another one each day
# Asked once more who one is, or sent away by pressing: not refused.
LEFT_OUT = {"sign-out", "sign-out-everywhere"}


@pytest.mark.slow
@pytest.mark.parametrize("who", ASKED)
def test_what_is_offered_is_not_refused(who: str, scene: Any) -> None:
    cast = scene.cast
    client = cast.client(cast.others[who] if who in cast.others else getattr(cast, who))
    offered: dict[str, str] = {}
    for name, address, _ in _cells(scene):
        page = client.get(address)
        if page.status_code == 200 and "html" in page["Content-Type"]:
            offered |= dict.fromkeys(LEADS.findall(page.content.decode()), name)
    refused = []
    random = Random(f"{date.today()} {who}")  # noqa: DTZ011
    share = random.sample(sorted(offered), len(offered) if SHARE == 1 else min(50, len(offered)))
    for address, name in [(each, offered[each]) for each in share]:
        try:
            leads = resolve(address).url_name
        except Resolver404:
            continue
        if leads not in LEFT_OUT and status_of(client.get(address)) in CLOSED[:2]:
            refused.append(f"{name} offers {leads}")
    assert sorted(set(refused)) == []
