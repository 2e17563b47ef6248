"""Fixtures of the page tests: the full data set, and a browser in which somebody is signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Worker
from tests.browser import OpenPage
from tests.pages.rich import make_rich

SignIn = Callable[..., Page]


@pytest.fixture
def rich(transactional_db: None) -> Any:
    return make_rich(at=timezone.localtime())


@pytest.fixture
def signed_in(open_page: OpenPage, live_server: Any) -> SignIn:
    """A page of the browser's, with `who` signed in already (None: nobody)."""

    def open_for(who: Worker | Account | None, **also: Any) -> Page:
        page = open_page(**also)
        if who is not None:
            client = Client()
            client.force_login(who if isinstance(who, Account) else Account.objects.get(worker=who))
            name = settings.SESSION_COOKIE_NAME
            page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return page

    return open_for
