"""A feed's privacy assessment: read, printed, written, its earlier versions."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.data.actions import Cannot, privacy
from oneplan.web.data.models import Feed, PrivacyAssessment
from oneplan.web.data.privacy_form import AssessmentForm
from oneplan.web.data.reads import privacy as standings
from oneplan.web.data.views.saving import form_page, the_feed, works
from oneplan.web.site.conflicts import ChangedMeanwhile
from oneplan.web.site.requests import SignedInRequest


@page(Permission.FEED_VIEW)
def newest(request: SignedInRequest, name: str) -> HttpResponse:
    feed = the_feed(name)
    return _shown(request, feed, standings.line(feed, today=timezone.localdate()).newest)


@page(Permission.FEED_VIEW)
def version(request: SignedInRequest, name: str, number: int) -> HttpResponse:
    feed = the_feed(name)
    found = feed.assessments.select_related("made_by").filter(number=number).first()
    if found is None:
        raise Http404("There is no such version of this assessment. Look at the newest.")
    return _shown(request, feed, found)


def _shown(request: SignedInRequest, feed: Feed, shown: PrivacyAssessment | None) -> HttpResponse:
    context = {
        "feed": feed, "shown": shown, "line": standings.line(feed, today=timezone.localdate()),
        "works": works(request), "versions": feed.assessments.select_related("made_by").order_by("-number"),
    }  # fmt: skip
    return render(request, "data/privacy.html", context)


@page(Permission.FEED_WORK)
def write(request: SignedInRequest, name: str) -> HttpResponse:
    feed, today = the_feed(name), timezone.localdate()
    now = standings.line(feed, today=today).newest
    sent = request.POST.copy() if request.method == "POST" else None
    form = AssessmentForm(sent, feed=feed, now=now, today=today)

    def save() -> object:
        seen = form.cleaned_data["version"] or 0
        why = form.cleaned_data.get("why", "")
        try:
            return privacy.assess(
                feed=feed, says=form.says(), version=seen, why=why, by=request.worker, at=timezone.now()
            )
        except ChangedMeanwhile as meanwhile:
            if sent is not None:
                sent["version"] = str(meanwhile.version)  # what was typed stays; sent again, it follows theirs
            raise Cannot(_meanwhile(meanwhile.theirs)) from meanwhile

    return form_page(
        request, form=form, title=f"Privacy assessment: {feed}", save=save, saved="It is written down.",
        then=("feed-privacy", feed.name),
        intro="The version before stays." if now else "What is judged here stays, also when it is revised.",
    )  # fmt: skip


def _meanwhile(theirs: PrivacyAssessment) -> str:
    return (
        f"{theirs.made_by.name} wrote version {theirs.number} meanwhile. It is kept, and so is what you typed: look at "
        "theirs first. Saved now, yours is the next version."
    )
