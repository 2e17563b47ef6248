"""The list of links shows of each only what its reader may see of the thing it is about."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from oneplan.rulebook.sharing.categories import Category
from oneplan.web.access.actions import questions
from oneplan.web.access.models import PartnerLink
from oneplan.web.access.tests.signing import text
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.casework.actions import goals, links, steps, team
from oneplan.web.casework.actions.goals import GoalWords
from oneplan.web.casework.models import Action
from oneplan.web.sharing.actions import bases, guards
from tests.cast import Cast, filled


def _partner(name: str, agency: Agency) -> Worker:
    return Worker.objects.create(
        name=name, job_title="colleague", role="partner", agency=agency, email="them@example.org", phone="07700 900123"
    )


@pytest.fixture
def police_link(cast: Cast, now: datetime) -> PartnerLink:
    police = Agency.objects.create(name="Sallowdale police", sector="police")
    said: dict[str, Any] = {"by": cast.maya, "at": now}
    bases.decide(
        family=cast.family, agency=police, categories=[Category.BASICS], ground="harm_child", reason="He may be near",
        family_told="It was not safe to say", people=[], **said,
    )  # fmt: skip
    questions.ask(family=cast.family, to=_partner("Petra Lane", police), text="Is he on bail?", **said)
    return PartnerLink.objects.get(purpose=PartnerLink.Purpose.ANSWER)


@pytest.fixture
def step(cast: Cast, now: datetime) -> Action:
    """Of a goal that is kept to its key worker by name, with a link sent to whoever does it."""
    said: dict[str, Any] = {"by": cast.priya, "at": now}
    lucy = _partner("Lucy Tran", cast.green.agency)
    team.add(family=cast.family, who=lucy, what_for="Mia's weight", **said)
    goal = goals.add(family=cast.family, says=GoalWords(title="Somewhere safe", people=(cast.baby,)), **said)
    made = steps.add(goal=goal, what="Ask the refuge for a room", owners=[lucy], **said)
    links.ask_for_report(step=made, worker=lucy, **said)
    guards.keep_to_named(family=cast.family, thing=goal, workers=[cast.priya], reason="He reads her post", **said)
    return made


def _page(cast: Cast, who: Worker) -> str:
    return text(cast.client(who).get(reverse("links", args=[cast.family.pk])))


def _take_back(cast: Cast, link: PartnerLink, who: Worker) -> Any:
    client = cast.client(who)
    form = text(client.get(reverse("link-ask", args=[cast.family.pk])))
    return client.post(reverse("link-revoke", args=[link.pk]), filled(form))


def test_what_the_police_were_asked_is_read_by_managers_alone(cast: Cast, police_link: PartnerLink) -> None:
    assert "Is he on bail?" in _page(cast, cast.maya)
    assert "Petra Lane" in _page(cast, cast.maya)
    for who in (cast.priya, cast.tom):
        page = _page(cast, who)
        assert "No link yet." in page, who
        assert "bail" not in page, who
        assert "Petra" not in page, who


def test_a_step_of_a_goal_kept_from_the_reader_is_not_listed(cast: Cast, step: Action) -> None:
    assert "Ask the refuge" in _page(cast, cast.priya)
    for who in (cast.maya, cast.tom):
        page = _page(cast, who)
        assert "refuge" not in page, who
        assert "Lucy Tran" not in page, who


def test_who_may_not_see_what_a_link_is_about_does_not_take_it_back(
    cast: Cast, step: Action, police_link: PartnerLink
) -> None:
    about_step = PartnerLink.objects.get(purpose=PartnerLink.Purpose.REPORT)
    for link, kept_from, reader in ((police_link, cast.priya, cast.maya), (about_step, cast.maya, cast.priya)):
        refused = _take_back(cast, link, kept_from)
        assert refused.status_code == 403
        assert "kept from you" in text(refused)
        link.refresh_from_db()
        assert link.revoked_at is None
        _take_back(cast, link, reader)
        link.refresh_from_db()
        assert link.revoked_by == reader


def test_the_timeline_tells_of_no_step_or_reading_of_a_goal_kept_from_the_reader(
    cast: Cast, step: Action, now: datetime
) -> None:
    goals.add_reading(goal=step.goal, on=now.date(), words="one night", said_by="Grace", by=cast.priya, at=now)
    told = {True: (cast.priya,), False: (cast.maya, cast.tom)}
    for name in ("family", "family-timeline"):
        for is_told, readers in told.items():
            for who in readers:
                page = text(cast.client(who).get(reverse(name, args=[cast.family.pk])))
                assert ("Ask the refuge" in page) is is_told, (name, who)
                assert ("Somewhere safe: " in page) is is_told, (name, who)
