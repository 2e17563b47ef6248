"""The type of a request once somebody is signed in."""

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from oneplan.web.access.models import Account
from oneplan.web.agencies.models import Worker


class SignedInRequest(HttpRequest):
    user: Account
    worker: Worker  # None only for a family member's account, whom no worker's page lets in
    member: Any  # a people.Person; None only for a worker's account, whom no page of a family's own lets in
    asker: Any
    htmx: HtmxDetails
