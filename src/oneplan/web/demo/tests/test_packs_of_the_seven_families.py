"""A pack of everything held can be made for everybody of each of the seven families, and gives nobody else away."""

import json
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from oneplan.web.access import chain
from oneplan.web.access.verify import verify
from oneplan.web.agencies.models import Worker
from oneplan.web.people.models import Family, Home, Membership, Residence
from oneplan.web.people.telling import pieces as giveaways
from oneplan.web.rights import sealing
from oneplan.web.rights.actions import packs, requests
from oneplan.web.rights.actions.requests import Asked

SEVEN = ("Brown", "Deardon", "Evans", "Folds", "Jones", "Smith", "Williams")


@pytest.mark.slow
@pytest.mark.parametrize("name", SEVEN)
def test_a_pack_for_a_parent_and_a_child_of_each_family(demo: Any, name: str, tmp_path: Any) -> None:
    at, by = timezone.now(), Worker.objects.get(name="Dana Whitlock")
    family = Family.objects.get(name__startswith=name)
    members = Membership.objects.known().filter(family=family).exclude(role="network").select_related("person")
    people = {row.role: row.person for row in members.order_by("-pk")}
    assert len(people) >= 2
    with override_settings(PACK_FOLDER=tmp_path / "packs"):
        for person in people.values():
            asked = Asked(kind="access", how="by phone", received_on=at.date(), proof="known")
            row = requests.ask(person=person, asked=asked, by=by, at=at)
            number = packs.gather(request=row, by=by, at=at)
            packs.decide_rest(request=row, by=by, at=at)
            pack = packs.make(request=row, by=by, at=at)
            said = sealing.opened(pack.pk, sealing.JSON) or b""
            assert (sealing.opened(pack.pk, sealing.PDF) or b"").startswith(b"%PDF")
            assert number >= pack.number_of_items > 0
            assert json.loads(said)["person"] == person.name
            mine = Residence.objects.current(at.date()).filter(person=person).values("home")
            for home in Home.objects.filter(is_protected=True).exclude(pk__in=mine):
                assert all(part not in said.decode() for part in giveaways(home) if any(c.isdigit() for c in part))


def test_the_chain_holds_after_them(demo: Any) -> None:
    assert verify(chain.CHANGES).is_whole
