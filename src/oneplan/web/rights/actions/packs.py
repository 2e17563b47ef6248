"""The pack of everything held on a person: gathered, decided entry by entry, made, and given."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.people import identity
from oneplan.web.people.access import families_of
from oneplan.web.people.models import Membership, Person
from oneplan.web.rights import gathering, pdf, sealing, standing, subject, writing
from oneplan.web.rights.gathering import Item
from oneplan.web.rights.models import Pack, PackGiven, PackItem, PackStrike, RequestPause, RightsRequest
from oneplan.web.rights.reads import safety
from oneplan.web.rights.subject import Subject
from oneplan.web.sharing.reads import named
from oneplan.web.site.actions import action

_NOT_TO_THEM = (
    "Nothing of this is handed to them: talk with your manager first. If it was somebody else, write their given name "
    "and family name as their record has them."
)

_OUTDATED = "What goes into it is to be decided anew. Find again what is kept, then make it anew."


class CannotMakePack(Exception):
    """The text is written for the worker."""


@dataclass(frozen=True)
class Verdict:
    """What somebody decided on one entry: left out or given, and which places in it are taken out."""

    item: int
    is_left_out: bool
    taken_out: Collection[int]


@action
def gather(*, request: RightsRequest, by: Any, at: datetime) -> int:
    """Find everything held on the person now. What was decided stays decided where nothing of the entry changed."""
    row = _for_pack(request, by=by)
    about = subject.for_request(row, day=timezone.localdate(at))
    _require_all_there(about)
    items = gathering.gather(about)
    known = {(each.model, each.row): each for each in row.items.prefetch_related("strikes")}
    for position, item in enumerate(items, start=1):
        kept = known.pop((item.model, item.row), None)
        if kept is not None and gathering.is_unchanged(kept, item):
            PackItem.objects.filter(pk=kept.pk).update(position=position)
            continue
        if kept is not None:
            kept.delete()
        _keep(row, item, position=position)
    PackItem.objects.filter(pk__in=[each.pk for each in known.values()]).delete()
    _record("pack_gathered", row, by=by, at=at, number=len(items))
    return len(items)


def _require_all_there(about: Subject) -> None:
    if missing := gathering.missing(about):
        raise CannotMakePack(f"{missing} Nothing was changed.")


def _keep(row: RightsRequest, item: Item, *, position: int) -> None:
    made = PackItem.objects.create(
        request=row, model=item.model, row=item.row, digest=item.digest, position=position,
        is_left_out=bool(item.leave_out), why=item.leave_out,
    )  # fmt: skip
    PackStrike.objects.bulk_create(
        PackStrike(item=made, part=place, start=find.start, end=find.end, kind=find.kind, about_id=find.about,
                   is_final=find.is_final)
        for place, part in enumerate(item.parts)
        for find in part.finds
    )  # fmt: skip


@action
def decide(*, request: RightsRequest, verdicts: Sequence[Verdict], by: Any, at: datetime) -> None:
    """Keep what somebody decided; what is kept safe stays out whatever was sent."""
    row = _for_pack(request, by=by)
    items = {each.pk: each for each in row.items.filter(pk__in=[each.item for each in verdicts])}
    for verdict in verdicts:
        item = items.get(verdict.item)
        if item is None:
            raise CannotMakePack("The record was gathered anew meanwhile. Look at this page again.")
        PackItem.objects.filter(pk=item.pk).update(is_left_out=verdict.is_left_out, decided_by=by, decided_at=at)
        strikes = item.strikes.filter(is_final=False)
        strikes.update(is_taken_out=False)
        strikes.filter(pk__in=verdict.taken_out).update(is_taken_out=True)
    _record("pack_decided", row, by=by, at=at, items=sorted(items))


@action
def decide_rest(*, request: RightsRequest, by: Any, at: datetime) -> int:
    """Take what is suggested for every entry still open: other people's details stay out."""
    row = _for_pack(request, by=by)
    number = row.items.filter(decided_at=None).update(decided_by=by, decided_at=at)
    _record("pack_rest_decided", row, by=by, at=at, number=number)
    return number


@action
def make(*, request: RightsRequest, by: Any, at: datetime) -> Pack:
    """Write the two files, sealed; the chain keeps their digests."""
    row = _for_pack(request, by=by)
    about = subject.for_request(row, day=timezone.localdate(at))
    _require_all_there(about)
    items = gathering.gather(about)
    chosen = _decided(row, items)
    content = writing.content(row, about, chosen, on=timezone.localdate(at))
    if leak := writing.leak(content, about):
        raise CannotMakePack(f"An address kept safe stands in {leak}. It was not made. Gather again.")
    files = {sealing.PDF: pdf.made(content), sealing.JSON: writing.as_json(content)}
    day = timezone.localdate(at)
    pack = Pack(request=row, made_at=at, made_by=by, safety=safety.Situation(row.person, day=day).digest)
    digests = {kind: sealing.keep(pack.pk, kind, data) for kind, data in files.items()}
    pack.pdf_digest, pack.json_digest = digests[sealing.PDF], digests[sealing.JSON]
    pack.number_of_items, pack.number_left_out = len(chosen), len(items) - len(chosen)
    pack.number_taken_out = sum(len(spans) for _, spans in chosen)
    pack.save(force_insert=True)
    kept = {kind: audit.Sealed(value) for kind, value in digests.items()}
    _record("pack_made", row, by=by, at=at, pack=audit.row(pack), **kept)
    return pack


def _decided(row: RightsRequest, items: Sequence[Item]) -> list[tuple[Item, Mapping[int, list[tuple[int, int, bool]]]]]:
    """The items to give, each with the places taken out of its parts; refuse while one is open or has changed."""
    kept = {(each.model, each.row): each for each in row.items.prefetch_related("strikes")}
    new = [
        item for item in items if (k := kept.get((item.model, item.row))) is None or not gathering.is_unchanged(k, item)
    ]
    if new:
        raise CannotMakePack(f"The record changed since it was gathered: {len(new)} entries are to be decided again.")
    if waiting := sum(each.decided_at is None for each in kept.values()):
        raise CannotMakePack(f"{waiting} entries are not decided yet. Go through them first.")
    chosen: list[tuple[Item, Mapping[int, list[tuple[int, int, bool]]]]] = []
    for item in items:
        keeper = kept[item.model, item.row]
        if keeper.is_left_out:
            continue
        spans: dict[int, list[tuple[int, int, bool]]] = {}
        for strike in keeper.strikes.all():
            if strike.is_taken_out:
                spans.setdefault(strike.part, []).append((strike.start, strike.end, strike.is_final))
        chosen.append((item, spans))
    return chosen


@action
def look(*, pack: Pack, by: Any, at: datetime) -> None:
    """A second person has read the copy and lets it be given; nobody who made it or decided anything of it before."""
    standing.require(Permission.PACK_CHECK, families_of(pack.request.person), by=by)
    row = _open(pack.request)
    pack = Pack.objects.select_for_update(of=("self",)).select_related("made_by").get(pk=pack.pk)
    for first in {pack.made_by, *safety.deciders(row)}:
        policy.require_another(first, by=by, duty=Permission.PACK_CHECK, than="who decided what goes into it")
    day = timezone.localdate(at)
    if pack.is_removed or (pack.looked_at is not None and not safety.has_changed(pack, day=day)):
        raise CannotMakePack("This copy was looked at already, or its files are gone. Nothing was changed.")
    if _is_outdated(pack, row, day=day):
        raise CannotMakePack(_OUTDATED)
    now = safety.Situation(row.person, day=day).digest
    Pack.objects.filter(pk=pack.pk).update(looked_by=by, looked_at=at, safety=now)
    _record("pack_looked_at", row, by=by, at=at, pack=audit.row(pack))


def _is_outdated(pack: Pack, row: RightsRequest, *, day: date) -> bool:
    """Was an entry that stands in it changed, struck or taken away, would it be suggested otherwise now, or was one
    decided since it was made? What was only added is no reason.
    """
    if row.items.filter(Q(decided_at=None) | Q(decided_at__gt=pack.made_at)).exists():
        return True
    if row.items.filter(is_left_out=False).count() != pack.number_of_items:
        return True
    found = {(item.model, item.row): item for item in gathering.gather(subject.for_request(row, day=day))}
    asked = (row._meta.label, str(row.pk))  # itself an entry: it changes while it is answered
    for kept in row.items.filter(is_left_out=False).prefetch_related("strikes"):
        item = found.get((kept.model, kept.row))
        is_same = item is not None and gathering.is_unchanged(kept, item)
        if not is_same and (kept.model, kept.row) != asked:
            return True
    return False


@action
def give(*, pack: Pack, on: date, how: str, to_whom: str, by: Any, at: datetime) -> PackGiven:
    """Write down that the pack was handed over: when, how, to whom."""
    row = _for_pack(pack.request, by=by)
    if row.pauses.filter(until=None, why=RequestPause.Why.PROOF).exists():
        raise CannotMakePack("We do not know yet who asks. Write down the proof before anything is handed over.")
    if not to_whom.strip() or not how.strip():
        raise CannotMakePack("Write how it was given, and to whom.")
    if barred := barred_named(row.person, to_whom, on=on) or barred_named(row.person, how, on=on):
        raise CannotMakePack(f"{barred}. {_NOT_TO_THEM}")
    pack = Pack.objects.select_related("request__person").get(pk=pack.pk)
    if safety.has_changed(pack, day=timezone.localdate(at)):
        raise CannotMakePack(f"{safety.CHANGED} {safety.AGAIN} Nothing was written down.")
    if _is_outdated(pack, row, day=timezone.localdate(at)):
        raise CannotMakePack(f"{_OUTDATED} Nothing was written down.")
    if pack.looked_at is None and (why := safety.why_twice(row.person, day=on)):
        raise CannotMakePack(f"{why} A second person reads the copy before it is given. Nothing was written down.")
    if not timezone.localdate(pack.made_at) <= on <= timezone.localdate(at):
        raise CannotMakePack("It was given between the day it was made and today. Check the day.")
    made = PackGiven.objects.create(
        pack=pack, on=on, how=how.strip(), to_whom=to_whom.strip(), recorded_by=by, recorded_at=at
    )  # fmt: skip
    _record("pack_given", row, by=by, at=at, pack=audit.row(pack), to=audit.digest(to_whom))
    return made


@action
def remove(*, pack: Pack, by: Any, at: datetime) -> None:
    """Take the files away; the row, its digests and to whom it was given stay."""
    standing.require(Permission.RIGHTS_HANDLE, families_of(pack.request.person), by=by)
    Pack.objects.filter(pk=pack.pk).update(is_removed=True)
    transaction.on_commit(lambda: sealing.remove(pack.pk))
    _record("pack_removed", pack.request, by=by, at=at, pack=audit.row(pack))


def barred_named(person: Person, text: str, *, on: date) -> str:
    """Who of those barred from the person, or from anybody of their families, is named in the text; in words.

    A mother's copy says where her child lives. Somebody barred may have their own copy, which is gathered without that.
    """
    own = set(identity.record_ids(identity.kept(person)))
    families = Membership.objects.known().filter(person__in=own).values("family")
    around = Membership.objects.known().filter(family__in=families).values_list("person", flat=True)
    return named.barred(own | set(around), text, on=on, but=own)


def _for_pack(request: RightsRequest, *, by: Any) -> RightsRequest:
    standing.require(Permission.RIGHTS_HANDLE, families_of(request.person), by=by)
    return _open(request)


def _open(request: RightsRequest) -> RightsRequest:
    row = RightsRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if row.kind != RightsRequest.Kind.ACCESS:
        raise CannotMakePack("They did not ask for a copy.")
    if not row.is_open:
        raise CannotMakePack("This request was answered. A new copy needs a new request.")
    return row


def _record(event: str, row: RightsRequest, *, by: Any, at: datetime, **payload: Any) -> None:
    families = families_of(row.person)
    audit.record(event, about=row, by=by, at=at, family=families[0] if families else None, **payload)
