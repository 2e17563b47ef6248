"""Limits, lists and marks that were decided, each at its edge: a number that slips is noticed."""

import hashlib
import hmac
import inspect
import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django import forms as django_forms
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter

from oneplan.rulebook.sharing.policy import Permission, Relation
from oneplan.web.access import (
    arriving,
    chain,
    forms,
    middleware,
    own_words,
    pace,
    pages,
    policy,
    prepared,
    purposes,
    rawrows,
    reads,
    sessions,
    single_sign_on,
    stepping_up,
    viewlog,
)
from oneplan.web.access.actions import factors, partner_links, passwords, questions
from oneplan.web.access.models import Account, PartnerLink
from oneplan.web.access.views import accounts as account_views
from oneplan.web.access.views import asking, audit
from tests.cast import Cast


def test_the_figures_that_were_decided() -> None:
    """Each is told to users or administrators somewhere in the docs; changing one is a decision."""
    assert (10, timedelta(days=3), 8) == (factors.MOST_PASSKEYS, partner_links.LASTS, questions.MOST_OPEN)
    assert (passwords.ASKED_MINUTES, passwords.GIVEN_HOURS, arriving.HALF_SECONDS) == (30, 24, 600)
    assert (middleware.WORTH_KEEPING, middleware.CLOCK_SLIP) == (12, -60)
    assert (own_words.SHORTEST_WORD, own_words.LEFT_OVER, pace.MINUTE) == (4, 8, 60.0)
    assert (single_sign_on.LASTS, single_sign_on.PATIENCE, single_sign_on.LARGEST) == (600, 10, 1_000_000)
    assert timedelta(minutes=1) == stepping_up.CLOCKS_DIFFER
    assert (rawrows.PAGE, reads.MOST_TRIES) == (5000, 100)
    assert (account_views.A_PAGE, account_views.MOST_FOUND, audit.A_PAGE) == (50, 20, 50)
    assert prepared.MADE_UP == (7_100_000_000_000_000, 8_200_000_000_000_000)


class TestTheCouncilsSignIn:
    def test_tickets_are_sealed_in_ways_that_need_the_provider_s_own_key(self) -> None:
        """Never by a secret both know (HS256), never unsealed."""
        assert set(single_sign_on.ALGORITHMS) == {"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"}

    def test_what_counts_as_a_second_step(self) -> None:
        """RFC 8176: a code, a key, a face or a finger; a password (“pwd”) is none."""
        assert {"mfa", "otp", "hwk", "swk", "fpt", "face", "sms"} == single_sign_on.SECOND_STEPS

    def test_what_is_kept_is_used_again_unless_asked_afresh(self) -> None:
        """ASVS 9.1.3: keys come from where the provider says, and not more often than every ten minutes."""
        assert inspect.signature(single_sign_on._kept).parameters["afresh"].default is False


class TestWhatIsLogged:
    @pytest.mark.parametrize("status", [301, 302, 303, 400, 403, 404, 429, 500])
    def test_an_answer_that_shows_nothing_is_no_look(self, status: int) -> None:
        assert self._looks(status) == 0

    @pytest.mark.parametrize("status", [200, 409, 422])
    def test_a_form_shown_again_is_a_look(self, status: int) -> None:
        assert self._looks(status) == 1

    def test_nothing_else_counts_as_nothing(self) -> None:
        assert {301, 302, 303, 400, 403, 404, 429, 500} == middleware.NOTHING_SHOWN

    def _looks(self, status: int) -> int:
        def answer(_request: Any) -> HttpResponse:
            viewlog.saw(Account(pk=1))
            return HttpResponse(status=status)

        with mock.patch.object(viewlog, "flush") as flush:
            middleware.ViewLogMiddleware(answer)(RequestFactory().get("/"))
        return flush.call_count

    @pytest.mark.parametrize("name", ["form_token", "old_password", "code", "credential"])
    def test_no_secret_is_given_back_to_copy(self, name: str) -> None:
        sent = {name: "a long secret that nobody reads", "words": "They want to stay here"}
        assert middleware._worth_keeping(RequestFactory().post("/", sent)) == ["They want to stay here"]

    def test_what_is_shorter_than_a_dozen_letters_is_typed_again(self) -> None:
        sent = {"one": "x" * 11, "two": "y" * 12}
        assert middleware._worth_keeping(RequestFactory().post("/", sent)) == ["y" * 12]


class TestChains:
    """A change of this code must not break a chain that stands already."""

    def test_the_first_link_rests_on_nothing(self) -> None:
        assert chain.START == "0" * 64

    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            (chain.CHANGES, ["number", "at", "event", "by_worker", "by_account", "about_type", "about_id", "family_id",
                             "payload"]),
            (chain.VIEWS, ["number", "at", "account_id", "page", "family_id", "seen"]),
        ],
    )  # fmt: skip
    def test_every_field_is_bound_in_its_order(self, settings: Any, name: str, fields: list[str]) -> None:
        row = {field: f"the {field}" for field in fields}
        text = json.dumps([name, chain.START, *row.values()], separators=(",", ":"))
        digest = hmac.new(settings.AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
        assert chain.link_digest(name, row=row, before=chain.START) == digest
        assert set(chain.FIELDS[name]) == set(fields)

    def test_raw_rows_are_read_by_the_databases_there_are(self) -> None:
        assert set(rawrows._TEXT) >= {"sqlite", "postgresql"}


class TestMarks:
    def test_a_page_carries_its_permission_and_asks_for_a_token(self) -> None:
        view = pages.page(Permission.MY_DAY)(lambda _: HttpResponse())
        assert (view.permission, view.needs_no_token) == (Permission.MY_DAY, False)  # type: ignore[attr-defined]

    def test_public_and_early_pages_are_marked(self) -> None:
        public = pages.public(lambda _: HttpResponse())
        early = pages.before_second_step(lambda _: HttpResponse())
        assert (public.is_public, public.needs_no_token, early.before_second_step) == (True, True, True)  # type: ignore[attr-defined]

    def test_who_steps_up_is_led_away_and_comes_back(self) -> None:
        view = stepping_up.step_up(lambda _: HttpResponse("done"))
        assert view.steps_up is True  # type: ignore[attr-defined]
        assert callable(view)

    def test_a_relation_a_check_and_a_purpose_are_kept_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(policy, "_filters", dict(policy._filters))
        monkeypatch.setattr(policy, "_shut", [])
        monkeypatch.setattr(questions, "_checks", [])

        def given(*_: Any) -> Any:
            return None

        policy.register(Relation.EMERGENCY, given)
        assert policy._filters[Relation.EMERGENCY] is given
        for _ in range(2):
            policy.shut_out(given)
            questions.ask_first(given)
        assert (policy._shut, questions._checks) == ([given], [given])
        assert set(purposes._known) == set(PartnerLink.Purpose)

    def test_whoever_is_anyone_stands_to_every_family(self) -> None:
        assert Relation.ANYONE in policy._filters

    def test_pages_show_what_these_refuse(self) -> None:
        names = {each.__name__ for each in asking.REFUSALS}
        assert names == {"CannotChangeAccount", "CannotChangeSecondStep", "CannotSetPassword"}

    def test_systems_are_told_apart(self) -> None:
        known = ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"]
        assert [name for _, name in sessions._SYSTEMS] == known


class TestForms:
    """What a browser, a password manager and a screen reader are told of each field; what is too long is refused."""

    LONGEST = {
        ("CodeForm", "code"): 20, ("PasskeyForm", "name"): 60, ("PasskeyForm", "answer"): 20_000,
        ("AnswerForm", "answer"): 20_000, ("ForgottenForm", "name"): 150, ("NewPasswordForm", "new_password"): 200,
        ("ConfirmForm", "password"): 200, ("DirectoryForm", "directory_id"): 200, ("AccountForm", "name"): 150,
        ("ReasonForm", "reason"): 300, ("LinkCodeForm", "code"): 20, ("QuestionAnswerForm", "answer"): 2000,
    }  # fmt: skip
    MAY_BE_EMPTY = {("PasskeyForm", "name"), ("PasskeyForm", "answer"), ("AnswerForm", "answer"),
                    ("DirectoryForm", "directory_id"), ("AccountForm", "directory_id")}  # fmt: skip

    @pytest.mark.parametrize(("form", "field"), LONGEST)
    def test_the_longest_that_is_taken(self, form: str, field: str) -> None:
        most = self.LONGEST[form, field]
        data = {field: "x" * (most + 1)}
        assert field in getattr(forms, form)(data).errors
        assert getattr(forms, form).base_fields[field].max_length == most

    def test_what_may_be_left_empty(self) -> None:
        found = {
            (name, field)
            for name, form in vars(forms).items()
            if inspect.isclass(form) and issubclass(form, django_forms.Form) and form.__module__ == forms.__name__
            for field, each in form.base_fields.items()
            if not each.required
        }
        assert found == self.MAY_BE_EMPTY

    def test_passwords_are_taken_as_typed_and_known_to_managers(self) -> None:
        known = {
            (forms.NewPasswordForm, "new_password"): "new-password",
            (forms.NewPasswordForm, "password_again"): "new-password",
            (forms.ChangePasswordForm, "old_password"): "current-password",
            (forms.ConfirmForm, "password"): "current-password",
        }
        for (form, name), autocomplete in known.items():
            field = form.base_fields[name]
            assert field.widget.attrs["autocomplete"] == autocomplete
            assert field.clean("  a lamp beside the river ") == "  a lamp beside the river "

    @pytest.mark.parametrize(("new", "again", "fits"), [("one", "one", True), ("one", "two", False), ("", "two", True)])
    def test_a_new_password_is_typed_twice_alike(self, new: str, again: str, fits: bool) -> None:
        form = forms.NewPasswordForm({"new_password": new, "password_again": again})
        form.full_clean()
        assert ("The two are not the same. Type both again." in form.errors.get("password_again", [])) is not fits
        assert form.clean().get("password_again") == (again if fits else form.cleaned_data.get("password_again"))

    @pytest.mark.parametrize(("typed", "kept"), [("123 456", "123456"), ("12345", None), ("1234567", None)])
    def test_a_new_app_shows_six_digits(self, typed: str, kept: str | None) -> None:
        form = forms.AppForm({"code": typed})
        assert form.is_valid() is (kept is not None)
        assert form.cleaned_data.get("code") == kept
        assert "it changes every half minute" in form.fields["code"].help_text
        assert "autofocus" not in form.fields["code"].widget.attrs

    def test_the_code_of_the_app_is_ready_to_be_typed(self) -> None:
        assert forms.CodeForm.base_fields["code"].widget.attrs["autofocus"] is True


def test_nothing_typed_stands_in_a_report_of_an_error(settings: Any) -> None:
    settings.DEBUG = False
    seen: list[Any] = []

    def answer(request: Any) -> HttpResponse:
        seen.append(SafeExceptionReporterFilter().get_post_parameters(request))
        return HttpResponse()

    request = RequestFactory().post("/", {"password": "a lamp beside the river", "note": "They sleep badly"})
    request.session, request.user = {}, SimpleNamespace(is_authenticated=False)  # type: ignore[assignment]
    middleware.WorkerMiddleware(answer)(request)
    assert set(seen[0].values()) == {SafeExceptionReporterFilter.cleansed_substitute}


@pytest.mark.parametrize("name", ["sign-in", "forgotten", "health", "accessibility", "notice"])
def test_no_page_is_kept_by_a_browser_signed_in_or_not(cast: Cast, name: str) -> None:
    for client in (Client(), cast.client(cast.priya)):
        assert client.get(reverse(name)).headers["Cache-Control"] == "no-store"
