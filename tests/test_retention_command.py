"""`oneplan retention`: shown, then removed as an administrator."""

import json
from datetime import date

import pytest

from oneplan.cli import main
from oneplan.web.access.models import Account
from oneplan.web.casework.models import Episode
from oneplan.web.people.models import Membership, Person
from tests.cast import Cast


def test_the_command_previews_and_runs_as_an_administrator(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    Episode.objects.update(opened_on=date(1980, 1, 1), closed_on=date(1981, 1, 1), closure_reason="done")
    Person.objects.update(born_from=date(1950, 1, 1), born_to=date(1950, 1, 1))
    assert main(["retention", "preview", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["families"] == [{"due_on": "1987-01-01", "family": cast.family.reference, "rule": "family_record"}]
    assert Membership.objects.exists()
    assert main(["retention", "run", "--as", "nobody"]) == 1
    assert main(["retention", "run", "--as", Account.objects.get(worker=cast.priya).name]) == 1
    assert "Your role does not include this" in capsys.readouterr().err
    assert Membership.objects.exists()
    assert main(["retention", "run", "--as", "administrator"]) == 0
    assert "1 of 1 families" in capsys.readouterr().out
    assert not Membership.objects.exists()
    assert main(["retention", "preview"]) == 0
    assert "nothing" in capsys.readouterr().out
