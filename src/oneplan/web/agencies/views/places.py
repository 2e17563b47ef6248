"""Pages that change hubs, forums, links and the area's lists."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.agencies.actions import area_lists, links, places
from oneplan.web.agencies.forms.places import ForumForm, HubForm, LinkForm, ListEntryForm
from oneplan.web.agencies.models import Forum, Hub, Link, Team
from oneplan.web.agencies.views.saving import form_page, press
from oneplan.web.site import lists
from oneplan.web.site.models import AreaListItem
from oneplan.web.site.requests import SignedInRequest


@page(Permission.AREA_CONFIGURE)
def hub_new(request: SignedInRequest) -> HttpResponse:
    form = HubForm(request.POST or None)
    return form_page(
        request, form, title="Add a hub", intro="A place where several agencies sit.", then=reverse("places"),
        button="Add the hub", save=lambda _: places.add_hub(says=form.says(), by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def hub_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    hub = get_object_or_404(Hub, pk=pk)
    form = HubForm(request.POST or None, initial=HubForm.of(hub))
    return form_page(
        request, form, title=f"Change {hub}", then=reverse("places"), of=HubForm.of,
        save=lambda data: places.change_hub(
            hub=hub, version=_number(data["version"]), says=form.says(), by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def forum_new(request: SignedInRequest) -> HttpResponse:
    form = ForumForm(request.POST or None)
    return form_page(
        request, form, title="Add a day to the calendar", then=reverse("forums"), button="Add it",
        save=lambda _: places.add_forum(says=form.says(), by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def forum_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    forum = get_object_or_404(Forum, pk=pk)
    form = ForumForm(request.POST or None, initial=ForumForm.of(forum))
    return form_page(
        request, form, title=f"Change {forum}", then=reverse("forums"), of=ForumForm.of,
        save=lambda data: places.change_forum(
            forum=forum, version=_number(data["version"]), says=form.says(), by=request.worker, at=timezone.now()
        ),
    )  # fmt: skip


@page(Permission.TEAM_MANAGE)
def link_new(request: SignedInRequest, pk: int) -> HttpResponse:
    team = get_object_or_404(Team.objects.select_related("agency"), pk=pk)
    form = LinkForm(request.POST or None, team=team)
    return form_page(
        request, form, title=f"{team} becomes the link to …", then=reverse("agency", args=[team.agency_id]),
        intro="The link belongs to the team. Whoever does it now may change; schools and services keep their link.",
        button="Save the link",
        save=lambda data: links.begin(
            team=team, agency=data["agency"], worker=data["worker"], what_for=data["what_for"], by=request.worker,
            at=timezone.now(),
        ),
    )  # fmt: skip


@page(Permission.TEAM_MANAGE)
def link_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    link = _link(pk)
    form = LinkForm(request.POST or None, team=link.team, now=link, initial=LinkForm.of(link))
    return form_page(
        request, form, title=f"The link to {link.agency}", intro=str(link.team), of=LinkForm.of,
        template="agencies/link_form.html", link=link,
        then=reverse("agency", args=[link.team.agency_id]),
        save=lambda data: links.change(
            link=_seen(link, data["version"]), worker=data["worker"], what_for=data["what_for"], by=request.worker,
            at=timezone.now(),
        ),
    )  # fmt: skip


@page(Permission.TEAM_MANAGE)
def link_end(request: SignedInRequest, pk: int) -> HttpResponse:
    link = _link(pk)
    return press(
        request, then=reverse("agency", args=[link.team.agency_id]), saved=f"The link to {link.agency} has ended.",
        save=lambda: links.end(link=link, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def area(request: SignedInRequest) -> HttpResponse:
    """The lists of this room as they are today."""
    shown = [(name, title, lists.items(name)) for name, title in area_lists.LISTS.items()]
    return render(request, "agencies/area_lists.html", {"shown": shown})


@page(Permission.AREA_CONFIGURE)
def list_add(request: SignedInRequest, name: str) -> HttpResponse:
    if name not in area_lists.LISTS:
        raise Http404("This list is not changed here.")
    form = ListEntryForm(request.POST or None)
    return form_page(
        request, form, title="Add an entry", intro=f"{area_lists.LISTS[name]}, from today on.", button="Add it",
        then=reverse("area-lists"),
        save=lambda data: area_lists.add(list_name=name, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def list_rename(request: SignedInRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(AreaListItem, pk=pk, list_name__in=area_lists.LISTS)
    form = ListEntryForm(request.POST or None, initial={"name": item.name, "description": item.description})
    return form_page(
        request, form, title=f"Call “{item.name}” differently", then=reverse("area-lists"), button="Rename it",
        intro="From today on. It goes on meaning the same, and older records keep the older name.",
        save=lambda data: area_lists.rename(item=item, **data, by=request.worker, at=timezone.now()),
    )  # fmt: skip


@page(Permission.AREA_CONFIGURE)
def list_end(request: SignedInRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(AreaListItem, pk=pk, list_name__in=area_lists.LISTS)
    return press(
        request, then=reverse("area-lists"), saved=f"“{item.name}” is offered no longer. Older records keep it.",
        save=lambda: area_lists.end(item=item, by=request.worker, at=timezone.now()),
    )  # fmt: skip


def _link(pk: int) -> Link:
    row = Link.objects.filter(pk=pk).first()
    rows = Link.objects.known().select_related("team__agency", "agency", "worker")
    newest: Link | None = rows.filter(thread=row.thread).first() if row else None
    if newest is None:
        raise Http404("There is no such link any more. Look at the team's agency.")
    return newest


def _seen(link: Link, version: str) -> Link:
    return Link.objects.select_related("team").filter(thread=link.thread, pk=_number(version)).first() or link


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
