"""Does it feel like a real choice? Asked above all when help came down from social care."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access.pages import page
from oneplan.web.people.reads import family_for
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.sharing.actions import talks
from oneplan.web.sharing.forms.choices import ChoiceForm
from oneplan.web.sharing.reads import speakers
from oneplan.web.site.requests import SignedInRequest


@page(Permission.CONSENT_RECORD)
def ask_choice(request: SignedInRequest, pk: int) -> HttpResponse:
    family, today = family_for(request.asker, pk, Permission.CONSENT_RECORD), timezone.localdate()
    asked = [row.person for row in speakers.of(family, on=today).asked]
    form = ChoiceForm(request.POST or None, initial={"on": f"{today:%-d %B %Y}"}, family=asked)
    question = Question(
        title="Does it feel like a real choice?",
        about=f"{family}. Say that they may say no to all of it or a part. It is kept with the talks; nothing changes.",
        back=reverse("agreed", args=[family.pk]),
        save=lambda data: talks.record(
            family=family, on=data["on"], talk=form.conversation(), by=request.worker, at=timezone.now()
        ),
        refusals={talks.CannotKeepConsent: "on"},
    )
    return ask(request, form, question)
