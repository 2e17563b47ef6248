"""What is kept from somebody reaches them in nothing: no page, file, message, log, redirect, search or error page.

Words that stand nowhere else are planted in everything that is kept from somebody, and everybody from whom something is
kept asks for everything in every way. Everyday runs take a share of the tries, another one each day; the deep slice
takes more than twelve thousand (ONEPLAN_TRIES=0.06).
"""

import logging
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.access.models import Account, AuditEvent, ViewBatch
from oneplan.web.rights import sealing
from oneplan.web.rights.actions import packs
from oneplan.web.rights.models import Pack
from oneplan.web.rights.taking_out import to_tell
from oneplan.web.rights.writing_tables import write
from oneplan.web.site import outbox
from oneplan.web.site.models import OutboxMessage
from tests.access.askers import WORK, Asker, askers
from tests.access.canaries import Canary, finished_copy, plant
from tests.access.finding import in_answer, letters, unfolded
from tests.access.tries import Try, every
from tests.pages.rich import make_rich
from tests.scene import FOLDERS

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.requirement("R195", "R198")]
SHARE = float(os.environ.get("ONEPLAN_TRIES", "0.006"))


class Stage:
    """The full data set with everything planted, everybody who asks, and every way to ask."""

    def __init__(self, folder: Path) -> None:
        now = timezone.localtime()
        self.folder = folder
        self.rich = make_rich(at=now)
        self.planted = plant(self.rich, at=now)
        self.askers = askers(self.rich, now=now)
        self.tries = list(every(self.rich, self.planted))
        self.canaries = self.planted.canaries

    def __getitem__(self, where: str) -> Canary:
        return self.planted.by_where[where]

    def asker(self, name: str) -> Asker:
        return next(each for each in self.askers if each.name == name)


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("stage")
    kept = {name: folder / name.lower() for name in FOLDERS}
    with django_db_blocker.unblock(), override_settings(**kept), transaction.atomic():
        yield Stage(folder)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _same_folders(stage: Stage, _anchors_outside: None, settings: Any) -> None:
    for name in FOLDERS:
        setattr(settings, name, stage.folder / name.lower())


class Listening(logging.Handler):
    """Everything that is logged, at every level, as letters."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.said: list[str] = []
        self.setFormatter(logging.Formatter("%(message)s %(exc_text)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(letters(self.format(record)))


@pytest.fixture
def log() -> Iterator[Listening]:
    listening, root = Listening(), logging.getLogger()
    before = root.level
    root.addHandler(listening)
    root.setLevel(logging.DEBUG)
    yield listening
    root.removeHandler(listening)
    root.setLevel(before)


def test_nothing_reaches_who_may_not_know_it(stage: Stage, log: Listening) -> None:
    random = Random(date.today().isoformat())  # noqa: DTZ011  another share each day
    leaks: list[str] = []
    asked = 0
    for asker in stage.askers:
        kept = [each for each in stage.canaries if each.kind not in asker.may]
        assert kept, asker.name
        client = asker.client()
        for one in stage.tries:
            if random.random() < SHARE:
                asked += 1
                leaks += _leaks(one, asker=asker, client=client, kept=kept)
    print(f"{asked} tries of {len(stage.tries) * len(stage.askers)}, {len(stage.canaries)} words planted")
    assert not leaks, "\n".join(leaks)
    assert asked >= SHARE * 100_000
    logged = "|".join(log.said)
    assert logged
    assert [each.where for each in stage.canaries if each.letters in logged] == []


def _leaks(one: Try, *, asker: Asker, client: Client, kept: list[Canary]) -> Iterator[str]:
    """Ask, look, and take back whatever the try has changed."""
    known = set(OutboxMessage.objects.values_list("pk", flat=True)) if one.method == "POST" else set()
    with transaction.atomic():
        answer = one.send(client, asker.account)
        said = in_answer(answer)
        if one.method == "POST" and not asker.may >= WORK:
            sent = OutboxMessage.objects.exclude(pk__in=known).values_list("text", flat=True)
            said += "|".join(map(letters, sent))
        transaction.set_rollback(True)
    for each in kept:
        if each.letters in said:
            yield f"{asker.name} got “{each.where}” ({each.kind}) by {one.words}: {answer.status_code}"


# Where those who may know it find it: who opens which address, with what of the stage.
SEEN_BY = {
    "key worker": [
        ("family", "cast.family"), ("family-timeline", "cast.family"), ("plan", "cast.family"),
        ("diary", "cast.family"),
        ("family-needs", "cast.family"), ("family-people", "cast.family"), ("agreed", "cast.family"),
        ("told", "cast.family"), ("levels", "cast.family"), ("watch", "cast.family"), ("reviews", "cast.family"),
        ("referrals", "cast.family"), ("person", "cast.parent"), ("person", "cast.child"), ("person", "cast.baby"),
        ("home-page", "refuge"), ("home-page", "cast.home"), ("note", "cast.family other_note"), ("meeting", "held"),
        ("links", "cast.family"), ("family-diagram", "cast.family"), ("my-messages", ""),
    ],
    "manager": [
        ("note", "cast.family note"), ("family-needs", "cast.family"), ("guards", "guarded"), ("guards", "cast.family"),
        ("person", "cast.parent"), ("plan", "cast.family"), ("diary", "cast.family"), ("family-people", "cast.family"),
        ("family-timeline", "cast.family"), ("referrals", "cast.family"), ("links", "cast.family"),
        ("meeting", "named_meeting"), ("appointment-new", "cast.family"),
        ("person", "guarded_person"), ("to-look-at", ""), ("request", "new"),
    ],
    "data manager": [("rights-request", "correction"), ("breach", "breach")],
    "administrator": [("holds", "")],
    "colleague in the team": [("note-new", "cast.family")],
}  # fmt: skip
ON_NO_PAGE = {"never", "letter", "held"}


def test_whoever_may_know_it_sees_it(stage: Stage) -> None:
    """Each word stands where it would show: else its absence elsewhere would prove nothing."""
    seen = ""
    for name, pages in SEEN_BY.items():
        account = Account.objects.get(worker=stage.rich.cast.maya) if name == "manager" else stage.asker(name).account
        client = Asker(name, account).client()
        for page, things in pages:
            answer = client.get(reverse(page, args=[_pk(stage, thing) for thing in things.split()]))
            assert answer.status_code == 200, (name, page)
            seen += in_answer(answer)
    assert [each.where for each in stage.canaries if each.kind not in ON_NO_PAGE and each.letters not in seen] == []


def _pk(stage: Stage, thing: str) -> int:
    found: Any = stage.planted.others[0]
    for name in thing.split("."):
        found = getattr(found, name)
    return int(found.pk)


def test_a_held_form_is_given_back_to_who_typed_it(stage: Stage) -> None:
    held = reverse("held-form", args=["5d8f0f3e-0000-4000-8000-00000000c0de"])
    answers = {each.name: each.client().get(held) for each in stage.askers}
    got = [name for name, answer in answers.items() if stage["held form"].letters in in_answer(answer)]
    assert got == ["key worker"]


def test_every_kind_of_information_is_planted(stage: Stage) -> None:
    """The fourteen kinds that families decide on, and what is kept by other means."""
    kinds = {each.kind for each in stage.canaries} | {"basics"}  # basics: the name of a friend
    assert {category.value for category in Category} - kinds == set()
    assert {"private", "named", "guarded", "draft", "held", "sealed", "talk", "basis", "told", "letter"} <= kinds


def test_the_copy_of_the_barred_father_and_one_he_asks_for_hold_none_of_it(stage: Stage) -> None:
    cast, now = stage.rich.cast, timezone.localtime()

    def says(person: Any, **also: str) -> str:
        pack = finished_copy(person, by=cast.others["data_manager"], at=now, **also)
        files = [sealing.opened(pack.pk, kind) or b"" for kind in (sealing.JSON, sealing.PDF)]
        assert all(files)
        return "|".join(letters(text) for data in files for text in unfolded(data))

    fathers, childs = says(cast.father), says(cast.child, asked_by_name="Sam Reed")
    assert [each.where for each in stage.canaries if each.letters in fathers] == []
    never = {"address", "private", "private_plan", "named", "guarded", "letter", "message_worker", "held", "never",
             "unasked", "name"}  # fmt: skip
    assert [each.where for each in stage.canaries if each.kind in never and each.letters in childs] == []
    pack = Pack.objects.filter(request__person=cast.child).latest("made_at")
    with pytest.raises(packs.CannotMakePack, match="Sam Reed: court order"):  # whatever it holds, it never goes to him
        packs.give(pack=pack, on=now.date(), how="by hand", to_whom="Sam Reed", by=cast.others["data_manager"], at=now)


STAYS = {
    "address", "private", "private_plan", "named", "guarded", "draft", "held", "sealed", "never", "letter",
    "message_worker", "rights", "asked",
}  # fmt: skip


@pytest.mark.requirement("R320")
def test_the_whole_record_taken_out_has_what_was_written_and_none_of_what_stays(stage: Stage, tmp_path: Path) -> None:
    by, to = stage.rich.cast.others["data_manager"], tmp_path / "record"
    write(to=to, by=by, told=to_tell(by), title="The whole record", is_lines_too=True, tell=lambda _line: None)
    lines = "|".join(letters(path.read_text(encoding="utf-8")) for path in sorted((to / "lines").iterdir()))
    tables = "|".join(letters(str(pq.read_table(path).to_pylist())) for path in sorted(to.glob("*.parquet")))
    for said in (lines, tables):
        assert [each.where for each in stage.canaries if each.kind in STAYS and each.letters in said] == []
        assert [each.where for each in stage.canaries if each.kind not in STAYS and each.letters not in said] == []


def test_letters_take_out_what_is_kept_safe_and_files_hold_no_more(stage: Stage) -> None:
    """What goes out, and what is written to disk, holds only what was written into the message itself."""
    outbox.send_waiting(at=timezone.now())
    written = {path: path.read_bytes() for path in stage.folder.rglob("*") if path.is_file()}
    assert written
    for each in stage.canaries:
        where = [path.name for path, data in written.items() if each.letters in letters(data.decode(errors="replace"))]
        assert bool(where) <= (each.kind in ("letter", "message_worker", "question")), (each.where, where)


def test_the_chains_and_sessions_hold_none_of_it(stage: Stage) -> None:
    client = stage.asker("key worker").client()
    for page in ("family", "family-timeline", "plan", "agreed"):
        client.get(reverse(page, args=[stage.rich.cast.family.pk]))
    rows = [str(row) for model in (AuditEvent, ViewBatch) for row in model.objects.values_list()]
    rows += [f"{row.session_key} {row.get_decoded()}" for row in Session.objects.all()]
    assert len(rows) > 100
    text = "|".join(map(letters, rows))
    assert [each.where for each in stage.canaries if each.letters in text] == []


def test_a_page_that_breaks_tells_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    word = stage["private note"].word

    def broken(*_args: object, **_also: object) -> None:
        raise RuntimeError(f"cannot show {word}")

    monkeypatch.setattr("oneplan.web.casework.views.family.family_page", broken)
    assert not settings.DEBUG
    answer = stage.asker("key worker").client().get(reverse("family", args=[stage.rich.cast.family.pk]))
    assert answer.status_code == 500
    assert letters(word) not in in_answer(answer)
