"""Pages of the breach log, of holds, and of what is no longer kept."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from oneplan.rulebook.retention import periods
from oneplan.rulebook.rights import clock
from oneplan.rulebook.sharing.policy import Permission
from oneplan.web.access import viewlog
from oneplan.web.access.pages import page
from oneplan.web.people.models import Family
from oneplan.web.rights import standing
from oneplan.web.rights.actions import breaches as actions
from oneplan.web.rights.actions import holds as hold_actions
from oneplan.web.rights.forms.keeping import (
    BreachForm,
    CloseForm,
    HarmForm,
    HoldForm,
    LiftForm,
    PeopleForm,
    PeriodForm,
    RegulatorForm,
    StepForm,
    timed_rules,
)
from oneplan.web.rights.models import Breach, Hold, RetentionRun
from oneplan.web.rights.reads import due
from oneplan.web.rights.views.saving import form_page, rights_places
from oneplan.web.sharing.reads import shut
from oneplan.web.site.requests import SignedInRequest

HANDLE, REMOVE = Permission.RIGHTS_HANDLE, Permission.RETENTION_RUN


@page(HANDLE)
def breaches(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    kept = Family.objects.filter(standing.kept_from(request.asker))
    every = Breach.objects.exclude(families__in=kept).order_by(
        F("closed_on").desc(nulls_first=True), "-known_at", "-pk"
    )
    found = Paginator(every, 50).get_page(request.GET.get("page"))
    viewlog.saw(*found.object_list)
    rows = [(each, _left(each, now=now)) for each in found.object_list]
    context = {"rights_places": rights_places(request.user.role), "rows": rows, "page": found}
    return render(request, "rights/breaches.html", context)


@page(HANDLE)
def breach_new(request: SignedInRequest) -> HttpResponse:
    form = BreachForm(request.POST or None, kept=standing.kept_from(request.asker))

    def save(data: dict[str, Any]) -> Breach:
        happened = actions.Happened(
            what=data["what"], kinds=data["kinds"], harm=data["harm"], known_at=form.known_at,
            happened_on=data["happened_on"], who_noticed=data["who_noticed"], harm_words=data["harm_words"],
            number_of_people=data["number_of_people"], done=data["done"], families=data["families"],
        )  # fmt: skip
        return actions.log(happened=happened, by=request.worker, at=timezone.now())

    return form_page(
        request, form=form, title="Information went where it should not", save=save, button="Write it down",
        intro="Write what you know now; the rest can follow. First stop it spreading: ring back a letter, lock a page.",
        saved="Written down. Decide next whether the regulator and the people are told.", then=("breaches",),
    )  # fmt: skip


@page(HANDLE)
def breach(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _breach(request, pk)
    context = {"row": row, "left": _left(row, now=timezone.now()), "steps": row.steps.select_related("recorded_by"),
               "families": row.families.order_by("pk"), "is_verified": clock.is_verified("regulator")}  # fmt: skip
    return render(request, "rights/breach.html", context)


@page(HANDLE)
def breach_step(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _breach(request, pk)
    return form_page(
        request, form=StepForm(request.POST or None), title="Something was done", standing=row.reference,
        save=lambda data: actions.add_step(
            breach=row, words=data["words"], on=data["on"], by=request.worker, at=timezone.now()
        ),
        saved="Kept.", then=("breach", row.pk),
    )  # fmt: skip


@page(HANDLE)
def breach_regulator(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _breach(request, pk)
    form = RegulatorForm(request.POST or None)
    return form_page(
        request, form=form, title="Is the regulator told?", standing=row.reference,
        save=lambda data: actions.decide_regulator(
            breach=row, told=actions.Told(data["tell"], data["why"], form.told_at, data["reference"]),
            by=request.worker, at=timezone.now(),
        ),
        saved="The decision is kept.", then=("breach", row.pk),
    )  # fmt: skip


@page(HANDLE)
def breach_people(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _breach(request, pk)
    return form_page(
        request, form=PeopleForm(request.POST or None), title="Are the people told?", standing=row.reference,
        save=lambda data: actions.decide_people(
            breach=row, told=actions.Told(data["tell"], data["why"], data["told_on"]), by=request.worker,
            at=timezone.now(),
        ),
        saved="The decision is kept.", then=("breach", row.pk),
    )  # fmt: skip


@page(HANDLE)
def breach_harm(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _breach(request, pk)
    return form_page(
        request, form=HarmForm(request.POST or None, initial={"harm": row.harm}), title="Weigh the harm again",
        standing=row.reference,
        save=lambda data: actions.weigh_again(
            breach=row, harm=data["harm"], words=data["words"], by=request.worker, at=timezone.now()
        ),
        saved="Kept. Look at both decisions again.", then=("breach", row.pk),
    )  # fmt: skip


@page(HANDLE)
def breach_close(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _breach(request, pk)
    return form_page(
        request, form=CloseForm(request.POST or None), title="Close it", standing=row.reference,
        save=lambda data: actions.close(
            breach=row, learned=data["learned"], on=timezone.localdate(), by=request.worker, at=timezone.now()
        ),
        saved="Closed. It stays readable here.", then=("breach", row.pk), button="Close it",
    )  # fmt: skip


@page(REMOVE)
def retention(request: SignedInRequest) -> HttpResponse:
    """What would go if the run were made today: by rule, and family by family."""
    today = timezone.localdate()
    found = due.preview(day=today)
    theirs = set(Family.objects.filter(shut.tied_to(request.asker)).values_list("pk", flat=True))
    listed = [each for each in found.families if each.family not in theirs]
    shown, called = Paginator(listed, 50).get_page(request.GET.get("page")), _Called(request.asker)
    families = Family.objects.in_bulk([each.family for each in shown.object_list])
    viewlog.saw(*families.values())
    own = hold_actions.areas_own(on=today)
    figures = [(rule, periods.in_force(code, on=today, areas_own=own)) for code, rule in timed_rules().items()]
    context = {
        "rights_places": rights_places(request.user.role),
        "found": found,
        "page": shown,
        "rows": [
            (each, called.family(families[each.family]), periods.rules()[each.rule].title) for each in shown.object_list
        ],
        "figures": figures,
        "held": sorted(found.held.items()),
        "clocked": [(each, each.label.rpartition(".")[2]) for each in found.clocked],
        "runs": RetentionRun.objects.select_related("by")[:5],
        "number_of_holds": Hold.objects.filter(lifted_at=None).count(),
    }
    return render(request, "rights/retention.html", context)


@page(REMOVE)
def period_new(request: SignedInRequest) -> HttpResponse:
    form = PeriodForm(request.POST or None)
    return form_page(
        request, form=form, title="How long we keep it here", button="Keep the figure",
        intro="The figure holds from its day on. Earlier figures are never overwritten.",
        save=lambda _: hold_actions.set_period(period=form.period, by=request.worker, at=timezone.now()),
        saved="The figure is kept.", then=("retention",),
    )  # fmt: skip


@page(REMOVE)
def holds(request: SignedInRequest) -> HttpResponse:
    rows = _holds(request).select_related("family", "person", "set_by", "lifted_by")
    called = _Called(request.asker)
    now = list(rows.filter(lifted_at=None))
    before = Paginator(rows.exclude(lifted_at=None), 50).get_page(request.GET.get("page"))
    viewlog.saw(*now, *before.object_list)
    context = {
        "rights_places": rights_places(request.user.role),
        "rows": [(each, called.held(each)) for each in now],
        "before": [(each, called.held(each)) for each in before],
        "page": before,
    }
    return render(request, "rights/holds.html", context)


@page(REMOVE)
def hold_new(request: SignedInRequest) -> HttpResponse:
    form = HoldForm(request.POST or None, kept=shut.tied_to(request.asker))
    return form_page(
        request, form=form, title="Nothing of this may be removed", button="Hold it",
        save=lambda data: hold_actions.hold(
            kind=data["kind"], why=data["why"], family=data["family"], person=data["person"], rule=data["rule"],
            by=request.worker, at=timezone.now(),
        ),
        saved="Held. Nothing of it is removed until the hold is lifted.", then=("holds",),
    )  # fmt: skip


@page(REMOVE)
def hold_lift(request: SignedInRequest, pk: int) -> HttpResponse:
    row = _holds(request).filter(pk=pk).first()
    if row is None:
        raise Http404("There is no hold with that number. Open it again from the list.")
    called = _Called(request.asker).held(row)
    return form_page(
        request, form=LiftForm(request.POST or None), title="Lift the hold", standing=called, button="Lift it",
        save=lambda data: hold_actions.lift(hold=row, why=data["why"], by=request.worker, at=timezone.now()),
        saved="Lifted. What is over goes with the next run.", then=("holds",),
    )  # fmt: skip


def _holds(request: SignedInRequest) -> QuerySet[Hold]:
    """Without those of the worker's own family."""
    own = shut.tied_to(request.asker)
    rows = Hold.objects.exclude(family__in=Family.objects.filter(own))
    return rows.exclude(person__in=standing.people_of(own))


class _Called:
    """What a family or a person is called here: of a record kept to other workers by name, a number alone."""

    def __init__(self, asker: Any) -> None:
        guarded = shut.guarded_from(asker)
        self._families = set(Family.objects.filter(guarded).values_list("pk", flat=True))
        self._people = standing.people_of(guarded)

    def family(self, family: Family) -> str:
        return family.reference if family.pk in self._families else f"{family} ({family.reference})"

    def held(self, row: Hold) -> str:
        if row.rule:
            return periods.rules()[row.rule].title
        if row.family is not None:
            return self.family(row.family)
        if row.person is None:
            return ""
        return row.person.reference if row.person_id in self._people else f"{row.person} ({row.person.reference})"


def _breach(request: SignedInRequest, pk: int) -> Breach:
    row = Breach.objects.filter(pk=pk).select_related("recorded_by").first()
    if row is None or standing.kept(row.families.all(), where=standing.kept_from(request.asker)):
        raise Http404("There is no breach with that number. Open it again from the list.")
    viewlog.saw(row)
    viewlog.concerns(row.families.all())
    return row


def _left(row: Breach, *, now: Any) -> clock.Clock | None:
    """The hours that still run: none once the regulator was told or need not be."""
    if row.closed_on or row.regulator_told_at or row.tell_regulator == Breach.Tell.NO:
        return None
    return clock.hours_left(timezone.localtime(row.known_at), now=now)
