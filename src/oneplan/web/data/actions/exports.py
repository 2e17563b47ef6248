"""Published figures leave the area: written down before anything is read, and again when it is done."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max

from oneplan.engine.export.declared import audiences
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import audit, policy
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Worker
from oneplan.web.data.actions import Cannot, require
from oneplan.web.data.models import Export, Published
from oneplan.web.site.actions import action

ANALYSTS = "analysts"  # what an analyst takes out is for this audience alone
NOT_THEIRS = "An export is ended by whoever began it."


@action
def begin(
    *, audience: str, why: str, by: Worker, at: datetime, way: str = Export.Way.FOLDER, is_csv_too: bool = False
) -> Export:
    """Write down who exports the figures that hold, for whom and what for."""
    _require(audience, way, by=by)
    if audience not in audiences():
        raise Cannot(f"There is no audience “{audience}”. There are: {', '.join(audiences())}.")
    if not why.strip():
        raise Cannot("Say what the export is for: --why “…”. It stands in the list of what left the area.")
    if len(why.strip()) > (most := Export._meta.get_field("why").max_length or 0):
        raise Cannot(f"Say what the export is for in at most {most} letters; these are {len(why.strip())}.")
    published = Published.objects.select_for_update(of=("self",)).select_related("run").first()  # two at once: in turn
    if published is None:
        raise Cannot("No figures are published yet, so there is nothing to export. Start a run first.")
    number = (Export.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Export.objects.create(
        number=number, audience=audience, way=way, is_csv_too=is_csv_too, run=published.run, why=why.strip(),
        asked_at=at, asked_by=by,
    )  # fmt: skip
    audit.record("export_begun", about=row, by=by, at=at, audience=audit.digest(audience), run=published.run_id)
    return row


@action
def finish(*, export: Export, rows: Mapping[str, int], digest: str, by: Worker, at: datetime) -> Export:
    """The tables are where they were asked for; `rows` says how many each has."""
    _require(export.audience, export.way, by=by, of=export)
    export = _begun(export)
    export.state, export.ended_at, export.rows, export.digest = Export.State.MADE, at, dict(rows), digest
    export.save()
    audit.record(
        "export_made", about=export, by=by, at=at, rows=sum(rows.values()), tables=len(rows),
        digest=audit.digest(digest),
    )  # fmt: skip
    return export


@action
def break_off(*, export: Export, reason: str, by: Worker, at: datetime) -> Export:
    """Nothing was handed over."""
    _require(export.audience, export.way, by=by, of=export)
    export = _begun(export)
    export.state, export.ended_at, export.reason = Export.State.FAILED, at, reason
    export.save()
    audit.record("export_failed", about=export, by=by, at=at)
    return export


def _require(audience: str, way: str, *, by: Worker, of: Export | None = None) -> None:
    """Whoever works with feeds exports for every audience, by command; an analyst takes out a file, for analysts."""
    if way != Export.Way.FILE:
        require(by=by)
        return
    policy.require(Permission.FIGURES_TAKE, by=by)
    if audience != ANALYSTS:
        raise NotAllowed(f"What is taken out by page is for {ANALYSTS} alone.")
    if of is not None and of.asked_by_id != by.pk:
        raise NotAllowed(NOT_THEIRS)


def _begun(export: Export) -> Export:
    row = Export.objects.select_for_update().get(pk=export.pk)
    if row.state != Export.State.BEGUN:
        raise Cannot(f"Export {row.number} has ended already. Nothing was changed.")
    return row
