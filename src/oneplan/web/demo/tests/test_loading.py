"""Loading: twice doubles nothing, a stop in the middle is made good, real work is left alone."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from oneplan.web.access import chain, verify
from oneplan.web.demo import asking, loader, runner
from oneplan.web.demo.models import DemoStep
from oneplan.web.demo.tests.conftest import NOW
from oneplan.web.people.models import Family
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ONE = ("folds",)


def rows() -> Counter[str]:
    return Counter({model._meta.label: model._default_manager.count() for model in apps.get_models()})


class Killed(BaseException):
    """As sudden as a kill: nothing in the code under test catches it."""


def stop_after(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Let the loader take `number` steps and die in the next one."""
    taken = 0

    def take_or_die(step: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken > number:
            raise Killed
        return asking.action_of(step)

    monkeypatch.setattr(runner, "action_of", take_or_die)


@pytest.mark.slow
def test_loading_again_doubles_nothing() -> None:
    loader.load(at=NOW, only=ONE)
    before = rows()
    again = loader.load(at=NOW + timedelta(days=9), only=ONE)
    assert (again.steps, rows()) == (0, before)
    assert "nothing doubled" in again.words


@pytest.mark.slow
def test_a_load_killed_in_the_middle_goes_on_to_the_same_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        loader.load(at=NOW, only=ONE)
        whole = rows()
        area = DemoStep.objects.exclude(story="folds").count()  # begun before the family's story
        transaction.set_rollback(True)
    for number in (area + 1, area + 28, area + 68):
        with monkeypatch.context() as patched:
            stop_after(patched, number - DemoStep.objects.count())
            with pytest.raises(Killed):
                loader.load(at=NOW, only=ONE)
        assert 0 < DemoStep.objects.count() <= number
    finished = loader.load(at=NOW + timedelta(days=1), only=ONE)
    assert finished.steps > 0
    assert rows() == whole
    assert DemoStep.objects.filter(story="folds").values("today").distinct().count() == 1


@pytest.mark.slow
def test_the_chain_of_changes_is_whole(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        loader.load(at=NOW, only=ONE)
    checked = verify.verify(chain.CHANGES)
    assert checked.is_whole, checked.faults
    assert checked.rows > 100


@pytest.mark.slow
def test_every_story_can_be_told_on_its_own_days() -> None:
    loader.load(at=NOW, only=["williams"], as_dated=True)
    family = Family.objects.get(name="Williams")
    opened = [(e.opened_on.isoformat()[:7], e.closed_on and e.closed_on.isoformat()[:7]) for e in family.episodes.all()]
    assert opened == [("2011-03", "2011-11"), ("2012-10", None)]


def test_real_work_is_left_alone(cast: Cast) -> None:
    before = rows()
    with pytest.raises(loader.CannotLoadDemo, match="empty one only"):
        loader.load(at=NOW)
    assert rows() == before
