"""Notes: ten seconds at a kitchen table, and what they showed in a tap or two."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import needs, notes, words
from oneplan.web.casework.forms.notes import sentences
from oneplan.web.casework.models import Need, Note, NoteMark, OwnWords, Plan
from oneplan.web.people.models import Membership, TimelineEntry
from tests.cast import Cast, _person, filled

TEXT = "Four good nights. Leo showed his chart.\n“We laughed at bath time.” Mia stayed in her room."


def _note(cast: Cast, now: datetime, text: str = TEXT) -> Note:
    return notes.add(family=cast.family, text=text, on=now.date(), by=cast.priya, at=now)


def _url(cast: Cast, name: str = "note-new", *more: int) -> str:
    return reverse(name, args=[cast.family.pk, *more])


@pytest.mark.requirement("R113", "R204")
def test_only_the_text_is_needed(cast: Cast) -> None:
    client = cast.client(cast.priya)
    page = client.get(_url(cast)).content.decode()

    answer = client.post(_url(cast), filled(page, text="Rang. All well."))

    note = Note.objects.get()
    assert answer.headers["location"] == _url(cast, "note", note.pk)
    assert (note.text, note.kind, note.minutes, list(note.seen.all())) == ("Rang. All well.", "note", None, [])


@pytest.mark.requirement("R204", "R208")
def test_everything_about_a_contact_is_kept(cast: Cast, now: datetime) -> None:
    client = cast.client(cast.priya)
    page = client.get(_url(cast)).content.decode()

    client.post(
        _url(cast),
        filled(
            page, text=TEXT, kind="visit", on="3 March 2025", minutes="50", place="the kitchen",
            seen=[cast.parent.pk, cast.child.pk], support=["emotional", "parenting"],
        ),
    )  # fmt: skip

    note = Note.objects.get()
    assert (note.kind, f"{note.on:%Y-%m-%d}", note.minutes, note.place) == ("visit", "2025-03-03", 50, "the kitchen")
    assert {support.code for support in note.supports.all()} == {"emotional", "parenting"}
    line = TimelineEntry.objects.get(kind="visit")
    assert (
        line.aside == "Priya with Grace and Leo · 50 minutes · the kitchen · emotional support, parenting and routines"
    )
    assert set(line.people.all()) == {cast.parent, cast.child}


@pytest.mark.requirement("R113")
def test_a_note_needs_neither_plan_nor_open_episode(cast: Cast, now: datetime) -> None:
    Plan.objects.all().delete()
    cast.episode.closed_on, cast.episode.closure_reason = now.date(), "goals_met"
    cast.episode.save()

    assert _note(cast, now).text == TEXT


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": "  "}, "Write what happened first"),
        ({"on": timedelta(days=1)}, "has not come yet"),
        ({"kind": "telepathy"}, "We do not know that kind"),
        ({"minutes": 0}, "between 1 and 1440"),
        ({"support": ["magic"]}, "no longer in the area's list"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    cast: Cast, now: datetime, fields: dict[str, object], says: str
) -> None:
    given = {"text": TEXT, "on": now.date(), **fields}
    if isinstance(given["on"], timedelta):
        given["on"] = now.date() + given["on"]

    with pytest.raises(notes.CannotAddNote, match=says):
        notes.add(family=cast.family, by=cast.priya, at=now, **given)  # type: ignore[arg-type]

    assert not Note.objects.exists()


def test_nobody_was_seen_when_nobody_answered(cast: Cast, now: datetime) -> None:
    with pytest.raises(notes.CannotAddNote, match="cannot both be"):
        notes.add(
            family=cast.family, text="x", on=now.date(), kind="tried", seen=[cast.child], by=cast.priya, at=now
        )  # fmt: skip


def test_a_stranger_to_the_family_cannot_have_been_seen(cast: Cast, now: datetime) -> None:
    other = _person("Ola", "Nowak", "male", now.date())

    with pytest.raises(notes.CannotAddNote, match="Ola does not belong to this family"):
        notes.add(family=cast.family, text="x", on=now.date(), seen=[other], by=cast.priya, at=now)


def test_a_joined_record_is_seen_as_the_one_that_was_kept(cast: Cast, now: datetime) -> None:
    twice = _person("Leo", "Okafor", "male", now.date())
    twice.merged_into = cast.child
    twice.save()

    note = notes.add(family=cast.family, text="x", on=now.date(), seen=[twice, cast.child], by=cast.priya, at=now)

    assert list(note.seen.all()) == [cast.child]


def test_sent_twice_saved_once(cast: Cast) -> None:
    client = cast.client(cast.priya)
    form = filled(client.get(_url(cast)).content.decode(), text="Rang.")

    first, second = client.post(_url(cast), form), client.post(_url(cast), form)

    assert Note.objects.count() == TimelineEntry.objects.count() == 1
    assert first.headers["location"] == second.headers["location"]


def test_a_mistake_in_the_form_loses_nothing_typed(cast: Cast) -> None:
    client = cast.client(cast.priya)
    form = filled(client.get(_url(cast)).content.decode(), text="A long talk", on="31 February 2025")

    answer = client.post(_url(cast), form)

    assert answer.status_code == 422
    assert "A long talk" in answer.content.decode()
    assert "31 February 2025” is not a date we can read" in answer.content.decode()


@pytest.mark.parametrize("who", ["stan", "green", "fay"])
@pytest.mark.parametrize("name", ["note-new", "words-new", "need-new", "note", "note-strike"])
def test_strangers_and_partners_are_kept_out(cast: Cast, now: datetime, who: str, name: str) -> None:
    note = _note(cast, now)
    more = [note.pk] if name in {"note", "note-strike"} else []

    answer = cast.client(getattr(cast, who)).get(_url(cast, name, *more))

    assert answer.status_code == 403
    assert "Four good nights" not in answer.content.decode()


def test_the_action_itself_refuses_a_stranger(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed, match="Only the family's key worker or lead professional, whoever covers"):
        notes.add(family=cast.family, text="x", on=now.date(), by=cast.stan, at=now)


def test_what_is_written_is_escaped(cast: Cast, now: datetime) -> None:
    note = _note(cast, now, text="<script>alert(1)</script> said Grace.")

    for url in (_url(cast, "note", note.pk), _url(cast, "family"), _url(cast, "family-timeline")):
        page = cast.client(cast.priya).get(url).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_the_chain_holds_a_digest_and_not_the_words(cast: Cast, now: datetime) -> None:
    _note(cast, now)

    event = AuditEvent.objects.get(event="note_added")
    assert event.by_worker == cast.priya.pk
    assert "nights" not in str(event.payload)


@pytest.mark.requirement("R126", "R070")
def test_one_tap_and_keep_makes_a_need(cast: Cast, now: datetime) -> None:
    note, client = _note(cast, now), cast.client(cast.priya)
    url = _url(cast, "note", note.pk)
    page = client.get(url).content.decode()

    client.post(url, filled(page, sentence="3", people=[cast.baby.pk], shows="need:isolation"))

    need = Need.objects.get()
    assert (need.code, need.person, need.words, need.origin) == (
        "isolation", cast.baby, "Mia stayed in her room.", "found",
    )  # fmt: skip
    assert (need.note, need.on, need.how) == (note, note.on, "from a note")
    assert "A need: Being alone with it" in client.get(url).content.decode()


@pytest.mark.requirement("R126")
def test_a_need_of_two_people_is_two_needs(cast: Cast, now: datetime) -> None:
    made = notes.mark_need(
        note=_note(cast, now), code="behaviour", text="Both", people=[cast.child, cast.baby], by=cast.priya, at=now
    )

    assert {need.person for need in made} == {cast.child, cast.baby}


@pytest.mark.requirement("R126", "R124")
@pytest.mark.parametrize(("shows", "kind", "code"), [("signal", "signal", ""), ("outcome:calmer", "outcome", "calmer")])
def test_signals_and_good_news_are_marked(cast: Cast, now: datetime, shows: str, kind: str, code: str) -> None:
    note, client = _note(cast, now), cast.client(cast.priya)
    url = _url(cast, "note", note.pk)

    client.post(url, filled(client.get(url).content.decode(), sentence="0", shows=shows))

    mark = NoteMark.objects.get()
    assert (mark.kind, mark.code, mark.words, mark.person) == (kind, code, "Four good nights.", None)
    assert TimelineEntry.objects.get(kind=kind).tone == {"signal": "warm", "outcome": "ok"}[kind]


@pytest.mark.requirement("R115", "R126")
def test_their_own_words_are_taken_as_they_were_said(cast: Cast, now: datetime) -> None:
    note, client = _note(cast, now), cast.client(cast.priya)
    url = _url(cast, "note", note.pk)
    page = client.get(url).content.decode()

    client.post(url, filled(page, sentence="2", people=[cast.parent.pk, cast.child.pk], shows="words"))

    said = OwnWords.objects.get()
    assert (said.text, said.said_by, said.note) == ("We laughed at bath time.", "Grace and Leo", note)


def test_other_words_than_the_notes_win(cast: Cast, now: datetime) -> None:
    note, client = _note(cast, now), cast.client(cast.priya)
    url = _url(cast, "note", note.pk)

    client.post(url, filled(client.get(url).content.decode(), sentence="0", own="She is lonely", shows="signal"))

    assert NoteMark.objects.get().words == "She is lonely"


def test_nothing_chosen_says_what_to_choose(cast: Cast, now: datetime) -> None:
    note, client = _note(cast, now), cast.client(cast.priya)
    url = _url(cast, "note", note.pk)

    answer = client.post(url, filled(client.get(url).content.decode(), sentence="0"))

    assert answer.status_code == 422
    assert "Choose one: a need" in answer.content.decode()


@pytest.mark.requirement("R115")
def test_own_words_without_a_note(cast: Cast) -> None:
    client, url = cast.client(cast.priya), _url(cast, "words-new")

    client.post(url, filled(client.get(url).content.decode(), text="I sleep now", people=[cast.parent.pk]))

    assert "“I sleep now”" in client.get(_url(cast, "family")).content.decode()


def test_empty_words_are_refused(cast: Cast, now: datetime) -> None:
    with pytest.raises(words.CannotKeepWords, match="in their own words"):
        words.keep(family=cast.family, text="“ ”", on=now.date(), by=cast.priya, at=now)


def test_a_mistaken_note_stays_struck_out_with_its_reason(cast: Cast, now: datetime) -> None:
    note, client = _note(cast, now), cast.client(cast.tom)
    url = _url(cast, "note-strike", note.pk)

    client.post(url, filled(client.get(url).content.decode(), reason="about another family"))

    note.refresh_from_db()
    assert (note.text, note.struck_reason) == (TEXT, "about another family")
    page = client.get(_url(cast, "family")).content.decode()
    assert "op-timeline__event--struck" in page
    assert "Struck out: about another family" in page
    assert AuditEvent.objects.filter(event="note_struck").count() == 1


def test_striking_needs_a_reason_and_happens_once(cast: Cast, now: datetime) -> None:
    note = _note(cast, now)
    with pytest.raises(notes.CannotStrikeNote, match="Say why"):
        notes.strike(note=note, reason=" ", by=cast.priya, at=now)
    notes.strike(note=note, reason="twice", by=cast.priya, at=now)

    with pytest.raises(notes.CannotStrikeNote, match="already struck out"):
        notes.strike(note=note, reason="again", by=cast.priya, at=now)
    with pytest.raises(notes.CannotMarkNote, match="struck out as mistaken"):
        notes.mark(note=note, kind="signal", text="x", by=cast.priya, at=now)


def test_a_need_refused_leaves_nothing_of_the_others(cast: Cast, now: datetime) -> None:
    note = _note(cast, now)
    Membership.objects.filter(person=cast.baby).update(known_until=now)

    with pytest.raises(needs.CannotAddNeed, match="Mia does not belong"):
        notes.mark_need(note=note, code="behaviour", text="x", people=[cast.child, cast.baby], by=cast.priya, at=now)

    assert not Need.objects.exists()


def test_a_note_of_another_family_is_not_found_here(cast: Cast) -> None:
    assert cast.client(cast.priya).get(_url(cast, "note", 4711)).status_code == 404


def test_sentences_are_offered_where_the_writer_paused() -> None:
    assert sentences(TEXT) == [
        "Four good nights.",
        "Leo showed his chart.",
        "“We laughed at bath time.",
        "Mia stayed in her room.",
    ]
    assert len(sentences("word " * 200)[0]) <= 300
    assert len(sentences("One. " * 40)) == 12
