"""A draft is kept as it is typed, given back, and gone once the note is saved."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from oneplan.web.access.models import AuditEvent
from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.actions import drafts, notes
from oneplan.web.casework.models import Note, NoteDraft
from tests.cast import Cast, filled

HTMX = {"HTTP_HX_REQUEST": "true"}


def _new(cast: Cast) -> str:
    return reverse("note-new", args=[cast.family.pk])


def _draft(cast: Cast) -> str:
    return reverse("note-draft", args=[cast.family.pk])


def _type(cast: Cast, client: Client, **fields: object) -> str:
    return client.post(_draft(cast), fields, **HTMX).content.decode()  # type: ignore[arg-type]


@pytest.mark.requirement("R113")
def test_typing_is_kept_and_given_back(cast: Cast) -> None:
    client = cast.client(cast.priya)

    said = _type(cast, client, text="Rang Grace. She", kind="call", seen=[cast.parent.pk], place="by phone")

    assert said.startswith('<p class="op-draft" id="draft-words">Kept at ')
    page = client.get(_new(cast)).content.decode()
    assert "Rang Grace. She</textarea>" in page
    assert 'value="by phone"' in page
    assert page.count(" checked") == 2


def test_typing_on_replaces_the_draft(cast: Cast) -> None:
    client = cast.client(cast.priya)
    for text in ("One", "One two", "One two three"):
        _type(cast, client, text=text)

    assert NoteDraft.objects.get().fields == {"text": "One two three"}
    assert AuditEvent.objects.filter(event="draft_begun").count() == 1


def test_the_button_keeps_a_draft_without_javascript(cast: Cast) -> None:
    client = cast.client(cast.priya)
    form = filled(client.get(_new(cast)).content.decode(), text="Half a note")

    answer = client.post(_draft(cast), form, follow=True)

    assert answer.redirect_chain == [(_new(cast), 302)]
    assert "Half a note</textarea>" in answer.content.decode()
    assert "Your draft: Kept at" in answer.content.decode()


def test_the_page_sends_drafts_without_the_forms_own_token(cast: Cast) -> None:
    page = cast.client(cast.priya).get(_new(cast)).content.decode()

    assert 'hx-params="not form_token"' in page
    assert f'hx-post="{_draft(cast)}"' in page
    assert "input changed delay:800ms" in page


def test_saving_the_note_ends_the_draft(cast: Cast) -> None:
    client = cast.client(cast.priya)
    _type(cast, client, text="Half")
    client.post(_new(cast), filled(client.get(_new(cast)).content.decode(), text="Whole"))

    assert Note.objects.get().text == "Whole"
    assert not NoteDraft.objects.exists()
    assert AuditEvent.objects.filter(event="draft_dropped").count() == 1


def test_a_draft_that_arrives_after_its_note_is_not_kept(cast: Cast, now: datetime) -> None:
    notes.add(family=cast.family, text="Whole", on=now.date(), by=cast.priya, at=now)

    assert "Nothing to keep" in _type(cast, cast.client(cast.priya), text="Whole")
    assert not NoteDraft.objects.exists()


def test_an_emptied_note_leaves_no_draft(cast: Cast) -> None:
    client = cast.client(cast.priya)
    _type(cast, client, text="Half")
    _type(cast, client, text="  ")

    assert not NoteDraft.objects.exists()


def test_a_draft_is_its_writers_alone(cast: Cast) -> None:
    _type(cast, cast.client(cast.priya), text="Only mine")

    assert "Only mine" not in cast.client(cast.tom).get(_new(cast)).content.decode()
    assert "Only mine" in cast.client(cast.priya).get(reverse("my-day")).content.decode()
    assert "Only mine" not in cast.client(cast.tom).get(reverse("my-day")).content.decode()


@pytest.mark.parametrize("who", ["stan", "green", "fay"])
def test_no_draft_for_those_who_write_no_notes(cast: Cast, who: str) -> None:
    client = cast.client(getattr(cast, who))

    assert client.post(_draft(cast), {"text": "x"}, **HTMX).status_code == 403  # type: ignore[arg-type]
    assert not NoteDraft.objects.exists()


def test_the_action_refuses_a_stranger_and_what_is_too_long(cast: Cast, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        drafts.keep(family=cast.family, fields={"text": "x"}, by=cast.stan, at=now)
    with pytest.raises(NotAllowed):
        drafts.drop(family=cast.family, by=cast.stan, at=now)
    with pytest.raises(drafts.CannotKeepDraft, match="Save it in two notes"):
        drafts.keep(family=cast.family, fields={"text": "x" * 50_001}, by=cast.priya, at=now)


def test_a_draft_cannot_be_asked_for_with_get(cast: Cast) -> None:
    assert cast.client(cast.priya).get(_draft(cast)).status_code == 405


def test_saving_or_emptying_a_note_leaves_a_colleagues_draft(cast: Cast) -> None:
    """And nobody is told of a draft that is not theirs."""
    _type(cast, cast.client(cast.tom), text="Half of Tom's note")
    client = cast.client(cast.priya)
    _type(cast, client, text="Half of Priya's")
    _type(cast, client, text="")
    assert NoteDraft.objects.get().worker == cast.tom
    family = reverse("family", args=[cast.family.pk])
    assert "You began a note" in cast.client(cast.tom).get(family).content.decode()
    assert "You began a note" not in client.get(family).content.decode()
