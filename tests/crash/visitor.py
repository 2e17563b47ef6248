"""A person at a browser who keeps trying until the site says that it was saved."""

import http.cookiejar
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field

from tests.cast import filled
from tests.crash.stage import PASSWORD

PATIENCE = 90.0


class NeverAnswered(Exception):
    """The site did not come back in time."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def _hidden(page: str, name: str) -> str:
    mark = f'name="{name}" value="'
    start = page.index(mark) + len(mark)
    return page[start : page.index('"', start)]


@dataclass
class Visitor:
    site: str
    name: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, _NoRedirect(), urllib.request.ProxyHandler({}))

    def sign_in(self) -> None:
        answers = []
        for _ in range(5):
            status, page = self._patiently("/sign-in/")
            if status == 302:  # signed in: the answer to an earlier try was lost on the way
                return
            token = _hidden(page, "csrfmiddlewaretoken")
            given = self._patiently("/sign-in/", csrfmiddlewaretoken=token, username=self.name, password=PASSWORD)
            if given[0] == 302:
                return
            answers.append(given)
        raise NeverAnswered(f"{self.name} could not sign in: {answers}")

    def save(self, address: str, words: str, **fields: str) -> None:
        """Open the form, send it, and send the very same form again until it is acknowledged."""
        status, page = self._patiently(address)
        if status != 200:
            raise NeverAnswered(f"{self.name} {address}: {status} {page[:2000]}")
        form = filled(page, **fields)
        form["csrfmiddlewaretoken"] = _hidden(page, "csrfmiddlewaretoken")
        status, answer = self._patiently(address, **form)
        if status == 302:
            self.acknowledged.append(words)
        else:
            self.refused.append(status)
            raise NeverAnswered(f"{address}: {status} {answer[:2000]}")

    def _patiently(self, address: str, **fields: str) -> tuple[int, str]:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                return self._once(address, **fields)
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
        raise NeverAnswered(address)

    def _once(self, address: str, **fields: str) -> tuple[int, str]:
        data = urllib.parse.urlencode(fields, doseq=True).encode() if fields else None
        request = urllib.request.Request(self.site + address, data=data, headers={"Referer": self.site + address})  # noqa: S310
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            if answer.code >= 500:
                raise OSError from answer
            return answer.code, answer.read().decode()
