"""Lists of people about whom partners are asked: asking, how each is, the sheet, chasing, closing."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.engine.feeds import asking as sheets
from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.rulebook.feeds.asking import OUT_WORDS, Out, ages
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.agencies.forms.fields import day_words
from oneplan.web.agencies.models import Agency, SharingAgreement
from oneplan.web.data.actions import Cannot, asking
from oneplan.web.data.forms_asking import AskForm, ChaseForm, CloseForm, WhatForm
from oneplan.web.data.models import AskedList
from oneplan.web.data.reads import asked as lists
from oneplan.web.data.reads import asking as reads
from oneplan.web.data.reads.asking import What
from oneplan.web.data.views.saving import form_page
from oneplan.web.site.requests import SignedInRequest

USUALLY = timedelta(days=120)  # about a term
TWO_WEEKS = timedelta(days=14)
FORMS = {"xlsx": ".xlsx", "csv": ".csv"}


@page(Permission.FEED_WORK)
def every(request: SignedInRequest) -> HttpResponse:
    lines = lists.lists(by=request.worker, today=timezone.localdate())
    return render(request, "data/asked_lists.html", {"lines": lines})


@page(Permission.FEED_WORK)
def new(request: SignedInRequest) -> HttpResponse:
    """What is asked of whom; about whom it would be, the next page says. Nothing is asked yet."""
    form = WhatForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        days = {name: said[name].isoformat() for name in ("helped_since", "unknown_since") if said[name]}
        address = reverse("asked-whom", args=[said["kind"], said["partner"].pk, said["agreement"].pk])
        return redirect(f"{address}?{urlencode(days)}" if days else address)
    context = {
        "form": form, "title": "Ask a partner about many people at once", "back": reverse("asked-lists"),
        "button": "See about whom", "intro": "Nothing is asked yet. The next page says about whom it would be.",
    }  # fmt: skip
    return render(request, "data/form.html", context, status=422 if form.errors else 200)


@page(Permission.FEED_WORK)
def whom(request: SignedInRequest, kind: str, partner: int, agreement: int) -> HttpResponse:
    """How many it would be about, how many are left out and why; sent, the list is made."""
    what, today = _what(request, kind, partner, agreement), timezone.localdate()
    try:
        asking.may_ask(what, by=request.worker)
        profile = asking.profile_of(what, on=today)
    except Cannot as refusal:
        messages.error(request, str(refusal))
        return redirect("asked-new")
    initial = {"wanted_by": day_words(today + TWO_WEEKS)}
    form = AskForm(request.POST or None, profile=profile, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = asking.ask(
                what=what, same=form.says(), wanted_by=form.cleaned_data["wanted_by"], by=request.worker,
                at=timezone.now(),
            )  # fmt: skip
        except Cannot as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The list is made. Take it out and send it to the partner as you have agreed.")
            return redirect("asked-list", made.pk)
    found = reads.whom(what, by=request.worker, day=today)
    left = sorted(((count, OUT_WORDS[Out(code)]) for code, count in found.left_out.items()), reverse=True)
    context = {
        "what": what, "form": form, "found": found, "left_out": left, "ages": ages()[kind],
        "columns": sheets.header(profile), "is_now": what.helped_since >= today,
    }  # fmt: skip
    return render(request, "data/asked_whom.html", context, status=422 if form.errors else 200)


def _what(request: SignedInRequest, kind: str, partner: int, agreement: int) -> What:
    today = timezone.localdate()
    agency = Agency.objects.filter(pk=partner).first()
    under = SharingAgreement.objects.current(today).filter(pk=agreement).first()
    if kind not in ages() or agency is None or under is None:
        raise Http404("There is no such partner, agreement or thing to ask for. Begin again.")
    helped, unknown = _day(request, "helped_since", today), _day(request, "unknown_since", today - USUALLY)
    return What(kinds()[kind], agency, under, helped_since=helped, unknown_since=unknown)


def _day(request: SignedInRequest, name: str, usual: date) -> date:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return usual


@page(Permission.FEED_WORK)
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = the_list(request, pk)
    viewlog.saw(asked)
    found = lists.page(asked, by=request.worker, today=timezone.localdate())
    chases = asked.chases.select_related("by").order_by("-at", "-pk")
    link = lists.link_of(asked, at=timezone.now())
    return render(request, "data/asked_list.html", {"asked": asked, "page": found, "chases": chases, "link": link})


@page(Permission.FEED_WORK)
def sheet(request: SignedInRequest, pk: int, form: str) -> HttpResponse:
    """Those who are open, in the layout of the feed. Whoever may not be asked about any more is not on it."""
    asked, today = the_list(request, pk), timezone.localdate()
    if form not in FORMS:
        raise Http404("A list is taken out as xlsx or csv.")
    try:
        asking.require_open(asked)
        profile = asking.readable(asked.feed, on=today)
    except Cannot as refusal:
        messages.error(request, str(refusal))
        return redirect("asked-list", pk)
    people = lists.to_ask(asked, by=request.worker, day=today)
    viewlog.saw(asked)
    words = (
        f"Please fill in what you know of these {len(people)} people by {day_words(asked.wanted_by)} and send the file "
        "back. A row of which you know nothing stays empty. Choose from the lists; else write it in words."
    )
    with tempfile.TemporaryDirectory(prefix="oneplan-") as folder:
        path = Path(folder) / f"list{FORMS[form]}"
        sheets.write(path, profile, people, same=asked.same, words=words)
        handle = path.open("rb")
    called = f"{asked.feed.name}-list-{asked.number}{path.suffix}"
    answer: HttpResponse = FileResponse(handle, as_attachment=True, filename=called)  # type: ignore[assignment]
    return answer


@page(Permission.FEED_WORK)
def chase(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = the_list(request, pk)
    initial = {"wanted_by": day_words(timezone.localdate() + TWO_WEEKS)}
    form = ChaseForm(request.POST or None, initial=initial)
    return form_page(
        request, form=form, title=f"They were reminded of list {asked.number}", saved="The reminder is kept.",
        save=lambda: asking.chase(
            asked=asked, how=form.cleaned_data["how"], wanted_by=form.cleaned_data["wanted_by"], by=request.worker,
            at=timezone.now(),
        ),
        then=("asked-list", pk),
        intro="Take the list out once more: it has those alone who are still open. Their link lasts seven days more.",
        button="Keep the reminder",
    )  # fmt: skip


@page(Permission.FEED_WORK)
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = the_list(request, pk)
    form = CloseForm(request.POST or None)
    return form_page(
        request, form=form, title=f"Close list {asked.number}", saved="It is closed. Nobody is told of it any more.",
        save=lambda: asking.close(asked=asked, why=form.cleaned_data["why"], by=request.worker, at=timezone.now()),
        then=("asked-list", pk), button="Close it", grave=True,
        intro="Whoever is open stays without an answer; their link ends. A file that comes later is still taken in.",
    )  # fmt: skip


def the_list(request: SignedInRequest, pk: int) -> AskedList:
    """One on which nobody is whom the reader may know of is answered as one that is not there."""
    found = AskedList.objects.select_related("feed__partner", "feed__agreement", "asked_by", "closed_by")
    row = found.filter(pk=pk).first()
    if row is None or not lists.seen_by(request.worker, row):
        raise Http404("There is no such list. Look at all of them.")
    return row
