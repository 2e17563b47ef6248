"""What else people come to do, each with JavaScript off."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from oneplan.web.casework.models import Goal, Meeting, Note, OwnWords
from oneplan.web.people.actions import safety
from oneplan.web.people.models import Person
from tests.pages.conftest import SignIn
from tests.pages.rich import PASSWORD, give_password
from tests.pages.typist import Typist

pytestmark = pytest.mark.slow


def test_two_records_of_one_child_are_joined_and_parted_again(rich: Any, signed_in: SignIn) -> None:
    fay = Typist(signed_in(rich.cast.fay, script=False))
    fay.page.goto("/find/")
    fay.write("Name, birth date", "Leo Okafor")
    fay.press("Find")
    for record in (rich.cast.child, rich.other_leo):
        fay.page.locator(f"input[name=record][value='{record.pk}']").check()
    fay.press("Compare two records")
    assert fay.reads("One person or two?")
    fay.write("How do you know", "same birthday, his mother says so")
    fay.press("Join the two records")
    assert _kept(rich.other_leo) == rich.cast.child
    fay.page.locator("li", has_text=rich.other_leo.reference).get_by_role("link", name="Undo").click()
    fay.write("Why are they two people?", "cousins, born on one day")
    fay.press("Part the two records")
    assert fay.reads("Parted again by Fay Osei")
    assert _kept(rich.other_leo) is None


@pytest.mark.requirement("R011")
def test_the_baby_on_the_way_is_born(rich: Any, signed_in: SignIn) -> None:
    priya = Typist(signed_in(rich.cast.priya, script=False, width=360))
    priya.page.goto(reverse("person", args=[rich.unborn.pk]))
    priya.follow("was born")
    today = timezone.localdate()
    priya.write("When was the baby born?", f"{today:%-d %B %Y}")
    priya.write("First names", "Noor")
    priya.page.get_by_label("A girl or a boy?").first.select_option(label="girl")
    priya.press("Save")
    assert priya.reads("Welcome. The birth is kept.")
    rich.unborn.refresh_from_db()
    assert (rich.unborn.given_names, rich.unborn.born_from, rich.unborn.sex) == ("Noor", today, "female")


@pytest.mark.requirement("R005")
def test_a_father_barred_meanwhile_is_refused_at_the_meeting_with_the_reason(rich: Any, signed_in: SignIn) -> None:
    """The page was open already when the restriction came; a page opened later does not offer him at all."""
    safety.lift(restriction=rich.restriction, on=timezone.localdate(), by=rich.cast.priya, at=timezone.now())
    priya = Typist(signed_in(rich.cast.priya, script=False, width=360))
    address = reverse("meeting-new", args=[rich.cast.family.pk])
    priya.page.goto(address)
    priya.tap("Sam", exact=False)
    priya.write("On which day", f"{timezone.localdate() + timedelta(days=7):%-d %B %Y}")
    safety.restrict(child=rich.cast.baby, barred=rich.cast.father, kind="order", by=rich.cast.priya, at=timezone.now())
    before = Meeting.objects.count()
    priya.press("Invite them")
    assert priya.sees(priya.page.get_by_role("alert").get_by_text("Sam Reed"))
    assert Meeting.objects.count() == before
    priya.page.goto(address)
    assert priya.reads("Not on this list")
    assert not priya.page.get_by_label("Sam", exact=False).count()


def test_two_who_change_one_goal_see_both_versions(rich: Any, signed_in: SignIn) -> None:
    address = reverse("goal-edit", args=[rich.goal.pk])
    priya = Typist(signed_in(rich.cast.priya, script=False, width=360))
    tom = Typist(signed_in(rich.cast.tom, script=False))
    for each in (priya, tom):
        each.page.goto(address)
    tom.write("What should be different?", "Leo sleeps through")
    tom.press("Save")
    priya.write("What should be different?", "Leo and Mia sleep by eight")
    priya.press("Save")
    assert priya.reads("Yours, not saved yet")
    assert priya.reads("Leo and Mia sleep by eight")
    assert priya.reads("Leo sleeps through")
    assert Goal.objects.get(pk=rich.goal.pk).title == "Leo sleeps through"
    priya.page.locator("section", has_text="Or write one out of both").get_by_label("What should be different?").fill(
        "Leo sleeps through, Mia by eight"
    )
    priya.press("Save this")
    assert Goal.objects.get(pk=rich.goal.pk).title == "Leo sleeps through, Mia by eight"


def test_a_note_sent_after_the_session_lapsed_is_given_back_and_saved(rich: Any, signed_in: SignIn) -> None:
    priya = Typist(signed_in(rich.cast.priya, script=False, width=360))
    priya.page.goto(reverse("words-new", args=[rich.cast.family.pk]))
    priya.write("What did they say?", "We want to stay in this street")
    priya.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    priya.press("Keep")
    assert priya.reads("Nothing you typed is lost")
    priya.write("Your name to sign in with", give_password(rich.cast.priya))
    priya.write("Password", PASSWORD)
    priya.press("Sign in")
    assert priya.reads("We want to stay in this street")
    priya.press("Save it now")
    assert OwnWords.objects.filter(text="We want to stay in this street").count() == 1


def test_pressing_save_twice_saves_one_note(rich: Any, signed_in: SignIn) -> None:
    priya = Typist(signed_in(rich.cast.priya, script=False, width=360))
    priya.page.goto(reverse("note-new", args=[rich.cast.family.pk]))
    priya.write("What happened?", "She rang twice.")
    priya.page.get_by_role("button", name="Save the note").first.dblclick()
    priya.page.get_by_role("heading", name="What did this note show?").wait_for()
    assert Note.objects.filter(text="She rang twice.").count() == 1


def test_a_teacher_says_how_her_action_went(rich: Any, signed_in: SignIn) -> None:
    green = Typist(signed_in(rich.cast.green, script=False))
    green.page.goto("/my-day/")
    green.follow("A calm start at school")
    green.write("How did it go?", "He came in by himself")
    green.press("Report")
    rich.school_step.refresh_from_db()
    assert rich.school_step.how_it_went == "He came in by himself"


def test_a_parent_opens_their_own_plan_and_nothing_else(rich: Any, signed_in: SignIn) -> None:
    grace = Typist(signed_in(rich.cast.parent_account, script=False, width=360))
    grace.page.goto("/")
    assert grace.reads("Leo settles at bedtime")
    assert not grace.page.get_by_text("Is Leo safe?").count()
    answer = grace.page.goto(reverse("family", args=[rich.cast.family.pk]))
    assert answer is not None
    assert answer.status == 403


def test_a_tick_by_mistake_is_taken_back(rich: Any, signed_in: SignIn) -> None:
    priya = Typist(signed_in(rich.cast.priya, script=False, width=360))
    priya.page.goto(reverse("plan", args=[rich.cast.family.pk]))
    priya.press("Tick: Picture routine on the door")
    priya.page.locator("li", has_text="Picture routine").get_by_role("button", name="Take it back").click()
    rich.step.refresh_from_db()
    assert rich.step.state == "open"


def _kept(person: Person) -> Person | None:
    return Person.objects.get(pk=person.pk).merged_into
