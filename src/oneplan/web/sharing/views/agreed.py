"""Who may see what, talks about it, and why."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import policy, viewlog
from oneplan.web.access.pages import page
from oneplan.web.agencies.models import Agency, Worker
from oneplan.web.people.models import Family, Person
from oneplan.web.people.reads import family_for
from oneplan.web.people.views.asking import Question, ask
from oneplan.web.sharing import neighbours
from oneplan.web.sharing.actions import answers, talks
from oneplan.web.sharing.forms import fields, talk_rows
from oneplan.web.sharing.forms.others import SayWhyForm, WordsForm
from oneplan.web.sharing.forms.talks import TalkForm, TriedForm
from oneplan.web.sharing.models import ConsentAnswer, ConsentTalk
from oneplan.web.sharing.reads import agreed as reads
from oneplan.web.sharing.reads import lines, notices, prompts, record_why, register, speakers
from oneplan.web.sharing.reads import why as whys
from oneplan.web.sharing.views.rows import row_for
from oneplan.web.site.requests import SignedInRequest

_HERE = "my-families"
_NOT_ASKED_ABOUT = "There is no record with that number that you may ask about."


@page(Permission.SHARING_VIEW)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    """For those who work with the family all of it; for a partner how it stands with their own agency."""
    family = family_for(request.asker, pk, Permission.SHARING_VIEW)
    works = policy.decision(Permission.FAMILY_WORK, asker=request.asker, family=family).allowed
    today = timezone.localdate()
    shown = reads.agreed_page(family, on=today, only=None if works else request.worker.agency)
    may = {
        name: policy.decision(permission, asker=request.asker, family=family).allowed
        for name, permission in (
            ("record", Permission.CONSENT_RECORD),
            ("decide", Permission.SHARING_DECIDE),
            ("approve", Permission.SHARING_APPROVE),
            ("guard", Permission.STAFF_TIE),
            ("research", Permission.RESEARCH_ASK),
        )
    }
    context = {"family": family, "page": shown, "may": may, "works": works, "today": today, "here": _HERE}
    context["prompts"] = prompts.prompts_for([family.pk], on=today) if works else []
    context["history"] = [
        (row, reads.question_of(row), reads.whose_of(row), reads.can_take_back(row)) for row in shown.answers
    ]
    return render(request, "sharing/agreed.html", context)


@page(Permission.CONSENT_RECORD)
def talk(request: SignedInRequest, pk: int) -> HttpResponse:
    """First whom you talked with, then what they said."""
    family = family_for(request.asker, pk, Permission.CONSENT_RECORD)
    today = timezone.localdate()
    of = speakers.of(family, on=today)
    speaker, service = _speaker(request, of), _service(request)
    near = _near(request, family, service, on=today)
    if speaker is None:
        people = [(row.person, row.get_role_display()) for row in of.asked]
        context = {"family": family, "people": people, "service": service, "services": fields.agencies(near)}
        return render(request, "sharing/talk_with.html", {**context, "here": _HERE})
    form = _talk_form(request, speaker, of, agencies=near)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(form, family, by=request.worker)
        except talks.AnsweredMeanwhile as refusal:
            form = _talk_form(request, speaker, of, agencies=near)
            form.add_error(None, str(refusal))
        except talks.CannotKeepConsent as refusal:
            form.add_error(None, str(refusal))
            form.draw_again()
        else:
            return redirect("agreed", family.pk)
    context = {"family": family, "form": form, "speaker": speaker, "here": _HERE}
    context |= {"questions": talk_rows.questions(form), "services": talk_rows.services(form, talked_about=service)}
    return render(request, "sharing/talk.html", context, status=422 if form.errors else 200)


def _keep(form: TalkForm, family: Family, *, by: Worker) -> None:
    said = {"on": form.cleaned_data["on"], "talk": form.conversation(), "answers": form.answers()}
    talks.record(family=family, by=by, at=timezone.now(), **said)


def _near(request: SignedInRequest, family: Family, service: Agency | None, *, on: date) -> list[Agency]:
    """Those around the family, the one talked about, and those whose lines a sent form had: no answer is lost."""
    near = neighbours.agencies_around(family, on=on)
    drawn = Agency.objects.filter(pk__in=lines.agencies_drawn(request.POST.get("drawn", ""))).order_by("name")
    first = [service] if service is not None and service not in near else []
    return [*first, *near, *(agency for agency in drawn if agency not in [*first, *near])]


def _speaker(request: SignedInRequest, of: speakers.Speakers) -> Person | None:
    wanted = request.GET.get("with", "")
    if not wanted:
        return None
    found = next((row.person for row in of.asked if str(row.person.pk) == wanted), None)
    if found is None:
        raise Http404("That person is not in this family. Choose whom you talked with.")
    viewlog.saw(found)
    return found


def _service(request: SignedInRequest) -> Agency | None:
    """A service that is not around the family yet, and is talked about as well."""
    wanted = request.GET.get("service", "")
    return Agency.objects.filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() else None


def _talk_form(request: SignedInRequest, speaker: Person, of: speakers.Speakers, *, agencies: list[Agency]) -> TalkForm:
    return TalkForm(
        request.POST or None,
        initial={"on": f"{of.on:%-d %B %Y}"},
        speaker=speaker,
        children=of.children_for(speaker),
        agencies=agencies,
        on=of.on,
        is_young=of.is_young(speaker),
        notices=notices.choices(on=of.on),
    )


@page(Permission.CONSENT_RECORD)
def tried(request: SignedInRequest, pk: int) -> HttpResponse:
    family = family_for(request.asker, pk, Permission.CONSENT_RECORD)

    def save(data: dict[str, Any]) -> None:
        said = talks.Conversation(way=ConsentTalk.Way.TRIED, explained=data["explained"])
        talks.record(family=family, on=data["on"], talk=said, by=request.worker, at=timezone.now())

    question = Question(
        title="You tried to reach them",
        about=f"{family}. It counts that you tried; nothing is asked of other services until they agree.",
        back=reverse("agreed", args=[family.pk]),
        save=save,
        refusals={talks.CannotKeepConsent: "on"},
    )
    today = f"{timezone.localdate():%-d %B %Y}"
    return ask(request, TriedForm(request.POST or None, initial={"on": today}), question)


@page(Permission.CONSENT_RECORD)
def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _answer(request, pk)
    question = Question(
        title=f"{row.given_by.name} takes it back{'' if row.is_own else f' for {row.person.short_name}'}",
        about=f"{reads.whose_of(row)}: {reads.question_of(row)}. {_only(row)}",
        back=reverse("agreed", args=[row.family_id]),
        button="Take it back",
        is_grave=True,
        save=lambda data: answers.take_back(
            answer=row, said_by=row.given_by, words=data["words"], by=request.worker, at=timezone.now()
        ),
        refusals={answers.CannotTakeBack: None},
    )
    return ask(request, WordsForm(request.POST or None), question)


@page(Permission.CONSENT_RECORD)
def strike(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _answer(request, pk)
    question = Question(
        title="This answer was never given so",
        about=f"{reads.whose_of(row)}: {reads.question_of(row)}",
        back=reverse("agreed", args=[row.family_id]),
        button="Strike it out",
        is_grave=True,
        save=lambda data: talks.strike(answer=row, reason=data["reason"], by=request.worker, at=timezone.now()),
        refusals={talks.CannotKeepConsent: "reason"},
    )
    return ask(request, SayWhyForm(request.POST or None), question)


@page(Permission.OWN_ACCOUNT)
def why(request: SignedInRequest, pk: int) -> HttpResponse:
    """Why can I see this, and why not: open to everybody who works here, about any family they may know of."""
    family = Family.objects.filter(pk=pk).first()
    if family is None or request.worker is None:
        raise policy.NotAllowed(_NOT_ASKED_ABOUT)
    now = timezone.now()
    opens = policy.decision(Permission.FAMILY_VIEW, asker=request.asker, family=family).allowed
    may_open = not opens and policy.decision(Permission.EMERGENCY_OPEN, asker=request.asker).allowed
    if not opens and not may_open:
        raise policy.NotAllowed(_NOT_ASKED_ABOUT)  # whether there is such a family is not theirs to know
    context = {
        "family": family if opens else None,
        "reference": family.reference,
        "why": whys.why(family, asker=request.asker, on=timezone.localdate()) if opens else None,
        "reason": policy.decision(Permission.FAMILY_VIEW, asker=request.asker, family=family).reason,
        "may_open": may_open,
        "record": record_why.record_why(request.GET.get("of", ""), family=family, asker=request.asker)
        if opens
        else None,
        "opening": register.open_now(request.worker, family, at=now),
    }
    if opens:
        viewlog.saw(family=family)
    return render(request, "sharing/why.html", context)


def _only(row: ConsentAnswer) -> str:
    """How far it reaches: said before it is done."""
    if row.is_own:
        return "It counts at once, and nothing else ends with it."
    return (
        f"It counts at once, for {row.person.short_name} alone: what {row.given_by.short_name} said about anybody else "
        "goes on."
    )


def _answer(request: SignedInRequest, pk: int) -> ConsentAnswer:
    rows = ConsentAnswer.objects.filter(pk=pk).select_related("person", "given_by", "agency")
    return row_for(request, rows, Permission.CONSENT_RECORD, called="answer")
