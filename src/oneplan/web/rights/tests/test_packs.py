"""The pack of everything held on a person: found, decided, made, given."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from oneplan.rulebook.rights.others import KEPT_SAFE
from oneplan.web.access import chain
from oneplan.web.access.models import Account, AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework.models import Note
from oneplan.web.people.models import Home, TimelineEntry
from oneplan.web.rights import gathering, sealing, subject
from oneplan.web.rights.actions import packs, requests
from oneplan.web.rights.actions.requests import Asked
from oneplan.web.rights.models import Pack, PackItem, PackStrike, RightsRequest
from oneplan.web.rights.tests.conftest import SAFE_ADDRESS
from oneplan.web.sharing.actions import guards
from tests.cast import filled


def ask(rich: Any, who: Any, now: datetime, **also: Any) -> RightsRequest:
    asked = Asked(kind="access", how="by phone", received_on=now.date(), proof="known to Priya", **also)
    return requests.ask(person=who, asked=asked, by=rich.cast.others["data_manager"], at=now)


def finished(rich: Any, who: Any, now: datetime) -> tuple[Pack, dict[str, Any]]:
    request, by = ask(rich, who, now), rich.cast.others["data_manager"]
    packs.gather(request=request, by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    pack = packs.make(request=request, by=by, at=now)
    return pack, json.loads(sealing.opened(pack.pk, sealing.JSON) or b"")


def note(rich: Any, text: str, *seen: Any, now: datetime) -> Note:
    row = Note.objects.create(family=rich.cast.family, worker=rich.cast.priya, on=now.date(), text=text, written_at=now)
    row.seen.set(seen)
    return row


def texts(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False)


def test_everything_of_a_parent_is_found_and_the_others_details_are_struck(rich: Any, now: datetime) -> None:
    note(rich, "Grace says Sam rang from 07700 900456 at night.", rich.cast.parent, now=now)
    _, said = finished(rich, rich.cast.parent, now)
    found = texts(said)
    assert "Grace says [taken out] rang from [taken out] at night." in found
    assert "07700 900456" not in found
    titles = {section["title"] for section in said["sections"]}
    assert {"Who you are", "A name", "A note", "A family you belong to", "Where you live or lived"} <= titles


def test_a_note_about_others_alone_is_left_out_until_somebody_gives_it(rich: Any, now: datetime) -> None:
    row = note(rich, "Leo was quiet at school.", rich.cast.child, now=now)
    items = {item.row: item for item in gathering.gather(subject.of(rich.cast.parent, day=now.date()))
             if item.model == "casework.Note"}  # fmt: skip
    assert items[str(row.pk)].leave_out == "It is about others, and does not name them."
    assert "Leo was quiet" not in texts(finished(rich, rich.cast.parent, now)[1])


def test_what_was_struck_out_is_left_out_until_somebody_looked(rich: Any, now: datetime) -> None:
    row = note(rich, "Grace Bell was visited.", rich.cast.parent, now=now)
    Note.objects.filter(pk=row.pk).update(struck_at=now, struck_reason="another family")
    assert "was visited" not in texts(finished(rich, rich.cast.parent, now)[1])


@pytest.mark.requirement("R198")
def test_somebody_barred_gets_nothing_of_the_family_until_somebody_has_read_it(
    rich: Any, now: datetime, refuge: Home
) -> None:
    note(rich, "They moved. A calm week.", now=now)
    row = note(rich, f"Sam asked whether they are at {SAFE_ADDRESS} , ZZ99ZZ, in Refuge Row.", now=now)
    request, by = ask(rich, rich.cast.father, now), rich.cast.others["data_manager"]
    packs.gather(request=request, by=by, at=now)
    left_out = {item.row for item in request.items.filter(model="casework.Note", is_left_out=True)}
    assert str(row.pk) in left_out
    packs.decide_rest(request=request, by=by, at=now)
    item = request.items.get(model="casework.Note", row=str(row.pk))
    packs.decide(request=request, verdicts=[packs.Verdict(item.pk, is_left_out=False, taken_out=[])], by=by, at=now)
    pack = packs.make(request=request, by=by, at=now)
    found = (sealing.opened(pack.pk, sealing.JSON) or b"").decode()
    assert f"Sam asked whether they are at {KEPT_SAFE} , {KEPT_SAFE}, in {KEPT_SAFE}." in found
    assert "A calm week" not in found
    assert SAFE_ADDRESS not in found
    assert "ZZ9" not in found
    assert "Sam asked" not in texts(finished(rich, rich.cast.father, now)[1])


@pytest.mark.requirement("R198")
def test_a_childs_own_copy_does_not_say_where_they_are_kept_safe(rich: Any, now: datetime, refuge: Home) -> None:
    note(rich, f"Leo drew {SAFE_ADDRESS}.", now=now)
    found = texts(finished(rich, rich.cast.child, now)[1])
    assert SAFE_ADDRESS not in found
    assert f"Leo drew {KEPT_SAFE}." in found


def test_who_works_for_a_service_that_keeps_people_safe_is_offered_for_taking_out(rich: Any, now: datetime) -> None:
    agency = Agency.objects.create(name="The quiet house", sector="domestic_abuse")
    Worker.objects.create(name="Alma Reyes", job_title="refuge worker", role="partner", agency=agency)
    note(rich, "Grace rings Alma Reyes at The quiet house.", rich.cast.parent, now=now)
    assert "Grace rings [taken out] at [taken out]." in texts(finished(rich, rich.cast.parent, now)[1])


def test_a_protected_address_is_in_the_pack_of_whoever_lives_there(rich: Any, now: datetime, refuge: Home) -> None:
    assert SAFE_ADDRESS in texts(finished(rich, rich.cast.parent, now)[1])


@pytest.mark.requirement("R198")
def test_a_parent_who_asks_for_a_child_is_not_told_the_childs_protected_address(
    rich: Any, now: datetime, refuge: Home
) -> None:
    request = ask(rich, rich.cast.child, now, asked_by="parent", asked_by_name="Sam Reed")
    by = rich.cast.others["data_manager"]
    packs.gather(request=request, by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    pack = packs.make(request=request, by=by, at=now)
    assert SAFE_ADDRESS not in (sealing.opened(pack.pk, sealing.JSON) or b"").decode()
    with pytest.raises(packs.CannotMakePack, match="Sam Reed: court order"):
        packs.give(pack=pack, on=now.date(), how="by hand", to_whom="Mr Sam Reed", by=by, at=now)
    page = rich.cast.client(by).get(f"/data-requests/{request.pk}/").content.decode()
    assert "Nothing of Leo goes to them" in page


@pytest.mark.requirement("R198")
def test_nobody_can_decide_to_give_what_is_kept_safe(rich: Any, now: datetime, refuge: Home) -> None:
    note(rich, f"Sam stood before {SAFE_ADDRESS}.", now=now)
    request, by = ask(rich, rich.cast.father, now), rich.cast.others["data_manager"]
    packs.gather(request=request, by=by, at=now)
    strike = PackStrike.objects.filter(item__request=request, is_final=True).first()
    assert strike is not None
    verdict = packs.Verdict(item=strike.item_id, is_left_out=False, taken_out=[])
    packs.decide(request=request, verdicts=[verdict], by=by, at=now)
    strike.refresh_from_db()
    assert strike.is_taken_out


def test_a_name_that_somebody_decided_to_give_is_given(rich: Any, now: datetime) -> None:
    row = note(rich, "Grace talked with Leo.", rich.cast.parent, now=now)
    request, by = ask(rich, rich.cast.parent, now), rich.cast.others["data_manager"]
    packs.gather(request=request, by=by, at=now)
    item = PackItem.objects.get(request=request, model="casework.Note", row=str(row.pk))
    packs.decide(request=request, verdicts=[packs.Verdict(item.pk, False, [])], by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    pack = packs.make(request=request, by=by, at=now)
    assert "Grace talked with Leo." in (sealing.opened(pack.pk, sealing.JSON) or b"").decode()


def test_both_files_say_the_same_sealed_and_their_digests_are_in_the_chain(rich: Any, now: datetime) -> None:
    pack, said = finished(rich, rich.cast.parent, now)
    pdf = sealing.opened(pack.pk, sealing.PDF) or b""
    assert pdf.startswith(b"%PDF")
    assert b"pdfuaid" in pdf or b"PDF/UA" in pdf or b"StructTreeRoot" in pdf
    event = AuditEvent.objects.get(event="pack_made")
    assert event.payload["json"] == pack.json_digest
    assert event.payload["pdf"] == pack.pdf_digest
    assert "Grace" not in json.dumps(event.payload)
    on_disk = [path.read_bytes() for path in sealing._path(pack.pk, "pdf").parent.iterdir()]
    assert len(on_disk) == 2
    assert all(b"Grace" not in each and b"%PDF" not in each for each in on_disk)
    assert said["sections"]


def test_no_pack_while_an_entry_is_open_or_has_changed(rich: Any, now: datetime) -> None:
    row = note(rich, "Grace was well.", rich.cast.parent, now=now)
    request, by = ask(rich, rich.cast.parent, now), rich.cast.others["data_manager"]
    packs.gather(request=request, by=by, at=now)
    with pytest.raises(packs.CannotMakePack, match="not decided yet"):
        packs.make(request=request, by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    Note.objects.filter(pk=row.pk).update(text="Grace was well. Sam was not.")
    with pytest.raises(packs.CannotMakePack, match="changed since"):
        packs.make(request=request, by=by, at=now)
    packs.gather(request=request, by=by, at=now)
    assert PackItem.objects.filter(request=request, decided_at=None).count() == 1


def test_nothing_is_given_before_we_know_who_asks(rich: Any, now: datetime) -> None:
    by = rich.cast.others["data_manager"]
    request = ask(rich, rich.cast.parent, now, is_known=False)
    packs.gather(request=request, by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    pack = packs.make(request=request, by=by, at=now)
    with pytest.raises(packs.CannotMakePack, match="who asks"):
        packs.give(pack=pack, on=now.date(), how="by hand", to_whom="Grace", by=by, at=now)
    requests.go_on(request=request, on=now.date(), proof="passport seen", by=by, at=now)
    with pytest.raises(packs.CannotMakePack, match="A second person reads the copy"):
        packs.give(pack=pack, on=now.date(), how="by hand", to_whom="Grace", by=by, at=now)
    packs.look(pack=pack, by=rich.cast.others["administrator"], at=now)
    pack.refresh_from_db()
    packs.give(pack=pack, on=now.date(), how="by hand", to_whom="Grace", by=by, at=now)
    requests.answer(request=request, outcome="done", on=now.date(), by=by, at=now)
    request.refresh_from_db()
    assert request.outcome == "done"


@pytest.mark.requirement("R195")
def test_nobody_barred_from_a_child_gets_the_copy_of_anybody_of_the_family_but_their_own(
    rich: Any, now: datetime
) -> None:
    cast, on = rich.cast, now.date()
    assert packs.barred_named(cast.parent, "Sam Reed, her husband", on=on).startswith("Sam")
    assert packs.barred_named(cast.baby, "to SAM, by hand", on=on)
    for meant in ("Mr Reed", "Mr S. Reed", "his father", "Samuel Reed", "the children's dad", "Sammy"):
        assert packs.barred_named(cast.parent, meant, on=on).startswith("Sam Reed"), meant
    assert not packs.barred_named(cast.father, "Sam Reed", on=on)
    assert not packs.barred_named(cast.parent, "Grace Okafor-Reed", on=on)
    by = cast.others["data_manager"]
    request = ask(rich, cast.parent, now)
    packs.gather(request=request, by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    pack = packs.make(request=request, by=by, at=now)
    packs.look(pack=pack, by=cast.others["administrator"], at=now)
    with pytest.raises(packs.CannotMakePack, match="Nothing of this is handed to them"):
        packs.give(pack=pack, on=on, how="by hand", to_whom="Sam Reed, her husband", by=by, at=now)
    assert not pack.given.exists()


@pytest.mark.requirement("R202")
def test_the_second_person_opens_the_copy_before_they_say_it_may_be_given(rich: Any, now: datetime) -> None:
    pack, _ = finished(rich, rich.cast.parent, now)
    second = rich.cast.others["administrator"]
    client, address = rich.cast.client(second), reverse("pack-look", args=[pack.pk])

    def press() -> bool:
        page = client.get(reverse("rights-request", args=[pack.request_id])).text
        client.post(address, filled(page))
        pack.refresh_from_db()
        return pack.looked_at is not None

    def opened(by: Account, called: str) -> None:
        chain.add(chain.VIEWS, at=now, account_id=by.pk, page="pack-file", family_id=None, seen=[called])

    own = Account.objects.get(worker=second)
    assert not press()
    opened(Account.objects.get(worker=rich.cast.others["data_manager"]), f"rights.pack:{pack.pk}")
    opened(own, f"rights.pack:{pack.request_id}")  # another one
    assert not press()
    opened(own, f"rights.pack:{pack.pk}")
    assert press()


@pytest.mark.parametrize("who", ["priya", "maya", "green", "fay", "stan"])
def test_only_whoever_answers_requests_makes_packs(rich: Any, now: datetime, who: str) -> None:
    request = ask(rich, rich.cast.parent, now)
    with pytest.raises(NotAllowed):
        packs.gather(request=request, by=getattr(rich.cast, who), at=now)


def test_notes_from_before_and_after_the_place_in_the_family_are_not_theirs(rich: Any, now: datetime) -> None:
    from oneplan.web.people.models import Membership

    Membership.objects.filter(person=rich.cast.father).update(valid_to=date(2024, 6, 1))
    row = note(rich, "Everybody is well.", now=now)
    items = gathering.gather(subject.of(rich.cast.father, day=now.date()))
    assert str(row.pk) not in {item.row for item in items if item.model == "casework.Note"}
    assert now - timedelta(days=1) < now


class TestKeptPrivate:
    @pytest.mark.requirement("R198")
    def test_what_is_private_to_one_member_is_in_nobody_elses_pack(self, rich: Any, now: datetime) -> None:
        row = note(rich, "Grace and Sam: canary.", rich.cast.parent, rich.cast.father, now=now)
        TimelineEntry.objects.create(family=rich.cast.family, on=now.date(), kind="note", headline="Canary of Sam",
                                     thing_type="casework.note", thing_id=row.pk, recorded_at=now,
                                     recorded_by=rich.cast.priya)  # fmt: skip
        keep_private(rich, row, rich.cast.parent, now)
        assert "canary" in texts(finished(rich, rich.cast.parent, now)[1])
        said = [part.text for item in gathering.gather(subject.of(rich.cast.father, day=now.date()))
                for part in item.parts]  # fmt: skip
        assert not [each for each in said if "canary" in each.lower() or "must not know" in each]

    def test_what_hangs_on_a_private_goal_is_private_too(self, rich: Any, now: datetime) -> None:
        keep_private(rich, rich.goal, rich.cast.parent, now)
        for model in ("casework.Goal", "casework.Action", "casework.GoalReading", "casework.ActionOwner"):
            items = [each for each in gathering.gather(subject.of(rich.cast.father, day=now.date()))
                     if each.model == model]  # fmt: skip
            goal = {"casework.Goal": "pk", "casework.ActionOwner": "action__goal"}.get(model, "goal")
            pks = [each.row for each in items]
            assert not apps.get_model(model)._default_manager.filter(pk__in=pks, **{goal: rich.goal.pk}).exists()

    @pytest.mark.requirement("R198")
    def test_a_parent_who_asks_for_a_child_does_not_get_what_is_private_to_the_child(
        self, rich: Any, now: datetime
    ) -> None:
        row = note(rich, "Leo: canary.", rich.cast.child, now=now)
        keep_private(rich, row, rich.cast.child, now)
        asked = ask(rich, rich.cast.child, now, asked_by="parent", asked_by_name="Grace Bell")
        said = [part.text for item in gathering.gather(subject.for_request(asked, day=now.date()))
                for part in item.parts]  # fmt: skip
        assert not [each for each in said if "canary" in each]

    @pytest.mark.requirement("R195")
    def test_an_entry_for_named_workers_shows_no_word_to_whoever_makes_the_pack(self, rich: Any, now: datetime) -> None:
        row = note(rich, "Grace: canary.", rich.cast.parent, now=now)
        kept = guards.keep_to_named(family=rich.cast.family, thing=row, workers=[rich.cast.maya], reason="Police",
                                    by=rich.cast.priya, at=now)  # fmt: skip
        items = {
            (each.model, each.row): each for each in gathering.gather(subject.of(rich.cast.parent, day=now.date()))
        }
        item = items["casework.Note", str(row.pk)]
        assert "named workers" in item.leave_out
        assert "canary" not in "".join(part.text for part in item.parts)
        guards.open_again(kept=kept, reason="Told now", by=rich.cast.priya, at=now)
        assert "canary" in texts(finished(rich, rich.cast.parent, now)[1])


def keep_private(rich: Any, thing: Any, person: Any, now: datetime) -> None:
    guards.keep_to_member(family=rich.cast.family, thing=thing, person=person, reason="The others must not know",
                          by=rich.cast.priya, at=now)  # fmt: skip


def test_secrets_and_sign_in_evidence_are_in_no_pack(rich: Any, now: datetime) -> None:
    models = {each.model for each in gathering.gather(subject.of(rich.cast.parent, day=now.date()))}
    assert {"sharing.ConsentTalk", "sharing.ConsentAnswer", "sharing.Disclosure", "sharing.SharingBasis",
            "sharing.EmergencyOpening"} <= models  # fmt: skip
    assert {each for each in models if each.startswith("access.")} <= {"access.Account", "access.PartnerQuestion"}


def test_what_was_told_without_consent_is_left_out_until_somebody_looked(rich: Any, now: datetime) -> None:
    items = gathering.gather(subject.of(rich.cast.parent, day=now.date()))
    why = {item.model: item.leave_out for item in items}
    assert "may not know" in why["sharing.SharingBasis"]
    assert why["sharing.Disclosure"] == ""
