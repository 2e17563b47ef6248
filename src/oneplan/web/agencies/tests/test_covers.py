"""Cover: somebody who is here answers, and sees the families; nobody covers for themselves."""

from datetime import timedelta

import pytest

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.actions import covers
from oneplan.web.agencies.actions.covers import CannotCover
from oneplan.web.agencies.models import Cover, Worker
from oneplan.web.agencies.tests.conftest import Scene
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.site.models import OutboxMessage

pytestmark = pytest.mark.django_db


def _name(scene: Scene, **said: object) -> Cover:
    cast = scene.cast
    usual = {"worker": cast.priya, "covered_by": cast.stan, "on": scene.today, "by": cast.maya, "at": scene.now}
    return covers.name(**(usual | said))  # type: ignore[arg-type]


def test_cover_opens_the_families_while_it_lasts_and_both_places_show_it(scene: Scene) -> None:
    cast = scene.cast
    assert not policy.decision(Permission.FAMILY_VIEW, asker=cast.stan, family=cast.family).allowed
    cover = _name(scene, until=scene.today + timedelta(days=7), note="rings on the same number")
    assert policy.decision(Permission.FAMILY_VIEW, asker=cast.stan, family=cast.family).allowed
    assert "Okafor" in cast.client(cast.stan).get("/my-families/").content.decode()
    page = cast.client(cast.priya).get(f"/families/{cast.family.reference}/").content.decode()
    assert "Stan Pike" in page
    assert OutboxMessage.objects.get(kind="cover").to_worker == cast.stan
    covers.end(cover=cover, on=scene.today, by=cast.maya, at=scene.now)
    assert not policy.decision(Permission.FAMILY_VIEW, asker=cast.stan, family=cast.family).allowed


def test_nobody_covers_for_themselves(scene: Scene) -> None:
    with pytest.raises(CannotCover, match="cannot cover for Priya Shah"):
        _name(scene, covered_by=scene.cast.priya)


def test_nobody_who_left_or_is_away_or_works_elsewhere_covers(scene: Scene) -> None:
    cast = scene.cast
    with pytest.raises(CannotCover, match="stays inside"):
        _name(scene, covered_by=cast.green)
    with pytest.raises(CannotCover, match="does not work with families"):
        _name(scene, covered_by=cast.fay)
    _name(scene, worker=cast.tom, until=scene.today + timedelta(days=9))
    with pytest.raises(CannotCover, match="Tom Reed is away then too until"):
        _name(scene, covered_by=cast.tom)
    _name(scene, covered_by=cast.tom, on=scene.today + timedelta(days=9))  # Tom is back on that day
    Worker.objects.filter(pk=cast.stan.pk).update(is_active=False)
    with pytest.raises(CannotCover, match="Stan Pike has left"):
        _name(scene, worker=cast.maya, covered_by=Worker.objects.get(pk=cast.stan.pk))


def test_whoever_covers_does_not_go_away_unsaid(scene: Scene) -> None:
    _name(scene, covered_by=scene.cast.tom)
    with pytest.raises(CannotCover, match="Tom Reed covers for Priya Shah"):
        _name(scene, worker=scene.cast.tom)
    with pytest.raises(CannotCover, match="has cover for some of these days already"):
        _name(scene, covered_by=scene.cast.maya, on=scene.today + timedelta(days=3))


@pytest.mark.parametrize(("on", "until", "words"), [(5, 5, "before the first day"), (-9, -2, "has passed already")])
def test_days_that_cannot_be_are_refused(scene: Scene, on: int, until: int, words: str) -> None:
    with pytest.raises(CannotCover, match=words):
        _name(scene, on=scene.today + timedelta(days=on), until=scene.today + timedelta(days=until))


def test_cover_is_changed_once_by_two(scene: Scene) -> None:
    cast, cover = scene.cast, _name(scene)
    said = {"on": scene.today, "by": cast.maya, "at": scene.now}
    changed = covers.change(cover=cover, covered_by=cast.tom, **said)  # type: ignore[arg-type]
    with pytest.raises(ChangedMeanwhile) as clash:
        covers.change(cover=cover, covered_by=cast.stan, **said)  # type: ignore[arg-type]
    assert clash.value.theirs == changed
    with pytest.raises(CannotCover, match="still to come"):
        covers.end(cover=changed, on=scene.today + timedelta(days=2), by=cast.maya, at=scene.now)


def test_only_the_teams_manager_sets_cover(scene: Scene) -> None:
    cast, cover = scene.cast, _name(scene)
    for by in (cast.priya, cast.fay, cast.green):
        with pytest.raises(NotAllowed):
            _name(scene, worker=cast.tom, by=by)
        with pytest.raises(NotAllowed):
            covers.change(cover=cover, covered_by=cast.tom, on=scene.today, by=by, at=scene.now)
        with pytest.raises(NotAllowed):
            covers.end(cover=cover, on=scene.today, by=by, at=scene.now)
    with pytest.raises(NotAllowed, match="own team"):
        _name(scene, worker=cast.stan, covered_by=cast.tom)
    covers.end(cover=cover, on=scene.today, by=scene.admin, at=scene.now)
    _name(scene, worker=cast.stan, covered_by=cast.tom, by=scene.admin)
