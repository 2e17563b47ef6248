"""How many queries a page takes."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def number_of_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as taken:
        answer = client.get(url)
    assert answer.status_code == 200
    return len(taken)
