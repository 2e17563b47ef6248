"""A copy that two people read: who may be the second, and when it is read through again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from oneplan.web.access import chain
from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.actions import notes
from oneplan.web.casework.models import Note
from oneplan.web.people.models import ContactRestriction, Residence, SafeContactRule
from oneplan.web.rights import sealing
from oneplan.web.rights.actions import packs, requests
from oneplan.web.rights.models import Pack
from oneplan.web.rights.reads import safety
from oneplan.web.rights.tests.conftest import safe_home
from oneplan.web.rights.tests.test_packs import ask, finished, keep_private, note
from oneplan.web.sharing.models import ConsentAnswer, KeptPrivate


@pytest.mark.requirement("R202")
def test_who_decided_anything_is_no_second_reader_though_somebody_decided_otherwise(rich: Any, now: datetime) -> None:
    cast = rich.cast
    by, first = cast.others["data_manager"], cast.others["administrator"]
    request = ask(rich, cast.parent, now)
    packs.gather(request=request, by=by, at=now)
    verdict = packs.Verdict(request.items.values_list("pk", flat=True)[0], is_left_out=True, taken_out=[])
    packs.decide(request=request, verdicts=[verdict], by=first, at=now)
    packs.decide(request=request, verdicts=[verdict], by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    pack = packs.make(request=request, by=by, at=now)
    assert set(request.items.values_list("decided_by", flat=True)) == {by.pk}
    with pytest.raises(NotAllowed, match="somebody else"):
        packs.look(pack=pack, by=first, at=now)
    another = Worker.objects.create(name="Una Wells", job_title="x", role="administrator", agency=by.agency)
    packs.look(pack=pack, by=another, at=now)


@pytest.mark.requirement("R202")
def test_who_stopped_the_clock_or_made_it_longer_is_no_second_reader(rich: Any, now: datetime) -> None:
    by, first = rich.cast.others["data_manager"], rich.cast.others["administrator"]
    request = ask(rich, rich.cast.parent, now)
    assert first not in safety.deciders(request)
    requests.pause(request=request, why="what", on=now.date(), by=first, at=now)
    assert safety.deciders(request) == [first]
    requests.go_on(request=request, on=now.date(), by=by, at=now)
    assert set(safety.deciders(request)) == {first, by}


class TestWhatChangedSince:
    """Who is barred, what is private, what somebody agreed to: a copy read before is read through again."""

    @pytest.fixture
    def read(self, rich: Any, now: datetime) -> Pack:
        ContactRestriction.objects.all().delete()
        note(rich, "Sam: Leo goes to a new school on Tuesdays.", rich.cast.father, rich.cast.child, now=now)
        pack, _ = finished(rich, rich.cast.father, now)
        packs.look(pack=pack, by=rich.cast.others["administrator"], at=now)
        return pack

    def give(self, rich: Any, pack: Pack, now: datetime) -> None:
        packs.give(
            pack=pack,
            on=now.date(),
            how="by post",
            to_whom="Their own hands",
            by=rich.cast.others["data_manager"],
            at=now,
        )

    def bar(self, rich: Any, now: datetime, **also: Any) -> ContactRestriction:
        return ContactRestriction.objects.create(
            child=rich.cast.child, barred=rich.cast.father, kind="order", known_from=now, **also
        )

    @pytest.mark.requirement("R198", "R202")
    def test_who_is_barred_since_gets_no_copy_of_before(self, rich: Any, now: datetime, read: Pack) -> None:
        by, second = rich.cast.others["data_manager"], rich.cast.others["administrator"]
        self.bar(rich, now)
        with pytest.raises(packs.CannotMakePack, match="has changed since this copy was read through"):
            self.give(rich, read, now)
        with pytest.raises(packs.CannotMakePack, match="decided anew"):  # it would be left out now
            packs.look(pack=read, by=second, at=now)
        with pytest.raises(packs.CannotMakePack, match="changed since it was gathered"):
            packs.make(request=read.request, by=by, at=now)
        packs.gather(request=read.request, by=by, at=now)
        with pytest.raises(packs.CannotMakePack, match="decided anew"):
            packs.look(pack=read, by=second, at=now)
        packs.decide_rest(request=read.request, by=by, at=now)
        anew = packs.make(request=read.request, by=by, at=now)
        assert "new school" not in (sealing.opened(anew.pk, sealing.JSON) or b"").decode()
        packs.look(pack=anew, by=second, at=now)
        self.give(rich, anew, now)
        assert not read.given.exists()

    @pytest.mark.requirement("R198", "R202")
    @pytest.mark.parametrize("what", ["an answer", "a private entry", "a place kept safe", "a rule"])
    def test_it_is_read_through_again_and_then_given(self, rich: Any, now: datetime, read: Pack, what: str) -> None:
        cast, second = rich.cast, rich.cast.others["administrator"]
        said: dict[str, Any] = {"known_from": now}
        match what:
            case "an answer":
                ConsentAnswer.objects.create(family=cast.family, person=cast.parent, given_by=cast.parent,
                                             purpose="share", answer="no", on=now.date(), recorded_at=now)  # fmt: skip
            case "a private entry":
                keep_private(rich, rich.goal, cast.child, now)
            case "a place kept safe":
                Residence.objects.create(person=cast.baby, home=safe_home(), **said)
            case "a rule":
                SafeContactRule.objects.create(person=cast.parent, channel="post", never=True, **said)
        with pytest.raises(packs.CannotMakePack, match="has changed since"):
            self.give(rich, read, now)
        if what == "a private entry":  # what was in it is private now
            with pytest.raises(packs.CannotMakePack, match="decided anew"):
                packs.look(pack=read, by=second, at=now)
            return
        packs.look(pack=read, by=second, at=now)
        self.give(rich, read, now)

    @pytest.mark.requirement("R202")
    def test_the_page_says_so_and_it_is_opened_as_it_is_now(self, rich: Any, now: datetime, read: Pack) -> None:
        second = rich.cast.others["administrator"]
        client, own = rich.cast.client(second), Account.objects.get(worker=second)

        def opened(at: datetime) -> None:
            chain.add(chain.VIEWS, at=at, account_id=own.pk, page="pack-file", family_id=None,
                      seen=[f"rights.pack:{read.pk}"])  # fmt: skip

        def says() -> bool:
            return safety.CHANGED in client.get(reverse("rights-request", args=[read.request_id])).text

        assert not says()
        opened(now)
        assert safety.was_opened(read, account=own.pk, day=now.date())
        later = now + timedelta(minutes=5)
        SafeContactRule.objects.create(person=rich.cast.parent, channel="post", never=True, known_from=later)
        assert says()
        assert not safety.was_opened(read, account=own.pk, day=now.date())
        opened(later)
        assert safety.was_opened(read, account=own.pk, day=now.date())

    def test_what_begins_by_its_day_changes_it_that_day(self, rich: Any, now: datetime, read: Pack) -> None:
        tomorrow = now.date() + timedelta(days=1)
        self.bar(rich, now, valid_from=tomorrow)
        read.refresh_from_db()
        assert not safety.has_changed(read, day=now.date())
        assert safety.has_changed(read, day=tomorrow)
        begins = datetime.combine(tomorrow, datetime.min.time(), tzinfo=now.tzinfo)
        assert safety.Situation(read.request.person, day=tomorrow).since(read.made_at) == begins

    @pytest.mark.requirement("R202")
    @pytest.mark.parametrize("what", ["struck", "taken out", "gathered"])
    def test_what_it_holds_was_changed_so_it_is_made_anew(
        self, rich: Any, now: datetime, read: Pack, what: str
    ) -> None:
        by, second = rich.cast.others["data_manager"], rich.cast.others["administrator"]
        row = Note.objects.get(text__contains="new school")
        if what == "struck":
            notes.strike(note=row, reason="About another family", by=rich.cast.priya, at=now)
        elif what == "taken out":
            Note.objects.filter(pk=row.pk).update(text="Sam: all is well.")
        else:
            keep_private(rich, row, rich.cast.child, now)
            packs.gather(request=read.request, by=by, at=now)
            KeptPrivate.objects.filter(set_at=now).delete()
        with pytest.raises(packs.CannotMakePack, match="decided anew"):
            self.give(rich, read, now)
        assert not read.given.exists()
        packs.gather(request=read.request, by=by, at=now)
        packs.decide_rest(request=read.request, by=by, at=now)
        anew = packs.make(request=read.request, by=by, at=now)
        packs.look(pack=anew, by=second, at=now)
        self.give(rich, anew, now)

    @pytest.mark.requirement("R198", "R202")
    def test_how_it_was_given_names_nobody_who_is_barred(self, rich: Any, now: datetime) -> None:
        pack, _ = finished(rich, rich.cast.parent, now)
        packs.look(pack=pack, by=rich.cast.others["administrator"], at=now)
        said: dict[str, Any] = {"pack": pack, "on": now.date(), "by": rich.cast.others["data_manager"], "at": now}
        with pytest.raises(packs.CannotMakePack, match="Nothing of this is handed to them"):
            packs.give(how="collected by Sam Reed, the children's dad", to_whom="Grace", **said)
        assert not pack.given.exists()
        packs.give(how="by post", to_whom="Grace", **said)

    def test_a_record_that_only_grew_is_no_reason(self, rich: Any, now: datetime, read: Pack) -> None:
        note(rich, "Sam came.", rich.cast.father, now=now)
        self.give(rich, read, now)
        assert read.given.exists()
