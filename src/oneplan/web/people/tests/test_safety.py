"""Restrictions wherever the child or the barred person is shown; reaching people safely; warnings before a visit."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplan.web.people.actions import families, merges, newcomers, safety
from oneplan.web.people.models import ContactRestriction, Person, SafeContactRule, VisitWarning
from tests.cast import Cast

Send = Callable[..., Any]
Read = Callable[..., str]

pytestmark = pytest.mark.usefixtures("written")


def person_page(person: Person) -> str:
    return reverse("person", args=[person.pk])


@pytest.fixture
def restriction(cast: Cast) -> ContactRestriction:
    return safety.restrict(
        child=cast.child,
        barred=cast.father,
        kind="order",
        on=date(2026, 1, 1),
        breach_feared=True,
        words="Non-molestation order.",
        by=cast.priya,
        at=timezone.now(),
    )


@pytest.mark.requirement("R005")
class TestRestrictions:
    def test_it_is_kept_and_told(self, cast: Cast, saved: Send) -> None:
        saved(
            reverse("restriction-new", args=[cast.child.pk]),
            who=str(cast.father.pk),
            who_name="",
            extent="supervised",
            kind="bail",
            words="at the centre only",
            on="May 2026",
            breach_feared="on",
        )
        row = ContactRestriction.objects.get()
        assert (row.barred, row.extent, row.valid_from, row.breach_feared) == (
            cast.father,
            "supervised",
            date(2026, 5, 1),
            True,
        )
        assert cast.family.timeline.get(kind="restriction").tone == "late"

    def test_somebody_unknown_can_be_kept_away(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(
            reverse("restriction-new", args=[cast.child.pk]),
            who="",
            who_name="Kev Stone",
            extent="none",
            kind="concern",
        )
        assert "Kev Stone: no contact with Leo Okafor-Reed (concern, not an order)" in read(person_page(cast.child))

    def test_a_concern_need_not_say_what_is_allowed(self, cast: Cast, saved: Send, read: Read) -> None:
        said = {"who": str(cast.father.pk), "kind": "concern", "words": "Leo comes back quiet."}
        saved(reverse("restriction-new", args=[cast.child.pk]), **said)
        assert ContactRestriction.objects.get().extent == "worry"
        words = "Sam Reed: a worry about contact with Leo Okafor-Reed (concern, not an order). Leo comes back quiet."
        assert words in read(person_page(cast.child))
        page = read(reverse("family", args=[cast.family.pk]))
        assert "Sam Reed and Leo Okafor-Reed: a worry about contact, nothing forbids it" in page
        assert "contact with Leo is a worry" in page
        assert "not allowed contact" not in page
        assert "only restricted contact" not in page

    @pytest.mark.parametrize("extent", ["", "worry"])
    @pytest.mark.parametrize("kind", ["order", "bail", "agreement"])
    def test_an_order_says_what_it_allows(self, cast: Cast, refused: Send, kind: str, extent: str) -> None:
        said = {"who": str(cast.father.pk), "kind": kind, "extent": extent}
        page = refused(reverse("restriction-new", args=[cast.child.pk]), **said)
        assert "only a concern may leave this open" in page
        assert not ContactRestriction.objects.exists()
        with pytest.raises(safety.CannotKeepSafe, match="only a concern"):
            safety.restrict(
                child=cast.child, barred=cast.father, kind=kind, extent="worry", by=cast.priya, at=timezone.now()
            )

    def test_nobody_chosen(self, cast: Cast, refused: Send) -> None:
        page = refused(
            reverse("restriction-new", args=[cast.child.pk]),
            who="",
            who_name="",
            extent="none",
            kind="order",
            words="as the court said",
        )
        assert "Choose somebody, or type a name" in page
        assert 'value="as the court said"' in page

    def test_it_cannot_end_before_it_starts(self, cast: Cast, refused: Send) -> None:
        page = refused(
            reverse("restriction-new", args=[cast.child.pk]),
            who=str(cast.father.pk),
            extent="none",
            kind="order",
            on="3 May 2026",
            until="3 May 2025",
        )
        assert 'id="id_until_error"' in page
        assert not ContactRestriction.objects.exists()

    def test_both_persons_pages_the_family_and_every_search_say_it(
        self, cast: Cast, read: Read, restriction: ContactRestriction
    ) -> None:
        words = "Sam Reed: no contact with Leo Okafor-Reed"
        pages = [person_page(cast.child), person_page(cast.father), reverse("family-people", args=[cast.family.pk])]
        pages += [f"{reverse('find')}?q={text}" for text in ("Leo Okafor", "Sam Reed", "P-" + cast.child.reference[2:])]
        for page in pages:
            assert words in read(page), page
        assert words not in read(person_page(cast.baby))

    def test_a_stranger_who_finds_the_child_is_warned_without_names(
        self, cast: Cast, read: Read, restriction: ContactRestriction
    ) -> None:
        page = read(f"{reverse('find')}?q=Leo Okafor", by=cast.stan)
        assert "Speak to the family&#x27;s worker before any contact" in page
        assert "Sam" not in page

    def test_it_follows_a_joined_record(self, cast: Cast, read: Read, restriction: ContactRestriction) -> None:
        again = newcomers.bring(
            family=cast.family, role="other", given_names="Samuel", family_name="Reed", by=cast.fay, at=timezone.now()
        )[0]
        merges.merge(gone=cast.father, kept=again, reason="one man", by=cast.maya, at=timezone.now())
        assert "Samuel Reed: no contact with Leo" in read(person_page(again))
        assert "Samuel Reed: no contact with Leo" in read(person_page(cast.child))

    def test_lifting_it(
        self, cast: Cast, saved: Send, refused: Send, read: Read, restriction: ContactRestriction
    ) -> None:
        address = reverse("restriction-lift", args=[restriction.pk])
        assert "Check both dates" in refused(address, on="31 December 2025")
        saved(address, on="3 May 2026")
        assert 'op-alert__title">Contact restriction' not in read(person_page(cast.child))
        assert "Sam Reed: no contact" in read(reverse("family-people", args=[cast.family.pk]) + "?on=2 May 2026")

    def test_striking_it_out(self, cast: Cast, saved: Send, read: Read, restriction: ContactRestriction) -> None:
        saved(reverse("restriction-strike", args=[restriction.pk]), reason="it was another family's")
        page = read(person_page(cast.child))
        assert 'op-alert__title">Contact restriction' not in page
        assert "<s>Sam Reed: no contact with Leo Okafor-Reed</s>" in page


class TestReachingSafely:
    def test_never_post_and_hours(self, cast: Cast, saved: Send, read: Read) -> None:
        address = reverse("rule-new", args=[cast.parent.pk])
        saved(address, channel="post", never="on", words="opened by others")
        saved(address, channel="text", not_after="18:00")
        page = read(person_page(cast.parent))
        assert "Never post: opened by others" in page
        assert "Text messages not after 18:00" in page
        assert SafeContactRule.objects.get(channel="text").not_after == time(18)

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({}, "Say “never”, or the hours"),
            ({"not_before": "18:00", "not_after": "9:00"}, "That leaves no time of day"),
            ({"not_before": "teatime"}, "Enter a valid time"),
        ],
    )
    def test_a_rule_that_says_nothing(self, cast: Cast, refused: Send, fields: dict[str, str], sentence: str) -> None:
        page = refused(reverse("rule-new", args=[cast.parent.pk]), channel="text", words="since the move", **fields)
        assert sentence in page
        assert 'value="since the move"' in page

    def test_a_rule_no_longer_needed(self, cast: Cast, saved: Send, read: Read) -> None:
        row = safety.reach_safely(person=cast.parent, channel="post", never=True, by=cast.priya, at=timezone.now())
        saved(reverse("rule-end", args=[row.pk]), reason="he moved out")
        page = read(person_page(cast.parent))
        assert "safely</strong>" not in page
        assert "he moved out" in page


class TestVisitWarnings:
    def test_of_a_family(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(reverse("family-warning-new", args=[cast.family.pk]), words="visit in twos")
        page = reverse("family-people", args=[cast.family.pk])
        assert "visit in twos" in read(page)
        saved(reverse("warning-end", args=[VisitWarning.objects.get().pk]), reason="")
        assert "visit in twos" not in read(page)

    def test_of_a_home(self, cast: Cast, saved: Send, read: Read) -> None:
        saved(reverse("home-warning-new", args=[cast.home.pk]), words="a dog")
        page = reverse("home-page", args=[cast.home.pk])
        assert "a dog" in read(page)
        saved(reverse("warning-end", args=[VisitWarning.objects.get().pk]), reason="rehomed")
        assert "a dog" not in read(page)

    def test_without_words(self, cast: Cast, refused: Send) -> None:
        assert "required" in refused(reverse("family-warning-new", args=[cast.family.pk]), words="")


def test_a_child_of_another_teams_family_is_not_restricted_from_outside(cast: Cast) -> None:
    other = families.start(name="Verity", by=cast.fay, at=timezone.now())
    ivy = newcomers.bring(family=other, role="child", given_names="Ivy", by=cast.fay, at=timezone.now())[0]
    other.episodes.create(team=cast.stan.team, opened_on=date(2026, 2, 1), made_at=timezone.now())
    assert cast.client(cast.priya).get(reverse("restriction-new", args=[ivy.pk])).status_code == 403
