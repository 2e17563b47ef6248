"""Stale tabs, files, formulas and moved clocks: each refused with a plain sentence, and nothing leaks or breaks."""

import ast
import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from oneplan.web.access import chain, tries
from oneplan.web.access.actions import partner_links, questions
from oneplan.web.access.models import AuditEvent, PartnerQuestion
from oneplan.web.access.policy import NotAllowed
from oneplan.web.access.verify import verify
from oneplan.web.agencies.models import Team, Worker
from oneplan.web.casework.actions import goals, links, meetings, steps, team
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import Note, TeamMember
from oneplan.web.data.models import ReceivedFile
from oneplan.web.people.models import Person, PersonDetail
from oneplan.web.sharing.actions import guards
from oneplan.web.sharing.models import ConsentAnswer
from oneplan.web.site import outbox, spells
from oneplan.web.site.models import OutboxMessage
from tests.cast import Cast, filled

WEB = Path(__file__).resolve().parents[2] / "src/oneplan/web"
TYPED = "Four good nights, and Leo told me about his picture chart himself."


def _note_form(cast: Cast, who: Worker) -> tuple[Client, str, dict[str, Any]]:
    client, address = cast.client(who), reverse("note-new", args=[cast.family.pk])
    return client, address, filled(client.get(address).content.decode(), text=TYPED)


class TestStaleTabs:
    def test_who_left_the_team_is_refused_and_gets_back_what_they_wrote(self, cast: Cast) -> None:
        client, address, form = _note_form(cast, cast.tom)
        Worker.objects.filter(pk=cast.tom.pk).update(team=Team.objects.get(name="South team"))
        answer = client.post(address, form)
        assert answer.status_code == 403
        assert TYPED in answer.content.decode()
        assert "It was not saved" in answer.content.decode()
        assert form["form_token"] not in answer.content.decode()
        assert not Note.objects.exists()

    def test_who_left_for_good_saves_nothing_more(self, cast: Cast) -> None:
        client, address, form = _note_form(cast, cast.tom)
        Worker.objects.filter(pk=cast.tom.pk).update(is_active=False)
        answer = client.post(address, form, follow=True)
        assert "You are signed out" in answer.content.decode()
        assert not Note.objects.exists()

    def test_a_partner_whose_place_ended_reports_nothing_more(self, cast: Cast, now: datetime) -> None:
        goal = goals.add(family=cast.family, says=GoalWords(title="Leo reads"), by=cast.priya, at=now)
        step = steps.add(goal=goal, what="Read with him", owners=[cast.green], by=cast.priya, at=now)
        client, address = cast.client(cast.green), reverse("step-report", args=[step.pk])
        form = filled(client.get(address).content.decode(), state="done", words=TYPED)
        TeamMember.objects.filter(worker=cast.green).update(valid_to=now.date())
        answer = client.post(address, form)
        assert answer.status_code == 403
        assert TYPED in answer.content.decode()
        step.refresh_from_db()
        assert step.state == "open"

    def test_the_action_itself_says_why_their_own_promise_is_no_longer_theirs_to_report(
        self, cast: Cast, now: datetime
    ) -> None:
        goal = goals.add(family=cast.family, says=GoalWords(title="Leo reads"), by=cast.priya, at=now)
        step = steps.add(goal=goal, what="Read with him", owners=[cast.green], by=cast.priya, at=now)
        TeamMember.objects.filter(worker=cast.green).update(valid_to=now.date())
        with pytest.raises(NotAllowed, match="those in the team around the family"):
            steps.report(step=step, state="done", words="", by=cast.green, at=now)

    def test_a_record_kept_to_others_meanwhile_is_shut_to_the_open_form(self, cast: Cast, now: datetime) -> None:
        client, address, form = _note_form(cast, cast.tom)
        guards.guard(family=cast.family, reason="Known", workers=[cast.priya, cast.maya], by=cast.maya, at=now)
        assert client.post(address, form).status_code == 403
        assert not Note.objects.exists()

    def test_nothing_secret_is_given_back(self, cast: Cast) -> None:
        """A password typed into a form that is refused does not come back on the page."""
        client = cast.client(cast.stan)
        answer = client.post(reverse("note-new", args=[cast.family.pk]), {"password": "one family one plan"})
        assert b"one family one plan" not in answer.content


@pytest.fixture
def lucy(cast: Cast, now: datetime) -> Worker:
    made = Worker.objects.create(
        name="Lucy Tran", job_title="health visitor", role="partner", agency=cast.green.agency,
        email="lucy@example.org", phone="07700 900123",
    )  # fmt: skip
    team.add(family=cast.family, who=made, what_for="Mia's weight", by=cast.priya, at=now)
    return made


def _open(link: partner_links.Sent | None) -> tuple[Client, str]:
    """As the partner opens it: the code from one message, the address from the other."""
    assert link is not None
    to = link.link.worker
    mail = OutboxMessage.objects.filter(to_worker=to, kind="partner_link").latest("made_at").text
    code = OutboxMessage.objects.filter(to_worker=to, kind="partner_code").latest("made_at").text
    address = next(f"/{part.split('/', 3)[3]}" for part in mail.split() if "/link/" in part)
    client = Client()
    client.post(address, {"code": "".join(each for each in code if each.isdigit())[:6]})
    return client, address


class TestPartnerLinks:
    @pytest.mark.requirement("R189", "R191")
    def test_a_question_ends_with_the_consent_to_ask(self, cast: Cast, lucy: Worker, now: datetime) -> None:
        client, address = _open(questions.ask(family=cast.family, to=lucy, text="Seen Leo?", by=cast.priya, at=now))
        assert "Seen Leo?" in client.get(address).content.decode()
        ConsentAnswer.objects.filter(purpose="look_up").update(struck_at=now, struck_reason="Taken back")
        for answer in (client.get(address), client.post(address, {"answer": "Yes"})):
            assert answer.status_code == 404
            assert "Leo" not in answer.content.decode()
        assert not PartnerQuestion.objects.exclude(answered_at=None).exists()

    def test_an_answer_that_comes_too_late_is_refused_by_the_action_too(
        self, cast: Cast, lucy: Worker, now: datetime
    ) -> None:
        questions.ask(family=cast.family, to=lucy, text="Seen Leo?", by=cast.priya, at=now)
        ConsentAnswer.objects.filter(purpose="look_up").update(struck_at=now, struck_reason="Taken back")
        with pytest.raises(questions.CannotAnswer, match="does not want us to ask"):
            questions.answer(question=PartnerQuestion.objects.get(), text="Yes", by=lucy, at=now)

    def test_a_report_ends_with_the_place_in_the_team(self, cast: Cast, lucy: Worker, now: datetime) -> None:
        goal = goals.add(family=cast.family, says=GoalWords(title="Mia grows"), by=cast.priya, at=now)
        step = steps.add(goal=goal, what="Weigh Mia", owners=[lucy], by=cast.priya, at=now)
        client, address = _open(links.ask_for_report(step=step, worker=lucy, by=cast.priya, at=now))
        assert "Weigh Mia" in client.get(address).content.decode()
        TeamMember.objects.filter(worker=lucy).update(valid_from=now.date() - timedelta(days=9), valid_to=now.date())
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Mia" not in answer.content.decode()

    @pytest.mark.parametrize("how", ["left", "kept to others"])
    def test_an_invitation_that_waits_is_not_sent_any_more(self, cast: Cast, now: datetime, how: str) -> None:
        meetings.plan(
            family=cast.family, kind="taf", on=now.date() + timedelta(days=7), invited=[cast.green], by=cast.priya,
            at=now,
        )  # fmt: skip
        if how == "left":
            Worker.objects.filter(pk=cast.green.pk).update(is_active=False)
        else:
            guards.guard(family=cast.family, reason="Known", workers=[cast.priya, cast.maya], by=cast.maya, at=now)
        outbox.send_waiting(at=now + timedelta(minutes=1))
        message = OutboxMessage.objects.get(kind="meeting_invitation", to_worker=cast.green)
        assert message.state == OutboxMessage.State.REFUSED


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("a", b"0" * 10_000_000)
    return packed.getvalue()


SCRIPTED = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"
WIDE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0"
FILES = {
    "a program called a letter": ("letter.pdf", b"MZ\x90\x00" * 99, "application/pdf"),
    "a drawing with a script": ("tree.svg", SCRIPTED, "image/svg+xml"),
    "a page called a picture": ("leo.png", b"<html><script>1</script></html>", "image/png"),
    "a bomb": ("notes.zip", _bomb(), "application/zip"),
    "a picture a hundred thousand wide": ("x.png", WIDE, "image/png"),
    "nothing": ("empty.txt", b"", "text/plain"),
    "a name that climbs": ("../../etc/passwd", b"x", "text/plain"),
}  # fmt: skip


class TestFiles:
    @pytest.mark.parametrize("what", FILES)
    def test_a_file_sent_along_is_refused_and_nothing_is_kept(
        self, cast: Cast, what: str, tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
        client, address, form = _note_form(cast, cast.priya)
        client.raise_request_exception = False
        name, content, kind = FILES[what]
        answer = client.post(address, form | {"file": SimpleUploadedFile(name, content or b" ", content_type=kind)})
        assert answer.status_code == 400
        assert "forms take words only" in answer.content.decode()
        assert not Note.objects.exists()
        assert not list(tmp_path.glob("*upload*"))
        assert "A file was sent along" in caplog.text

    def test_a_file_that_was_sent_is_read_by_five_pages_alone(self) -> None:
        """Two for data managers, one for whoever has a link to a list, two for models of what help is worth."""
        fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
        assert [str(field) for field in fields if isinstance(field, models.FileField)] == []
        sources = {path: path.read_text() for path in WEB.rglob("*.py") if "tests" not in path.parts}
        reading = {str(path.relative_to(WEB)): text for path, text in sources.items() if ".FILES" in text}
        by_link = reading.pop("data/views/by_link.py")
        assert by_link.count(".FILES") == by_link.count("\n@takes_a_file_when(by_link.may_send_a_file, ") == 1
        of_worth = {"value/views/calculations.py", "value/views/versions.py"}
        assert set(reading) == {"data/views/feeds.py", "data/views/files.py"} | of_worth
        assert all(text.count(".FILES") == text.count("\n@takes_a_file\n") for text in reading.values())

    @pytest.mark.parametrize("what", FILES)
    def test_a_first_file_that_is_no_table_is_refused_and_not_kept(
        self, cast: Cast, what: str, tmp_path: Path, settings: Any
    ) -> None:
        settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
        client = cast.client(cast.others["data_manager"])
        token = filled(client.get(reverse("feed-new")).content.decode())
        name, content, kind = FILES[what]
        sent = SimpleUploadedFile(name, content, content_type=kind)
        answer = client.post(reverse("feed-new"), token | {"file": sent})
        assert answer.status_code == 422
        assert not ReceivedFile.objects.exists()
        assert [path for path in Path(settings.DATA_FOLDER).rglob("*") if path.is_file()] == []
        assert not list(tmp_path.glob("*upload*"))


class TestWhatLeaves:
    def test_no_room_writes_a_table_for_a_spreadsheet_itself(self) -> None:
        """The rows given back to a partner are written by engine/feeds/report.py, where formulas become text."""
        found = []
        for path in WEB.rglob("*.py"):
            if "tests" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                found += [f"{path.name}: {name}" for name in names if name in ("csv", "openpyxl", "xlsxwriter", "xlwt")]
        assert found == []

    @pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "@SUM(1)", "<script>alert(1)</script>", "a\tb\r\nc"])
    def test_a_name_is_only_a_name_in_a_drawing(self, cast: Cast, name: str) -> None:
        Person.objects.filter(pk=cast.child.pk).update(given_names=name)
        answer = cast.client(cast.priya).get(reverse("family-diagram-svg", args=[cast.family.pk]))
        assert answer.status_code == 200
        drawn = ElementTree.fromstring(answer.content)  # noqa: S314 - our own drawing
        assert not [each for each in drawn.iter() if each.tag.rpartition("}")[2] in ("script", "foreignObject", "a")]
        assert b"attachment" in answer["Content-Disposition"].encode()


class TestClocks:
    """Summer time changes nothing: every moment carries its zone. A clock set wrong and right again does."""

    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Any:
        def at(**moved: int) -> datetime:
            there = now + timedelta(**moved)
            monkeypatch.setattr("django.utils.timezone.now", lambda: there)
            return there

        return at

    @pytest.mark.parametrize("moved", [{"hours": -1}, {"minutes": -11}, {"minutes": 11}, {"minutes": 50}])
    def test_who_one_is_was_not_shown_in_the_future(self, cast: Cast, clock: Any, moved: dict[str, int]) -> None:
        clock()
        client = cast.client(cast.others["administrator"])
        page = reverse("account-find")
        grave = reverse("account-make", args=[cast.stan.pk])
        assert client.get(page).status_code == 200
        clock(**moved)
        assert client.get(grave)["Location"].startswith(reverse("confirm"))

    def test_a_clock_set_back_lifts_no_lock_and_gives_no_new_tries(self, db: None, now: datetime) -> None:
        assert [tries.take("name", "priya", at=now) for _ in range(6)] == [True] * 5 + [False]
        for minutes in (-600, -60, -1, 1, 14):
            assert not tries.take("name", "priya", at=now + timedelta(minutes=minutes))
        assert tries.take("name", "priya", at=now + timedelta(minutes=16))

    def test_tries_of_a_clock_that_was_ahead_still_count(self, db: None, now: datetime) -> None:
        ahead = now + timedelta(hours=1)
        assert all(tries.take("name", "priya", at=ahead) for _ in range(5))
        assert not tries.take("name", "priya", at=now)

    def test_a_used_link_stays_used_and_one_that_is_over_stays_so(self, cast: Cast, lucy: Worker, clock: Any) -> None:
        now = clock()
        client, address = _open(questions.ask(family=cast.family, to=lucy, text="Seen?", by=cast.priya, at=now))
        clock(days=4)
        assert Client().get(address).status_code == 404
        clock(minutes=1)
        assert client.post(address, {"answer": "Yes"}).status_code == 200
        clock(hours=-1)
        assert client.post(address, {"answer": "No"}).status_code == 404
        assert PartnerQuestion.objects.get().answer == "Yes"

    @pytest.mark.parametrize("hours", [-1, -24])
    def test_what_is_corrected_after_a_clock_was_set_back_stays_in_order(
        self, cast: Cast, now: datetime, hours: int
    ) -> None:
        row = PersonDetail(person=cast.child, kind="school", words="Mill Lane")
        spells.begin(row, by=cast.priya, at=now)
        changed = spells.correct(row, by=cast.priya, at=now + timedelta(hours=hours), words="Hill Road")
        spells.strike(changed, reason="It was another child", at=now + timedelta(hours=hours))
        row.refresh_from_db()
        changed.refresh_from_db()
        assert row.known_until == changed.known_from == changed.known_until
        assert not PersonDetail.objects.known().filter(kind="school", person=cast.child).exists()

    def test_the_chain_of_changes_holds_when_the_clock_goes_back(self, cast: Cast, now: datetime) -> None:
        for hours in (0, 1, -1, 0):
            goals.add(
                family=cast.family, says=GoalWords(title=f"{hours}"), by=cast.priya, at=now + timedelta(hours=hours)
            )
        assert AuditEvent.objects.count() == 4
        assert verify(chain.CHANGES).is_whole
