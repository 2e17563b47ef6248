"""The way in: a family asks for help, is taken in at the front door and gets its key worker, all through pages."""

import re
from collections.abc import Callable, Sequence

from playwright.sync_api import Page, expect

from tests.families.steps_taken import day, fill, save, tap

SignIn = Callable[..., Page]


def shown(days: int) -> str:
    """A day as pages show it: the year goes without saying when it is this one."""
    return day(days).rsplit(" ", 1)[0]


def begin_family(
    sign_in: SignIn, name: str, *, people: Sequence[str], worker: str = "Priya Shah", manager: str = "maya",
    team: str = "MAST North intervention",
) -> str:  # fmt: skip
    """A new family that has asked, said yes to the offer and got its key worker today; its address."""
    fay = sign_in("fay")
    ask_for_help(fay, people=people)
    say_who_they_are(fay, name)
    address = decide_and_offer(fay, team=team)
    name_key_worker(sign_in(manager), address, worker=worker)
    return address


def ask_for_help(page: Page, *, people: Sequence[str], safety: str = "No", **more: str) -> None:
    """Write down the family's own call for help, and open the request."""
    page.goto("/requests/new/")
    tap(page, "Who is asking?", "The family themselves")
    fill(page, **{"Who is in the family?": "\n".join(people), "What is going on": "They ask for a hand.", **more})
    tap(page, "Are you worried about a child's safety?", safety)
    tap(page, "Does the family know you are asking?", "Yes")
    save(page, "Send the request")
    page.goto(page.url.removesuffix("received/"))


def say_who_they_are(page: Page, name: str) -> None:
    for question in page.get_by_label("No, somebody new", exact=True).all():
        question.check()
    tap(page, "Which family?", "A new family")
    fill(page, Name_of_a_new_family=name)
    save(page, "This is who they are")


def decide_and_offer(
    page: Page, *, team: str, outcome: str = "A key worker from intervention", level: str = "Additional needs"
) -> str:
    tap(page, "First: how safe are the children?", "Safe as far as anybody knows")
    tap(page, "Level of need", level)
    tap(page, "What happens now?", outcome)
    fill(page, **{"Why?": "They ask for help and are ready for it."})
    tap(page, "Next step", "We ring the family and offer help")
    tap(page, "Which team?", team)
    save(page, "Keep this decision")
    tap(page, "What do they say?", "Yes")
    save(page, "Keep the offer")
    found = re.search(r"^.+/families/F-\d+/", page.url)
    assert found, page.url
    return found[0]


def name_key_worker(page: Page, address: str, *, worker: str) -> None:
    page.goto(f"{address}key-worker/")
    tap(page, "Who?", worker)
    save(page, "Name the key worker")
    expect(page.get_by_role("status").filter(has_text=worker)).to_contain_text("is the key worker of")
