"""Whoever may not see a kind of thing is never told that it is not there: it is not shown to them."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from oneplan.rulebook.sharing.policy import Permission, Role, relations_allowing
from oneplan.web.casework.actions import appointments, goals, needs, patterns, team
from oneplan.web.casework.actions.appointments import AppointmentWords
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import VisitPattern
from oneplan.web.sharing.models import ConsentAnswer
from tests.cast import Cast

NOT_THERE = re.compile(r"\b(none|nothing|nobody|no|not yet|yet|never|not been)\b[^.]*", re.IGNORECASE)
# what a page may say: that something is not shown, and how it stands with what the reader promised themself
TRUE = ("Nothing of this is shown to you", "nothing open", "Nothing that you or your agency promised is open")
ABOUT_SHARING = {"why", "agreed"}  # these pages say in words what is not shown, and why


def _patterns(found: object, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in found.url_patterns if isinstance(found, URLResolver) else []:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each, path)
        else:
            yield path, each


def _pages() -> list[str]:
    """Every page of a family that a partner in the team around it may ask for."""
    found = []
    for path, each in _patterns(get_resolver()):
        permission = getattr(each.callback, "permission", None)
        is_theirs = permission is not None and relations_allowing(Permission(permission), Role.PARTNER)
        if is_theirs and each.name not in ABOUT_SHARING and re.fullmatch(r"families/<family:pk>/[\w/-]*", path):
            found.append(str(each.name))
    return sorted(set(found))


def _claims(page: str) -> list[str]:
    main = page.split('<main class="op-page" id="main">')[1].split("</main>", maxsplit=1)[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", main).split())
    for each in TRUE:
        words = words.replace(each, "")
    return [found.group() for found in NOT_THERE.finditer(words)]


def _fill(cast: Cast, now: datetime) -> None:
    """One of each kind, all about Grace, so that nothing is truly missing."""
    said = {"family": cast.family, "by": cast.priya, "at": now}
    needs.found(code="isolation", person=cast.parent, on=now.date(), **said)  # type: ignore[arg-type]
    goals.add(says=GoalWords(title="Grace sleeps", people=(cast.parent,), baseline_words="at 3"), **said)  # type: ignore[arg-type]
    says = AppointmentWords(what="Clinic", people=(cast.parent,))
    appointments.add(says=says, on=now.date() + timedelta(days=3), **said)  # type: ignore[arg-type]
    patterns.plan(episode=cast.episode, rhythm=VisitPattern.Rhythm.WEEKLY, on=now.date(), by=cast.priya, at=now)
    team.add(who=cast.stan, what_for="evenings", **said)  # type: ignore[arg-type]


@pytest.mark.requirement("R195", "R197")
@pytest.mark.parametrize("is_agreed", [True, False])
def test_a_partner_reads_on_no_page_that_what_is_kept_from_them_is_not_there(
    cast: Cast, now: datetime, is_agreed: bool
) -> None:
    _fill(cast, now)
    if not is_agreed:
        ConsentAnswer.objects.all().delete()
    client, opened = cast.client(cast.green), []
    claims: dict[str, list[str]] = {}
    addresses = {name: reverse(name, args=[cast.family.pk]) for name in _pages()}
    addresses |= {name: reverse(name) for name in ("my-day", "my-families")}
    for name, address in addresses.items():
        answer = client.get(address)
        if answer.status_code == 200:
            opened.append(name)
            claims |= {name: found} if (found := _claims(answer.content.decode())) else {}

    assert {"family", "plan", "team", "diary", "referrals", "my-families"} <= set(opened)
    assert claims == {}
