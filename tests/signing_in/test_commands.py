"""`oneplan start` and `oneplan accounts`: what they do, what they say, and when they refuse."""

import re

import pytest
from django.test import Client

from oneplan import cli
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access.models import Account
from oneplan.web.access.tests.signing import sign_in
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.site.models import AreaListItem
from tests.cast import Cast


def _new_worker(cast: Cast) -> Worker:
    return Worker.objects.create(
        name="Lucy Tran", job_title="health visitor", role=Role.PARTNER, agency=cast.green.agency
    )


@pytest.mark.django_db
def test_an_installation_begins_without_the_demo(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["start", "--name", "Adam Hale", "--sign-in-name", "adam", "--agency", "Sallowdale Council"]
    assert cli.main(asked) == 0
    found = re.search(r"/sign-in/link/[^/]+/", capsys.readouterr().out)
    assert found is not None
    assert AreaListItem.objects.exists()
    Client().post(found[0], {"new_password": "a lamp beside the river", "password_again": "a lamp beside the river"})
    client = Client()
    sign_in(client, "adam", "a lamp beside the river")
    assert client.get("/accounts/").status_code == 200
    assert cli.main(asked) == 1
    assert "started before" in capsys.readouterr().err


def test_accounts_by_command(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    _new_worker(cast)
    assert cli.main(["accounts", "make", "lucy", "--worker", "Lucy Tran"]) == 0
    assert "/sign-in/link/" in capsys.readouterr().out
    assert cli.main(["accounts", "make", "sam", "--person", cast.father.reference]) == 0
    assert Account.objects.get(name="sam").person == cast.father
    assert cli.main(["accounts", "make", "x.y", "--worker", "Nobody Here"]) == 1
    assert cli.main(["accounts", "off", "lucy"]) == 0
    assert not Account.objects.get(name="lucy").is_active
    capsys.readouterr()
    assert cli.main(["accounts", "list"]) == 0
    assert re.search(r"lucy +off", capsys.readouterr().out)
    assert cli.main(["accounts", "link", "priya"]) == 0
    assert cli.main(["accounts", "off", "nobody"]) == 1


def test_two_workers_of_one_name_are_told_apart_by_number(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    other = Agency.objects.create(name="Sallowdale Trust", sector="charity")
    first = _new_worker(cast)
    Worker.objects.create(name="Lucy Tran", job_title="helper", role=Role.PARTNER, agency=other)
    assert cli.main(["accounts", "make", "lucy", "--worker", "lucy tran"]) == 1
    assert str(first.pk) in capsys.readouterr().err
    assert cli.main(["accounts", "make", "lucy", "--worker", str(first.pk)]) == 0
