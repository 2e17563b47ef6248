"""What a browser is told beside the page: where things may come from, what it keeps, how long somebody is signed in."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from oneplan.web.access import sessions
from tests.cast import Cast

SETTINGS = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
            "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_CONTENT_TYPE_NOSNIFF")  # fmt: skip


@pytest.mark.parametrize("address", ["/sign-in/", "/my-day/", "/nowhere/", "/accounts/"])
def test_every_answer_names_where_things_may_come_from(cast: Cast, address: str) -> None:
    answer = cast.client(cast.priya).get(address)
    policy = answer.headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
                 "form-action 'self'"):  # fmt: skip
        assert part in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_page_of_somebody_signed_in_is_kept_by_no_browser(cast: Cast) -> None:
    client = cast.client(cast.priya)
    for address in ("/my-day/", f"/families/{cast.family.reference}/", "/nowhere/"):
        assert "no-store" in client.get(address).headers["Cache-Control"]


def test_cookies_are_kept_from_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    client.get("/sign-in/")
    client.force_login(cast.parent_account)
    client.get("/")
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"
    assert len(client.cookies["sessionid"].value) >= 32


def test_over_https_cookies_belong_to_this_host_alone(tmp_path: Path) -> None:
    told = _settings(tmp_path, ONEPLAN_HTTPS="yes", ONEPLAN_HSTS_SECONDS="31536000", ONEPLAN_HSTS_SUBDOMAINS="yes")
    assert told == ["__Host-session", "__Host-csrf", True, True, 31536000, True, True]


def _settings(home: Path, **given: str) -> Any:
    says = (
        f"from django.conf import settings; import json; print(json.dumps([getattr(settings, n) for n in {SETTINGS}]))"
    )
    env = os.environ | {"ONEPLAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings"} | given
    done = subprocess.run([sys.executable, "-c", says], env=env, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("method", ["trace", "put", "delete", "patch"])
def test_a_method_no_page_knows_changes_nothing(cast: Cast, method: str) -> None:
    from oneplan.web.access.models import AuditEvent

    client = cast.client(cast.priya)
    answer = getattr(client, method)(f"/families/{cast.family.reference}/notes/new/")
    assert answer.status_code in (200, 400, 403, 405)
    assert not AuditEvent.objects.exists()


def test_however_busy_a_session_ends_after_half_a_day(cast: Cast, settings: Any) -> None:
    client = cast.client(cast.priya)
    for age, is_in in ((settings.SESSION_LONGEST_SECONDS - 60, True), (settings.SESSION_LONGEST_SECONDS + 60, False)):
        session = client.session
        session[sessions.BEGAN_AT] = int(time.time()) - age
        session.save()
        assert (client.get("/my-day/").status_code == 200) is is_in
    assert "signed in for a long time" in client.get("/sign-in/").content.decode()
