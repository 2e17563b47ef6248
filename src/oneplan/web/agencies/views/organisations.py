"""Pages that change agencies, what they tell about themselves, their teams and contacts."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.agencies import standing
from oneplan.web.agencies.actions import contacts, organisations
from oneplan.web.agencies.forms.organisations import CHECK_AFTER, AgencyForm, ContactForm, OfferForm, TeamForm
from oneplan.web.agencies.models import Agency, AgencyOffer, Contact, Team
from oneplan.web.agencies.reads.pages import current_offer
from oneplan.web.agencies.views.saving import form_page, press
from oneplan.web.site.requests import SignedInRequest


@page(Permission.AREA_CONFIGURE)
def new(request: SignedInRequest) -> HttpResponse:
    form = AgencyForm(request.POST or None)
    return form_page(
        request, form, title="Add an agency", then=reverse("agencies"), button="Add the agency",
        save=lambda _: organisations.add(says=form.says(), by=request.worker, at=timezone.now()),
        saved="The agency is there. Add its teams and contacts from its page.",
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(Agency, pk=pk)
    form = AgencyForm(request.POST or None, initial=AgencyForm.of(agency))
    return form_page(
        request, form, title=f"Change {agency}", then=reverse("agency", args=[pk]), of=AgencyForm.of,
        save=lambda data: organisations.change(
            agency=agency, version=_number(data["version"]), says=form.says(), by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def offer(request: SignedInRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(Agency, pk=pk)
    form = OfferForm(request.POST or None, initial=OfferForm.of(current_offer(agency)))
    return form_page(
        request, form, title=f"What {agency} does", then=reverse("agency", args=[pk]), of=OfferForm.of,
        intro="And what it does not do. What it said before stays readable to whoever asks later.",
        save=lambda data: organisations.say_offer(
            agency=agency, says=form.says(), by=request.worker, at=timezone.now(),
            instead_of=AgencyOffer.objects.filter(agency=agency, pk=_number(data["version"])).first(),
        ),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def team_new(request: SignedInRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(Agency, pk=pk)
    form = TeamForm(request.POST or None)
    return form_page(
        request, form, title="Add a team", intro=str(agency), then=reverse("agency", args=[pk]), button="Add the team",
        save=lambda _: organisations.add_team(agency=agency, says=form.says(), by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def team_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("agency"), pk=pk)
    form = TeamForm(request.POST or None, initial=TeamForm.of(team))
    return form_page(
        request, form, title=f"Change {team}", intro=str(team.agency), of=TeamForm.of,
        then=reverse("agency", args=[team.agency_id]),
        save=lambda data: organisations.change_team(
            team=team, version=_number(data["version"]), says=form.says(), by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def contact_new(request: SignedInRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(Agency, pk=pk)
    usual = ContactForm.usual(by=request.worker, today=timezone.localdate())
    form = ContactForm(request.POST or None, agency=agency, initial=usual)
    return form_page(
        request, form, title="Add a contact", intro=f"{agency}. A contact belongs to a role: people change, it stays.",
        then=reverse("agency", args=[pk]), button="Add the contact",
        save=lambda _: contacts.add(agency=agency, says=form.says(), by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AGENCY_VIEW)
def contact_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = _contact(pk)
    standing.require_keeps(by=request.worker, contact=contact)
    form = ContactForm(request.POST or None, agency=contact.agency, now=contact, initial=ContactForm.of(contact))
    return form_page(
        request, form, title=f"Change the contact: {contact.role}", intro=str(contact.agency), of=ContactForm.of,
        then=reverse("agency", args=[contact.agency_id]), template="agencies/contact_form.html", contact=contact,
        warnings=contact.warnings(timezone.localdate()),
        save=lambda data: contacts.change(
            contact=_seen(contact, data["version"]), says=form.says(), by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.AGENCY_VIEW)
def contact_check(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = _contact(pk)
    until = timezone.localdate() + CHECK_AFTER
    return press(
        request, then=reverse("agency", args=[contact.agency_id]), saved=f"Checked. Next time by {until:%-d %B %Y}.",
        save=lambda: contacts.check(contact=contact, until=until, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AGENCY_VIEW)
def contact_left(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = _contact(pk)
    return press(
        request, then=reverse("agency", args=[contact.agency_id]),
        saved=f"Thank you. {contact.kept_by} hears of it and finds out who it is now.",
        save=lambda: contacts.report_left(contact=contact, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AGENCY_VIEW)
def contact_end(request: SignedInRequest, pk: int) -> HttpResponse:
    contact = _contact(pk)
    return press(
        request, then=reverse("agency", args=[contact.agency_id]), saved=f"{contact.role} is no contact any more.",
        save=lambda: contacts.end(contact=contact, by=request.worker, at=timezone.now()),
    )  # fmt: skip


def _contact(pk: int) -> Contact:
    """The contact as it stands, also when an older version's number is asked for."""
    row = Contact.objects.filter(pk=pk).first()
    rows = Contact.objects.known().select_related("agency", "kept_by", "holder", "deputy")
    newest: Contact | None = rows.filter(thread=row.thread).first() if row else None
    if newest is None:
        raise Http404("There is no such contact any more. Look it up on its agency's page.")
    return newest


def _seen(contact: Contact, version: str) -> Contact:
    """The version the form was filled from."""
    return Contact.objects.filter(thread=contact.thread, pk=_number(version)).first() or contact


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
