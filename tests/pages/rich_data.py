"""The data side of the full data set: a feed that comes, one that stopped, files, corrections, runs."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from oneplan.engine.runs import files
from oneplan.web.data import working
from oneplan.web.data.actions import asking, corrections, exports, feeds, loads, privacy, runs
from oneplan.web.data.actions.corrections import CorrectionWords
from oneplan.web.data.actions.privacy import AssessmentWords
from oneplan.web.data.models import Export, Load
from oneplan.web.data.reads import facts
from oneplan.web.people.actions import identifiers
from tests import feeds as scene
from tests import lists
from tests.cast import Cast
from tests.engine.feeds.attendance import GOOD, HEADER, PROFILE, but

RECORD = "Y999200010001|999/2000|2025/26|autumn|2017-05-20"


def add_data(rich: Any, cast: Cast, *, at: datetime) -> None:
    by = scene.data_manager(cast)
    agreement = scene.agreed(cast, at=at)
    words = scene.said(cast, agreement, began_on=at.date() - timedelta(days=40))
    rich.feed = feeds.add(name="attendance", says=words, profile=PROFILE, by=by, at=at)
    stopped = scene.said(cast, agreement, title="Attendance, Marl Bay schools", every_days=1, deputy=None)
    rich.stopped_feed = feeds.add(name="marl-bay", says=stopped, profile=PROFILE, by=by, at=at)
    odd = [but(UPN="A999200010001"), but(Term="Spring", Sex="?"), but(Term="Summer", Auth="300")]
    rich.load = scene.came(rich.feed, scene.text(but(DOB=f"{cast.child.born_from:%d/%m/%Y}"), *odd), by=by, at=at)
    identifiers.add(person=cast.child, scheme="upn", value=GOOD[0], by=cast.priya, at=at)
    renamed = tuple("Pupil" if name == "UPN" else name for name in HEADER)
    rich.refused_load = scene.came(rich.feed, scene.text(GOOD, header=renamed), by=by, at=at, name="new layout.csv")
    wrong = scene.came(rich.feed, scene.text(but(Auth="100")), by=by, at=at, name="wrong.csv")
    rich.withdrawn_load = loads.withdraw(load=wrong, why="another council's", by=by, at=at)
    says = CorrectionWords("authorised", "4", "6", "the school rang", RECORD, rich.load, 2)
    rich.value_correction = corrections.make(feed=rich.feed, says=says, by=by, at=at)
    rich.run = runs.ask(by=by, at=at)
    working.once_over()
    _exports(rich, by=by, at=at)
    _assessments(rich, by=by, at=at)
    rich.fact_id = facts.of_family(cast.family, day=at.date()).lines[0].fact.fact_id
    rich.stopped_run = runs.stop(run=runs.ask(by=by, at=at), by=by, at=at)
    kept = files.keep(working.store().folder, [scene.text(GOOD, header=renamed)])
    rich.first_file = loads.keep(file=kept, name="first.csv", by=by, at=at)
    rich.waiting_run = runs.ask(by=by, at=at)
    _add_lists(rich, cast, at=at)
    assert Load.objects.filter(state=Load.State.CHECKED).count() == 2


def _add_lists(rich: Any, cast: Cast, *, at: datetime) -> None:
    """One list that is late, with an answer in words and a reminder; one that was closed; one that could be asked."""
    by, earlier = scene.data_manager(cast), at - timedelta(days=30)
    rich.asked_under = lists.agreed(cast, at=at, categories=("school", "basics", "money"))
    rich.late_list = lists.asked(cast, at=earlier, agreement=rich.asked_under, same={"academic_year": "2025/26"})
    said = lists.ANSWER | {"Term": "before Christmas", "Anything else": "He was often late, rarely away"}
    lists.came(cast, rich.late_list, lists.answers(rich.late_list, [lists.leo(cast)], said), at=at)
    day = earlier.date() + timedelta(days=20)
    asking.chase(asked=rich.late_list, how="rang Ms Bell, who asks the office", wanted_by=day, by=by, at=earlier)
    what = lists.what(rich.asked_under, "benefits", at=at)
    closed = asking.ask(what=what, same={}, wanted_by=at.date(), by=by, at=at)
    made = lists.link_to(rich.late_list, by=by, at=at)
    rich.list_link, rich.list_secret, rich.list_code = made.link, made.address.split("/")[-2], made.code
    rich.closed_list = asking.close(asked=closed, why="They sent a whole file instead", by=by, at=at)


def _exports(rich: Any, *, by: Any, at: datetime) -> None:
    """One that was made, one that failed, and one that nobody knows to have ended."""
    made = exports.begin(audience="analysts", why="the strategic needs assessment, chapter on schools", by=by, at=at)
    rows = {"dim_person": 1, "dim_day": 486, "dim_kind": 9, "dim_feed": 1, "fact_attendance_term": 1, "coverage": 1}
    digest = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"
    rich.export = exports.finish(export=made, rows=rows, digest=digest, by=by, at=at)
    failed = exports.begin(audience="area", why="a copy for the archive", by=by, at=at)
    why = "The tables could not be written: no space is left on the device. Nothing was put there."
    exports.break_off(export=failed, reason=why, by=by, at=at)
    rich.file_to_fetch = exports.begin(
        audience="analysts", why="what became of last year's plans", way=Export.Way.FILE,
        by=rich.cast.others["analyst"], at=at,
    )  # fmt: skip
    rich.begun_export = exports.begin(audience="evaluators", why="the university's evaluation", by=by, at=at)


def _assessments(rich: Any, *, by: Any, at: datetime) -> None:
    """One that was assessed anew; the other feed has none."""
    day = at.date()
    says = AssessmentWords(
        linked="Sessions missed at school meet the record of the child, where number and day of birth agree. A key "
        "worker sees in time that a child stays away.",
        basis="The agreement on school data; the council's duty to help families early (public task).",
        risks="A wrong child is joined.\nA family feels watched.\nAn old term of absence sticks to a child.",
        measures="Nobody is joined by likeness. The family's page says where a figure comes from. Facts go after seven "
        "years.",
        first_looked="The key worker, with the family. Nobody is put on a list by attendance alone.",
        decision="may_if", decided_by="R. Shah, data protection officer", decided_on=day,
        review_on=day + timedelta(days=365),
    )  # fmt: skip
    privacy.assess(feed=rich.feed, says=replace(says, decision="may"), version=0, by=by, at=at)
    why = "parents asked who sees it"
    rich.assessment = privacy.assess(feed=rich.feed, says=says, version=1, why=why, by=by, at=at)
