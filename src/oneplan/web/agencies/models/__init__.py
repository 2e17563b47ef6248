"""Agencies, teams, workers, places, contacts, agreements: who can be named in a plan, signed in or not."""

from oneplan.web.agencies.models.agreements import (
    AgreementCategory,
    AgreementPartner,
    AgreementReminder,
    SharingAgreement,
)
from oneplan.web.agencies.models.organisations import Agency, AgencyOffer, Contact, Forum, Hub, HubPlace, Team
from oneplan.web.agencies.models.workers import Cover, Link, Post, Worker, WorkerEntry

__all__ = [
    "Agency",
    "AgencyOffer",
    "AgreementCategory",
    "AgreementPartner",
    "AgreementReminder",
    "Contact",
    "Cover",
    "Forum",
    "Hub",
    "HubPlace",
    "Link",
    "Post",
    "SharingAgreement",
    "Team",
    "Worker",
    "WorkerEntry",
]
