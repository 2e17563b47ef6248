"""Pages of packs, holds and retention: by form, and shut to strangers."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from oneplan.web.casework.models import Episode
from oneplan.web.rights import sealing
from oneplan.web.rights.actions import packs, requests
from oneplan.web.rights.actions.requests import Asked
from oneplan.web.rights.models import AreaPeriod, Hold, Pack, PackItem
from tests.cast import Cast, filled


def test_a_request_for_a_copy_goes_all_the_way_by_form(rich: Any, now: datetime) -> None:
    cast = rich.cast
    client = cast.client(cast.others["data_manager"])
    asked = Asked(kind="access", how="by phone", received_on=now.date(), proof="known")
    row = requests.ask(person=cast.parent, asked=asked, by=cast.others["data_manager"], at=now)
    here = f"/data-requests/{row.pk}/"
    client.post(f"{here}gather/", filled(client.get(here).content.decode()))
    page = client.get(f"{here}pack/").content.decode()
    first = PackItem.objects.filter(request=row).order_by("position").first()
    assert first is not None
    client.post(f"{here}pack/", filled(page, item=[first.pk], **{f"give-{first.pk}": "no"}))
    first.refresh_from_db()
    assert first.is_left_out
    assert first.decided_by == cast.others["data_manager"]
    client.post(f"{here}pack/rest/", filled(client.get(here).content.decode()))
    client.post(f"{here}pack/make/", filled(client.get(here).content.decode()))
    pack = Pack.objects.get()
    pdf = client.get(f"/packs/{pack.pk}.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert json.loads(client.get(f"/packs/{pack.pk}.json").content)["person"] == "Grace Okafor-Reed"
    page = client.get(here).content.decode()
    assert "Two people look at this copy before it is given" in page
    assert f"/packs/{pack.pk}/given/" not in page
    other = cast.client(cast.others["administrator"])
    other.post(f"/packs/{pack.pk}/looked-at/", filled(other.get(here).content.decode()))
    assert "Open the copy and read it first" in other.get(here).content.decode()
    assert other.get(f"/packs/{pack.pk}.pdf").status_code == 200
    other.post(f"/packs/{pack.pk}/looked-at/", filled(other.get(here).content.decode()))
    assert "Read a second time by Administrator Doe" in client.get(here).content.decode()
    given = {"to_whom": "Grace", "how": "by hand", "on": f"{now:%-d %B %Y}"}
    client.post(f"/packs/{pack.pk}/given/", filled(client.get(f"/packs/{pack.pk}/given/").content.decode(), **given))
    done = {"outcome": "done", "on": f"{now:%-d %B %Y}"}
    client.post(f"{here}answer/", filled(client.get(f"{here}answer/").content.decode(), **done))
    assert "Given to Grace" in client.get(here).content.decode()
    row.refresh_from_db()
    assert row.outcome == "done"


@pytest.mark.parametrize("who", ["priya", "maya", "green", "fay", "stan", "parent_account"])
def test_nobody_else_opens_a_pack(rich: Any, now: datetime, who: str) -> None:
    cast, by = rich.cast, rich.cast.others["data_manager"]
    asked = Asked(kind="access", how="by phone", received_on=now.date(), proof="known")
    row = requests.ask(person=cast.parent, asked=asked, by=by, at=now)
    packs.gather(request=row, by=by, at=now)
    packs.decide_rest(request=row, by=by, at=now)
    pack = packs.make(request=row, by=by, at=now)
    client = cast.client(getattr(cast, who))
    for page in (f"/packs/{pack.pk}.pdf", f"/packs/{pack.pk}.json", f"/packs/{pack.pk}/given/"):
        refused = client.get(page)
        assert refused.status_code == 403
        assert b"%PDF" not in refused.content


def test_a_pack_that_is_removed_is_gone_and_its_digest_stays(rich: Any, now: datetime) -> None:
    cast, by = rich.cast, rich.cast.others["data_manager"]
    asked = Asked(kind="access", how="by phone", received_on=now.date(), proof="known")
    row = requests.ask(person=cast.parent, asked=asked, by=by, at=now)
    packs.gather(request=row, by=by, at=now)
    packs.decide_rest(request=row, by=by, at=now)
    pack = packs.make(request=row, by=by, at=now)
    packs.remove(pack=pack, by=by, at=now)
    sealing.remove(pack.pk)
    assert sealing.opened(pack.pk, sealing.PDF) is None
    assert cast.client(by).get(f"/packs/{pack.pk}.pdf").status_code == 404
    pack.refresh_from_db()
    assert len(pack.pdf_digest) == 64


def test_a_hold_by_form_and_its_end(cast: Cast) -> None:
    client = cast.client(cast.others["administrator"])
    page = client.get("/holds/new/").content.decode()
    wrong = client.post("/holds/new/", filled(page, kind="court", why="A claim", what="Okafor"))
    assert "looks like F-1042" in wrong.content.decode()
    page = client.get("/holds/new/").content.decode()
    client.post("/holds/new/", filled(page, kind="court", why="A claim", what=cast.family.reference))
    row = Hold.objects.get()
    assert row.family == cast.family
    page = client.get(f"/holds/{row.pk}/lift/").content.decode()
    client.post(f"/holds/{row.pk}/lift/", filled(page, why="It is over"))
    row.refresh_from_db()
    assert row.lifted_why == "It is over"


def test_an_own_figure_by_form(cast: Cast) -> None:
    client = cast.client(cast.others["administrator"])
    page = client.get("/retention/figures/new/").content.decode()
    fields = {"rule": "family_record", "since": "1 January 2026", "years": "8", "source": "Schedule 4"}
    client.post("/retention/figures/new/", filled(page, **fields))
    assert AreaPeriod.objects.get().years == 8
    assert "8 years" in client.get("/retention/").content.decode()


def test_the_preview_lists_families_whose_time_is_over(cast: Cast) -> None:
    Episode.objects.update(opened_on=date(1980, 1, 1), closed_on=date(1981, 1, 1), closure_reason="done")
    from oneplan.web.people.models import Person

    Person.objects.update(born_from=date(1950, 1, 1), born_to=date(1950, 1, 1))
    page = cast.client(cast.others["administrator"]).get("/retention/").content.decode()
    assert "1 family" in page
    assert cast.family.reference in page


@pytest.mark.parametrize("who", ["priya", "maya", "green", "fay", "stan", "parent_account"])
def test_nobody_else_sees_what_is_kept(cast: Cast, who: str) -> None:
    for page in ("/retention/", "/retention/figures/new/", "/holds/", "/holds/new/"):
        assert cast.client(getattr(cast, who)).get(page).status_code == 403
