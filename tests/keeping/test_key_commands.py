"""`oneplan keys` in a process of its own, on an installation of its own."""

from pathlib import Path

import pytest

from oneplan.cli import main
from oneplan.web.site import sealed

pytestmark = pytest.mark.django_db(transaction=True)


def test_keys_are_listed_rotated_and_retired_and_never_printed(
    own_keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed.seal("x")
    assert main(["keys", "list"]) == 0
    assert main(["keys", "rotate"]) == 0
    assert main(["keys", "list"]) == 0
    assert main(["keys", "retire"]) == 0
    said = capsys.readouterr()
    assert "seals" in said.out
    assert "keys/seal-0002" in said.out
    assert (own_keys / "retired/seal-0001").is_file()
    for path in (own_keys / "seal-0002", own_keys / "retired/seal-0001"):
        assert path.read_text().strip() not in said.out + said.err
        assert path.stat().st_mode & 0o077 == 0


def test_what_cannot_be_done_is_said_and_ends_with_one(
    own_keys: Path, capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    own_keys.mkdir()
    (own_keys / "seal-0001").write_text("broken")
    assert main(["keys", "rotate"]) == 1
    assert "is not a key" in capsys.readouterr().err
