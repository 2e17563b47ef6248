"""Every action, called by who may nothing and by a stranger of the right role: refused, and nothing is written."""

from inspect import unwrap
from typing import Any, get_type_hints

import pytest
from django.db import transaction
from django.utils import timezone

from oneplan.web.access.models import Account
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.casework.models import TeamMember
from oneplan.web.people.models import Person
from oneplan.web.site import rotation
from tests.access.calling import Maker, every_action, every_deed
from tests.access.written import watched
from tests.cast import LONG_AGO

# Whoever it is, it is their own: the page takes the account from the session, and these change nobody else's.
OWN_ACCOUNT = {
    "access.factors.begin_app", "access.factors.confirm_app", "access.factors.add_passkey",
    "access.factors.take_off_app", "access.factors.take_off_passkey", "access.factors.new_codes",
    "access.factors.note_recovery", "access.factors.note_passkey", "access.passwords.change",
    "sharing.research.answer_oneself",
}  # fmt: skip
# Before anybody is signed in: what lets them is the secret of a link, or nothing is told to whoever asks.
BY_A_SECRET = {
    "access.passwords.ask", "access.passwords.set_by_link", "access.passwords._answer", "access.partner_links.bind",
    "access.partner_links.count_wrong", "data.list_answers.hand_in", "data.list_answers.keep",
    "data.list_links.bind", "data.list_links.count_wrong", "data.list_links.looked", "data.list_links.open_again",
}  # fmt: skip
# Every worker may look up agencies and say that somebody left one; reminders are the machine's own.
OF_EVERYBODY = {"agencies.contacts.report_left", "agencies.agreements.remind"}
# The first workers of a demonstration are made before anybody is there who could be asked.
BEFORE_ANYBODY = {f"demo.area.{name}" for name in ("agency", "team", "worker", "cover", "account")}
ASK_NOBODY = OWN_ACCOUNT | BY_A_SECRET | OF_EVERYBODY | BEFORE_ANYBODY
# Work that begins with a stranger: a key worker of another team may do it, and does.
A_STRANGER_MAY = {
    "frontdoor.requests.make", "people.families.start", "people.homes.add", "people.newcomers.bring",
    "people.persons.add", "casework.needs.add_presenting", "sharing.emergencies.open_record",
}  # fmt: skip
# The evaluator is named for the study; the room's own tests ask for one who is not.
AN_EVALUATOR_MAY = {"sharing.studies.note", "sharing.studies.worry", "sharing.studies.destroyed_outside"}

# Parts of an action, in whose transaction they run, and reads that ask for the moment.
NO_ACTIONS = {
    "access.accounts.add", "access.accounts.turn_off", "access.partner_links.link_for", "access.partner_links.use_up",
    "access.passwords.command_link", "access.passwords.new_link", "access.passwords.link_for",
    "access.passwords.answer_asked", "access.passwords.clear_away", "access.questions.why_not",
    "access.questions.open_for", "access.telling.tell", "agencies.covers.begin", "agencies.covers.put",
    "agencies.covers.stop", "casework.days.in_future", "casework.invitations.send", "casework.invitations.call_back",
    "casework.invitations.check_message", "data.feeds.added",
    "data.list_links.end_with", "data.list_links.renew_with", "data.list_links.why_over", "data.loads.hand_in",
    "data.loads.take",
    "frontdoor.requests.show", "sharing.disclosures.tell", "sharing.disclosures.keep", "sharing.emergencies.end",
    "sharing.guards.follow",
}  # fmt: skip


def test_whatever_is_done_at_a_moment_is_an_action_or_named_here() -> None:
    assert {name for name, is_action in every_deed() if not is_action} == NO_ACTIONS


def _own(name: str, rich: Any) -> dict[str, Any]:
    """What no signature can say."""
    places = TeamMember.objects.filter(family=rich.cast.family, worker=rich.cast.green)
    parts: dict[str, dict[str, Any]] = {
        "access.partner_links.make": {"family": rich.cast.family, "worker": rich.cast.green},
        "access.questions.ask": {"family": rich.cast.family, "to": rich.cast.green},
        "casework.needs.add_presenting": {"request": rich.matched},
        "casework.team.hand_on": {"member": places.first(), "worker": rich.cast.green},
        "sharing.guards.keep_to_named": {"thing": rich.note, "workers": [rich.cast.priya]},
        "sharing.guards.keep_to_member": {"thing": rich.note},
        "site.rotation.reseal": {"column": rotation.columns()[0]},
    }  # fmt: skip
    return parts.get(name, {})


ACTIONS = dict(every_action())
ASKED = sorted(set(ACTIONS) - ASK_NOBODY)


def _answer(name: str, rich: Any, *, by: Worker | Account) -> str:
    """How the action answered: refused means by the policy, before a single row was touched."""
    action = ACTIONS[name]
    made = Maker(rich, at=timezone.localtime(), own=_own(name, rich)).arguments(action, by=by)
    with transaction.atomic():
        with watched() as statements:
            try:
                action(**made)
            except NotAllowed:
                said = "refused" if not statements else f"wrote before it asked: {statements}"
            except Exception as other:  # noqa: BLE001 - any other refusal than the policy's is what is looked for
                said = f"{type(other).__name__}: {other}"
            else:
                said = "done"
        transaction.set_rollback(True)
    return said


def _of_another_family(name: str) -> list[Account]:
    """Where it is an account that acts: somebody of another family as well."""
    if get_type_hints(unwrap(ACTIONS[name])).get("by") is not Account:
        return []
    return [Account.objects.get_or_create(name="nobody-here", person=Person.objects.create(made_at=LONG_AGO))[0]]


def wrong_for(name: str, rich: Any) -> list[str]:
    found, cast = [], rich.cast
    evaluator, analyst = cast.others["evaluator"], cast.others["analyst"]
    for by in (evaluator, analyst, cast.stan, *_of_another_family(name)):
        answer = _answer(name, rich, by=by)
        may = A_STRANGER_MAY if by == cast.stan else set() if by == analyst else AN_EVALUATOR_MAY
        is_fine = answer == "refused" or name in may
        found += [] if is_fine else [f"{name} by {by}: {answer}"]
    return found


@pytest.mark.slow
@pytest.mark.requirement("R195")
@pytest.mark.parametrize("name", ASKED)
def test_the_action_is_not_done_by_who_may_not(name: str, scene: Any) -> None:
    assert wrong_for(name, scene) == []


def test_what_is_left_out_exists() -> None:
    assert (ASK_NOBODY | A_STRANGER_MAY | AN_EVALUATOR_MAY) - set(ACTIONS) == set()
