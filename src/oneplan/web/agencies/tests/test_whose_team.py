"""Who manages whom shows on the pages: a manager's own team, an administrator everybody, nobody else anything."""

from datetime import timedelta

import pytest

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies import standing
from oneplan.web.agencies.actions import contacts, covers, workers
from oneplan.web.agencies.actions.contacts import ContactWords
from oneplan.web.agencies.forms.agreements import AgreementForm
from oneplan.web.agencies.models import Contact, Worker
from oneplan.web.agencies.reads import pages, upkeep
from oneplan.web.agencies.tests.conftest import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def south(scene: Scene) -> Worker:
    """The manager of the other team."""
    manager = Worker.objects.create(
        name="Sue South", job_title="manager", role=Role.TEAM_MANAGER, agency=scene.council, team=scene.cast.stan.team
    )
    Account.objects.make(name="sue", password=None, worker=manager)
    return manager


def test_a_colleague_of_the_same_team_is_told_that_it_is_not_their_role(scene: Scene) -> None:
    with pytest.raises(NotAllowed, match="Your role"):
        standing.require_manages(by=scene.cast.priya, worker=scene.cast.tom)
    with pytest.raises(NotAllowed, match="own team"):
        standing.require_manages(by=scene.cast.maya, worker=scene.cast.stan)


def test_whoever_leaves_is_shown_to_their_own_manager_and_to_administrators(scene: Scene, south: Worker) -> None:
    workers.announce_leaving(worker=scene.cast.tom, on=scene.today + timedelta(days=20), by=scene.cast.maya,
                             at=scene.now)  # fmt: skip
    covers.name(worker=scene.cast.priya, covered_by=scene.cast.tom, on=scene.today, by=scene.cast.maya, at=scene.now)
    for by, is_told in ((scene.cast.maya, True), (scene.admin, True), (south, False)):
        shown = pages.team_cover(by, today=scene.today)
        assert [worker.name for worker in shown.leaving] == (["Tom Reed"] if is_told else [])
        assert [line.cover.worker.name for line in shown.lines] == (["Priya Shah"] if is_told else [])


def test_a_manager_chooses_among_their_own_and_an_administrator_among_all(scene: Scene, south: Worker) -> None:
    theirs = set(pages.managed_workers(south))
    assert theirs == {scene.cast.stan, south}
    assert {scene.cast.tom, scene.cast.stan, scene.cast.green} <= set(pages.managed_workers(scene.admin))
    without_team = Worker.objects.create(name="Una", job_title="x", role=Role.TEAM_MANAGER, agency=scene.council)
    assert not pages.managed_workers(without_team)


def test_the_page_of_cover_says_whose_it_is(scene: Scene) -> None:
    cast = scene.cast
    assert "In every team" in cast.client(scene.admin).get("/cover/").content.decode()
    own = cast.client(cast.maya).get("/cover/").content.decode()
    assert "In every team" not in own
    assert "North team" in own


def test_only_an_administrator_is_offered_to_end_access(scene: Scene) -> None:
    address = f"/colleagues/{scene.cast.tom.pk}/leaving/"
    link = f"/colleagues/{scene.cast.tom.pk}/leaving/end/"
    assert link in scene.cast.client(scene.admin).get(address).content.decode()
    assert link not in scene.cast.client(scene.cast.maya).get(address).content.decode()


def _in_doubt(scene: Scene) -> Contact:
    assert scene.cast.priya.team is not None
    says = ContactWords(
        role="Desk", kept_by=scene.cast.priya.team, check_by=scene.today + timedelta(days=1), holder=scene.cast.green
    )
    return contacts.add(agency=scene.school, says=says, by=scene.admin, at=scene.now)


def test_contacts_in_doubt_are_shown_to_the_team_that_keeps_them_and_to_administrators(
    scene: Scene, south: Worker
) -> None:
    _in_doubt(scene)
    without_team = Worker.objects.create(name="Una", job_title="x", role=Role.TEAM_MANAGER, agency=scene.council)
    told = [
        by.name for by in (scene.cast.maya, scene.admin, south, without_team) if upkeep.lines(by, today=scene.today)
    ]
    assert told == ["Maya Lund", scene.admin.name]


def test_an_agreement_is_owned_by_somebody_who_may_read_it(scene: Scene) -> None:
    offered = set(AgreementForm().fields["owner"].queryset)  # type: ignore[attr-defined]
    assert scene.cast.maya in offered
    assert not {scene.cast.priya, scene.cast.green, scene.cast.fay} & offered


def test_whoever_is_no_worker_does_not_say_that_a_contact_left(scene: Scene) -> None:
    contact = _in_doubt(scene)
    outside = Worker.objects.create(name="Kit", job_title="x", role=Role.FAMILY_MEMBER, agency=scene.council)
    with pytest.raises(NotAllowed):
        contacts.report_left(contact=contact, by=outside, at=scene.now)
