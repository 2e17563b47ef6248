"""Requests about one's own data: written down, their clock minded, answered; disputed notes stay beside the entry."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.models import Account, AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import notes
from oneplan.web.casework.models import Note
from oneplan.web.people.actions import homes
from oneplan.web.rights.actions import requests
from oneplan.web.rights.actions.requests import Asked, CannotHandleRequest
from oneplan.web.rights.asking import request_for, require_for_person
from oneplan.web.rights.models import RightsRequest
from oneplan.web.rights.reads import beside
from oneplan.web.rights.reads.corrections import entry_address
from oneplan.web.rights.reads.requests import clock_of
from oneplan.web.sharing.actions import guards
from tests.cast import Cast, filled


def written(cast: Cast, now: datetime, **also: Any) -> RightsRequest:
    said: dict[str, Any] = {"kind": "correction", "how": "at home", "received_on": now.date(), "proof": "known"}
    said |= {"words": "It was not so."} | also
    return requests.ask(person=cast.parent, asked=Asked(**said), by=cast.priya, at=now)


@pytest.fixture
def by(cast: Cast) -> Any:
    return cast.others["data_manager"]


def test_a_key_worker_writes_it_down_and_the_data_manager_answers(cast: Cast, now: datetime, by: Any) -> None:
    row = written(cast, now)
    with pytest.raises(NotAllowed):
        requests.answer(request=row, outcome="done", on=now.date(), by=cast.priya, at=now)
    requests.answer(request=row, outcome="done", on=now.date(), by=by, at=now)
    assert AuditEvent.objects.filter(event="rights_answered", family_id=cast.family.pk).exists()
    assert "not so" not in str(AuditEvent.objects.values_list("payload", flat=True))


def test_somebody_elses_worker_cannot(cast: Cast, now: datetime) -> None:
    asked = Asked(kind="access", how="x", received_on=now.date())
    with pytest.raises(NotAllowed):
        requests.ask(person=cast.parent, asked=asked, by=cast.stan, at=now)


@pytest.mark.parametrize(
    ("also", "words"),
    [
        ({"received_on": timezone.localdate() + timedelta(days=2)}, "after today"),
        ({"words": " "}, "what they say"),
        ({"asked_by": "parent"}, "who asks for them"),
        ({"proof": " "}, "how we know who asks"),
    ],
)
def test_what_cannot_be_is_refused_in_words(cast: Cast, now: datetime, also: dict[str, Any], words: str) -> None:
    with pytest.raises(CannotHandleRequest, match=words):
        written(cast, now, **also)


def test_the_clock_waits_for_the_proof_and_goes_on(cast: Cast, now: datetime, by: Any) -> None:
    then = now.date() - timedelta(days=10)
    row = written(cast, now, is_known=False, received_on=then)
    waiting = clock_of(row, today=now.date())
    assert waiting is not None
    assert waiting.due_on is None
    with pytest.raises(CannotHandleRequest, match="who asks"):
        requests.answer(request=row, outcome="done", on=now.date(), by=by, at=now)
    with pytest.raises(CannotHandleRequest, match="how we know"):
        requests.go_on(request=row, on=now.date(), by=by, at=now)
    requests.go_on(request=row, on=now.date(), proof="her passport", by=by, at=now)
    going = clock_of(RightsRequest.objects.get(pk=row.pk), today=now.date())
    assert going is not None
    assert going.due_on is not None
    assert (going.due_on - now.date()).days >= 28
    with pytest.raises(CannotHandleRequest, match="wait for nothing"):
        requests.go_on(request=row, on=now.date(), by=by, at=now)
    requests.pause(request=row, why="what", on=now.date(), by=by, at=now)
    with pytest.raises(CannotHandleRequest, match="already stands still"):
        requests.pause(request=row, why="what", on=now.date(), by=by, at=now)


def test_taking_longer_is_told_in_time_once_and_with_the_reason(cast: Cast, now: datetime, by: Any) -> None:
    row = written(cast, now, received_on=now.date() - timedelta(days=40))
    said: dict[str, Any] = {"request": row, "by": by, "at": now}
    with pytest.raises(CannotHandleRequest, match="too late"):
        requests.extend(months=2, why="much of it", told_on=now.date(), **said)
    in_time = now.date() - timedelta(days=20)
    with pytest.raises(CannotHandleRequest, match="2 months at most"):
        requests.extend(months=3, why="much of it", told_on=in_time, **said)
    with pytest.raises(CannotHandleRequest, match="why it takes longer"):
        requests.extend(months=2, why="", told_on=in_time, **said)
    requests.extend(months=2, why="much of it", told_on=in_time, **said)
    with pytest.raises(CannotHandleRequest, match="once already"):
        requests.extend(months=1, why="more", told_on=in_time, **said)
    row.refresh_from_db()
    found = clock_of(row, today=now.date())
    assert found is not None
    assert not found.is_late


def test_a_refusal_needs_its_reason(cast: Cast, now: datetime, by: Any) -> None:
    row = written(cast, now)
    with pytest.raises(CannotHandleRequest, match="way to complain"):
        requests.answer(request=row, outcome="refused", on=now.date(), by=by, at=now)
    requests.answer(request=row, outcome="refused", why="It is what she said that day.", on=now.date(), by=by, at=now)
    with pytest.raises(CannotHandleRequest, match="already"):
        requests.answer(request=row, outcome="done", on=now.date(), by=by, at=now)


def test_what_is_disputed_stands_beside_the_entry(cast: Cast, now: datetime, by: Any) -> None:
    note = Note.objects.create(family=cast.family, worker=cast.priya, on=now.date(), text="Tired.", written_at=now)
    address = f"/families/{cast.family.reference}/notes/{note.pk}/"
    client = cast.client(cast.priya)
    row = written(cast, now, about=note, words="I was not tired.")
    for page in (address, f"/people/{cast.parent.reference}/", f"/families/{cast.family.reference}/"):
        found = client.get(page).content.decode()
        assert "Grace says this is not right" in found, page
    requests.answer(request=row, outcome="refused", why="We stay with it.", note_beside="I had slept well.",
                    on=now.date(), by=by, at=now)  # fmt: skip
    assert "“I had slept well.”" in client.get(address).content.decode()
    assert "not answered yet" not in client.get(f"/families/{cast.family.reference}/").content.decode()


def test_written_down_by_form_about_one_entry(cast: Cast, now: datetime) -> None:
    note = Note.objects.create(family=cast.family, worker=cast.priya, on=now.date(), text="Tired.", written_at=now)
    note.seen.set([cast.parent])
    client = cast.client(cast.priya)
    page = client.get(f"/people/{cast.parent.reference}/data/").content.decode()
    fields = {
        "kind": "correction", "about": f"casework.note:{note.pk}", "words": "I was not tired.", "how": "at home",
        "received_on": f"{now:%-d %B %Y}", "asked_by": "self", "known": "known", "proof": "I know her",
    }  # fmt: skip
    answer = client.post(f"/people/{cast.parent.reference}/data/", filled(page, **fields))
    assert answer.status_code == 302
    row = RightsRequest.objects.get()
    assert (row.about_type, row.about_id, row.words) == ("casework.note", note.pk, "I was not tired.")


@pytest.mark.requirement("R200")
def test_the_form_presumes_neither_who_asks_nor_that_we_know(cast: Cast, now: datetime) -> None:
    client, address = cast.client(cast.priya), reverse("rights-new", args=[cast.parent.pk])
    page = client.get(address).content.decode()
    assert " checked" not in page
    said = {"kind": "access", "how": "by phone", "received_on": f"{now:%-d %B %Y}"}
    answers = {
        "nothing said": ({}, ["asked_by", "known"]),
        "known, not how": ({"asked_by": "self", "known": "known"}, ["proof"]),
        "for somebody without a name": ({"asked_by": "parent", "known": "not_known"}, ["asked_by_name"]),
    }
    for words, (also, wrong) in answers.items():
        answer = client.post(address, filled(page, **said, **also))
        assert answer.status_code == 422, words
        assert list(answer.context["form"].errors) == wrong, words
        page = answer.content.decode()
    assert not RightsRequest.objects.exists()
    assert client.post(address, filled(page, **said, asked_by="self", known="not_known")).status_code == 302
    assert RightsRequest.objects.get().pauses.get().why == "proof"


@pytest.mark.parametrize("who", ["maya", "green", "fay", "stan", "parent_account"])
@pytest.mark.parametrize("page", ["", "1/", "1/answer/", "1/wait/", "1/pack/", "1/longer/", "1/go-on/"])
def test_nobody_else_opens_requests(cast: Cast, now: datetime, who: str, page: str) -> None:
    written(cast, now)
    refused = cast.client(getattr(cast, who)).get(f"/data-requests/{page}")
    assert refused.status_code == 403
    assert "Grace" not in refused.content.decode().replace("Grace Okafor-Reed", "", 1 if who == "parent_account" else 0)


def test_what_reads_a_request_asks_by_itself(cast: Cast, now: datetime, by: Any) -> None:
    """Whatever page calls it."""
    row = written(cast, now)
    assert request_for(by, row.pk) == row
    with pytest.raises(NotAllowed):
        request_for(cast.priya, row.pk)


def test_a_number_that_is_nobodys_is_said(cast: Cast, by: Any) -> None:
    client = cast.client(by)
    assert client.get("/data-requests/", {"person": cast.parent.reference}).status_code == 302
    assert client.get("/people/P-199999/data/").status_code == 404
    assert client.get("/data-requests/99/").status_code == 404


@pytest.mark.requirement("R195")
def test_what_somebody_says_is_wrong_is_not_read_by_partners(cast: Cast, now: datetime) -> None:
    asked = Asked(kind="correction", how="by phone", received_on=now.date(), proof="known", words="Canary: not mine")
    requests.ask(person=cast.parent, asked=asked, by=cast.others["data_manager"], at=now)
    page = reverse("family", args=[cast.family.pk])
    assert "Canary" in cast.client(cast.priya).get(page).content.decode()
    assert "Canary" not in cast.client(cast.green).get(page).content.decode()


@pytest.mark.requirement("R197")
def test_of_a_record_that_is_shut_only_who_answers_requests_is_told_the_name(cast: Cast, now: datetime) -> None:
    page = reverse("rights-new", args=[cast.child.pk])
    assert "Leo" in cast.client(cast.fay).get(page).content.decode()
    guards.guard(family=cast.family, reason="Known people", workers=[cast.maya], by=cast.maya, at=now)
    for who in (cast.fay, cast.priya):
        answer = cast.client(who).get(page)
        assert answer.status_code == 403
        assert "Leo" not in answer.content.decode()
    assert "Leo" in cast.client(cast.others["data_manager"]).get(page).content.decode()


class TestFinding:
    @pytest.mark.requirement("R200")
    def test_who_asks_is_found_by_name_or_by_number(self, cast: Cast, by: Any) -> None:
        client, here = cast.client(by), reverse("rights-requests")
        page = client.get(here, {"person": "Grace Okafor"}).content.decode()
        assert f'<a href="{reverse("rights-new", args=[cast.parent.pk])}">{cast.parent}</a>' in page
        for number in (cast.parent.reference, cast.parent.reference.lower(), str(100000 + cast.parent.pk)):
            answer = client.get(here, {"person": number})
            assert answer.headers["location"] == reverse("rights-new", args=[cast.parent.pk])

    @pytest.mark.parametrize("typed", ["P-999999", "999999999999", "Zzyzx", "P-1", "P-" + "9" * 40, "F-²"])
    def test_nobody_found_is_said_on_the_page(self, cast: Cast, by: Any, typed: str) -> None:
        for who in (by, cast.others["administrator"]):
            page = cast.client(who).get(reverse("rights-requests"), {"person": typed})
            assert page.status_code == 200
            assert f"Nobody was found for “{typed}”" in page.content.decode()

    def test_who_may_not_search_finds_nobody_by_name(self, cast: Cast) -> None:
        page = cast.client(cast.others["administrator"]).get(reverse("rights-requests"), {"person": "Grace"})
        assert "A data manager can search by name" in page.content.decode()
        assert "Okafor" not in page.content.decode()


@pytest.mark.requirement("R200")
def test_what_is_to_be_put_right_leads_to_the_entry_and_says_who_can(cast: Cast, now: datetime, by: Any) -> None:
    note = Note.objects.create(family=cast.family, worker=cast.priya, on=now.date(), text="x", written_at=now)
    row = written(cast, now, about=note)
    page = cast.client(by).get(reverse("rights-request", args=[row.pk])).content.decode()
    assert f"Priya Shah, for {cast.family} ({cast.family.reference})" in page
    assert "Open the entry" not in page  # whoever answers requests opens no record

    address = reverse("note", args=[cast.family.pk, note.pk])
    shown = cast.client(cast.priya).get(reverse("family", args=[cast.family.pk])).content.decode()
    assert f'href="{address}"' in shown
    assert cast.client(cast.priya).get(address).status_code == 200
    assert entry_address(row, asker=cast.stan) == ""
    assert entry_address(row, asker=cast.fay) == ""  # who opens the family, and reads no notes
    for thing, view in ((cast.plan, "plan"), (cast.parent, "person")):
        other = written(cast, now, about=thing)
        wanted = [cast.family.pk if view == "plan" else cast.parent.pk]
        assert entry_address(other, asker=cast.priya) == reverse(view, args=wanted)
        assert entry_address(other, asker=cast.stan) == ""


@pytest.mark.requirement("R200")
def test_of_a_record_shut_away_just_those_who_answer_write_down_what_is_asked(cast: Cast, now: datetime) -> None:
    """The front door writes down what anybody asks, but of nobody whose record is kept to named workers."""
    guards.guard(family=cast.family, reason="Known people", workers=[cast.maya], by=cast.maya, at=now)
    answers = cast.others["data_manager"]
    assert require_for_person(Permission.RIGHTS_ASK, cast.parent, by=answers) == [cast.family]
    for who in (cast.fay, cast.others["administrator"]):
        with pytest.raises(NotAllowed):
            require_for_person(Permission.RIGHTS_ASK, cast.parent, by=who)


def test_who_may_not_write_down_what_somebody_asks_is_not_led_to_it(cast: Cast) -> None:
    def ways(who: Worker) -> list[str]:
        request: Any = RequestFactory().get("/")
        request.user = Account.objects.get(worker=who)
        return [each.link for each in beside.notices(cast.parent, request)]

    assert ways(cast.priya) == [reverse("rights-new", args=[cast.parent.pk])]
    assert ways(cast.others["auditor"]) == []


@pytest.mark.requirement("R195")
@pytest.mark.parametrize("who", ["fay", "data_manager", "administrator", "priya"])
def test_whoever_writes_down_a_request_reads_no_word_of_the_record(cast: Cast, now: datetime, who: str) -> None:
    said: dict[str, Any] = {"by": cast.priya, "at": now}
    safe = homes.add(
        label="A safe place", address="Flat 6, 14 Canary Court", postcode="ZZ7 6QT", is_protected=True, **said
    )
    homes.move_in(person=cast.parent, home=safe, on=now.date(), pattern="staying", **said)
    for text in ("Canary sang on the last evening", "And again"):
        notes.add(family=cast.family, kind="visit", on=now.date(), text=text, seen=[cast.parent], **said)
    asker = cast.others.get(who) or getattr(cast, who)
    page = cast.client(asker).get(reverse("rights-new", args=[cast.parent.pk])).text
    assert "Canary" not in page
    assert "7 6QT" not in page
    assert f"{now:%-d %B %Y} (2 of 2 that day)" in page
    assert f"{now:%-d %B %Y} (1 of 2 that day)" in page
