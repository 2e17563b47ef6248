"""Feeds: how they are, beginning one from its first file, changing how it is read."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify

from oneplan.engine.feeds.contract.kinds import kinds
from oneplan.engine.runs import files
from oneplan.engine.runs.files import TooBig
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.agencies.forms.fields import day_words
from oneplan.web.data import agreeing, proposals, receiving, working
from oneplan.web.data.actions import Cannot, corrections, feeds, loads
from oneplan.web.data.forms import ColumnsForm, FeedForm, FileForm, ProfileForm, WhyForm
from oneplan.web.data.models import Correction, Feed, Load, ReceivedFile
from oneplan.web.data.reads import corrected, health, listing, privacy
from oneplan.web.data.views.saving import form_page, the_feed, works
from oneplan.web.site.requests import SignedInRequest
from oneplan.web.site.uploads import takes_a_file


@page(Permission.FEED_VIEW)
def every(request: SignedInRequest) -> HttpResponse:
    lines, wanting = health.lines(today=timezone.localdate()), privacy.wanting(today=timezone.localdate())
    context = {
        "lines": lines, "run": next(iter(listing.runs(most=1)), None), "works": works(request),
        "never_assessed": [each for each in wanting if each.newest is None],
        "assessed_before": [each for each in wanting if each.newest],
        "unwell": [each for each in lines if not each.is_well], "well": [each for each in lines if each.is_well],
    }  # fmt: skip
    return render(request, "data/feeds.html", context)


@page(Permission.FEED_VIEW)
def one(request: SignedInRequest, name: str) -> HttpResponse:
    feed = the_feed(name)
    today = timezone.localdate()
    agreement, profile = agreeing.in_force(feed.agreement, on=today), agreeing.newest(feed)
    read, outside = agreeing.columns(profile, covers=agreeing.categories(agreement))
    context = {
        "feed": feed, "line": health.line(feed, today=today), "kind": kinds()[feed.kind], "works": works(request),
        "loads": feed.loads.select_related("file").order_by("-number")[:60], "form": FileForm(),
        "agreement": agreement, "profile": profile, "read": read, "outside": outside,
        "covers": proposals.covered(profile.said),
        "privacy": privacy.line(feed, today=today),
        "corrections": feed.corrections.filter(withdrawn_at=None).count(),
    }  # fmt: skip
    return render(request, "data/feed.html", context)


@takes_a_file
@page(Permission.FEED_WORK)
def new(request: SignedInRequest) -> HttpResponse:
    """The first file: what it seems to be is said on the next page. A file that is no table is not kept."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = _kept(request, form)
        except (Cannot, TooBig) as refusal:
            form.add_error(getattr(refusal, "field", "file"), str(refusal))
        else:
            return redirect("feed-confirm", row.pk)
    context = {
        "form": form, "title": "Begin a feed with its first file", "back": "/feeds/", "is_file": True,
        "button": "Look at the file", "intro": "OnePlan says what it seems to be. Nothing counts before you say so.",
    }  # fmt: skip
    return render(request, "data/form.html", context, status=422 if form.errors else 200)


def _kept(request: SignedInRequest, form: FileForm) -> ReceivedFile:
    sent = form.cleaned_data["file"]
    content = sent.chunks(files.PIECE)
    kept = receiving.keep(content, store=working.store().folder, password=form.cleaned_data["password"])
    try:
        proposals.look(kept.digest)
    except Cannot:
        if kept.is_new:
            files.forget(working.store().folder, kept.digest)
        raise
    return loads.keep(file=kept, name=sent.name, by=request.worker, at=timezone.now())


@page(Permission.FEED_WORK)
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the first file seems to be, column by column; confirmed, it begins the feed and is loaded."""
    file = ReceivedFile.objects.filter(pk=pk, removed_at=None).first()
    if file is None:
        raise Http404("This file is kept no longer. Choose it again.")
    try:
        look = proposals.look(file.digest)
    except Cannot as refusal:
        messages.error(request, str(refusal))
        return redirect("feed-new")
    kind, today = look.proposal.kind, timezone.localdate()
    guessed = {f"column_{each.column}": each.header for each in look.proposal.guesses}
    first = {"owner": request.worker.pk, "began_on": day_words(today), "title": kind.words.capitalize()}
    form = FeedForm(request.POST or None, today=today, initial=first)
    columns = ColumnsForm(
        request.POST or None, kind=kind, said=look.proposal.usual, header=list(look.header), examples=look.examples,
        initial=guessed | {"meaning": look.proposal.usual["meaning"]},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() & columns.is_valid():
        try:
            feed = _begun(request, file, form, columns, look)
        except Cannot as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The feed has begun. Its first file is being checked.")
            return redirect("feed", feed.name)
    missing = [each.words for each in kind.columns if each.name in look.proposal.missing]
    context = {"form": form, "columns": columns, "file": file, "kind": kind, "look": look, "missing": missing}
    return render(request, "data/confirm.html", context, status=422 if form.errors or columns.errors else 200)


def _begun(
    request: SignedInRequest, file: ReceivedFile, form: FeedForm, columns: ColumnsForm, look: proposals.Look
) -> Feed:
    says, at = form.says(), timezone.now()
    kind = columns.kind
    profile = proposals.profile(
        kind.name, partner=says.partner.name, columns=columns.columns(), meaning=columns.cleaned_data["meaning"],
        covers=columns.cleaned_data["covers"],
        rest=look.known(columns.columns()),
    )  # fmt: skip
    return feeds.begin(name=_name(says.title), says=says, profile=profile, file=file, by=request.worker, at=at)


def _name(title: str) -> str:
    """A name nobody has yet, from the title."""
    wanted = slugify(title)[:50] or "feed"
    taken = set(Feed.objects.filter(name__startswith=wanted).values_list("name", flat=True))
    return next(name for name in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if name not in taken)


@page(Permission.FEED_WORK)
def edit(request: SignedInRequest, name: str) -> HttpResponse:
    feed = the_feed(name)
    form = FeedForm(request.POST or None, today=timezone.localdate(), now=feed, initial=FeedForm.of(feed))

    def save() -> object:
        version = int(form.cleaned_data["version"] or 0)
        return feeds.change(feed=feed, says=form.says(), version=version, by=request.worker, at=timezone.now())

    return form_page(
        request, form=form, title=f"Change: {feed}", save=save, saved="It is changed.", then=("feed", feed.name)
    )


@page(Permission.FEED_WORK)
def profile(request: SignedInRequest, name: str) -> HttpResponse:
    """Which column is which; the header that is chosen is added to those by which the column was known."""
    feed = the_feed(name)
    now = agreeing.newest(feed)
    known = _known(now.said)
    last = feed.loads.select_related("file").filter(file__removed_at=None).order_by("-number").first()
    header, examples = _headers(last, known)
    form = ProfileForm(
        request.POST or None, kind=kinds()[feed.kind], said=now.said, header=header, examples=examples,
        initial={"meaning": now.said.get("meaning", "snapshot"), "version": now.number}
        | {f"column_{each}": headers[0] for each, headers in known.items()},
    )  # fmt: skip

    def save() -> object:
        said = proposals.profile(
            feed.kind, partner=feed.partner.name, columns=form.columns(), meaning=form.cleaned_data["meaning"],
            covers=form.cleaned_data["covers"], rest=now.said,
        )  # fmt: skip
        return feeds.say_profile(
            feed=feed, profile=said, why=form.cleaned_data["why"], again=form.cleaned_data["again"],
            version=int(form.cleaned_data["version"] or 0), by=request.worker, at=timezone.now(),
        )  # fmt: skip

    return form_page(
        request, form=form, title=f"How {feed} is read", save=save, saved="The next file is read like this.",
        then=("feed", feed.name), intro="Headers by which a column was known before are still understood.",
    )  # fmt: skip


def _known(said: dict[str, Any]) -> dict[str, list[str]]:
    found = {}
    for name, column in said["columns"].items():
        header = column["header"] if isinstance(column, dict) else column
        found[name] = header if isinstance(header, list) else [header]
    return found


def _headers(last: Load | None, known: dict[str, list[str]]) -> tuple[list[str], dict[str, str]]:
    """Those of the newest file that can still be read, and those the profile names."""
    there: list[str] = []
    examples: dict[str, str] = {}
    if last is not None:
        try:
            look = proposals.look(last.file.digest)
            there, examples = list(look.header), dict(look.examples)
        except Cannot:
            pass
    return list(dict.fromkeys([*there, *(header for headers in known.values() for header in headers)])), examples


@page(Permission.FEED_WORK)
def corrections_of(request: SignedInRequest, name: str) -> HttpResponse:
    feed = the_feed(name)
    return render(request, "data/corrections.html", {"feed": feed, "lines": corrected.lines(feed)})


@page(Permission.FEED_WORK)
def correction_end(request: SignedInRequest, name: str, pk: int) -> HttpResponse:
    feed = the_feed(name)
    row = Correction.objects.filter(feed=feed, pk=pk).first()
    if row is None:
        raise Http404("There is no such correction. Look at the list.")
    form = WhyForm(request.POST or None)
    return form_page(
        request, form=form, title="Take a correction back", saved="What the partner sent holds again.",
        save=lambda: corrections.withdraw(
            correction=row, why=form.cleaned_data["why"], by=request.worker, at=timezone.now()
        ),
        then=("feed-corrections", feed.name), button="Take it back", grave=True,
        intro=f"“{row.received or 'nothing'}” holds again instead of “{row.value or 'nothing'}”.",
    )  # fmt: skip
