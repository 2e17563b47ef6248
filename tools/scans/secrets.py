"""`python -m tools.scans.secrets`: look for keys and passwords in every line that was ever committed, and in the tree.

What was looked at and is none stands in tests/secrets.yaml, by a digest and with its reason.
"""

import hashlib
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from detect_secrets.core import scan
from detect_secrets.settings import transient_settings

from tools.steps import ROOT, say

LOOKED_AT = ROOT / "tests/secrets.yaml"
# lines of digests that a package manager wrote, and pictures
NOT_READ = ("requirements/app.txt", "requirements/dev.txt", "requirements/node.txt", "requirements/styles.txt",
            "requirements/uv.txt", "package-lock.json")  # fmt: skip
LONGEST_LINE = 2000
DETECTORS = [
    "ArtifactoryDetector", "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "CloudantDetector",
    "DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector", "IbmCloudIamDetector",
    "IbmCosHmacDetector", "JwtTokenDetector", "KeywordDetector", "MailchimpDetector", "NpmDetector", "OpenAIDetector",
    "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector", "SoftlayerDetector",
    "SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector",
]  # fmt: skip
SETTINGS = {
    "plugins_used": [
        {"name": "Base64HighEntropyString", "limit": 4.5},
        {"name": "HexHighEntropyString", "limit": 3.0},
        *({"name": name} for name in DETECTORS),
    ],
    "filters_used": [
        {"path": "detect_secrets.filters.heuristic.is_sequential_string"},
        {"path": "detect_secrets.filters.heuristic.is_not_alphanumeric_string"},
        {"path": "detect_secrets.filters.heuristic.is_templated_secret"},
        {"path": "detect_secrets.filters.heuristic.is_indirect_reference"},
    ],
}


@dataclass(frozen=True)
class Found:
    """Where something looks like a secret; its digest stands for it, so that no list repeats it."""

    path: str
    kind: str
    digest: str


def main() -> int:
    known = reviewed()
    found = sorted(looking_like_secrets(lines()), key=lambda each: (each.path, each.digest))
    new = [each for each in found if each.digest not in known]
    for each in new:
        say(f"{each.path}: {each.kind}, digest {each.digest}")
    if new:
        say(f"{len(new)} lines look like secrets. Take them out, or say in tests/secrets.yaml why they are none.")
        return 1
    unused = known.keys() - {each.digest for each in found}
    say(f"No secret in the tree nor in the history; {len(known)} looked at, {len(unused)} of them no longer there.")
    return 0


def reviewed() -> dict[str, str]:
    kept: dict[str, str] = yaml.safe_load(LOOKED_AT.read_text(encoding="utf-8"))["none_of_them_is_a_secret"]
    return kept


def looking_like_secrets(read: Iterable[tuple[str, str]]) -> set[Found]:
    """Ask every detector about every line; a line that stands in a file many times is asked about once."""
    by_file: dict[str, dict[str, None]] = {}
    for path, line in read:
        by_file.setdefault(path, {})[line] = None
    found = set()
    with transient_settings(SETTINGS), tempfile.TemporaryDirectory() as folder:
        for path, kept in by_file.items():
            draft = Path(folder) / f"lines{Path(path).suffix}"  # the detectors go by how a file's name ends
            draft.write_text("\n".join(kept), encoding="utf-8")
            for each in scan.scan_file(str(draft)):
                digest = hashlib.sha256((each.secret_value or "").encode()).hexdigest()[:20]
                found.add(Found(path, each.type, digest))
    return found


def lines() -> Iterator[tuple[str, str]]:
    """Every line of the tree as it lies here, and every line that some commit added."""
    for name in _git("ls-files").splitlines():
        path = ROOT / name
        if path.is_file():
            yield from _readable(name, _text(path).splitlines())
    yield from _readable_history()


def _readable_history() -> Iterator[tuple[str, str]]:
    name = ""
    for line in _git("log", "--all", "-p", "--unified=0", "--no-color", "--no-ext-diff").splitlines():
        if line.startswith("+++ "):
            name = line[4:].removeprefix("b/")
        elif line.startswith("+"):
            yield from _readable(name, [line[1:]])


def _readable(name: str, text: Iterable[str]) -> Iterator[tuple[str, str]]:
    if name not in NOT_READ:
        yield from ((name, line.strip()) for line in text if 8 < len(line) < LONGEST_LINE)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def _git(*command: str) -> str:
    done = subprocess.run(["git", *command], cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode("utf-8", errors="replace")


if __name__ == "__main__":
    raise SystemExit(main())
