"""The privacy notice: open to everybody, on paper too; each version keeps its own address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page, public
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.sharing import notices as texts
from oneplan.web.sharing.actions import notices
from oneplan.web.sharing.forms.notices import NoticeForm
from oneplan.web.sharing.reads import notices as reads
from oneplan.web.site.requests import SignedInRequest


@public
def show(request: HttpRequest, version: str = "") -> HttpResponse:
    """No family and no worker is named here."""
    shown = reads.notice_page(version=version, on=timezone.localdate())
    if shown is None and version:
        raise Http404("There is no notice with that name. Look for the one that holds today.")
    parts = texts.parts_of(shown.notice.text) if shown else []
    return render(request, "sharing/notice.html", {"shown": shown, "parts": parts})


@page(Permission.AREA_CONFIGURE)
def new(request: SignedInRequest) -> HttpResponse:
    """The text of the one before stands there to be changed."""
    before = reads.in_force(on=timezone.localdate())
    initial = {"text": before.text} if before else {}
    form = NoticeForm(request.POST or None, initial=initial)
    question = Question(
        title="A new privacy notice",
        about="Every version stays readable as families were shown it.",
        back=reverse("notice"),
        button="Publish it",
        save=lambda _: notices.publish(says=form.says(), by=request.worker, at=timezone.now()),
        refusals={notices.CannotPublish: None},
        saved="It is published, and holds from the day you gave.",
    )
    return ask(request, form, question)
