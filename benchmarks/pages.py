"""How long pages take while fifty workers use an area of 55,000 families at once.

Each worker pauses 5 to 15 seconds between pages, as people do, and draws from a seeded mix of views and saves.
An empty page (`/health/`) asked for by the same workers in the same run is the floor the others are set against.

    make bench ONLY=pages            (FAMILIES=55000 WORKERS=50 SECONDS=240 to change)

Writes benchmarks/results/pages.json; the table in docs/reference/performance.md is made from it.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import quantiles

from benchmarks.area import PORT, free_home, prepared_area, start_site

WORKERS = int(os.environ.get("WORKERS", "50"))
SECONDS = float(os.environ.get("SECONDS", "240"))
PAUSE = (5.0, 15.0)
RESULTS = Path(__file__).parent / "results"
# page, how often out of a hundred
MIX = (
    ("family", 30),
    ("my-day", 16),
    ("timeline", 8),
    ("plan", 8),
    ("find by name", 8),
    ("find by date of birth", 3),
    ("find by reference", 3),
    ("person", 5),
    ("family people", 3),
    ("my-families", 3),
    ("team", 3),
    ("save a note", 8),
    ("floor", 2),
)


@dataclass
class Measured:
    milliseconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)


class Browser:
    """One signed-in worker on one kept-alive connection."""

    def __init__(self, seed: int, about: dict[str, object], measured: Measured) -> None:
        self.random = Random(seed)
        self.about = about
        self.measured = measured
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def work(self, until: float) -> None:
        self._sign_in()
        time.sleep(self.random.uniform(0, PAUSE[1]))
        while time.monotonic() < until:
            page = self.random.choices([m[0] for m in MIX], [m[1] for m in MIX])[0]
            self._visit(page)
            time.sleep(self.random.uniform(*PAUSE))

    def _visit(self, page: str) -> None:
        address = self._address(page)
        started = time.perf_counter()
        status, text = self._ask(address)
        self._keep(page if page != "save a note" else "note form", started, status, address)
        if page == "save a note" and status == 200:
            form = {"text": f"Quick note {self.random.random()}"} | _tokens(text, "form_token", "csrfmiddlewaretoken")
            started = time.perf_counter()
            status, _ = self._ask(address, form)
            self._keep(page, started, status, address, good=302)

    def _keep(self, page: str, started: float, status: int, address: str, *, good: int = 200) -> None:
        self.measured.milliseconds[page].append((time.perf_counter() - started) * 1000)
        if status != good:
            self.measured.errors.append(f"{page} {address}: {status}")

    def _address(self, page: str) -> str:
        family = self.random.choice(self.about["families"])  # type: ignore[arg-type]
        found = {
            "floor": "/health/",
            "my-day": "/my-day/",
            "my-families": "/my-families/",
            "family": f"/families/{family}/",
            "timeline": f"/families/{family}/timeline/",
            "plan": f"/families/{family}/plan/",
            "team": f"/families/{family}/team/",
            "family people": f"/families/{family}/people/",
            "save a note": f"/families/{family}/notes/new/",
        }
        return found.get(page) or self._search(page)

    def _search(self, page: str) -> str:
        person = self.random.choice(self.about["people"])  # type: ignore[arg-type]
        if page == "person":
            return f"/people/{person['reference']}/"
        words = {
            "find by name": _slip(person["name"], self.random),
            "find by date of birth": person["born"] or person["name"],
            "find by reference": person["reference"],
        }
        return f"/find/?{urllib.parse.urlencode({'q': words[page]})}"

    def _ask(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1:{PORT}/"}
        try:
            self.connection.request("GET" if body is None else "POST", address, body=body, headers=headers)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as fault:
            self.connection.close()
            return 0, str(fault)
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return answer.status, text

    def _sign_in(self) -> None:
        _, page = self._ask("/sign-in/")
        form = {"username": str(self.about["account"]), "password": str(self.about["password"])}
        status, text = self._ask("/sign-in/", form | _tokens(page, "csrfmiddlewaretoken"))
        if status != 302:
            self.measured.errors.append(f"sign-in: {status} {text[:200]}")


def _tokens(page: str, *names: str) -> dict[str, str]:
    """What the page's form carries unseen."""
    return {name: _after(page, f'name="{name}" value="') for name in names}


def _after(page: str, mark: str) -> str:
    start = page.index(mark) + len(mark)
    return page[start : page.index('"', start)]


def _slip(name: str, random: Random) -> str:
    """A spelling slip: two letters swapped, or one left out."""
    place = random.randrange(1, max(2, len(name) - 1))
    if random.random() < 0.5:
        return name[:place] + name[place + 1 :]
    return name[: place - 1] + name[place : place + 1] + name[place - 1 : place] + name[place + 1 :]


def main() -> None:
    home = free_home()
    about = prepared_area(home, workers=WORKERS)
    with start_site(home):
        measured = Measured()
        until = time.monotonic() + SECONDS
        browsers = [Browser(seed, each, measured) for seed, each in enumerate(about)]
        threads = [threading.Thread(target=browser.work, args=(until,)) for browser in browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    _tell(measured)


def _tell(measured: Measured) -> None:
    floor = _spread(measured.milliseconds["floor"])["p50"]
    rows = {page: _spread(times) for page, times in sorted(measured.milliseconds.items())}
    everything = [each for page, times in measured.milliseconds.items() if page != "floor" for each in times]
    rows["all pages"] = _spread(everything)
    for row in rows.values():
        row["p50 over floor"] = round(row["p50"] / floor, 1) if floor else 0.0
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    told = {"commit": commit.stdout.strip(), "workers": WORKERS, "seconds": SECONDS, "errors": measured.errors[:20],
            "number_of_errors": len(measured.errors), "pages": rows}  # fmt: skip
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pages.json").write_text(json.dumps(told, indent=1) + "\n")
    for page, row in rows.items():
        print(f"{page:24}", "  ".join(f"{name} {value}" for name, value in row.items()))
    print(f"{len(measured.errors)} errors", *measured.errors[:5], sep="\n  ", file=sys.stderr)


def _spread(times: list[float]) -> dict[str, float]:
    if len(times) < 2:
        return {"n": len(times), "p50": times[0] if times else 0.0, "p95": 0.0, "p99": 0.0}
    cuts = quantiles(times, n=100, method="inclusive")
    return {"n": len(times), "p50": round(cuts[49], 1), "p95": round(cuts[94], 1), "p99": round(cuts[98], 1)}


if __name__ == "__main__":
    main()
