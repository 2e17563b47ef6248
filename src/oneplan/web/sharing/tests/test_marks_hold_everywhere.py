"""What is known of somebody and kept to named workers is kept from the others, whichever way they come to it."""

from datetime import datetime

import pytest
from django.urls import reverse

from oneplan.web.access.policy import NotAllowed
from oneplan.web.people.actions import details
from oneplan.web.people.models import Family, Membership, Merge, Person, PersonDetail
from oneplan.web.sharing.actions import guards
from oneplan.web.sharing.models import KeptPrivate
from oneplan.web.sharing.reads import private
from oneplan.web.sharing.reads.record_why import record_why
from tests.cast import LONG_AGO, Cast, filled

WORDS = "Canary from the police"


@pytest.fixture
def known(cast: Cast) -> PersonDetail:
    return PersonDetail.objects.create(person=cast.father, kind="diagnosis", words=WORDS, known_from=LONG_AGO)


@pytest.fixture
def elsewhere(cast: Cast, known: PersonDetail, now: datetime) -> KeptPrivate:
    """The father is in another family too, and the mark was set there."""
    family = Family.objects.create(name="Reed", made_at=LONG_AGO)
    Membership.objects.create(family=family, person=cast.father, role="parent", known_from=LONG_AGO)
    mark = KeptPrivate.objects.create(
        family=family, kind="named", thing_type="people.persondetail", thing_id=known.pk, reason="The police asked",
        set_by=cast.stan, set_at=now,
    )  # fmt: skip
    mark.workers.set([cast.stan])
    return mark


class TestByItsNumber:
    @pytest.mark.requirement("R195")
    def test_the_pages_that_end_it_and_strike_it_out_are_for_those_named(
        self, cast: Cast, known: PersonDetail, now: datetime
    ) -> None:
        guards.keep_to_named(
            family=cast.family, thing=known, workers=[], reason="The police asked", by=cast.maya, at=now
        )
        for name, sent in (("detail-end", {"on": "today"}), ("detail-strike", {"reason": "Not true"})):
            address, nobodys = (reverse(name, args=[pk]) for pk in (known.pk, 4_000_000))
            assert WORDS in cast.client(cast.maya).get(address).content.decode()
            for who in (cast.tom, cast.fay, cast.priya):
                client = cast.client(who)
                shut, none = ([client.get(each), client.post(each, sent)] for each in (address, nobodys))
                assert WORDS not in "".join(each.content.decode() for each in shut), (name, who)
                assert [each.status_code for each in shut] == [each.status_code for each in none], (name, who)
        known.refresh_from_db()
        assert (known.known_until, known.valid_to) == (None, None)

    def test_nor_is_it_changed_by_who_is_not_named(self, cast: Cast, known: PersonDetail, now: datetime) -> None:
        guards.keep_to_named(
            family=cast.family, thing=known, workers=[], reason="The police asked", by=cast.maya, at=now
        )
        with pytest.raises(NotAllowed, match="workers named for it"):
            details.strike(detail=known, reason="Not true", by=cast.priya, at=now)
        with pytest.raises(NotAllowed, match="workers named for it"):
            details.end(detail=known, on=now.date(), by=cast.priya, at=now)
        details.strike(detail=known, reason="Not true", by=cast.maya, at=now)

    def test_those_named_strike_it_out_by_its_page(self, cast: Cast, known: PersonDetail, now: datetime) -> None:
        guards.keep_to_named(
            family=cast.family, thing=known, workers=[], reason="The police asked", by=cast.maya, at=now
        )
        address, client = reverse("detail-strike", args=[known.pk]), cast.client(cast.maya)
        sent = filled(client.get(address).content.decode(), reason="Not true")
        assert client.post(address, sent).status_code == 302


class TestThroughAnotherFamily:
    @pytest.mark.requirement("R195")
    def test_no_page_of_the_first_family_shows_it(
        self, cast: Cast, known: PersonDetail, elsewhere: KeptPrivate
    ) -> None:
        assert elsewhere.family_id != cast.family.pk
        pages = [reverse(name, args=[cast.family.pk]) for name in ("family", "family-people", "family-timeline")]
        pages += [reverse("person", args=[cast.father.pk])]
        pages += [reverse("private-new", args=[cast.family.pk, "detail", known.pk])]
        for page in pages:
            assert WORDS not in cast.client(cast.tom).get(page).content.decode(), page
        elsewhere.lifted_at, elsewhere.lift_reason = LONG_AGO, "Told to all now"
        elsewhere.save()
        for page in (pages[0], pages[3], pages[4]):
            assert WORDS in cast.client(cast.tom).get(page).content.decode(), page

    def test_whoever_is_named_sees_it_in_either(self, cast: Cast, known: PersonDetail, elsewhere: KeptPrivate) -> None:
        elsewhere.workers.add(cast.tom)
        assert WORDS in cast.client(cast.tom).get(reverse("family", args=[cast.family.pk])).content.decode()
        assert not private.hidden_from(cast.tom, [cast.family]).has(known)

    def test_nor_is_there_a_why_of_it(self, cast: Cast, known: PersonDetail, elsewhere: KeptPrivate) -> None:
        assert record_why(f"detail-{known.pk}", family=cast.family, asker=cast.tom) is None
        assert private.is_hidden(cast.tom, known)
        assert not private.is_hidden(cast.stan, known)

    def test_it_holds_for_a_record_that_was_joined(
        self, cast: Cast, known: PersonDetail, elsewhere: KeptPrivate
    ) -> None:
        """The mark stands on a detail of one record, the family page lists the other."""
        again = Person.objects.create(given_names="Samuel", made_at=LONG_AGO)
        PersonDetail.objects.filter(pk=known.pk).update(person=again)
        known.refresh_from_db()
        Person.objects.filter(pk=again.pk).update(merged_into=cast.father)
        Merge.objects.create(gone=again, kept=cast.father, reason="one man", known_from=LONG_AGO, merged_by=cast.fay)
        assert private.hidden_from(cast.tom, [cast.family]).has(known)
        assert private.for_the_family(cast.family).has(known)
        assert WORDS not in cast.client(cast.tom).get(reverse("family", args=[cast.family.pk])).content.decode()

    def test_a_mark_on_somebody_elses_hides_nothing(
        self, cast: Cast, known: PersonDetail, elsewhere: KeptPrivate
    ) -> None:
        assert private.hidden_from(cast.tom, [cast.family]).has(known)
        stranger = Person.objects.create(given_names="Ola", made_at=LONG_AGO)
        PersonDetail.objects.filter(pk=known.pk).update(person=stranger)
        assert not private.hidden_from(cast.tom, [cast.family]).has(known)
