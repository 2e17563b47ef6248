"""The scans find what they are for, and no answer is never taken for a good one."""

import subprocess
from pathlib import Path

import pytest

from tools import deep, steps
from tools.scans import packages, secrets

# put together from pieces, so that the scan does not find them here
AWS = "AKIA" + "ZQ3DRGHK7M2XVB5N"
PLANTED = {
    "a key of a cloud": f'key = "{AWS}"',
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a password in code": 'pass' + 'word = "Tr0ub4dor&3-horse-battery"',
    "a password in an address": "postgres://oneplan:" + "Xk3vW9qLpZ7t@db.example.org/oneplan",
}  # fmt: skip


@pytest.mark.parametrize("line", PLANTED.values(), ids=PLANTED)
def test_a_planted_secret_is_found(line: str) -> None:
    assert secrets.looking_like_secrets([("settings.py", line), ("settings.py", "number = 7")])


def test_what_was_committed_and_taken_out_again_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def git(*command: str) -> None:
        who = ["-c", "user.name=N", "-c", "user.email=n@example.org"]
        subprocess.run(["git", *who, *command], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    for text in (PLANTED["a key of a cloud"], "nothing = 1"):
        (tmp_path / "settings.py").write_text(text, encoding="utf-8")
        git("add", ".")
        git("commit", "-m", "a change")
    monkeypatch.setattr(secrets, "ROOT", tmp_path)
    assert {each.path for each in secrets.looking_like_secrets(secrets.lines())} == {"settings.py"}


def test_what_was_looked_at_says_why_it_is_none() -> None:
    assert all(len(why.split()) > 2 for why in secrets.reviewed().values())


def test_a_package_nobody_was_asked_about_is_not_sound() -> None:
    told = {
        "dependencies": [
            {"name": "one", "version": "1", "vulns": []},
            {"name": "two", "version": "2", "skip_reason": "not found"},
            {"name": "three", "version": "3", "vulns": [{"id": "CVE-1"}]},
        ]
    }
    asked = packages.read_python(told)
    assert (asked.sound, asked.unanswered, asked.weak) == (1, ["two"], ["three 3: CVE-1"])
    assert packages.ending([asked]) == 1
    assert packages.ending([packages.Asked(sound=3), packages.Asked(sound=1, unanswered=["two"])]) == 3
    assert packages.ending([packages.Asked(sound=3), packages.read_python(None)]) == 3
    assert packages.ending([packages.Asked()]) == 3
    assert packages.ending([packages.Asked(sound=3)]) == 0


def test_npm_s_refusal_to_answer_is_no_answer() -> None:
    assert packages.read_node({"statusCode": 405}, packages=["one"]).unanswered == ["one"]
    assert packages.read_node(None, packages=["one"]).unanswered == ["one"]
    told = {"vulnerabilities": {"one": {"severity": "high"}}}
    assert packages.read_node(told, packages=["one", "two"]).weak == ["one: high"]


def test_the_page_of_deep_checks_says_that_nobody_could_be_asked() -> None:
    wanted = deep.Slice(name="s", says="w", command=f"sh -c 'exit {steps.COULD_NOT_ASK}'")
    result = deep._run(wanted, commit="c")
    assert not result.holds
    assert "| **could not ask** |" in deep.page([wanted], {"s": result})
