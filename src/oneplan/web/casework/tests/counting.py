"""How many queries a page takes."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def number_of_queries(client: Client, url: str) -> int:
    """Every five minutes a visit also says that the session goes on; that one does not count."""
    return min(_asked(client, url), _asked(client, url))


def _asked(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as taken:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(taken)
