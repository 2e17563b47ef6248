"""Nothing in the registers speaks in code names: every page, event and kind of record has plain words."""

import re

import pytest
from django.apps import apps

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import words
from tests.pages.table import every_view
from tests.repository.test_permissions import _patterns
from tools.reference import events

# about agencies, accounts and the whole area: no page behind them shows one family
NEVER_ABOUT_A_FAMILY = frozenset(
    {
        Permission.AREA_OVERVIEW, Permission.AUDIT_VIEW, Permission.AREA_CONFIGURE, Permission.AGENCY_VIEW,
        Permission.AGREEMENT_VIEW, Permission.ACCOUNTS_MANAGE, Permission.STUDY_MANAGE,
    }
)  # fmt: skip
STRUCK = ("residence", "homedetail", "contactrestriction", "earlierhelp")  # what `<name>_struck` can stand for
CODE = re.compile(r"[_A-Z]|\b(episode|spell|membership|basis|consentanswer|model|id)\b")


def _pages() -> set[str]:
    from django.urls import get_resolver

    found = set()
    for pattern in _patterns(get_resolver()):
        permission = getattr(pattern.callback, "permission", None)
        about_families = permission not in {None, Permission.OWN_ACCOUNT, *NEVER_ABOUT_A_FAMILY}
        if about_families or str(pattern.pattern).startswith("families/"):
            found.add(str(pattern.name))
    return found


def _events() -> set[str]:
    named = {row[0].strip("`") for row in events._rows()}
    return {name for name in named if "<" not in name} | {f"{name}_struck" for name in STRUCK}


@pytest.mark.requirement("R198")
def test_every_page_about_families_has_words() -> None:
    assert _pages() - words.pages().keys() == set()
    assert len(_pages()) > 150


@pytest.mark.requirement("R198")
def test_every_event_has_words() -> None:
    assert _events() - words.events().keys() == set()
    assert [name for name in {row[0] for row in events._rows()} if "<" in name] == ["`<name>_struck`"]


def test_every_kind_of_record_has_words_for_one_and_for_several() -> None:
    ours = {each._meta.label_lower for each in apps.get_models() if each.__module__.startswith("oneplan.")}
    assert ours - words.records().keys() == set()
    assert [kind for kind, said in words.records().items() if len(said) != 2 or said[0] == said[1]] == []


def test_words_that_nothing_needs_any_more_are_taken_out() -> None:
    ours = {each._meta.label_lower for each in apps.get_models()}
    assert words.pages().keys() - every_view().keys() == set()
    assert words.events().keys() - _events() == set()
    assert words.records().keys() - ours == set()


def test_no_words_are_code_names() -> None:
    said = [*words.pages().values(), *(one for pair in words.records().values() for one in pair)]
    said += [each[1:] for each in words.events().values()]
    assert [each for each in said if CODE.search(each.replace("OnePlan", ""))] == []


def test_what_a_later_version_does_not_know_any_more_is_called_by_its_name() -> None:
    assert words.event("gone_by") == "Gone by"
    assert words.page("gone-by") == "the page “gone by”"
    assert words.record("casework.gone", number=3) == "3 gone entries"
