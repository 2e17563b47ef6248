"""Agencies, their offers, contacts that outlast people, links of teams, places and lists."""

from datetime import timedelta
from typing import Any

import pytest

from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.actions import area_lists, contacts, links, organisations, places
from oneplan.web.agencies.actions.area_lists import CannotChangeList
from oneplan.web.agencies.actions.contacts import CannotChangeContact, ContactWords
from oneplan.web.agencies.actions.links import CannotChangeLink
from oneplan.web.agencies.actions.organisations import AgencyWords, CannotChangeAgency, OfferWords, TeamWords
from oneplan.web.agencies.actions.places import CannotChangePlace, ForumWords, HubWords
from oneplan.web.agencies.models import Agency, AgencyOffer, Contact, HubPlace, Worker
from oneplan.web.agencies.reads import upkeep
from oneplan.web.agencies.tests.conftest import Scene
from oneplan.web.site import lists
from oneplan.web.site.conflicts import ChangedMeanwhile, GoneMeanwhile
from oneplan.web.site.models import AreaListItem, OutboxMessage
from tests.cast import filled

pytestmark = pytest.mark.django_db


def _said(scene: Scene) -> dict[str, Any]:
    return {"by": scene.admin, "at": scene.now}


def _words(scene: Scene, **said: object) -> ContactWords:
    usual: dict[str, object] = {
        "role": "Attendance lead", "kept_by": scene.cast.priya.team, "check_by": scene.today + timedelta(days=90),
        "holder": scene.cast.green, "deputy_name": "Jo Finn", "phone": "0114 496 0376",
    }  # fmt: skip
    return ContactWords(**(usual | said))  # type: ignore[arg-type]


def _contact(scene: Scene, **said: object) -> Contact:
    return contacts.add(agency=scene.school, says=_words(scene, **said), **_said(scene))


@pytest.mark.requirement("R023", "R029", "R031")
def test_an_agency_is_registered_with_sector_and_whom_it_is_for(scene: Scene) -> None:
    says = AgencyWords("Home Start", "voluntary", "community", "0114 496 0260", "Volunteers who visit", 4)
    agency = organisations.add(says=says, **_said(scene))
    team = organisations.add_team(agency=agency, says=TeamWords("North", "north"), **_said(scene))
    assert (agency.reach, team.locality) == ("community", "north")
    page = scene.cast.client(scene.cast.priya).get("/agencies/?reach=community&sector=voluntary").content.decode()
    assert "Home Start" in page
    assert "Mill Lane" not in page
    assert "Home Start" in scene.cast.client(scene.cast.green).get("/agencies/?locality=north").content.decode()


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (AgencyWords("", "school"), "Write down the agency's name"),
        (AgencyWords("mill lane primary", "school"), "already"),
        (AgencyWords("New", "moon"), "area's list"),
        (AgencyWords("New", ""), "area's list"),
        (AgencyWords("New", "school", "moon"), "area's list"),
    ],
)
def test_an_agency_that_cannot_be_is_refused(scene: Scene, says: AgencyWords, words: str) -> None:
    with pytest.raises(CannotChangeAgency, match=words):
        organisations.add(says=says, **_said(scene))


def test_two_who_change_an_agency_or_team_at_once_lose_nothing(scene: Scene) -> None:
    school, team = scene.school, scene.cast.priya.team
    assert team is not None
    organisations.change(agency=school, version=1, says=AgencyWords("Mill Lane", "school"), **_said(scene))
    with pytest.raises(ChangedMeanwhile) as clash:
        organisations.change(agency=school, version=1, says=AgencyWords("Mill", "school"), **_said(scene))
    assert clash.value.theirs.name == "Mill Lane"
    organisations.change_team(team=team, version=1, says=TeamWords("North 1"), **_said(scene))
    with pytest.raises(ChangedMeanwhile):
        organisations.change_team(team=team, version=1, says=TeamWords("North 2"), **_said(scene))
    with pytest.raises(CannotChangeAgency, match="has a team called"):
        organisations.add_team(agency=scene.council, says=TeamWords("north 1"), **_said(scene))


@pytest.mark.requirement("R028")
def test_what_an_agency_does_and_does_not_is_published_and_earlier_words_stay(scene: Scene) -> None:
    client = scene.cast.client(scene.cast.parent_account)
    first = organisations.say_offer(agency=scene.council, says=OfferWords("We visit."), **_said(scene))
    assert "We visit." not in client.get("/what-we-do/").content.decode()  # not published yet
    AgencyOffer.objects.filter(pk=first.pk).update(valid_from=scene.today - timedelta(days=30))
    first.refresh_from_db()
    says = OfferWords("One key worker.", "No benefits advice.", "Whoever says yes.", "212 families.", is_public=True)
    organisations.say_offer(agency=scene.council, says=says, instead_of=first, **_said(scene))
    page = client.get("/what-we-do/").content.decode()
    for words in ("One key worker.", "No benefits advice.", "Whoever says yes.", "212 families."):
        assert words in page
    before = AgencyOffer.objects.current(scene.today - timedelta(days=2)).get(agency=scene.council)
    assert before.does == "We visit."
    with pytest.raises(ChangedMeanwhile):
        organisations.say_offer(agency=scene.council, says=says, **_said(scene))
    with pytest.raises(CannotChangeAgency, match="Say what the agency does"):
        organisations.say_offer(agency=scene.school, says=OfferWords(" "), **_said(scene))


@pytest.mark.requirement("R026", "R027")
def test_a_contact_has_a_role_a_deputy_an_owner_and_a_check_by_day(scene: Scene) -> None:
    contact = _contact(scene, check_by=scene.today - timedelta(days=1))
    page = scene.cast.client(scene.cast.stan).get(f"/agencies/{scene.school.pk}/").content.decode()
    for words in ("Attendance lead", "Ann Green", "deputy: Jo Finn", "North team keeps this right", "to be checked"):
        assert words in page
    assert 'href="tel:01144960376"' in page
    maya = scene.cast.maya
    assert [line.is_late for line in upkeep.lines(maya, today=scene.today)] == [True]
    assert "Attendance lead" in scene.cast.client(maya).get("/my-families/").content.decode()
    later = scene.today + timedelta(days=180)
    contacts.check(contact=contact, until=later, by=scene.cast.tom, at=scene.now)  # of the team that keeps it
    assert upkeep.lines(maya, today=scene.today) == []


@pytest.mark.requirement("R027")
def test_it_is_said_when_the_person_behind_a_contact_has_left_and_the_contact_stays(scene: Scene) -> None:
    contact = _contact(scene, holder=None, holder_name="Gail Marsh")
    reported = contacts.report_left(contact=contact, by=scene.cast.stan, at=scene.now)
    assert reported.warnings(scene.today) == ["Gail Marsh has left"]
    message = OutboxMessage.objects.get(kind="contact")
    assert (message.to_worker, "Gail Marsh has left, says Stan Pike" in message.text) == (scene.cast.maya, True)
    with pytest.raises(CannotChangeContact, match="said already"):
        contacts.report_left(contact=reported, by=scene.cast.priya, at=scene.now)
    with pytest.raises(CannotChangeContact, match="has left: change who it is"):
        contacts.check(contact=reported, until=scene.today + timedelta(days=9), by=scene.cast.tom, at=scene.now)
    same = contacts.change(
        contact=reported, says=_words(scene, holder=None, holder_name="Gail Marsh"), by=scene.cast.tom, at=scene.now
    )
    assert same.warnings(scene.today) == ["Gail Marsh has left"]
    new = contacts.change(
        contact=same, says=_words(scene, holder=None, holder_name="Ola Berg"), by=scene.cast.tom, at=scene.now
    )
    assert new.warnings(scene.today) == []
    Worker.objects.filter(pk=scene.cast.green.pk).update(is_active=False)
    assert _contact(scene, role="SENCO", holder=None, deputy=None).warnings(scene.today) == []
    gone = contacts.add(agency=scene.health, says=_words(scene, holder=None, holder_name="Fran"), **_said(scene))
    Contact.objects.filter(pk=gone.pk).update(holder=scene.cast.green, holder_name="")
    assert Contact.objects.get(pk=gone.pk).warnings(scene.today) == ["Ann Green has left"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"role": " "}, "what the contact is, not who"),
        ({"holder": None, "phone": ""}, "one way to reach them"),
        ({"deputy": "green", "deputy_name": ""}, "deputy is somebody else"),
        ({"holder": "priya"}, "works at .*, not at Mill Lane"),
        ({"locality": "moon"}, "area's list"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(scene: Scene, said: dict[str, Any], words: str) -> None:
    said = {name: getattr(scene.cast, value, value) if isinstance(value, str) else value
            for name, value in said.items()}  # fmt: skip
    with pytest.raises(CannotChangeContact, match=words):
        _contact(scene, **said)


def test_another_team_may_not_change_a_contact_and_two_at_once_lose_nothing(scene: Scene) -> None:
    contact = _contact(scene)
    says, until = _words(scene, phone="0114 496 0400"), scene.today + timedelta(days=9)
    for by in (scene.cast.stan, scene.cast.green):
        for change in (
            lambda by: contacts.change(contact=contact, says=says, by=by, at=scene.now),
            lambda by: contacts.check(contact=contact, until=until, by=by, at=scene.now),
            lambda by: contacts.end(contact=contact, by=by, at=scene.now),
        ):
            with pytest.raises(NotAllowed, match="North team keeps this contact right"):
                change(by)
    with pytest.raises(NotAllowed):
        contacts.add(agency=scene.school, says=says, by=scene.cast.maya, at=scene.now)
    newer = contacts.change(contact=contact, says=says, by=scene.cast.tom, at=scene.now)
    with pytest.raises(ChangedMeanwhile) as clash:
        contacts.change(contact=contact, says=_words(scene, phone="0114 496 0401"), by=scene.cast.priya, at=scene.now)
    assert clash.value.theirs.phone == "0114 496 0400"
    contacts.end(contact=newer, by=scene.cast.tom, at=scene.now)
    with pytest.raises(GoneMeanwhile):
        contacts.change(contact=newer, says=says, by=scene.cast.priya, at=scene.now)


def test_the_page_shows_both_versions_and_saves_yours_over_theirs_when_wanted(scene: Scene) -> None:
    client = scene.cast.client(scene.admin)
    address = f"/agencies/{scene.school.pk}/change/"
    html = client.get(address).content.decode()
    organisations.change(
        agency=scene.school, version=1, says=AgencyWords("Mill Lane School", "school", phone="0114 496 0001"),
        **_said(scene),
    )  # fmt: skip
    mine = {"name": "Mill Lane Primary", "sector": "school", "phone": "0114 496 0002", "version": "1"}
    answer = client.post(address, filled(html, **mine))
    page = answer.content.decode()
    assert answer.status_code == 409
    for words in ("Mill Lane School", "0114 496 0001", "0114 496 0002", "nothing is lost"):
        assert words in page
    assert Agency.objects.get(pk=scene.school.pk).name == "Mill Lane School"
    assert client.post(address, filled(page, **(mine | {"version": "2"}))).status_code == 302
    assert Agency.objects.get(pk=scene.school.pk).phone == "0114 496 0002"


@pytest.mark.requirement("R027")
def test_a_link_belongs_to_the_team(scene: Scene) -> None:
    cast, team = scene.cast, scene.cast.priya.team
    assert team is not None
    link = links.begin(team=team, agency=scene.school, worker=cast.tom, by=cast.maya, at=scene.now)
    page = cast.client(cast.green).get(f"/agencies/{scene.school.pk}/").content.decode()
    assert "Their link to early help" in page
    for worker, words in ((cast.stan, "not in North team"), (cast.green, "not in North team")):
        with pytest.raises(CannotChangeLink, match=words):
            links.change(link=link, worker=worker, by=cast.maya, at=scene.now)
    with pytest.raises(CannotChangeLink, match="already"):
        links.begin(team=team, agency=scene.school, by=cast.maya, at=scene.now)
    with pytest.raises(CannotChangeLink, match="to another agency"):
        links.begin(team=team, agency=scene.council, by=cast.maya, at=scene.now)
    for by in (cast.priya, cast.fay):
        with pytest.raises(NotAllowed):
            links.change(link=link, worker=None, by=by, at=scene.now)
        with pytest.raises(NotAllowed):
            links.begin(team=team, agency=scene.health, by=by, at=scene.now)
        with pytest.raises(NotAllowed):
            links.end(link=link, by=by, at=scene.now)
    assert cast.stan.team is not None
    with pytest.raises(NotAllowed, match="another one"):
        links.begin(team=cast.stan.team, agency=scene.school, by=cast.maya, at=scene.now)
    empty = links.change(link=link, worker=None, by=cast.maya, at=scene.now)
    links.end(link=empty, by=scene.admin, at=scene.now)


@pytest.mark.requirement("R023")
def test_several_agencies_sit_at_a_hub_and_change_on_days(scene: Scene) -> None:
    both = (scene.council, scene.health)
    hub = places.add_hub(says=HubWords("Brook End", both, locality="north"), **_said(scene))
    HubPlace.objects.update(valid_from=scene.today - timedelta(days=9))
    places.change_hub(hub=hub, version=1, says=HubWords("Brook End", (scene.council, scene.school)), **_said(scene))
    then = HubPlace.objects.current(scene.today - timedelta(days=1)).values_list("agency", flat=True)
    now = HubPlace.objects.current(scene.today).values_list("agency", flat=True)
    assert (set(then), set(now)) == ({each.pk for each in both}, {scene.council.pk, scene.school.pk})
    with pytest.raises(CannotChangePlace, match="two at least"):
        places.add_hub(says=HubWords("Alone", (scene.council,)), **_said(scene))
    with pytest.raises(CannotChangePlace, match="already"):
        places.add_hub(says=HubWords("brook end", both), **_said(scene))
    with pytest.raises(ChangedMeanwhile):
        places.change_hub(hub=hub, version=1, says=HubWords("B", both), **_said(scene))


@pytest.mark.requirement("R034")
def test_the_calendar_of_forums_is_for_every_worker(scene: Scene) -> None:
    says = ForumWords("Partnership forum", "forum", scene.today + timedelta(days=9), news="CAMHS shows its new way in")
    forum = places.add_forum(says=says, **_said(scene))
    page = scene.cast.client(scene.cast.green).get("/forums/").content.decode()
    assert "CAMHS shows its new way in" in page
    called_off = ForumWords("Partnership forum", "forum", says.on, is_called_off=True)
    places.change_forum(forum=forum, version=1, says=called_off, **_said(scene))
    assert "called off" in scene.cast.client(scene.cast.green).get("/forums/").content.decode()
    with pytest.raises(CannotChangePlace, match="what kind"):
        places.add_forum(says=ForumWords("X", "party", says.on), **_said(scene))
    with pytest.raises(NotAllowed):
        places.add_forum(says=says, by=scene.cast.maya, at=scene.now)


def test_an_administrator_changes_the_lists_and_older_days_keep_their_names(scene: Scene) -> None:
    new = area_lists.add(list_name="locality", name="East side", **_said(scene))
    assert (new.code, ("east_side", "East side") in lists.choices("locality")) == ("east_side", True)
    north = AreaListItem.objects.get(list_name="locality", code="north")
    area_lists.rename(item=north, name="The north", **_said(scene))
    assert dict(lists.choices("locality"))["north"] == "The north"
    assert dict(lists.choices("locality", on=scene.today - timedelta(days=1)))["north"] == "North"
    with pytest.raises(CannotChangeList, match="by somebody else meanwhile"):
        area_lists.rename(item=north, name="North again", **_said(scene))
    centre = AreaListItem.objects.get(list_name="locality", code="centre")
    area_lists.end(item=centre, **_said(scene))
    assert "centre" not in dict(lists.choices("locality"))
    assert lists.name_of("locality", "centre") == "Centre"
    for list_name, name, words in (("level", "X", "not changed here"), ("skill", " ", "Write down"),
                                   ("locality", "Centre", "is, or was")):  # fmt: skip
        with pytest.raises(CannotChangeList, match=words):
            area_lists.add(list_name=list_name, name=name, **_said(scene))
    with pytest.raises(NotAllowed):
        area_lists.end(item=new, by=scene.cast.maya, at=scene.now)
