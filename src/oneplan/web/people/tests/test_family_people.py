"""Who belongs to a family on any day, as known on any other; leaving, putting right, striking out, new families."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.people.dates import read as read_date
from oneplan.web.people.actions import families, newcomers, persons, safety
from oneplan.web.people.models import EarlierHelp, Family, FamilyLink, Membership, Person
from tests.cast import LONG_AGO, Cast, filled

Send = Callable[..., Any]
Read = Callable[..., str]

pytestmark = pytest.mark.usefixtures("written")


@pytest.fixture
def place(cast: Cast) -> Membership:
    return Membership.objects.get(person=cast.child)


def page_of(family: Family, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse("family-people", args=[family.pk]) + (f"?{query}" if query else "")


def family_card(page: str) -> str:
    return page[page.index('id="members"') : page.index('id="network"')]


@pytest.mark.requirement("R009")
class TestAnyDay:
    def test_who_left_is_there_on_the_day_before(self, cast: Cast, saved: Send, read: Read, place: Membership) -> None:
        saved(reverse("member-leave", args=[place.pk]), on="3 May 2026", why="moved to his aunt")
        today = read(page_of(cast.family))
        assert "No longer in the family" in today
        assert today.index("No longer in the family") < today.index("1 January 2020 to 3 May 2026")
        assert "Leo Okafor-Reed" in family_card(read(page_of(cast.family, on="2 May 2026")))
        assert "Leo Okafor-Reed" not in family_card(read(page_of(cast.family, on="3 May 2026")))
        line = cast.family.timeline.get(kind="member")
        assert (line.headline, line.text) == ("Leo left the family", "moved to his aunt")

    def test_as_we_knew_it_then(self, cast: Cast, saved: Send, read: Read, place: Membership) -> None:
        """Leo left in May 2026, but nobody knew on 1 June."""
        saved(reverse("member-leave", args=[place.pk]), on="3 May 2026", why="")
        assert "Leo" not in family_card(read(page_of(cast.family, on="1 June 2026")))
        assert "Leo" in family_card(read(page_of(cast.family, on="1 June 2026", known="1 June 2026")))

    def test_before_anybody_belonged(self, cast: Cast, read: Read) -> None:
        page = read(page_of(cast.family, on="1 May 1990"))
        assert "Nobody belonged to the family then" in page
        assert "Put right" not in page

    def test_a_day_that_cannot_be_read(self, cast: Cast) -> None:
        answer = cast.client(cast.priya).get(page_of(cast.family, on="May 2012"))
        assert answer.status_code == 422
        assert "We need the exact day here" in answer.content.decode()

    def test_an_empty_family_says_what_to_do(self, cast: Cast, read: Read) -> None:
        family = families.start(name="Ashby", by=cast.fay, at=timezone.now())
        assert "Nobody belongs to this family yet. Add" in read(page_of(family), by=cast.fay)


@pytest.mark.requirement("R009")
class TestChanges:
    @pytest.mark.parametrize(
        ("on", "sentence"),
        [("3 May 2019", "cannot end"), ("1 January 2020", "Check both dates"), ("yesterday", "not a date we can read")],
    )
    def test_leaving_before_joining_is_refused(
        self, cast: Cast, refused: Send, place: Membership, on: str, sentence: str
    ) -> None:
        page = refused(reverse("member-leave", args=[place.pk]), on=on, why="moved")
        assert sentence in page
        assert 'id="id_on_error"' in page
        assert 'value="moved"' in page
        assert Membership.objects.known().get(person=cast.child).valid_to is None

    def test_leaving_before_the_birth_is_refused(
        self, cast: Cast, refused: Send, saved: Send, place: Membership
    ) -> None:
        saved(reverse("member-correct", args=[place.pk]), role="child", valid_from="", valid_to="")
        now = Membership.objects.known().get(thread=place.thread)
        born = cast.child.born_from
        assert born is not None
        page = refused(reverse("member-leave", args=[now.pk]), on=f"3 May {born.year - 10}")
        assert "before the birth" in page
        page = refused(reverse("member-correct", args=[now.pk]), role="child", valid_to=str(born.year - 10))
        assert f"cannot leave in {born.year - 10}" in page
        assert Membership.objects.known().get(thread=place.thread).valid_to is None
        saved(reverse("member-leave", args=[now.pk]), on=str(born.year))  # later that year, perhaps

    def test_a_membership_is_put_right(self, cast: Cast, saved: Send, read: Read, place: Membership) -> None:
        saved(
            reverse("member-correct", args=[place.pk]),
            role="other",
            valid_from="spring 2021",
            valid_to="",
            note="Leo B",
            is_counted_here="on",
        )
        row = Membership.objects.known().get(thread=place.thread)
        assert (row.role, row.valid_from, row.valid_from_precision, row.note) == (
            "other",
            date(2021, 3, 1),
            "season",
            "Leo B",
        )
        assert Membership.objects.get(pk=place.pk).known_until is not None
        assert "since spring 2021" in read(page_of(cast.family))

    @pytest.mark.parametrize(
        ("fields", "field", "sentence"),
        [
            ({"valid_from": "3 May 2010"}, "valid_from", "before the birth"),
            ({"valid_from": "3 May 2024", "valid_to": "2 May 2024"}, "valid_to", "Check both dates"),
        ],
    )
    def test_impossible_corrections(
        self, cast: Cast, refused: Send, place: Membership, fields: dict[str, str], field: str, sentence: str
    ) -> None:
        page = refused(reverse("member-correct", args=[place.pk]), role="child", **{"valid_to": ""} | fields)
        assert sentence in page
        assert f'id="id_{field}_error"' in page

    def test_a_new_part_in_the_same_family(self, cast: Cast, saved: Send, read: Read, place: Membership) -> None:
        saved(reverse("member-role", args=[place.pk]), role="parent", on="3 May 2026")
        rows = Membership.objects.known().filter(person=cast.child).order_by("valid_from")
        assert [(row.role, row.valid_to) for row in rows] == [("child", date(2026, 5, 3)), ("parent", None)]
        assert "Child" in read(page_of(cast.family, on="2 May 2026"))

    def test_a_mistake_is_struck_out_and_stays_readable(
        self, cast: Cast, saved: Send, refused: Send, read: Read, place: Membership
    ) -> None:
        address = reverse("member-strike", args=[place.pk])
        assert "Say why this entry is struck out" in refused(address, reason="")
        saved(address, reason="another Leo")
        page = read(page_of(cast.family))
        assert "Leo Okafor-Reed" not in family_card(page).split('id="left"')[0]
        assert "another Leo" in page
        assert "Leo" in family_card(
            read(page_of(cast.family, known=f"{timezone.localdate() - timedelta(days=1):%-d %B %Y}"))
        )

    def test_a_double_click_leaves_once(self, cast: Cast, place: Membership) -> None:
        client = cast.client(cast.priya)
        address = reverse("member-leave", args=[place.pk])
        fields = filled(client.get(address).content.decode(), on="3 May 2026", why="")
        assert [client.post(address, fields).status_code for _ in range(2)] == [302, 302]
        assert Membership.objects.filter(thread=place.thread).count() == 2
        assert cast.family.timeline.filter(kind="member").count() == 1


class TestSomebodyElseWasFaster:
    def test_both_are_shown_and_the_second_save_is_on_top(
        self, cast: Cast, refused: Send, saved: Send, place: Membership
    ) -> None:
        families.correct(membership=place, note="at his aunt's", by=cast.tom, at=timezone.now())
        newer = Membership.objects.known().get(thread=place.thread)
        page = refused(reverse("member-correct", args=[place.pk]), role="child", note="at school", valid_from="2021")
        assert "Somebody else changed this entry meanwhile" in page
        assert "at his aunt&#x27;s" in page  # theirs
        assert 'value="at school"' in page  # ours
        address = reverse("member-correct", args=[newer.pk])
        assert f'action="{address}"' in page
        saved(address, role="child", note="at school", valid_from="2021", valid_to="")
        assert Membership.objects.known().get(thread=place.thread).note == "at school"

    def test_struck_out_meanwhile(self, cast: Cast, refused: Send, place: Membership) -> None:
        families.strike(membership=place, reason="another Leo", by=cast.tom, at=timezone.now())
        page = refused(reverse("member-leave", args=[place.pk]), on="3 May 2026", why="")
        assert "Somebody else struck this entry out meanwhile" in page

    def test_the_page_says_so_before_anything_is_typed(self, cast: Cast, read: Read, place: Membership) -> None:
        families.correct(membership=place, note="at his aunt's", by=cast.tom, at=timezone.now())
        assert "How it stands now" in read(reverse("member-leave", args=[place.pk]))


@pytest.mark.requirement("R009")
class TestEnded:
    def test_a_new_part_ends_when_the_place_ended(self, cast: Cast, place: Membership) -> None:
        said: dict[str, Any] = {"by": cast.priya, "at": timezone.now()}
        row = families.correct(membership=place, valid_to=date(2025, 1, 1), never_met=True, **said)
        with pytest.raises(families.ImpossibleDate, match="left the family on 1 January 2025"):
            families.change_role(membership=row, role="other", on=date(2025, 1, 1), **said)
        newer = families.change_role(membership=row, role="other", on=date(2024, 1, 1), **said)
        assert (newer.valid_to, newer.never_met) == (date(2025, 1, 1), True)

    def test_a_struck_place_is_struck_in_the_timeline(self, cast: Cast, place: Membership) -> None:
        said: dict[str, Any] = {"by": cast.priya, "at": timezone.now()}
        row = families.leave(membership=place, on=date(2025, 1, 1), **said)
        row = families.correct(membership=row, note="another Leo", **said)
        families.strike(membership=row, reason="another Leo", **said)
        assert cast.family.timeline.get(kind="member").struck_reason == "another Leo"


@pytest.mark.requirement("R010")
class TestNewFamily:
    def test_a_new_family_out_of_this_one(self, cast: Cast, saved: Send, read: Read) -> None:
        answer = saved(
            reverse("family-out-of", args=[cast.family.pk]),
            who=str(cast.father.pk),
            name="Reed",
            role="parent",
            on="1 January 2026",
            reason="Sam lives with Kay",
        )
        newer = FamilyLink.objects.get(older=cast.family).newer
        assert answer.url == page_of(newer)
        assert "The Reed family" in read(page_of(cast.family))
        page = read(answer.url)  # nobody works with it yet: whoever started it fills it
        assert "Formed out of" in page
        assert "Sam Reed" in page

    def test_its_maker_fills_it_and_a_stranger_does_not(self, cast: Cast, saved: Send) -> None:
        newer = families.form_out_of(
            older=cast.family, person=cast.father, name="Reed", on=date(2026, 1, 1), by=cast.priya, at=timezone.now()
        )
        address = reverse("member-new", args=[newer.pk])
        saved(address, given_names="Kay", role="parent", sex="unknown")
        assert Membership.objects.filter(family=newer, person__given_names="Kay").exists()
        assert cast.client(cast.stan).get(address).status_code == 403

    def test_only_the_place_of_today_stops_counting(self, cast: Cast) -> None:
        """Sam left once and came back under a record that was joined to his; what was believed stays."""
        twice = Person.objects.create(made_at=LONG_AGO, merged_into=cast.father)
        past = Membership.objects.get(person=cast.father)
        Membership.objects.filter(pk=past.pk).update(valid_to=date(2022, 1, 1))
        back = Membership.objects.create(
            family=cast.family, person=twice, role="parent", valid_from=date(2023, 1, 1), known_from=LONG_AGO
        )
        families.form_out_of(
            older=cast.family, person=cast.father, name="Reed", on=date(2026, 1, 1), by=cast.priya, at=timezone.now()
        )
        past.refresh_from_db()
        back.refresh_from_db()
        assert past.is_counted_here
        assert back.is_counted_here
        assert back.known_until is not None
        assert not Membership.objects.known().get(thread=back.thread).is_counted_here

    def test_before_the_birth_is_refused(self, cast: Cast, refused: Send) -> None:
        page = refused(
            reverse("family-out-of", args=[cast.family.pk]),
            who=str(cast.father.pk),
            name="Reed",
            role="parent",
            on="31 February 2026",
            reason="",
        )
        assert "not a date we can read" in page
        assert not FamilyLink.objects.exists()


@pytest.mark.requirement("R002")
@pytest.mark.requirement("R003")
def test_in_several_families_and_counted_in_one(cast: Cast, read: Read) -> None:
    other = families.start(name="Verity", by=cast.fay, at=timezone.now())
    families.join(family=other, person=cast.father, role="parent", by=cast.fay, at=timezone.now())
    counted = Membership.objects.known().filter(person=cast.father, is_counted_here=True)
    assert [row.family for row in counted] == [cast.family]
    assert "counted in another family" in read(page_of(other), by=cast.fay)
    assert "counted in another family" not in read(page_of(cast.family))
    page = read(reverse("person", args=[cast.father.pk]), by=cast.fay)
    assert page.count("The Verity family") >= 1
    assert "work with them is counted in another family" in page


@pytest.mark.requirement("R005")
def test_a_restriction_stands_on_the_familys_page(cast: Cast, read: Read) -> None:
    safety.restrict(
        child=cast.child,
        barred=cast.father,
        kind="order",
        breach_feared=True,
        on=date(2026, 1, 1),
        by=cast.priya,
        at=timezone.now(),
    )
    page = read(page_of(cast.family))
    assert "Sam Reed: no contact with Leo Okafor-Reed (court order, since 1 January 2026)" in page
    assert "We fear that it is not kept." in page
    assert "Contact restriction" not in read(page_of(cast.family, on="31 December 2025"))


@pytest.mark.requirement("R020")
def test_earlier_help_and_how_it_felt(cast: Cast, saved: Send, read: Read) -> None:
    saved(
        reverse("earlier-help-new", args=[cast.family.pk]),
        agency="Bramley early help",
        what="a course",
        place="Bramley",
        how_it_felt="talked down to",
        was_bad="on",
        on="2019",
        until="3 May 2021",
    )
    page = read(page_of(cast.family))
    for words in ("Bramley early help, Bramley", "2019 to 3 May 2021", "it went badly for them", "talked down to"):
        assert words in page


@pytest.mark.requirement("R020")
def test_earlier_help_ends_after_it_starts(cast: Cast, refused: Send) -> None:
    page = refused(
        reverse("earlier-help-new", args=[cast.family.pk]), agency="A", what="b", on="2021", until="3 May 2020"
    )
    assert "Check both dates" in page
    assert not EarlierHelp.objects.exists()


@pytest.mark.requirement("R012")
def test_a_family_without_children(cast: Cast, read: Read) -> None:
    family = families.start(name="Ashby", by=cast.fay, at=LONG_AGO)
    ron = persons.add(given_names="Ron", family_name="Ashby", by=cast.fay, at=LONG_AGO)
    families.join(family=family, person=ron, role="other", by=cast.fay, at=LONG_AGO)
    assert "Ron Ashby" in family_card(read(page_of(family), by=cast.fay))


def test_who_died_is_said_to_have(cast: Cast, read: Read) -> None:
    newcomers.bring(family=cast.family, role="other", given_names="Ida", by=cast.priya, at=timezone.now())
    ida = Person.objects.get(given_names="Ida")
    persons.record_death(person=ida, died=read_date("2025"), by=cast.priya, at=timezone.now())
    assert "died 2025" in read(page_of(cast.family))
