"""What this room keeps for workers: contacts they fill, links, cover they give, agreements they own."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from oneplan.web.agencies.actions import Cannot, agreements, handed
from oneplan.web.agencies.handing_on import CannotHandOn, Held, Keeper, register
from oneplan.web.agencies.models import Contact, Cover, Link, SharingAgreement, Worker
from oneplan.web.site.conflicts import ChangedMeanwhile, GoneMeanwhile

_REFUSALS = (Cannot, ChangedMeanwhile, GoneMeanwhile)


def _contacts(worker: Worker, _asker: Any, _today: date) -> list[Held]:
    rows = Contact.objects.known().filter(Q(holder=worker) | Q(deputy=worker), valid_to=None).select_related("agency")
    return [
        Held(row.pk, f"{row.role}, {row.agency}", "as deputy" if row.deputy_id == worker.pk else "")
        for row in rows.order_by("agency__name", "role", "pk")
    ]


def _links(worker: Worker, _asker: Any, _today: date) -> list[Held]:
    rows = Link.objects.known().filter(worker=worker, valid_to=None).select_related("agency", "team")
    return [Held(row.pk, f"{row.team} to {row.agency}") for row in rows.order_by("agency__name", "pk")]


def _covers(worker: Worker, _asker: Any, today: date) -> list[Held]:
    rows = Cover.objects.known().filter(Q(valid_to=None) | Q(valid_to__gt=today), covered_by=worker)
    return [Held(row.pk, f"Covers for {row.worker.name}") for row in rows.select_related("worker").order_by("pk")]


def _agreements(worker: Worker, _asker: Any, today: date) -> list[Held]:
    rows = SharingAgreement.objects.known().filter(Q(valid_to=None) | Q(valid_to__gt=today), owner=worker)
    return [Held(row.pk, row.title) for row in rows.order_by("title", "pk")]


def _pass_contact(pk: int, *, worker: Worker, to: Worker | None, why: str, by: Worker, at: datetime) -> None:  # noqa: ARG001
    handed.contact(contact=Contact.objects.select_related("holder", "deputy").get(pk=pk), worker=worker, to=to, by=by,
                   at=at)  # fmt: skip


def _pass_link(pk: int, *, worker: Worker, to: Worker | None, why: str, by: Worker, at: datetime) -> None:  # noqa: ARG001
    handed.link(link=Link.objects.select_related("team").get(pk=pk), worker=worker, to=to, by=by, at=at)


def _pass_cover(pk: int, *, worker: Worker, to: Worker | None, why: str, by: Worker, at: datetime) -> None:  # noqa: ARG001
    if to is not None:
        handed.cover(cover=Cover.objects.select_related("worker").get(pk=pk), worker=worker, to=to, by=by, at=at)


def _pass_agreement(pk: int, *, worker: Worker, to: Worker | None, why: str, by: Worker, at: datetime) -> None:  # noqa: ARG001
    if to is None:
        return
    row = SharingAgreement.objects.select_related("owner").get(pk=pk, owner=worker)
    try:
        agreements.hand_on(agreement=row, to=to, by=by, at=at)
    except _REFUSALS as refusal:
        raise CannotHandOn(str(refusal)) from refusal


def keep() -> None:
    register(
        Keeper("contact", "Contacts", "contact", _contacts, _pass_contact, needs_person=False),
        Keeper(
            "link",
            "Links to schools and services",
            "link to a school or service",
            _links,
            _pass_link,
            needs_person=False,
        ),
        Keeper("cover", "Covers for colleagues", "cover for a colleague", _covers, _pass_cover, tells=True),
        Keeper("agreement", "Agreements on sharing", "agreement on sharing", _agreements, _pass_agreement),
    )  # fmt: skip
