"""The scans find what they are for, and no answer is never taken for a good one."""

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

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
    assert (
        packages.ending([packages.Asked(sound=3), packages.Asked(sound=1, unanswered=["two"])]) == steps.COULD_NOT_ASK
    )
    assert packages.ending([packages.Asked(sound=3), packages.read_python(None)]) == steps.COULD_NOT_ASK
    assert packages.ending([packages.Asked()]) == steps.COULD_NOT_ASK
    assert packages.ending([packages.Asked(sound=3)]) == 0


def test_npm_s_refusal_to_answer_is_no_answer() -> None:
    assert packages.read_node({"statusCode": 405}, packages=["one"]).unanswered == ["one"]
    assert packages.read_node(None, packages=["one"]).unanswered == ["one"]
    told = {"vulnerabilities": {"one": {"severity": "high"}}}
    assert packages.read_node(told, packages=["one", "two"]).weak == ["one: high"]


@contextmanager
def advisories(known: Callable[[str, str], list[dict[str, Any]]]) -> Iterator[str]:
    """The address of a service on this machine that speaks as OSV does."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known_of = known(asked["package"]["name"], asked["version"])
            told = json.dumps({"vulns": known_of} if known_of else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


def weakness_of(*names: str) -> Callable[[str, str], list[dict[str, Any]]]:
    def known(name: str, version: str) -> list[dict[str, Any]]:
        package = {"name": name, "ecosystem": "PyPI"}
        affected = [{"package": package, "versions": [version]}]
        return [{"id": f"INVENTED-{name}", "affected": affected}] if name in names else []

    return known


def test_every_package_of_every_lock_is_asked_about(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with advisories(weakness_of("django", "govuk-frontend")) as address:
        monkeypatch.setenv(packages.ADVISORIES, address)
        assert packages.main() == 1
    told = capsys.readouterr().out
    assert "app.txt: django" in told
    assert "INVENTED-django" in told
    assert "package-lock.json: govuk-frontend" in told
    assert "could not ask" not in told


def test_a_lock_of_which_nothing_is_known_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    with advisories(weakness_of()) as address:
        monkeypatch.setenv(packages.ADVISORIES, address)
        answers = [packages.of_python("node"), packages.of_node()]
    assert packages.ending(answers) == 0
    assert all(asked.sound == 1 for asked in answers)


def test_a_service_that_has_gone_answers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with advisories(weakness_of()) as address:
        monkeypatch.setenv(packages.ADVISORIES, address)
    assert packages.ending([packages.of_python("node")]) == steps.COULD_NOT_ASK
    assert packages.of_node().unanswered == ["govuk-frontend"]


def test_the_page_of_deep_checks_says_that_nobody_could_be_asked() -> None:
    wanted = deep.Slice(name="s", says="w", command=f"sh -c 'exit {steps.COULD_NOT_ASK}'")
    result = deep._run(wanted, commit="c")
    assert not result.holds
    assert "| **could not ask** |" in deep.page([wanted], {"s": result})
    assert deep.committed(deep.page([wanted], {"s": result}))["s"] == result
