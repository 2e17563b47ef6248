"""Pages of what people ask about their own data, and of the pack that answers a request for a copy."""

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from oneplan.rulebook.rights import clock
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.access.stepping_up import step_up
from oneplan.web.people.access import families_of
from oneplan.web.rights import asking, sealing
from oneplan.web.rights.actions import packs
from oneplan.web.rights.actions import requests as actions
from oneplan.web.rights.asking import person_for, request_for
from oneplan.web.rights.forms.requests import (
    KNOWN,
    AnswerForm,
    AskForm,
    ExtendForm,
    GiveForm,
    GoOnForm,
    PauseForm,
)
from oneplan.web.rights.models import Pack, RightsRequest
from oneplan.web.rights.reads import corrections, safety
from oneplan.web.rights.reads import requests as reads
from oneplan.web.rights.reads.requests import safety_of
from oneplan.web.rights.views.saving import form_page, press, rights_places
from oneplan.web.site.requests import SignedInRequest

_TYPES = {sealing.PDF: "application/pdf", sealing.JSON: "application/json"}
HANDLE = Permission.RIGHTS_HANDLE


@page(HANDLE)
def requests(request: SignedInRequest) -> HttpResponse:
    wanted = request.GET.get("person", "").strip()[:120]
    if person := asking.person_by_number(wanted, asker=request.asker):
        return redirect("rights-new", person.pk)
    today = timezone.localdate()
    rows = reads.open_requests(asker=request.asker, today=today)
    done = reads.answered(request.GET.get("page", "1"), asker=request.asker)
    viewlog.saw(*(each.request for each in rows), *done.object_list)
    context = {
        "rights_places": rights_places(request.user.role),
        "rows": rows,
        "done": done,
        "wanted": wanted,
        "people": asking.people_like(wanted, asker=request.asker),
        "may_find": asking.may_find(request.asker),
        "is_verified": clock.is_verified("answer"),
    }
    return render(request, "rights/requests.html", context)


@page(Permission.RIGHTS_ASK)
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    person = person_for(request.asker, pk, Permission.RIGHTS_ASK)
    today = timezone.localdate()
    form = AskForm(request.POST or None, entries=reads.entries_of(person, day=today))

    def save(data: dict[str, Any]) -> Model:
        asked = actions.Asked(
            kind=data["kind"], how=data["how"], received_on=data["received_on"], words=data["words"],
            asked_by=data["asked_by"], asked_by_name=data["asked_by_name"], is_known=data["known"] == KNOWN,
            proof=data["proof"], about=form.entry,
        )  # fmt: skip
        return actions.ask(person=person, asked=asked, by=request.worker, at=timezone.now())

    return form_page(
        request, form=form, title=f"{person.short_name} asks about their own data", save=save,
        standing=f"{person} · {person.reference}", button="Write it down",
        saved="Written down. Whoever answers such requests sees it now, with its clock.",
        then=("home",) if not families_of(person) else _back(request, person),
    )  # fmt: skip


def _back(request: SignedInRequest, person: Any) -> tuple[Any, ...]:
    may_open = request.user.role in ("data_manager", "administrator")
    return ("rights-requests",) if may_open else ("person", person.pk)


@page(HANDLE)
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    row = request_for(request.asker, pk)
    context = {
        "row": row,
        "clock": reads.clock_of(row, today=timezone.localdate()),
        "pauses": row.pauses.all(),
        "waiting": row.pauses.filter(until=None).first(),
        "progress": reads.progress(row),
        "packs": row.packs.prefetch_related("given").select_related("made_by", "looked_by"),
        "why_twice": safety.why_twice(row.person, day=timezone.localdate()),
        "safety": safety.Situation(row.person, day=timezone.localdate()).digest,
        "changed_since": (safety.CHANGED, safety.AGAIN),
        "entry": reads.entry_of(row, day=timezone.localdate()),
        "families": families_of(row.person),
        "entry_address": corrections.entry_address(row, asker=request.asker),
        "who_can": corrections.who_can(row.person) if row.kind == RightsRequest.Kind.CORRECTION else [],
        "restrictions": safety_of(row.person, day=timezone.localdate()),
        "complain": clock.way_to_complain(),
        "is_verified": clock.is_verified("answer"),
    }
    return render(request, "rights/request.html", context)


@page(HANDLE)
def pause(request: SignedInRequest, pk: int) -> HttpResponse:
    row = request_for(request.asker, pk)
    return form_page(
        request, form=PauseForm(request.POST or None), title="Stop the clock", standing=str(row),
        save=lambda data: actions.pause(
            request=row, why=data["why"], on=data["on"], by=request.worker, at=timezone.now()
        ),
        saved="The clock stands still until it comes.", then=("rights-request", row.pk), button="Stop it",
    )  # fmt: skip


@page(HANDLE)
def go_on(request: SignedInRequest, pk: int) -> HttpResponse:
    row = request_for(request.asker, pk)
    return form_page(
        request, form=GoOnForm(request.POST or None), title="It has come", standing=str(row),
        save=lambda data: actions.go_on(
            request=row, on=data["on"], proof=data["proof"], by=request.worker, at=timezone.now()
        ),
        saved="The clock goes on.", then=("rights-request", row.pk), button="Let the clock go on",
    )  # fmt: skip


@page(HANDLE)
def extend(request: SignedInRequest, pk: int) -> HttpResponse:
    row = request_for(request.asker, pk)
    return form_page(
        request, form=ExtendForm(request.POST or None), title="Take longer", standing=str(row),
        intro="Only for what is complex or one of several requests, once, and told to them while the first month runs.",
        save=lambda data: actions.extend(
            request=row, months=int(data["months"]), why=data["why"], told_on=data["told_on"], by=request.worker,
            at=timezone.now(),
        ),
        saved="The clock has the longer time.", then=("rights-request", row.pk), button="Take longer",
    )  # fmt: skip


@page(HANDLE)
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    row = request_for(request.asker, pk)
    form = AnswerForm(request.POST or None, is_copy=row.kind == RightsRequest.Kind.ACCESS)
    return form_page(
        request, form=form, title="How it was answered", standing=str(row),
        intro=f"Whoever is refused is told why, and this: {clock.way_to_complain()}",
        save=lambda data: actions.answer(
            request=row, outcome=data["outcome"], why=data["why"], note_beside=data.get("note_beside", ""),
            on=data["on"], by=request.worker, at=timezone.now(),
        ),
        saved="The answer is kept.", then=("rights-request", row.pk), button="Keep the answer",
    )  # fmt: skip


@require_POST
@page(HANDLE)
def gather(request: SignedInRequest, pk: int) -> HttpResponse:
    row = request_for(request.asker, pk)
    return press(request, do=lambda: packs.gather(request=row, by=request.worker, at=timezone.now()),
                 saved="Everything held was found. Now go through it.", then=("pack-decide", row.pk))  # fmt: skip


@page(HANDLE)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """A page of entries: what is given, what is left out, which words are taken out."""
    row = request_for(request.asker, pk)
    only_open = request.GET.get("show") != "all"
    found = reads.to_decide(
        row, day=timezone.localdate(), number=request.GET.get("page", "1"), only_open=only_open
    )  # fmt: skip
    if request.method == "POST":
        verdicts = [_verdict(request, int(pk)) for pk in request.POST.getlist("item") if pk.isdigit()]
        return press(
            request, do=lambda: packs.decide(request=row, verdicts=verdicts, by=request.worker, at=timezone.now()),
            saved=f"{len(verdicts)} entries are decided.", then=("pack-decide", row.pk),
        )  # fmt: skip
    viewlog.saw(*(each.item for each in found.items))
    if only_open and not found.items and not found.has_changed:
        return redirect("rights-request", row.pk)
    context = {"row": row, "found": found, "progress": reads.progress(row), "only_open": only_open}
    return render(request, "rights/decide.html", context)


def _verdict(request: SignedInRequest, item: int) -> packs.Verdict:
    taken_out = [int(each) for each in request.POST.getlist(f"strike-{item}") if each.isdigit()]
    return packs.Verdict(item, is_left_out=request.POST.get(f"give-{item}") != "yes", taken_out=taken_out)


@require_POST
@page(HANDLE)
def decide_rest(request: SignedInRequest, pk: int) -> HttpResponse:
    row = request_for(request.asker, pk)
    return press(
        request, do=lambda: packs.decide_rest(request=row, by=request.worker, at=timezone.now()),
        saved="What is suggested was taken for everything still open. Look at all of it once more if you are not sure.",
        then=("rights-request", row.pk),
    )  # fmt: skip


@require_POST
@page(HANDLE)
def make(request: SignedInRequest, pk: int) -> HttpResponse:
    row = request_for(request.asker, pk)
    return press(request, do=lambda: packs.make(request=row, by=request.worker, at=timezone.now()),
                 saved="The pack is made. Read it once before you hand it out.",
                 then=("rights-request", row.pk))  # fmt: skip


@page(HANDLE)
@step_up
def pack_file(request: SignedInRequest, pack_pk: UUID, kind: str) -> HttpResponse:
    pack = _pack(request, pack_pk)
    content = sealing.opened(pack.pk, kind) if kind in _TYPES else None
    if content is None:
        raise Http404("This pack is not kept any more. Make it again from the request.")
    viewlog.saw(pack)
    answer = HttpResponse(content, content_type=_TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{pack.request.reference}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@page(Permission.PACK_CHECK)
def look(request: SignedInRequest, pack_pk: UUID) -> HttpResponse:
    """The button of the second person, beside the copy they have read."""
    pack = _pack(request, pack_pk)

    def look_at_it() -> Pack:
        if not safety.was_opened(pack, account=request.user.pk, day=timezone.localdate()):
            raise packs.CannotMakePack("Open the copy and read it first, as it is now. Nothing was written down.")
        packs.look(pack=pack, by=request.worker, at=timezone.now())
        return pack

    return press(request, do=look_at_it,
                 saved="Kept: a second person has read it. It may be given now.",
                 then=("rights-request", pack.request_id))  # fmt: skip


@page(HANDLE)
def give(request: SignedInRequest, pack_pk: UUID) -> HttpResponse:
    pack = _pack(request, pack_pk)
    return form_page(
        request, form=GiveForm(request.POST or None), title="Say who got it", standing=str(pack.request),
        save=lambda data: packs.give(
            pack=pack, on=data["on"], how=data["how"], to_whom=data["to_whom"], by=request.worker, at=timezone.now()
        ),
        saved="Written down. Now keep the answer, too.", then=("rights-request", pack.request_id),
        button="It was given",
    )  # fmt: skip


def _pack(request: SignedInRequest, pk: UUID) -> Pack:
    pack = Pack.objects.filter(pk=pk, is_removed=False).first()
    if pack is None:
        raise Http404("This pack is not kept any more. Make it again from the request.")
    pack.request = request_for(request.asker, pack.request_id)
    return pack
