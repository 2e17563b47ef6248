"""Guessing with several processes at once gains nothing: the count is the database's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from oneplan.web.access.models import SignInTry
from oneplan.web.access.tests.signing import PASSWORD, with_app, with_password
from oneplan.web.site import keyring
from tests.cast import Cast

pytestmark = pytest.mark.slow
TRIES = 8


def _address() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    before, _, after = os.environ["DATABASE_URL"].partition("/postgres?")
    return f"{before}/{name}?{after}"


def _guess_at_once(home: Path, *given: str) -> None:
    env = os.environ | {
        "DATABASE_URL": _address(),
        "ONEPLAN_AUDIT_KEY": settings.AUDIT_KEY,
        "ONEPLAN_FORM_KEY": str(settings.FORM_KEY),
        "ONEPLAN_SEAL_KEYS": ",".join(key.text for key in keyring.ring().keys),
        "ONEPLAN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "oneplan.web.site.settings",
        "ONEPLAN_DEBUG": "1",
    }
    command = [sys.executable, "-m", "tests.signing_in.guesser", *given]
    running = [subprocess.Popen(command, env=env, stderr=subprocess.PIPE) for _ in range(2)]
    for each in running:
        _, said = each.communicate(timeout=120)
        assert each.returncode == 0, said.decode()


@pytest.mark.django_db(transaction=True)
def test_five_passwords_are_looked_at_not_ten(cast: Cast, tmp_path: Path) -> None:
    with_password(cast.priya)
    _guess_at_once(tmp_path, "priya", str(TRIES))
    outcomes = list(SignInTry.objects.values_list("outcome", flat=True))
    assert (outcomes.count("refused"), outcomes.count("locked")) == (5, 2 * TRIES - 5)


@pytest.mark.django_db(transaction=True)
def test_five_codes_are_looked_at_not_ten(cast: Cast, tmp_path: Path) -> None:
    with_app(with_password(cast.priya))
    _guess_at_once(tmp_path, "priya", str(TRIES), PASSWORD)
    assert SignInTry.objects.filter(kind="code", outcome="locked").count() == 2 * TRIES - 5
