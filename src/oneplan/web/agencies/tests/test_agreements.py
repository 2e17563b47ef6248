"""Agreements on sharing: what holds for whom on a day, and a reminder that goes once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneplan.rulebook.sharing import gateways, renewal
from oneplan.rulebook.sharing.renewal import Standing
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies import agreements as held
from oneplan.web.agencies import chores
from oneplan.web.agencies.actions import agreements
from oneplan.web.agencies.actions.agreements import AgreementWords, CannotAgree
from oneplan.web.agencies.categories import CATEGORIES, UnknownCategory, known
from oneplan.web.agencies.models import SharingAgreement, Worker
from oneplan.web.agencies.tests.conftest import Scene
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.site.models import OutboxMessage
from oneplan.web.site.worker import once_over

pytestmark = pytest.mark.django_db


def _words(scene: Scene, **said: Any) -> AgreementWords:
    usual: dict[str, Any] = {
        "title": "Early help", "purpose": "Help together", "gateway": "public_task", "partners": (scene.school,),
        "categories": ("plan", "basics"), "owner": scene.cast.maya, "on": scene.today - timedelta(days=10),
        "until": scene.today + timedelta(days=200),
    }  # fmt: skip
    return AgreementWords(**(usual | said))


def _make(scene: Scene, **said: Any) -> SharingAgreement:
    return agreements.make(says=_words(scene, **said), by=scene.admin, at=scene.now)


@pytest.mark.requirement("R194")
def test_an_agreement_holds_for_its_partners_categories_and_days(scene: Scene) -> None:
    made = _make(scene)
    day = timedelta(days=1)
    assert held.in_force(scene.school, "plan", on=scene.today) == made
    assert held.in_force(scene.school, "health", on=scene.today) is None
    assert held.in_force(scene.health, "plan", on=scene.today) is None
    first, last = made.valid_from, made.valid_to
    assert first is not None
    assert last is not None
    for on, holds in ((first - day, False), (first, True), (last - day, True), (last, False)):
        assert (held.in_force(scene.school, "basics", on=on) is not None) == holds


def test_of_several_the_longest_counts_and_one_query_is_enough(scene: Scene) -> None:
    _make(scene)
    endless = _make(scene, until=None, categories=("plan", "school"))
    with CaptureQueriesContext(connection) as asked:
        found = held.in_force_for(scene.school, on=scene.today)
    assert len(asked) == 1
    assert {name: row.pk == endless.pk for name, row in found.items()} == {
        "basics": False,
        "plan": True,
        "school": True,
    }


def test_what_was_agreed_before_stays_for_whoever_relied_on_it(scene: Scene) -> None:
    first = _make(scene)
    second = agreements.change(
        agreement=first, says=_words(scene, categories=("plan",)), by=scene.admin, at=scene.now + timedelta(minutes=1)
    )
    first.refresh_from_db()
    assert held.in_force(scene.school, "basics", on=scene.today) is None
    assert set(first.categories.values_list("category", flat=True)) == {"basics", "plan"}
    assert first.known_until is not None
    with pytest.raises(ChangedMeanwhile) as clash:
        agreements.change(agreement=first, says=_words(scene, title="X"), by=scene.admin, at=scene.now)
    assert clash.value.theirs == second
    later = scene.now + timedelta(minutes=2)
    ended = agreements.end(agreement=second, on=scene.today, by=scene.admin, at=later)
    assert held.in_force(scene.school, "plan", on=scene.today) is None
    assert held.standing(ended, on=scene.today) == Standing.ENDED
    with pytest.raises(CannotAgree, match="it began on"):
        agreements.end(agreement=ended, on=date(2020, 1, 1), by=scene.admin, at=later)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"title": " "}, "Give the agreement a name"),
        ({"purpose": ""}, "Without a purpose"),
        ({"gateway": "a_hunch"}, "way in law"),
        ({"partners": ()}, "one at least"),
        ({"categories": ()}, "one at least"),
        ({"categories": ("gossip",)}, "no kind of information called “gossip”"),
    ],
)
def test_an_agreement_that_says_too_little_is_refused(scene: Scene, said: dict[str, Any], words: str) -> None:
    with pytest.raises(CannotAgree, match=words):
        _make(scene, **said)


def test_it_cannot_end_before_it_starts(scene: Scene) -> None:
    for until in (scene.today - timedelta(days=10), scene.today - timedelta(days=11)):
        with pytest.raises(CannotAgree, match="before it starts"):
            _make(scene, until=until)


def test_its_owner_is_here_and_may_open_it(scene: Scene) -> None:
    with pytest.raises(CannotAgree, match="cannot open agreements"):
        _make(scene, owner=scene.cast.priya)
    Worker.objects.filter(pk=scene.cast.maya.pk).update(is_active=False)
    with pytest.raises(CannotAgree, match="has left"):
        _make(scene, owner=Worker.objects.get(pk=scene.cast.maya.pk))


def test_only_an_administrator_agrees(scene: Scene) -> None:
    made = _make(scene)
    for by in (scene.cast.maya, scene.cast.fay, scene.cast.others["data_manager"]):
        with pytest.raises(NotAllowed):
            agreements.make(says=_words(scene), by=by, at=scene.now)
        with pytest.raises(NotAllowed):
            agreements.change(agreement=made, says=_words(scene), by=by, at=scene.now)
        with pytest.raises(NotAllowed):
            agreements.end(agreement=made, on=scene.today, by=by, at=scene.now)
    with pytest.raises(NotAllowed):
        agreements.hand_on(agreement=made, to=scene.cast.others["data_manager"], by=scene.cast.tom, at=scene.now)


@pytest.mark.requirement("R194")
def test_the_owner_is_reminded_once_and_again_only_for_another_end(scene: Scene) -> None:
    soon = _make(scene, until=scene.today + timedelta(days=40))
    _make(scene, title="Later", until=scene.today + timedelta(days=400))
    _make(scene, title="Over", on=scene.today - timedelta(days=99), until=scene.today - timedelta(days=9))
    assert [agreements.remind(by=None, at=scene.now) for _ in range(3)] == [1, 0, 0]
    message = OutboxMessage.objects.get(kind="agreement")
    assert (message.to_worker, "“Early help” ends on" in message.text) == (scene.cast.maya, True)
    agreements.change(
        agreement=soon, says=_words(scene, until=scene.today + timedelta(days=50)), by=scene.admin, at=scene.now
    )
    assert agreements.remind(by=None, at=scene.now) == 1
    page = scene.cast.client(scene.cast.maya).get("/my-families/").content.decode()
    assert "“Early help” ends: renew it" in page


def test_the_background_worker_reminds(scene: Scene) -> None:
    _make(scene, until=scene.today + timedelta(days=40))
    chores.keep()  # as after a start
    once_over(at=scene.now)
    once_over(at=scene.now + timedelta(hours=2))
    assert OutboxMessage.objects.filter(kind="agreement").count() == 1


def test_the_page_says_how_it_stands_and_that_a_law_was_not_verified(scene: Scene) -> None:
    made = _make(scene, gateway="crime_1998_s115", until=scene.today + timedelta(days=40))
    for who in (scene.cast.maya, scene.cast.others["auditor"], scene.cast.others["data_manager"]):
        page = scene.cast.client(who).get(f"/agreements/{made.pk}/").content.decode()
        for words in ("ends soon", "not verified", "Crime and Disorder Act 1998, section 115", "Mill Lane Primary"):
            assert words in page
    for stranger in (scene.cast.priya, scene.cast.green, scene.cast.parent_account):
        assert scene.cast.client(stranger).get(f"/agreements/{made.pk}/").status_code == 403


def test_categories_are_looked_up_in_one_place() -> None:
    assert known(["school", "basics", "basics"]) == ["basics", "school"]
    with pytest.raises(UnknownCategory):
        known(["basics", "gossip"])
    assert set(CATEGORIES) == {
        "basics", "plan", "meetings", "story", "needs", "health", "school", "money", "housing", "identity", "police",
        "social_care", "domestic_abuse", "address",
    }  # fmt: skip


def test_each_way_in_law_has_a_source_and_says_when_it_was_not_verified() -> None:
    every = gateways.every()
    assert len({each.code for each in every}) == len(every) > 8
    assert all(each.source for each in every)
    assert [each.words.endswith("not verified") for each in every] == [not each.verified for each in every]
    assert gateways.find("a_hunch") is None


@pytest.mark.parametrize(
    ("start", "end", "standing"),
    [
        (None, None, Standing.IN_FORCE),
        (date(2026, 6, 2), None, Standing.NOT_YET),
        (date(2026, 6, 1), None, Standing.IN_FORCE),
        (date(2026, 1, 1), date(2026, 6, 1), Standing.ENDED),
        (date(2026, 1, 1), date(2026, 6, 2), Standing.ENDS_SOON),
        (date(2026, 1, 1), date(2026, 7, 27), Standing.ENDS_SOON),  # eight weeks to the day
        (date(2026, 1, 1), date(2026, 7, 28), Standing.IN_FORCE),
        (date(2026, 6, 2), date(2026, 6, 9), Standing.NOT_YET),
    ],
)
def test_how_an_agreement_stands(start: date | None, end: date | None, standing: Standing) -> None:
    assert renewal.standing(start=start, end=end, on=date(2026, 6, 1)) == standing
    assert renewal.remind_until(date(2005, 1, 1)) == date(2005, 2, 26)
