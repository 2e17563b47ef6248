"""What is the person's own stays in their copy; the barred parent's copy stays as strict as it was."""

import json
from datetime import datetime
from typing import Any

import pytest

from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Agency
from oneplan.web.casework.models import Goal, GoalReading
from oneplan.web.frontdoor.models import Request, RequestPerson
from oneplan.web.people.models import ContactRestriction, Home, Membership, PersonDetail, Relationship, Residence
from oneplan.web.rights import gathering, sealing, subject
from oneplan.web.rights.actions import packs
from oneplan.web.rights.reads import safety
from oneplan.web.rights.tests.test_packs import ask, finished, note, texts
from oneplan.web.sharing.models import Disclosure
from tests.cast import LONG_AGO

CINDER = "57 Cinder Row"
MINE = "07700 900222"


@pytest.fixture
def moved(rich: Any, now: datetime) -> Home:
    """Grace and the children moved away; Sam stayed where they all lived, whom Leo must not see."""
    old = Home(label="The old house", made_at=LONG_AGO).put_at(CINDER, "ZZ2 8FP", is_protected=False)
    old.save()
    said = {"home": old, "known_from": LONG_AGO}
    Residence.objects.create(person=rich.cast.father, valid_from=LONG_AGO.date(), **said)
    Residence.objects.create(person=rich.cast.parent, valid_from=LONG_AGO.date(), valid_to=now.date(), **said)
    PersonDetail.objects.create(person=rich.cast.parent, kind="other", words=f"Her own: {MINE}", known_from=LONG_AGO)
    return old


def _goes(rich: Any, who: Any, words: str, now: datetime) -> str:
    row = note(rich, words, who, now=now)
    items = gathering.gather(subject.of(who, day=now.date()))
    part = next(
        part for item in items if (item.model, item.row) == ("casework.Note", str(row.pk)) for part in item.parts
        if part.text == words
    )  # fmt: skip
    text = words
    for find in sorted(part.finds, key=lambda each: -each.start):
        text = f"{text[: find.start]}[{find.kind}]{text[find.end :]}"
    return text


@pytest.mark.requirement("R198")
def test_their_own_number_their_former_home_and_their_childrens_names_are_not_offered(
    rich: Any, now: datetime, moved: Home
) -> None:
    own = f"Grace, {MINE} or +44 7700 900222, left {CINDER}, ZZ28FP, with Leo and Mia."
    assert _goes(rich, rich.cast.parent, own, now) == own
    others = "Grace: Sam rang from 07700 900456."
    assert _goes(rich, rich.cast.parent, others, now) == "Grace: [name] rang from [phone]."


@pytest.mark.requirement("R198")
def test_a_number_that_also_stands_with_somebody_else_is_offered(rich: Any, now: datetime, moved: Home) -> None:
    PersonDetail.objects.create(person=rich.cast.father, kind="other", words=f"Rings {MINE}", known_from=LONG_AGO)

    assert _goes(rich, rich.cast.parent, f"Grace: {MINE}.", now) == "Grace: [phone]."


@pytest.mark.requirement("R198")
def test_a_name_that_may_be_somebody_elses_too_is_offered(rich: Any, now: datetime) -> None:
    """Another Leo, who does not live with them, belongs to the family as well."""
    Membership.objects.create(family=rich.cast.family, person=rich.other_leo, role="other", known_from=LONG_AGO)

    assert _goes(rich, rich.cast.parent, "Grace came with Leo.", now) == "Grace came with [name]."


@pytest.mark.requirement("R198")
def test_others_in_a_shared_house_are_not_taken_for_their_own(rich: Any, now: datetime) -> None:
    Residence.objects.create(person=rich.other_leo, home=rich.cast.home, known_from=LONG_AGO)
    Relationship.objects.create(person=rich.other_leo, other=rich.cast.parent, kind="friend", known_from=LONG_AGO)
    rich.other_leo.given_names = "Bertram"
    rich.other_leo.save()

    assert _goes(rich, rich.cast.parent, "Grace met Bertram.", now) == "Grace met [name]."


@pytest.mark.requirement("R198")
def test_somebody_barred_keeps_their_own_postcode_and_every_name_and_other_place_is_offered(
    rich: Any, now: datetime, moved: Home
) -> None:
    words = f"Sam of {CINDER}, ZZ2 8FP, asked for Leo and Grace, {MINE}, at 4 Sorrel Rise."

    assert _goes(rich, rich.cast.father, words, now) == (
        f"Sam of {CINDER}, ZZ2 8FP, asked for [name] and [name], [phone], at [address]."
    )


@pytest.mark.requirement("R198")
def test_a_former_home_of_somebody_barred_in_which_the_others_stayed_is_offered(rich: Any, now: datetime) -> None:
    Residence.objects.create(person=rich.cast.father, home=rich.cast.home, valid_from=LONG_AGO.date(),
                             valid_to=now.date(), known_from=LONG_AGO)  # fmt: skip

    assert _goes(rich, rich.cast.father, "Sam came to 4 Sorrel Rise.", now) == "Sam came to [address]."


@pytest.mark.requirement("R198")
def test_whoever_asks_for_a_child_finds_every_name_offered(rich: Any, now: datetime) -> None:
    row = note(rich, "Leo talked with Grace.", rich.cast.child, now=now)
    asked = ask(rich, rich.cast.child, now, asked_by="parent", asked_by_name="Sam Reed")
    items = gathering.gather(subject.for_request(asked, day=now.date()))
    part = next(each for each in items if (each.model, each.row) == ("casework.Note", str(row.pk))).parts[-1]

    assert [part.text[find.start : find.end] for find in part.finds] == ["Grace"]


def test_a_note_about_the_children_alone_stays_left_out(rich: Any, now: datetime) -> None:
    row = note(rich, "Leo was quiet.", now=now)
    items = gathering.gather(subject.of(rich.cast.parent, day=now.date()))

    found = next(each for each in items if (each.model, each.row) == ("casework.Note", str(row.pk)))
    assert found.leave_out == "It is about others, and does not name them."


@pytest.mark.requirement("R198")
def test_the_day_help_was_asked_for_is_left_out_for_somebody_barred(rich: Any, now: datetime) -> None:
    for who in (rich.cast.father, rich.cast.parent):
        asked = Request.objects.create(family=rich.cast.family, reason="Help", received_on=now.date(), received_at=now)
        row = RequestPerson.objects.create(request=asked, person=who, said="Sam or Grace")
        items = gathering.gather(subject.of(who, day=now.date()))
        for model, pk in (("frontdoor.RequestPerson", row.pk), ("frontdoor.Request", asked.pk)):
            found = next(each for each in items if (each.model, each.row) == (model, str(pk)))
            assert found.leave_out.startswith("They may not see somebody") == (who == rich.cast.father), model
    pack = texts(finished(rich, rich.cast.father, now)[1])
    assert "How a request named you" not in pack


class TestSecondLook:
    @pytest.mark.requirement("R198", "R202")
    def test_it_is_somebody_who_neither_decided_nor_made_it(self, rich: Any, now: datetime) -> None:
        pack, _ = finished(rich, rich.cast.parent, now)
        data_manager, administrator = rich.cast.others["data_manager"], rich.cast.others["administrator"]
        with pytest.raises(NotAllowed, match="somebody else than who decided"):
            packs.look(pack=pack, by=data_manager, at=now)
        with pytest.raises(NotAllowed):
            packs.look(pack=pack, by=rich.cast.maya, at=now)
        request = pack.request
        packs.decide_rest(request=request, by=administrator, at=now)
        item = request.items.first()
        assert item is not None
        verdict = packs.Verdict(item.pk, is_left_out=False, taken_out=[])
        packs.decide(request=request, verdicts=[verdict], by=administrator, at=now)
        with pytest.raises(NotAllowed, match="somebody else than who decided"):
            packs.look(pack=pack, by=administrator, at=now)

    def test_it_is_asked_for_where_somebody_is_barred_or_kept_safe_and_nowhere_else(
        self, rich: Any, now: datetime
    ) -> None:
        who, day = rich.cast.parent, now.date()
        ContactRestriction.objects.all().delete()
        Residence.objects.filter(home__is_protected=True).delete()
        assert safety.why_twice(who, day=day) == ""
        packs.give(pack=finished(rich, who, now)[0], on=day, how="by hand", to_whom="Grace", by=_manager(rich), at=now)
        ContactRestriction.objects.create(child=rich.cast.baby, barred=rich.cast.father, kind="order", extent="none",
                                          known_from=LONG_AGO)  # fmt: skip
        assert safety.why_twice(who, day=day) == safety.BARRED
        assert safety.why_twice(rich.cast.father, day=day) == safety.BARRED
        ContactRestriction.objects.all().delete()
        safe = Home(label="Safe", made_at=LONG_AGO).put_at("9 Refuge Row", "ZZ9 9ZZ", is_protected=True)
        safe.save()
        Residence.objects.create(person=rich.cast.child, home=safe, known_from=LONG_AGO)
        assert safety.why_twice(who, day=day) == safety.KEPT_SAFE


def test_the_page_says_rightly_whose_safe_address_is_taken_out(rich: Any, now: datetime) -> None:
    safe = Home(label="Safe", made_at=LONG_AGO).put_at("9 Refuge Row", "ZZ9 9ZZ", is_protected=True)
    safe.save()
    Residence.objects.filter(person=rich.cast.parent).update(home=safe)
    client = rich.cast.client(_manager(rich))
    for who in (rich.cast.parent, rich.cast.child):
        request = ask(rich, who, now)
        packs.gather(request=request, by=_manager(rich), at=now)
        page = client.get(f"/data-requests/{request.pk}/pack/").content.decode()
        assert "Where anybody else is kept safe is always taken out." in page
        assert ("is kept safe is theirs to have" in page) == (who == rich.cast.parent)


@pytest.mark.requirement("R198")
def test_the_copy_says_why_to_whom_and_how_long_and_codes_in_words(rich: Any, now: datetime) -> None:
    goal = Goal.objects.create(plan=rich.cast.plan, title="Grace sleeps", baseline="1.00", target="2.50", made_at=now)
    goal.people.set([rich.cast.parent])
    GoalReading.objects.create(goal=goal, on=now.date(), value="10.00", words="well", said_by="Grace", recorded_at=now)
    row = Disclosure.objects.create(family=rich.cast.family, what="The plan", categories=["plan", "health"],
                                    way="spoken", to_agency=Agency.objects.get(name="Mill Lane Primary"), on=now.date(),
                                    rests_on="Grace agreed", recorded_by=rich.cast.priya, recorded_at=now)  # fmt: skip
    row.people.set([rich.cast.parent])
    pack, said = finished(rich, rich.cast.parent, now)
    found = texts(said)
    assert f"Mill Lane Primary: the plan and how it goes; health ({now:%-d %B %Y})" in said["told"]
    assert any(line.startswith("The work with a family, and the people in it: 6 years") for line in said["kept"])
    assert len(said["why"]) == 3
    assert "take part, with a worker for the whole family" in found
    for code in ("take_part", "1.00", "2.50", "10.00"):
        assert f'"{code}"' not in found
    parts = [part for each in said["sections"] for item in each["items"] for part in item["parts"]]
    assert {"label": "How it was at the start", "text": "1"} in parts
    titles = {each["title"] for each in said["sections"]}
    assert not [item["heading"] for each in said["sections"] for item in each["items"] if item["heading"] in titles]
    assert (sealing.opened(pack.pk, sealing.PDF) or b"").startswith(b"%PDF")
    assert json.loads(sealing.opened(pack.pk, sealing.JSON) or b"")["kept"] == said["kept"]


def _manager(rich: Any) -> Any:
    return rich.cast.others["data_manager"]
