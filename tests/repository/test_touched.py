"""A quick check asks the tests of what changed, and those of the repository always."""

import subprocess
from pathlib import Path

import pytest

from tools import touched


def there(_: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        (["src/oneplan/web/casework/views/plan.py"], ["src/oneplan/web/casework/tests", "tests/casework"]),
        (["src/oneplan/rulebook/sharing/policy.yaml"], ["tests/engine/sharing", "tests/sharing"]),
        (["src/oneplan/engine/paper.py"], ["tests/engine/paper", "tests/paper"]),
        (["docs/how-to/start.md", "tools/run.py"], ["tests/docs"]),
        (["tests/value/test_flow.py"], ["tests/value/test_flow.py"]),
        (["tests/value/test_flow.py", "tests/value/invented.py"], ["tests/value"]),
        ([], ["tests/diagrams", "tests/engine", "tests/value"]),
        (["pyproject.toml"], ["tests/diagrams", "tests/engine", "tests/value"]),
    ],
)
def test_each_place_has_its_tests(changed: list[str], asked: list[str]) -> None:
    assert touched.asked(changed, exists=there) == sorted([*asked, "tests/repository"])


def test_what_is_not_there_is_not_asked() -> None:
    changed = ["src/oneplan/web/value/urls.py", "tests/value/test_gone.py"]
    assert touched.asked(changed) == ["src/oneplan/web/value/tests", "tests/repository", "tests/value"]


def test_every_room_and_every_ring_has_tests() -> None:
    for room in Path("src/oneplan/web").iterdir():
        if (room / "apps.py").exists():
            assert len(touched.asked([f"src/oneplan/web/{room.name}/urls.py"])) > 1, room


def test_what_others_do_not_have_yet_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*asked: str, into: str = "ours") -> None:
        named = ["-c", "user.name=Kit", "-c", "user.email=kit@example.org"]
        subprocess.run(["git", *named, *asked], cwd=tmp_path / into, check=True, capture_output=True)

    def keep(name: str) -> None:
        (tmp_path / "ours" / name).write_text(name)
        git("add", ".")
        git("commit", "-m", name)

    (tmp_path / "ours").mkdir()
    monkeypatch.setattr(touched, "ROOT", tmp_path / "ours")
    assert touched.changed() == []
    git("init", "-b", "main")
    keep("first")
    keep("second")
    (tmp_path / "ours/third").write_text("third")
    assert touched.changed() == ["second", "third"]
    git("clone", "--bare", ".", str(tmp_path / "theirs"))
    git("remote", "add", "origin", str(tmp_path / "theirs"))
    git("fetch", "origin")
    keep("fourth")
    keep("fifth")
    assert touched.changed() == ["fifth", "fourth", "third"]
