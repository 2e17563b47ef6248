"""People's rights, for each of the eight families: the copy of everything, what was told, what is over, why one sees.

Each test asks what is right for that family, not only whether a page opens.
"""

import io
import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import F, Q
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.access import chain
from oneplan.web.access.models import Account
from oneplan.web.access.verify import verify
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import EpisodeRole, TeamMember
from oneplan.web.people.models import ContactRestriction, Family, Home, Membership, Person, Relationship, Residence
from oneplan.web.people.telling import pieces as giveaways
from oneplan.web.rights import sealing
from oneplan.web.rights.actions import packs, requests
from oneplan.web.rights.actions.requests import Asked
from oneplan.web.rights.reads import due
from oneplan.web.sharing.actions import disclosures
from oneplan.web.sharing.models import ConsentAnswer, Disclosure, KeptPrivate
from oneplan.web.sharing.reads import register

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("demo")]
FAMILIES = ("Brown", "Deardon", "Evans", "Folds", "Jones", "Sandmere", "Smith", "Williams")


@dataclass(frozen=True)
class Given:
    """One person's finished copy: as machines read it, and the words of the PDF."""

    person: Person
    content: dict[str, Any]
    pdf: str
    number: int

    @property
    def text(self) -> str:
        return json.dumps(self.content, ensure_ascii=False)

    @property
    def words(self) -> str:
        """What the entries say, without headings and looks."""
        return "\n".join(
            part["text"] for each in self.content["sections"] for item in each["items"] for part in item["parts"]
        )


def members(family: Family) -> list[Person]:
    rows = Membership.objects.known().filter(family=family).exclude(role="network").select_related("person")
    return list({row.person_id: row.person for row in rows.order_by("pk")}.values())


def copy_of(person: Person, folder: Path, *, asked_by_name: str = "") -> Given:
    at, by = timezone.now(), Worker.objects.get(name="Dana Whitlock")
    asked = Asked(kind="access", how="by phone", received_on=at.date(), proof="known",
                  asked_by="parent" if asked_by_name else "self", asked_by_name=asked_by_name)  # fmt: skip
    with override_settings(PACK_FOLDER=folder):
        row = requests.ask(person=person, asked=asked, by=by, at=at)
        packs.gather(request=row, by=by, at=at)
        packs.decide_rest(request=row, by=by, at=at)
        pack = packs.make(request=row, by=by, at=at)
        said, pdf = sealing.opened(pack.pk, sealing.JSON) or b"", sealing.opened(pack.pk, sealing.PDF) or b""
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return Given(person, json.loads(said), words, pack.number_of_items)


@pytest.fixture(scope="module")
def copies(demo: Any, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Finished copies, each made once: `copies(person)`, or as the parent who asks for a child."""
    made: dict[tuple[int, str], Given] = {}
    folder = tmp_path_factory.mktemp("packs")

    def of(person: Person, asked_by_name: str = "") -> Given:
        key = (person.pk, asked_by_name)
        if key not in made:
            with django_db_blocker.unblock():
                made[key] = copy_of(person, folder, asked_by_name=asked_by_name)
        return made[key]

    return of


@pytest.mark.requirement("R198")
@pytest.mark.parametrize("name", FAMILIES)
def test_everybodys_copy_is_whole_and_gives_nobody_else_away(copies: Any, name: str) -> None:
    people = members(Family.objects.get(name=name))
    assert len(people) >= 2
    private = KeptPrivate.objects.filter(lifted_at=None)
    for person in people:
        given = copies(person)
        assert given.content["person"] == person.name
        assert given.number == sum(len(each["items"]) for each in given.content["sections"]) > 5
        titles = [each["title"] for each in given.content["sections"]]
        assert {"Who you are", "A family you belong to"} <= set(titles)
        others = {each.given_names for each in people if each not in _knows(person) and each.given_names}
        assert [name for name in others if re.search(rf"\b{re.escape(name)}\b", _without(given.words, person))] == []
        hidden = private.exclude(person=person) if private else private
        assert [words for words in _words_of(hidden) if words in given.text] == []
        for home in _kept_safe_from(person):
            assert [part for part in giveaways(home) if part in given.text] == []


@pytest.mark.parametrize("name", FAMILIES)
def test_the_pdf_says_what_the_file_for_machines_says(copies: Any, name: str) -> None:
    """Word for word, and not one more: what was taken out of the one is not left in the other."""
    for person in members(Family.objects.get(name=name)):
        given = copies(person)
        said = _letters(given.pdf)
        parts = [part for each in given.content["sections"] for item in each["items"] for part in item["parts"]]
        missing = [part["text"] for part in parts if _letters(part["text"]) not in said]
        assert len(missing) <= len(parts) // 20, missing[:5]  # a page ends in the middle of some sentence
        taken_out = sum(part["text"].count("[taken out]") for part in parts)
        assert given.pdf.count("[taken") >= taken_out


@pytest.mark.requirement("R198")
def test_no_copy_of_the_sandmere_father_and_children_tells_where_they_are(copies: Any) -> None:
    place = ("Lantern", "Nether Marl", "ZZ7", "6QT", "Marl Beck", "07700 900461")
    people = {each.given_names: each for each in members(Family.objects.get(name="Sandmere"))}
    asked = [copies(people["Gareth"])]
    for child in ("Rowan", "Maisie", "Ned"):
        asked += [copies(people[child]), copies(people[child], "Gareth Sandmere")]
    for given in asked:
        for text in (given.text, given.pdf, _letters(given.pdf)):
            assert [each for each in place if each in text or _letters(each) in _letters(text)] == []
    father = asked[0]
    for private in ("Alma", "refuge", "domestic", "police", "hub", "list of schools", "last evening", "own number"):
        assert re.findall(rf".{{0,80}}{private}.{{0,20}}", father.text) == []
    assert "57 Cinder Row" in father.text  # what is about himself he has
    mother = copies(people["Elin"])
    assert "Flat 6, 14 Lantern Court, Nether Marl" in mother.text  # she lives there
    assert "what happened on the last evening" in mother.text  # private to her, so hers
    assert "list of schools" not in mother.text  # for the named manager


@pytest.mark.requirement("R200")
@pytest.mark.parametrize("name", FAMILIES)
def test_the_register_of_what_was_told_says_on_what_each_line_rests(name: str) -> None:
    family = Family.objects.get(name=name)
    _tell_what_they_agreed_to(family)
    page = unescape(as_("fay").get(reverse("told", args=[family.pk])).content.decode())
    lines = register.told(family, asker=Worker.objects.get(name="Fay Osei"))
    assert lines
    for line in lines:
        shown = (line.whom, line.kinds, line.about, line.row.what, line.row.rests_on)
        assert [words for words in shown if not words or words not in page] == []
        assert re.search(r"agreed on \d|Without .+ consent: |it is their own plan", line.row.rests_on)
    stranger = _client(_stranger(family)).get(reverse("told", args=[family.pk]))
    assert stranger.status_code in (403, 404)
    assert "The names, to begin with" not in stranger.content.decode()


def _tell_what_they_agreed_to(family: Family) -> None:
    """Tell an agency something that it may know, and try to tell it something that it may not."""
    said = ConsentAnswer.objects.filter(family=family, purpose="share", answer="yes", agency__isnull=False)
    yes = said.filter(category="basics", given_by=F("person")).order_by("pk").first()
    assert yes is not None
    to, by, now = disclosures.To(agency=yes.agency), _worker_of(family), timezone.now()

    def tell(*kinds: Category) -> None:
        disclosures.record(
            family=family, what="The names, to begin with", to=to, way=Disclosure.Way.SPOKEN, categories=kinds,
            people=[yes.person], on=now.date(), by=by, at=now,
        )  # fmt: skip

    with pytest.raises(disclosures.CannotDisclose, match="Ask them first"):
        tell(Category.DOMESTIC_ABUSE)
    tell(Category.BASICS)


@pytest.mark.requirement("R197")
@pytest.mark.parametrize("name", FAMILIES)
def test_why_says_it_to_the_worker_to_a_partner_and_to_a_stranger(name: str) -> None:
    family = Family.objects.get(name=name)
    address = reverse("why", args=[family.pk])
    own = _why(_account(_worker_of(family)), address)
    assert "because you work with this family." in own
    assert str(family) in own
    seen = _partner_of(family)
    if seen is not None:
        partner = _why(_account(seen), address)
        assert "because you are in the team around this family." in partner
        assert "agreed on " in partner or "has not been asked" in partner or "said no" in partner
        assert "There is no written agreement with this agency about" in partner
    stranger = _why(_stranger(family), address)
    assert "Only the family's key worker or lead professional, whoever covers for them, their team" in stranger
    people = [each.given_names for each in members(family) if each.given_names]
    assert [word for word in (family.name, *people) if word in stranger] == []


@pytest.mark.parametrize("name", FAMILIES)
def test_a_dry_run_lists_the_family_when_its_time_is_over_and_changes_nothing(name: str) -> None:
    family, far = Family.objects.get(name=name), date(2090, 1, 1)
    before = _rows()
    today = {each.family for each in due.preview(day=timezone.localdate()).families}
    assert family.pk not in today or not family.episodes.filter(closed_on=None).exists()
    later = {each.family: each for each in due.preview(day=far).families}
    if family.episodes.filter(closed_on=None).exists():
        assert family.pk not in later  # help goes on: nothing of it is due, however long
    else:
        youngest = max(each.born_to for each in members(family) if each.born_to)
        closed = max(each.closed_on for each in family.episodes.all() if each.closed_on)
        assert later[family.pk].rule == "family_record"
        assert later[family.pk].due_on >= max(youngest.replace(year=youngest.year + 25), closed)
    assert _rows() == before


def _knows(person: Person) -> set[Person]:
    """Themself, whoever lives with them, their children; somebody barred is given no name at all."""
    today = timezone.localdate()
    if ContactRestriction.objects.current(today).filter(barred=person).exists():
        return {person}
    homes = Residence.objects.current(today).filter(person=person).values("home")
    together = Residence.objects.current(today).filter(home__in=homes).values("person")
    children = (
        Relationship.objects.current(today).filter(person=person, kind__in=("parent", "adoptive")).values("other")
    )
    return {person, *Person.objects.filter(Q(pk__in=together) | Q(pk__in=children))}


def _without(text: str, person: Person) -> str:
    """Leave out how the person is called where that tells of another: “Cath's former partner”."""
    return text.replace(person.name, "")


def _words_of(kept: Any) -> list[str]:
    found = []
    for row in kept:
        thing = apps.get_model(row.thing_type)._default_manager.get(pk=row.thing_id)
        found += [words for name in ("text", "words") if len(words := str(getattr(thing, name, ""))) > 12]
    return found


def _kept_safe_from(person: Person) -> list[Home]:
    """Homes whose address this copy must not tell: of others, and for a child its own as well."""
    is_child = Membership.objects.current(timezone.localdate()).filter(person=person, role="child").exists()
    mine = Residence.objects.current(timezone.localdate()).filter(person=person).values("home")
    homes = Home.objects.filter(is_protected=True)
    return list(homes if is_child else homes.exclude(pk__in=mine))


def _letters(text: str) -> str:
    """Letters and digits alone: a line break, a hyphen or a ligature tells nothing."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).lower() if letter.isalnum())


def _worker_of(family: Family) -> Worker:
    found: Worker = EpisodeRole.objects.known().filter(episode__family=family, kind="key_worker").latest("pk").worker
    return found


def as_(name: str) -> Client:
    return _client(Account.objects.get(name=name))


def _client(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def _account(worker: Worker) -> Account:
    found = Account.objects.filter(worker=worker).first()
    return found or Account.objects.make(name=f"asks-{worker.pk}", password=None, worker=worker)


def _why(account: Account, address: str) -> str:
    answer = _client(account).get(address)
    assert answer.status_code in (200, 403)
    return unescape(answer.content.decode())


def _partner_of(family: Family) -> Worker | None:
    row = TeamMember.objects.current(timezone.localdate()).filter(family=family, worker__role="partner").first()
    return row.worker if row else None


def _stranger(family: Family) -> Account:
    """A key worker of a team that never helped them."""
    helped = family.episodes.values("team")
    roles = EpisodeRole.objects.filter(episode__family=family).values("worker")
    around = TeamMember.objects.filter(family=family, worker__isnull=False).values("worker")
    rows = (
        Worker.objects.filter(role="key_worker").exclude(team__in=helped).exclude(pk__in=roles).exclude(pk__in=around)
    )
    worker = rows.exclude(covers__isnull=False).first() or rows.first()
    assert worker is not None
    return _account(worker)


def _rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_the_chain_holds_after_all_of_it() -> None:
    assert verify(chain.CHANGES).is_whole
