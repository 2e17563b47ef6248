"""Pages of who looked and who changed: in full for managers and auditors, as a plain list for the family."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.people.dates import DateNotUnderstood, read
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.access.policy import NotAllowed
from oneplan.web.casework.reads import copy
from oneplan.web.people.models import Family
from oneplan.web.people.reads import family_for
from oneplan.web.rights.reads import refused as refused_reads
from oneplan.web.rights.reads import register as reads
from oneplan.web.rights.reads import unusual as unusual_reads
from oneplan.web.site.requests import SignedInRequest

NOT_HERE = "We cannot show you this list here. Ring the council and ask for the family help team: they will explain."


@page(Permission.REGISTER_VIEW)
def register(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.REGISTER_VIEW)
    asked, faults = _asked(request)
    found = reads.register(family, asked=asked, number=request.GET.get("page", "1"))
    keep = request.GET.copy()
    keep.pop("page", None)
    reads_copy = policy.decision(Permission.FAMILY_COPY, asker=request.asker, family=family).allowed
    context = {"family": family, "found": found, "asked": asked, "faults": faults, "given": request.GET,
               "keep": keep.urlencode(), "show": asked.show,
               "reads_copy": reads_copy}  # fmt: skip
    return render(request, "rights/register.html", context, status=422 if faults else 200)


@page(Permission.REGISTER_VIEW)
def unusual(request: SignedInRequest) -> HttpResponse:
    found = unusual_reads.unusual(request.asker, now=timezone.now())
    viewlog.saw(*(each.family for each in found.looks))
    refused = refused_reads.refused(request.asker, now=timezone.now(), days=unusual_reads.DAYS)
    viewlog.saw(*(each.family for each in refused if each.family))
    context = {"found": found, "refused": refused, "days": unusual_reads.DAYS}
    return render(request, "rights/unusual.html", context)


@page(Permission.FAMILY_COPY)
def family_looks(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the family can read themselves, for the worker who reads it with them."""
    family = family_for(request.asker, pk, Permission.FAMILY_COPY)
    if request.user.person is not None:
        return _own(request, family)
    lines = reads.plain_list(family, today=timezone.localdate())
    return render(request, "rights/looks.html", {"family": family, "days": _by_day(lines), "is_own": False})


@page(Permission.OWN_REGISTER)
def our_register(request: SignedInRequest) -> HttpResponse:
    """The family's own list; nothing for somebody barred, or whose place in the family has ended."""
    person = request.user.person
    families = copy.families_of(person, day=timezone.localdate()) if person else []
    if not families:
        raise NotAllowed(NOT_HERE)
    wanted = request.GET.get("family", "")
    family = next((each for each in families if each.reference == wanted), families[0])
    policy.require(Permission.OWN_REGISTER, by=request.asker, about=family)
    viewlog.saw(family=family)
    return _own(request, family, others=[each for each in families if each != family])


def _own(request: SignedInRequest, family: Family, others: list[Family] | None = None) -> HttpResponse:
    person, today = request.user.person, timezone.localdate()
    if person is None or copy.is_barred(person, family, day=today):
        raise NotAllowed(NOT_HERE)
    since = reads.place_since(person, family, day=today)
    lines = reads.plain_list(family, today=today, person=person, since=since)
    context = {"family": family, "days": _by_day(lines), "is_own": True, "others": others or []}
    return render(request, "rights/looks.html", context)


def _by_day(lines: list[reads.PlainLine]) -> list[tuple[Any, list[reads.PlainLine]]]:
    days: dict[Any, list[reads.PlainLine]] = {}
    for line in lines:
        days.setdefault(line.day, []).append(line)
    return list(days.items())


def _asked(request: SignedInRequest) -> tuple[reads.Asked, list[str]]:
    """What the filters say; a day that cannot be read is said and left out."""
    given, faults, days = request.GET, [], {}
    for name in ("since", "until"):
        try:
            days[name] = read(given[name]).earliest if given.get(name, "").strip() else None
        except DateNotUnderstood as fault:
            faults.append(str(fault))
    return reads.Asked(
        show=given["show"] if given.get("show") in (reads.CHANGES, reads.REFUSED) else reads.LOOKS,
        worker=_number(given.get("worker", "")),
        person=_number(given.get("person", "")),
        since=days.get("since"),
        until=days.get("until"),
    ), faults


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 18 else None
