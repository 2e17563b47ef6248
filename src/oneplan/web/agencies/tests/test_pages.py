"""Who opens which page: every worker looks up, managers see to their own team, administrators to the area."""

from datetime import timedelta

import pytest
from django.urls import reverse

from oneplan.web.agencies.actions import agreements, contacts, covers, links, places, workers
from oneplan.web.agencies.actions.agreements import AgreementWords
from oneplan.web.agencies.actions.contacts import ContactWords
from oneplan.web.agencies.actions.places import ForumWords, HubWords
from oneplan.web.agencies.models import Worker
from oneplan.web.agencies.tests.conftest import Scene
from oneplan.web.site.models import AreaListItem
from tests.cast import filled

pytestmark = pytest.mark.django_db

LOOK_UP = ("agencies", "agency", "colleagues", "colleague", "places", "forums")
MANAGE = ("covers", "cover-new", "cover-edit", "cover-end", "worker-edit", "worker-leaving", "worker-leaves-on",
          "hand-on", "hand-on-all", "link-new", "link-edit")  # fmt: skip
CONFIGURE = ("agency-new", "agency-edit", "agency-offer", "agency-team-new", "agency-team-edit", "contact-new",
             "worker-new", "worker-move", "worker-leave", "hub-new", "hub-edit", "forum-new", "forum-edit",
             "area-lists", "area-list-new", "area-list-edit", "agreement-new", "agreement-edit",
             "agreement-end")  # fmt: skip


def _addresses(scene: Scene) -> dict[str, str]:
    cast, said, today = scene.cast, {"by": scene.admin, "at": scene.now}, scene.today
    team = cast.priya.team
    assert team is not None
    cover = covers.name(worker=cast.tom, covered_by=cast.maya, on=today, **said)  # type: ignore[arg-type]
    link = links.begin(team=team, agency=scene.school, **said)  # type: ignore[arg-type]
    hub = places.add_hub(says=HubWords("Hub", (scene.school, scene.health)), **said)  # type: ignore[arg-type]
    forum = places.add_forum(says=ForumWords("Forum", "forum", today), **said)  # type: ignore[arg-type]
    words = AgreementWords("A", "P", "public_task", (scene.school,), ("plan",), cast.maya, today)
    agreement = agreements.make(says=words, **said)  # type: ignore[arg-type]
    item = AreaListItem.objects.filter(list_name="skill").first()
    role = cast.priya.episode_roles.get()
    args: dict[str, list[object]] = {
        "agency": [scene.school.pk], "agency-edit": [scene.school.pk], "agency-offer": [scene.school.pk],
        "agency-team-new": [scene.school.pk], "contact-new": [scene.school.pk], "agency-team-edit": [team.pk],
        "link-new": [team.pk], "link-edit": [link.pk], "colleague": [cast.priya.pk], "worker-edit": [cast.priya.pk],
        "worker-move": [cast.priya.pk], "worker-leave": [cast.priya.pk], "worker-leaving": [cast.priya.pk],
        "worker-leaves-on": [cast.priya.pk], "hand-on-all": [cast.priya.pk], "cover-new": [cast.priya.pk],
        "hand-on": [cast.priya.pk, "role", role.pk], "cover-edit": [cover.pk], "cover-end": [cover.pk],
        "hub-edit": [hub.pk], "forum-edit": [forum.pk], "area-list-new": ["skill"],
        "area-list-edit": [item.pk if item else 0], "agreement-edit": [agreement.pk],
        "agreement-end": [agreement.pk],
    }  # fmt: skip
    return {name: reverse(name, args=args.get(name, [])) for name in (*LOOK_UP, *MANAGE, *CONFIGURE)}


def test_each_page_opens_for_those_it_is_for_and_nobody_else(scene: Scene) -> None:
    cast, addresses = scene.cast, _addresses(scene)
    everybody = [cast.priya, cast.green, cast.fay, cast.maya, *cast.others.values()]
    for who in everybody:
        client = cast.client(who)
        may = set(LOOK_UP)
        may |= set(MANAGE) if who in (cast.maya, scene.admin) else set()
        may |= set(CONFIGURE) if who == scene.admin else set()
        found = {name for name, address in addresses.items() if client.get(address).status_code == 200}
        assert found == may, who
    family_member = cast.client(cast.parent_account)
    assert {family_member.get(address).status_code for address in addresses.values()} == {403}


def test_a_manager_of_another_team_is_a_stranger(scene: Scene) -> None:
    cast, addresses = scene.cast, _addresses(scene)
    Worker.objects.filter(pk=cast.stan.pk).update(role="team_manager")
    client = cast.client(cast.stan)
    strange = [name for name in MANAGE if name not in ("covers", "link-new", "link-edit")]
    for name in strange:
        answer = client.get(addresses[name])
        assert answer.status_code == 403, name
        assert "Okafor" not in answer.content.decode()
    assert "Tom Reed" not in client.get(addresses["covers"]).content.decode().split('aria-labelledby="new"')[0]
    answer = client.get(addresses["link-edit"])
    assert client.post(addresses["link-edit"], filled(answer.content.decode(), what_for="x")).status_code == 403


def test_a_contact_s_form_opens_for_the_team_that_keeps_it(scene: Scene) -> None:
    cast = scene.cast
    assert cast.priya.team is not None
    words = ContactWords("Desk", cast.priya.team, scene.today + timedelta(days=9), phone="0114 496 0001")
    contact = contacts.add(agency=scene.school, says=words, by=scene.admin, at=scene.now)
    address = reverse("contact-edit", args=[contact.pk])
    assert [cast.client(who).get(address).status_code for who in (cast.priya, scene.admin, cast.stan, cast.green)] == [
        200, 200, 403, 403,
    ]  # fmt: skip
    assert cast.client(scene.admin).get(reverse("contact-edit", args=[999999])).status_code == 404


def test_a_colleague_is_found_by_what_they_can_do(scene: Scene) -> None:
    says = workers.WorkerWords("Tom Reed", "0114 496 0124", skills=("autism",), languages=("urdu",))
    workers.change(worker=scene.cast.tom, version=1, says=says, by=scene.admin, at=scene.now)
    client = scene.cast.client(scene.cast.green)
    for query in ("language=urdu", "skill=autism", "q=tom+north", "q=reed&language=urdu"):
        page = client.get(f"/colleagues/?{query}").content.decode()
        assert ("Tom Reed" in page, "Stan Pike" in page) == (True, False), query
    for query in ("language=polish", "q=%00%27", "q=" + "x" * 900, "locality=moon&page=zz"):
        assert client.get(f"/colleagues/?{query}").status_code == 200
    assert "Nobody fits" in client.get("/colleagues/?language=polish").content.decode()


@pytest.mark.requirement("R023")
def test_a_leaver_is_handed_on_and_switched_off_page_by_page(scene: Scene) -> None:
    cast = scene.cast
    manager, admin = cast.client(cast.maya), cast.client(scene.admin)
    role = cast.priya.episode_roles.get()
    leaving, leave = (reverse(name, args=[cast.priya.pk]) for name in ("worker-leaving", "worker-leave"))
    day = f"{scene.today + timedelta(days=9):%-d %B %Y}"
    page = manager.get(reverse("worker-leaves-on", args=[cast.priya.pk])).content.decode()
    manager.post(reverse("worker-leaves-on", args=[cast.priya.pk]), filled(page, leaves_on=day))
    page = admin.get(leave).content.decode()
    answer = admin.post(leave, filled(page, on=f"{scene.today:%-d %B %Y}", sure="on"))
    assert answer.status_code == 422
    assert "still holds 1 family" in answer.content.decode()
    assert "Okafor" in manager.get(leaving).content.decode()
    assert "Okafor" not in admin.get(leaving).content.decode()
    one = reverse("hand-on", args=[cast.priya.pk, "role", role.pk])
    page = manager.get(one).content.decode()
    assert manager.post(one, filled(page, to=str(cast.tom.pk), why="She leaves")).status_code == 302
    assert "holds nothing" in manager.get(leaving).content.decode()
    page = admin.get(leave).content.decode()
    admin.post(leave, filled(page, on=f"{scene.today:%-d %B %Y}", sure="on"))
    assert not Worker.objects.get(pk=cast.priya.pk).is_active
    assert "Priya Shah" not in cast.client(cast.tom).get("/colleagues/").content.decode()
    assert "has left" in cast.client(cast.tom).get(f"/colleagues/{cast.priya.pk}/").content.decode()


def test_the_form_of_cover_says_what_is_wrong_and_keeps_what_was_typed(scene: Scene) -> None:
    client = scene.cast.client(scene.cast.maya)
    address = reverse("cover-new", args=[scene.cast.priya.pk])
    page = client.get(address).content.decode()
    sent = {"covered_by": str(scene.cast.fay.pk), "on": "3 May 2999", "note": "rings on the same number"}
    answer = client.post(address, filled(page, **sent))
    assert answer.status_code == 422
    for words in ("does not work with families", "rings on the same number", "3 May 2999"):
        assert words in answer.content.decode()
