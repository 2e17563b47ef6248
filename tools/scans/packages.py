"""`python -m tools.scans.packages`: is a weakness known of any package in the locks?

Asked are the advisories that pip-audit and npm know how to ask; or, where ADVISORIES names the address of a service
that speaks as OSV does (a copy within one's own network, say), that alone. A package nobody could be asked about is not
said to be sound: the scan then ends with the code for "could not ask", which is no pass.
"""

import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any

from tools.steps import COULD_NOT_ASK, ROOT, say

LOCKS = ("app", "dev", "styles", "node", "uv", "peers")
SERVICES = ("pypi", "osv")
ADVISORIES = "ADVISORIES"
LONGEST = 300
PATIENCE = 30  # seconds


@dataclass
class Asked:
    """What one lock's packages came to."""

    weak: list[str] = field(default_factory=list)
    sound: int = 0
    unanswered: list[str] = field(default_factory=list)


def main() -> int:
    results = {f"requirements/{name}.txt": of_python(name) for name in LOCKS}
    results["package-lock.json"] = of_node()
    for name, asked in results.items():
        for weak in asked.weak:
            say(f"{name}: {weak}")
        unanswered = f", could not ask about {len(asked.unanswered)}" if asked.unanswered else ""
        say(f"{name}: {asked.sound} with no known weakness, {len(asked.weak)} with one{unanswered}")
    return ending(list(results.values()))


def ending(results: list[Asked]) -> int:
    """1 where a weakness is known, COULD_NOT_ASK where somebody was not asked about, 0 only when all were."""
    if any(asked.weak for asked in results):
        return 1
    return COULD_NOT_ASK if any(asked.unanswered or not asked.sound for asked in results) else 0


def of_python(name: str) -> Asked:
    """The service that answers about more packages counts."""
    lock = ROOT / f"requirements/{name}.txt"
    answers = []
    for service in _services():
        command = [sys.executable, "-m", "pip_audit", "-r", str(lock), "--disable-pip", *service]
        answers.append(read_python(_json([*command, "-f", "json", "--progress-spinner", "off"])))
    return max(answers, key=lambda asked: asked.sound + len(asked.weak))


def _services() -> list[list[str]]:
    """What pip-audit is told of whom to ask."""
    own = os.environ.get(ADVISORIES)
    return [["-s", "osv", "--osv-url", own]] if own else [["-s", name] for name in SERVICES]


def read_python(told: Any) -> Asked:
    """What pip-audit's JSON says; no JSON at all is no answer."""
    if not isinstance(told, dict):
        return Asked(unanswered=["everything"])
    asked = Asked()
    for each in told.get("dependencies", []):
        if "skip_reason" in each:
            asked.unanswered.append(each["name"])
        elif each.get("vulns"):
            asked.weak.append(f"{each['name']} {each['version']}: {', '.join(one['id'] for one in each['vulns'])}")
        else:
            asked.sound += 1
    return asked


def of_node() -> Asked:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    named = {path.rpartition("node_modules/")[2]: told["version"] for path, told in packages.items() if path}
    if own := os.environ.get(ADVISORIES):
        return _of_node_at(own, named)
    npm = shutil.which("npm")
    told = _json([npm, "audit", "--package-lock-only", "--json"]) if npm else None
    return read_node(told, packages=list(named))


def _of_node_at(own: str, named: dict[str, str]) -> Asked:
    asked = Asked()
    for name, version in named.items():
        question = json.dumps({"package": {"name": name, "ecosystem": "npm"}, "version": version}).encode()
        request = urllib.request.Request(own, question, {"Content-Type": "application/json"})  # noqa: S310 - the operator's own setting
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - as above
                weak = json.load(answer).get("vulns", [])
        except (urllib.error.URLError, ValueError) as error:
            say(f"  no answer: {error}"[:LONGEST])
            asked.unanswered.append(name)
            continue
        if weak:
            asked.weak.append(f"{name} {version}: {', '.join(one['id'] for one in weak)}")
        else:
            asked.sound += 1
    return asked


def read_node(told: Any, *, packages: list[str]) -> Asked:
    if not isinstance(told, dict) or "vulnerabilities" not in told:
        return Asked(unanswered=packages)
    weak = [f"{name}: {each.get('severity', 'weak')}" for name, each in told["vulnerabilities"].items()]
    return Asked(weak=weak, sound=len(packages) - len(weak))


def _json(command: list[str]) -> Any:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    try:
        return json.loads(done.stdout)
    except ValueError:
        lines = done.stderr.strip().splitlines()
        say(f"  no answer: {lines[-1][:LONGEST]}" if lines else "  no answer")
        return None


if __name__ == "__main__":
    raise SystemExit(main())
