"""Each page opens for those whom it is for, and for no stranger."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve, reverse

from oneplan.web.casework.models import EpisodeRole
from oneplan.web.people import projection
from oneplan.web.people.models import (
    ContactRestriction,
    HomeDetail,
    Identifier,
    Membership,
    Merge,
    PersonDetail,
    Relationship,
    Residence,
    SafeContactRule,
    VisitWarning,
)
from oneplan.web.people.urls import urlpatterns
from tests.cast import LONG_AGO, Cast

FAMILY_PAGES = (
    "family-people",
    "member-new",
    "family-out-of",
    "earlier-help-new",
    "move-together",
    "family-warning-new",
)
PERSON_PAGES = (
    "person",
    "person-name",
    "person-birth",
    "person-death",
    "person-sex",
    "detail-new",
    "number-new",
    "relationship-new",
    "move-in",
    "restriction-new",
    "rule-new",
)
HOME_PAGES = ("home-page", "home-note-new", "home-warning-new", "home-protect", "home-unprotect")


def addresses(cast: Cast) -> list[str]:
    """Every page about the cast's family."""
    of_rows = of_rows_of(cast)
    of_rows += [(name, cast.family.pk) for name in FAMILY_PAGES]
    of_rows += [(name, cast.child.pk) for name in PERSON_PAGES]
    of_rows += [(name, cast.home.pk) for name in HOME_PAGES]
    return [reverse(name, args=[pk]) for name, pk in of_rows]


def of_rows_of(cast: Cast) -> list[tuple[str, int]]:
    """The pages about one entry, each with an entry of its own kind."""

    def row(model: Any, **values: Any) -> int:
        return int(model.objects.create(valid_from=date(2020, 1, 1), known_from=LONG_AGO, **values).pk)

    child, parent, home = cast.child, cast.parent, cast.home
    detail = row(PersonDetail, person=child, kind="school", words="Mill Lane Primary")
    restriction = row(ContactRestriction, child=child, barred=cast.father, kind="order")
    number = row(Identifier, person=child, scheme="school", value="77", plain="77")
    rule = row(SafeContactRule, person=parent, channel="post", never=True)
    note = row(HomeDetail, home=home, kind="tenure", words="privately rented")
    membership = Membership.objects.get(person=child).pk
    tie = Relationship.objects.filter(person=parent).first()
    residence = Residence.objects.get(person=child).pk
    assert tie is not None
    warnings = [
        row(VisitWarning, family=cast.family, words="a dog"),
        row(VisitWarning, home=home, words="steep stairs"),
    ]
    return [
        ("detail-end", detail),
        ("detail-strike", detail),
        ("number-strike", number),
        ("relationship-end", tie.pk),
        ("relationship-strike", tie.pk),
        ("move-out", residence),
        ("residence-strike", residence),
        ("restriction-lift", restriction),
        ("restriction-strike", restriction),
        ("rule-end", rule),
        ("member-leave", membership),
        ("member-correct", membership),
        ("member-role", membership),
        ("member-strike", membership),
        ("home-note-end", note),
        ("home-note-strike", note),
        *(("warning-end", pk) for pk in warnings),
    ]


@pytest.mark.django_db
def test_the_key_worker_opens_every_page_of_the_family(cast: Cast) -> None:
    client = cast.client(cast.priya)
    answers = {address: client.get(address).status_code for address in addresses(cast)}
    assert answers == dict.fromkeys(answers, 200)


def test_a_stranger_opens_none_of_them(cast: Cast) -> None:
    client = cast.client(cast.stan)
    answers = {address: client.get(address).status_code for address in addresses(cast)}
    assert answers == dict.fromkeys(answers, 403)


def test_a_stranger_changes_nothing_by_sending_the_form(cast: Cast) -> None:
    client = cast.client(cast.stan)
    own = client.get(reverse("find")).content  # a stranger has pages of their own, with no form token of these
    assert b"Okafor" not in own
    for address in addresses(cast):
        assert client.post(address, {}).status_code in (400, 403, 405)


def test_a_partner_around_the_family_opens_nothing_of_what_workers_keep(cast: Cast) -> None:
    client = cast.client(cast.green)
    answers = {address: client.get(address).status_code for address in addresses(cast)}
    assert answers == dict.fromkeys(answers, 403)


def test_a_partner_who_leads_for_the_family_opens_its_people(cast: Cast) -> None:
    EpisodeRole.objects.create(episode=cast.episode, kind="lead", worker=cast.green, known_from=LONG_AGO)
    client = cast.client(cast.green)
    for name, pk in (("person", cast.child.pk), ("family-people", cast.family.pk), ("home-page", cast.home.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 200, name


def test_the_front_door_opens_what_workers_keep(cast: Cast) -> None:
    client = cast.client(cast.fay)
    for name, pk in (("person", cast.child.pk), ("family-people", cast.family.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 200, name


@pytest.mark.parametrize("name", ["find", "merges"])
def test_who_is_not_signed_in_is_sent_to_the_door(name: str, db: None) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


def test_joining_records_is_not_for_key_workers(cast: Cast) -> None:
    merge = Merge.objects.create(
        gone=cast.baby, kept=cast.child, reason="a try", known_from=LONG_AGO, merged_by=cast.maya
    )
    two = [cast.child.pk, cast.father.pk]
    for address in (reverse("merges"), reverse("merge-undo", args=[merge.pk]), reverse("person-merge", args=two)):
        assert cast.client(cast.stan).get(address).status_code == 403
        assert cast.client(cast.maya).get(address).status_code == 200


def test_commissioners_and_family_members_do_not_search(cast: Cast) -> None:
    for who in (cast.others["commissioner"], cast.green, cast.parent_account):
        assert cast.client(who).get(reverse("find")).status_code == 403


def test_a_number_that_nobody_has_says_what_to_do(cast: Cast) -> None:
    """As for somebody else's number: it does not tell whether there is such a person."""
    for who, status in ((cast.priya, 403), (cast.fay, 404)):
        answer = cast.client(who).get(reverse("person", args=[999999]))
        assert answer.status_code == status
        assert "search by name" in answer.content.decode()


def test_a_joined_record_sends_to_the_one_that_stands_for_both(cast: Cast) -> None:
    projection.refresh(cast.baby)
    cast.baby.merged_into = cast.child
    cast.baby.save()
    answer = cast.client(cast.priya).get(reverse("person", args=[cast.baby.pk]))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("person", args=[cast.child.pk])


def test_a_stranger_does_not_learn_of_births(cast: Cast) -> None:
    for name in ("person-born", "person-due"):
        assert cast.client(cast.stan).get(reverse(name, args=[cast.child.pk])).status_code == 403


def test_no_page_of_this_room_is_left_out_here(cast: Cast) -> None:
    """Each is tried by a stranger above; the rest are the search, and the joining of records."""
    tried = {resolve(address).url_name for address in addresses(cast)}
    elsewhere = {"find", "records-compare", "merges", "merge-undo", "person-merge", "person-born", "person-due"}
    assert {each.name for each in urlpatterns} == tried | elsewhere
