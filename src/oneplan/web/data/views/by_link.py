"""What a partner's link opens: one list, person by person; the sheet and the way back; what became of it."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from oneplan.engine.feeds import asking as sheets
from oneplan.engine.feeds.profiles import Profile
from oneplan.engine.runs import files
from oneplan.engine.runs.files import TooBig
from oneplan.web.agencies.forms.fields import day_words
from oneplan.web.data import by_link, receiving, working
from oneplan.web.data.actions import Cannot, asking, list_answers
from oneplan.web.data.actions.list_answers import LinkIsOver
from oneplan.web.data.actions.loads import CameBefore
from oneplan.web.data.forms_by_link import LOCKED, MOST_SENT, TOO_BIG, AnswerForm, SheetForm
from oneplan.web.data.models import ListAnswer, ListLink
from oneplan.web.data.reads import asked as lists
from oneplan.web.data.reads import handed
from oneplan.web.data.views.asking import FORMS
from oneplan.web.site.uploads import is_too_big, takes_a_file_when

NOBODY = "This person is not asked about by this list, or not any more. Nothing was kept."
TODAY = "Nothing is asked by this link today."


def _profile(link: ListLink) -> Profile | None:
    """How answers are read today; nothing where the agreement lets nobody be asked about."""
    try:
        return asking.readable(link.asked.feed, on=timezone.localdate())
    except Cannot:
        return None


@by_link.by_link
def one(request: HttpRequest, link: ListLink) -> HttpResponse:
    profile, today = _profile(link), timezone.localdate()
    if profile is None:
        return by_link.over(request, link, TODAY)
    said = request.GET.get("page", "1")
    page = handed.page(link, profile, at=int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 1,
                       day=today)  # fmt: skip
    by_link.saw(link, people=[each.line.pk for each in page.lines])
    first = handed.after(link, 0, day=today)
    context = _about(request, link) | {"page": page, "first": first}
    return render(request, "data/link_list.html", context)


@by_link.by_link
def person(request: HttpRequest, link: ListLink, pk: int) -> HttpResponse:
    """One person's answer: kept as it was typed, even where it is not finished or not right yet."""
    profile, today = _profile(link), timezone.localdate()
    if profile is None:
        return by_link.over(request, link, TODAY)
    line = handed.one(link, profile, pk, day=today)
    if line is None:
        messages.info(request, NOBODY)
        return redirect("list-link", _secret(request))
    by_link.saw(link, people=[pk])
    open_columns = sheets.asked_of(profile, line.person, same=link.asked.same)
    begins = handed.begins_with(link, line, open_columns)
    form = AnswerForm(_sent(request), profile=profile, open_columns=open_columns, initial=begins)
    if request.method == "POST" and form.is_valid():
        said = form.says()
        is_new = handed.is_new(line, said, begins, open_columns)
        try:
            if is_new:
                list_answers.keep(link=link, line=line.line, said=said, by=link.worker, at=timezone.now())
        except LinkIsOver as why:
            return by_link.over(request, link, str(why))
        form.show(handed.wrong(profile, said))
        if not form.errors:
            return _on(request, link, pk, is_new=is_new)
    context = _about(request, link) | {"line": line, "form": form}
    return render(request, "data/link_person.html", context, status=422 if form.errors else 200)


def _on(request: HttpRequest, link: ListLink, pk: int, *, is_new: bool) -> HttpResponse:
    """To the next person of whom nothing was said, or back to the list."""
    then = handed.after(link, pk, day=timezone.localdate()) if request.POST.get("then") == "next" else None
    if then is None:
        messages.success(request, "It is kept. Hand it in when you are ready." if is_new else "Nothing was changed.")
        return redirect("list-link", _secret(request))
    return redirect("list-link-person", _secret(request), then)


@by_link.by_link
def hand_in(request: HttpRequest, link: ListLink) -> HttpResponse:
    """Everything that is ready, as a file of the list's feed; what is half done stays where it is."""
    profile, now = _profile(link), timezone.now()
    if profile is None:
        return by_link.over(request, link, TODAY)
    if request.method == "POST":
        ready = handed.to_hand_in(link, profile, day=timezone.localdate(now))
        if not ready:
            messages.info(request, "There is nothing new to hand in. What you handed in before is kept.")
            return redirect("list-link", _secret(request))
        stamp = timezone.localtime(now).isoformat()
        content = sheets.answered(profile, [(who, said) for _, who, said in ready], same=link.asked.same, stamp=stamp)
        if why := _handed(request, link, [content], name="answers.csv", answers=[each for each, _, _ in ready]):
            messages.info(request, why)
    return redirect("list-link", _secret(request))


@takes_a_file_when(by_link.may_send_a_file, most=MOST_SENT)
@by_link.by_link
def sheet_back(request: HttpRequest, link: ListLink) -> HttpResponse:
    if _profile(link) is None:
        return by_link.over(request, link, TODAY)
    form = SheetForm(_sent(request), request.FILES)
    if request.method == "POST" and is_too_big(request, most=MOST_SENT):
        form = SheetForm({})
        form.errors.clear()
        form.add_error("file", TOO_BIG)
    elif request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        why = _handed(request, link, sent.chunks(files.PIECE), name=sent.name, answers=[])
        if not why:
            return redirect("list-link", _secret(request))
        form.add_error("file", why)
    context = _about(request, link) | {"form": form}
    return render(request, "data/link_file.html", context, status=422 if form.errors else 200)


def _handed(
    request: HttpRequest, link: ListLink, content: Iterable[bytes], *, name: str, answers: list[ListAnswer]
) -> str:
    """Why it could not be handed in; nothing where it was."""
    try:
        receiving.hand_in(link, content, store=working.store().folder, name=name, answers=answers, at=timezone.now())
    except CameBefore as before:
        return f"Exactly this came on {day_words(timezone.localdate(before.load.received_at))}. It is kept once."
    except receiving.IsLocked:
        return LOCKED
    except (Cannot, TooBig) as refusal:
        return str(refusal)
    messages.success(request, "It is handed in, thank you. It is being checked; this page will say what was taken.")
    return ""


@by_link.by_link
def sheet(request: HttpRequest, link: ListLink, form: str) -> HttpResponse:
    """Those who are open and may be asked about today, as whoever sent the link would take it out."""
    profile = _profile(link)
    if form not in FORMS:
        raise Http404("A list is taken out as xlsx or csv.")
    if profile is None:
        return by_link.over(request, link, TODAY)
    lines = [each for each in handed.lines_of(link) if each.load_id is None]
    found = lists.still_asked(link.asked, lines, by=link.made_by, day=timezone.localdate())
    by_link.saw(link, people=[line.pk for line, _ in found])
    words = (
        f"Please fill in what you know of these {len(found)} people by {day_words(link.asked.wanted_by)} and hand the "
        "file in on the page of your link. A row of which you know nothing stays empty."
    )
    with tempfile.TemporaryDirectory(prefix="oneplan-") as folder:
        path = Path(folder) / f"list{FORMS[form]}"
        sheets.write(path, profile, [person for _, person in found], same=link.asked.same, words=words)
        handle = path.open("rb")
    answer: HttpResponse = FileResponse(handle, as_attachment=True, filename=f"list-{link.asked.number}{path.suffix}")  # type: ignore[assignment]
    return answer


def _about(request: HttpRequest, link: ListLink) -> dict[str, object]:
    asked = link.asked
    return {
        "link": link, "asked": asked, "what": lists.what(asked), "same": lists.same(asked), "secret": _secret(request),
    }  # fmt: skip


def _sent(request: HttpRequest) -> QueryDict | None:
    """What a form sent, however little."""
    return request.POST if request.method == "POST" else None


def _secret(request: HttpRequest) -> str:
    match = request.resolver_match
    return str(match.kwargs["secret"]) if match is not None else ""
