"""Joiners, movers and leavers: posts are dated, access fits the work, nothing is left behind."""

from datetime import date, timedelta

import pytest

from oneplan.web.access.models import Account, AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.actions import handing, workers
from oneplan.web.agencies.actions.workers import CannotChangeWorker, PostWords, WorkerWords
from oneplan.web.agencies.models import Cover, Post, Team, Worker
from oneplan.web.agencies.tests.conftest import Scene
from oneplan.web.site.conflicts import ChangedMeanwhile
from tests.cast import LONG_AGO

pytestmark = pytest.mark.django_db
WORDS = WorkerWords("Nita Patel", "0114 496 0211", works_days="20 1", languages=("hindi",), skills=("early_years",))


def _post(scene: Scene, **said: object) -> PostWords:
    usual: dict[str, object] = {"role": "key_worker", "job_title": "key worker", "agency": scene.council}
    return PostWords(**(usual | said))  # type: ignore[arg-type]


def _admin_of(scene: Scene) -> Worker:
    return Worker.objects.create(name="Ada Two", job_title="administrator", role="administrator", agency=scene.council)


@pytest.mark.requirement("R023")
def test_a_joiner_has_a_post_days_languages_and_skills(scene: Scene) -> None:
    worker = workers.join(says=WORDS, post=_post(scene), by=scene.admin, at=scene.now)
    post = Post.objects.get(worker=worker)
    assert (worker.languages, worker.working_pattern) == ("Hindi", "Monday to Wednesday")
    assert (post.valid_from, post.valid_to, post.role) == (scene.today, None, "key_worker")
    assert not Account.objects.filter(worker=worker).exists()
    assert AuditEvent.objects.filter(event="worker_joined", about_id=str(worker.pk)).exists()


@pytest.mark.parametrize(
    ("says", "post", "words"),
    [
        (WorkerWords(" "), {}, "name"),
        (WorkerWords("N", skills=("flying",)), {}, "not in the area's list"),
        (WORDS, {"role": "family_member"}, "list of roles"),
        (WORDS, {"job_title": ""}, "what they are"),
    ],
)
def test_a_joiner_without_what_is_needed_is_refused(
    scene: Scene, says: WorkerWords, post: dict[str, object], words: str
) -> None:
    with pytest.raises(CannotChangeWorker, match=words):
        workers.join(says=says, post=_post(scene, **post), by=scene.admin, at=scene.now)


def test_the_same_worker_does_not_join_twice(scene: Scene) -> None:
    workers.join(says=WORDS, post=_post(scene), by=scene.admin, at=scene.now)
    with pytest.raises(CannotChangeWorker, match=r"works at .* already"):
        workers.join(says=WORDS, post=_post(scene), by=scene.admin, at=scene.now)


def test_only_an_administrator_lets_join_move_and_leave(scene: Scene) -> None:
    tom, maya = scene.cast.tom, scene.cast.maya
    for by in (maya, scene.cast.priya, scene.cast.fay):
        with pytest.raises(NotAllowed):
            workers.join(says=WORDS, post=_post(scene), by=by, at=scene.now)
        with pytest.raises(NotAllowed):
            workers.move(worker=tom, version=1, post=_post(scene), on=scene.today, by=by, at=scene.now)
        with pytest.raises(NotAllowed):
            workers.leave(worker=tom, on=scene.today, by=by, at=scene.now)


def test_a_manager_changes_what_is_said_of_their_own_team_alone(scene: Scene) -> None:
    tom, stan, maya = scene.cast.tom, scene.cast.stan, scene.cast.maya
    says = WorkerWords("Tom Reed", languages=("urdu", "english"), localities=("north",))
    workers.change(worker=tom, version=1, says=says, by=maya, at=scene.now)
    tom.refresh_from_db()
    assert tom.languages == "English, Urdu"
    workers.change(worker=tom, version=2, says=WorkerWords("Tom Reed", languages=("urdu",)), by=maya, at=scene.now)
    assert [each.code for each in tom.entries.all()] == ["urdu"]
    with pytest.raises(NotAllowed, match="another"):
        workers.change(worker=stan, version=1, says=says, by=maya, at=scene.now)
    with pytest.raises(NotAllowed):
        workers.change(worker=tom, version=3, says=says, by=scene.cast.priya, at=scene.now)


def test_two_who_change_a_worker_at_once_lose_nothing(scene: Scene) -> None:
    tom = scene.cast.tom
    workers.change(worker=tom, version=1, says=WorkerWords("Tom A. Reed"), by=scene.admin, at=scene.now)
    with pytest.raises(ChangedMeanwhile) as clash:
        workers.change(worker=tom, version=1, says=WorkerWords("Thomas Reed"), by=scene.cast.maya, at=scene.now)
    assert (clash.value.theirs.name, clash.value.yours.name, clash.value.version) == ("Tom A. Reed", "Thomas Reed", 2)


@pytest.mark.requirement("R023")
def test_a_mover_keeps_the_post_before_and_sees_by_the_new_one(scene: Scene) -> None:
    tom = scene.cast.tom
    south = Team.objects.get(name="South team")
    post = _post(scene, team=south, job_title="prevention worker")
    workers.move(worker=tom, version=1, post=post, on=scene.today, by=scene.admin, at=scene.now)
    tom.refresh_from_db()
    assert (tom.team, tom.job_title) == (south, "prevention worker")
    before, after = Post.objects.known().filter(worker=tom).order_by("pk")
    assert (before.team, before.valid_to) == (scene.cast.priya.team, scene.today)
    assert (after.team, after.valid_from, after.valid_to) == (south, scene.today, None)


def test_a_mover_goes_to_a_team_of_the_same_agency(scene: Scene) -> None:
    post = _post(scene, agency=scene.school, team=scene.cast.priya.team)
    with pytest.raises(CannotChangeWorker, match=r"is a team of .*, not of Mill Lane Primary"):
        workers.move(worker=scene.cast.tom, version=1, post=post, on=scene.today, by=scene.admin, at=scene.now)


@pytest.mark.parametrize("post", [{"agency": "school"}, {"role": "evaluator"}])
def test_whoever_holds_something_takes_it_to_no_other_agency(scene: Scene, post: dict[str, object]) -> None:
    said = {"agency": scene.school} if "agency" in post else post
    with pytest.raises(CannotChangeWorker, match="holds 1 family where they are now"):
        workers.move(
            worker=scene.cast.priya, version=1, post=_post(scene, **said), on=scene.today, by=scene.admin, at=scene.now
        )


def test_nobody_moves_on_a_day_to_come_or_before_the_post_began(scene: Scene) -> None:
    worker = workers.join(says=WORDS, post=_post(scene), by=scene.admin, at=scene.now)
    for on, words in ((scene.today + timedelta(days=1), "still to come"), (date(2020, 1, 1), "cannot come before")):
        with pytest.raises(CannotChangeWorker, match=words):
            workers.move(worker=worker, version=1, post=_post(scene), on=on, by=scene.admin, at=scene.now)


def test_nobody_changes_their_own_role_and_the_last_administrator_stays(scene: Scene) -> None:
    post = _post(scene, role="auditor")
    with pytest.raises(CannotChangeWorker, match="Another administrator"):
        workers.move(worker=scene.admin, version=1, post=post, on=scene.today, by=scene.admin, at=scene.now)
    second = _admin_of(scene)
    Worker.objects.filter(pk=scene.admin.pk).update(is_active=False)
    third = Worker(pk=scene.admin.pk + 9999, role="administrator", agency=scene.council)
    with pytest.raises(CannotChangeWorker, match="last administrator"):
        workers.leave(worker=second, on=scene.today, by=third, at=scene.now)
    with pytest.raises(CannotChangeWorker, match="last administrator"):
        workers.move(worker=second, version=1, post=post, on=scene.today, by=third, at=scene.now)


def test_leaving_is_refused_with_the_list_while_anything_is_held(scene: Scene) -> None:
    priya = scene.cast.priya
    with pytest.raises(CannotChangeWorker, match=r"Priya Shah still holds 1 family. Hand these on first"):
        workers.leave(worker=priya, on=scene.today, by=scene.admin, at=scene.now)
    priya.refresh_from_db()
    assert priya.is_active
    assert Account.objects.get(worker=priya).is_active


def test_a_leaver_is_inactive_and_their_account_off_in_one_moment(scene: Scene) -> None:
    priya, maya = scene.cast.priya, scene.cast.maya
    client = scene.cast.client(priya)
    assert client.get("/my-day/").status_code == 200
    Cover.objects.create(worker=priya, covered_by=scene.cast.tom, known_from=LONG_AGO)
    handing.pass_all(worker=priya, to=scene.cast.tom, why="She leaves", by=maya, at=scene.now)
    workers.leave(worker=priya, on=scene.today, by=scene.admin, at=scene.now)
    priya.refresh_from_db()
    assert (priya.is_active, priya.leaves_on) == (False, scene.today)
    assert not Account.objects.get(worker=priya).is_active
    assert not Cover.objects.current(scene.today).filter(worker=priya).exists()
    assert client.get("/my-day/").status_code == 302  # the page she had open leads to signing in
    with pytest.raises(CannotChangeWorker, match="has left already"):
        workers.leave(worker=priya, on=scene.today, by=scene.admin, at=scene.now)


def test_leaving_is_announced_and_taken_back(scene: Scene) -> None:
    day = scene.today + timedelta(days=20)
    workers.announce_leaving(worker=scene.cast.tom, on=day, by=scene.cast.maya, at=scene.now)
    assert Worker.objects.get(pk=scene.cast.tom.pk).leaves_on == day
    workers.announce_leaving(worker=scene.cast.tom, on=None, by=scene.cast.maya, at=scene.now)
    assert Worker.objects.get(pk=scene.cast.tom.pk).leaves_on is None
    with pytest.raises(NotAllowed):
        workers.announce_leaving(worker=scene.cast.stan, on=day, by=scene.cast.maya, at=scene.now)
