"""What services' files say of somebody is in their copy, with what was held before; a person reads what may harm."""

import json
import shutil
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from oneplan.web.access.models import AuditEvent
from oneplan.web.data import working
from oneplan.web.data.actions import runs
from oneplan.web.data.models import Feed
from oneplan.web.people.actions import identifiers, merges
from oneplan.web.people.models import Identifier, Membership, Person
from oneplan.web.rights import gathering, kept_how_long, sealing, subject
from oneplan.web.rights.actions import packs, requests
from oneplan.web.rights.actions.packs import CannotMakePack, Verdict
from oneplan.web.rights.actions.requests import Asked
from oneplan.web.rights.models import RightsRequest
from tests import feeds as scene
from tests.engine.feeds.attendance import GOOD, but

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R198", "R306")]
OTHERS = "E201000012001"
TITLE = "What a service's files say of you"


@pytest.fixture
def published(rich: Any, now: datetime) -> Feed:
    """Leo's attendance of two terms, one value told otherwise by a later file, and that of a pupil nobody knows."""
    cast = rich.cast
    identifiers.add(person=cast.child, scheme="upn", value=GOOD[0], by=cast.priya, at=now)
    feed = scene.feed(cast, at=now)
    born = f"{cast.child.born_from:%d/%m/%Y}"
    for authorised in ("4", "9"):
        sent = scene.text(
            but(DOB=born, Auth=authorised), but(DOB=born, Term="Spring"), but(UPN=OTHERS, Auth="17")
        )  # fmt: skip
        scene.came(feed, sent, by=scene.data_manager(cast), at=now)
    publish(cast, now)
    return feed


def publish(cast: Any, now: datetime) -> None:
    runs.ask(by=scene.data_manager(cast), at=now)
    working.once_over()


def ask(rich: Any, who: Person, now: datetime, **also: Any) -> RightsRequest:
    asked = Asked(kind="access", how="by phone", received_on=now.date(), proof="known to Priya", **also)
    return requests.ask(person=who, asked=asked, by=rich.cast.others["data_manager"], at=now)


def said_of(who: Person, now: datetime) -> list[gathering.Item]:
    return [each for each in gathering.gather(subject.of(who, day=now.date())) if each.model == "data.facts"]


def test_a_child_s_copy_has_every_fact_and_what_was_held_before(rich: Any, now: datetime, published: Feed) -> None:
    items = said_of(rich.cast.child, now)
    words = "\n".join(f"{part.label}: {part.text}" for item in items for part in item.parts)
    assert "Who says so: Sallowdale education" in words
    assert "sessions attended: 124; sessions possible: 130" in words
    assert "missed with leave: 9" in words
    assert words.count("not since") == 1
    assert "17" not in words, "of a pupil who is somebody else"


def test_it_is_in_the_files_that_are_given(rich: Any, now: datetime, published: Feed) -> None:
    request, by = ask(rich, rich.cast.child, now), rich.cast.others["data_manager"]
    packs.gather(request=request, by=by, at=now)
    given = [Verdict(each.pk, is_left_out=False, taken_out=[]) for each in request.items.filter(model="data.facts")]
    packs.decide(request=request, verdicts=given, by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    made = packs.make(request=request, by=by, at=now)
    said = json.loads(sealing.opened(made.pk, sealing.JSON) or b"")
    section = next(each for each in said["sections"] if each["title"] == TITLE)
    assert "124" in json.dumps(section)
    assert any(line.startswith("What services' files say: 7 years") for line in said["kept"])


def test_what_is_said_of_others_is_in_nobody_s_copy(rich: Any, now: datetime, published: Feed) -> None:
    assert said_of(rich.cast.parent, now) == []


def test_what_a_file_that_comes_later_says_is_decided_again(rich: Any, now: datetime, published: Feed) -> None:
    request, by = ask(rich, rich.cast.child, now), rich.cast.others["data_manager"]
    packs.gather(request=request, by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    packs.make(request=request, by=by, at=now)
    born = f"{rich.cast.child.born_from:%d/%m/%Y}"
    sent = [but(DOB=born, Auth="3"), but(DOB=born, Term="Spring"), but(UPN=OTHERS, Auth="17")]
    scene.came(published, scene.text(*sent), by=by, at=now)
    publish(rich.cast, now)
    with pytest.raises(CannotMakePack, match="1 entries are to be decided again"):
        packs.make(request=request, by=by, at=now)


def test_without_the_figures_no_copy_is_made_that_lacks_them(rich: Any, now: datetime, published: Feed) -> None:
    request, by = ask(rich, rich.cast.child, now), rich.cast.others["data_manager"]
    shutil.rmtree(working.store().folder / "made")
    with pytest.raises(CannotMakePack, match="Start a run"):
        packs.gather(request=request, by=by, at=now)
    assert not request.items.exists()
    assert not AuditEvent.objects.filter(event="pack_gathered").exists()


def test_figures_that_are_gone_when_it_is_made_stop_it_too(rich: Any, now: datetime, published: Feed) -> None:
    request, by = ask(rich, rich.cast.child, now), rich.cast.others["data_manager"]
    packs.gather(request=request, by=by, at=now)
    packs.decide_rest(request=request, by=by, at=now)
    request.items.filter(model="data.facts").delete()  # none of them was to be given
    shutil.rmtree(working.store().folder / "made")
    with pytest.raises(CannotMakePack, match="Start a run"):
        packs.make(request=request, by=by, at=now)


def test_where_an_address_is_kept_safe_the_school_is_read_first(
    rich: Any, now: datetime, published: Feed, refuge: Any
) -> None:
    items = said_of(rich.cast.child, now)
    assert items
    assert all("an address is kept safe" in item.leave_out for item in items)


def test_without_figures_there_is_nothing_and_nothing_is_missing(rich: Any, now: datetime) -> None:
    assert said_of(rich.cast.child, now) == []
    assert gathering.missing(subject.of(rich.cast.child, day=now.date())) == ""
    assert kept_how_long.lines(["casework.Note"], on=now.date())


def test_what_is_another_s_since_two_records_were_parted_is_in_no_copy(
    rich: Any, now: datetime, published: Feed
) -> None:
    """The figures know them as one until the next run."""
    cast = rich.cast
    again = Person.objects.create(given_names="Leo", family_name="Okafor-Reed", made_at=now)
    Person.objects.filter(pk=again.pk).update(
        **{name: getattr(cast.child, name) for name in ("born_from", "born_to", "born_precision")}
    )
    Membership.objects.create(family=cast.family, person=again, role=Membership.Role.CHILD, known_from=now)
    identifiers.add(person=again, scheme="upn", value=OTHERS, by=cast.priya, at=now)
    joined = merges.merge(gone=again, kept=cast.child, reason="one boy", by=cast.maya, at=now)
    publish(cast, timezone.now())
    assert "17" in told_to(cast.child, now), "as of one"
    merges.undo(merge=joined, reason="two boys", by=cast.maya, at=timezone.now())
    request, by = ask(rich, cast.child, now), cast.others["data_manager"]
    with pytest.raises(CannotMakePack, match="Start a run"):
        packs.gather(request=request, by=by, at=timezone.now())
    publish(cast, timezone.now())
    assert "17" not in told_to(cast.child, now)
    assert packs.gather(request=request, by=by, at=timezone.now())


def test_a_number_struck_out_since_gives_nobody_another_s_facts(rich: Any, now: datetime, published: Feed) -> None:
    cast = rich.cast
    number = Identifier.objects.known().get(person=cast.child, scheme="upn")
    identifiers.strike(identifier=number, reason="another boy's", by=cast.priya, at=timezone.now())
    request, by = ask(rich, cast.child, now), cast.others["data_manager"]
    with pytest.raises(CannotMakePack, match="Start a run"):
        packs.gather(request=request, by=by, at=timezone.now())
    publish(cast, timezone.now())
    assert said_of(cast.child, now) == []


def told_to(who: Person, now: datetime) -> str:
    return "\n".join(part.text for item in said_of(who, now) for part in item.parts if "sessions" in part.text)
