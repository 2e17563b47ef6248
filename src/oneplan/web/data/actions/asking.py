"""A partner is asked about named people in one list; it is chased while somebody is open, and closed."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db.models import F, Max
from django.utils import timezone
from django.utils.text import slugify

from oneplan.engine.feeds import asking, profiles
from oneplan.engine.feeds.contract.kinds import OUR_REFERENCE
from oneplan.engine.feeds.profiles import CannotRead, Profile
from oneplan.rulebook.feeds.asking import ages
from oneplan.rulebook.sharing import enquiries
from oneplan.rulebook.sharing.categories import Category
from oneplan.rulebook.sharing.policy import Role
from oneplan.web.access import audit
from oneplan.web.access.policy import NotAllowed
from oneplan.web.agencies.models import Agency, SharingAgreement, Worker
from oneplan.web.data import agreeing
from oneplan.web.data.actions import Cannot, feeds, list_links, require
from oneplan.web.data.actions.feeds import FeedWords
from oneplan.web.data.models import AskedChase, AskedList, AskedPerson, Feed
from oneplan.web.data.reads import asking as reads
from oneplan.web.data.reads.asking import Candidate, What, Whom
from oneplan.web.people.models import Family
from oneplan.web.sharing.actions import disclosures
from oneplan.web.sharing.actions.disclosures import To
from oneplan.web.sharing.models import Disclosure
from oneplan.web.site.actions import action

ONCE_A_YEAR = 365  # days: such a feed has no rhythm, lists say by when an answer is wanted
TOLD = "who they are, to ask what the service knows of them"


@action
def ask(*, what: What, same: Mapping[str, str], wanted_by: date, by: Worker, at: datetime) -> AskedList:
    """Make the list, and keep in each family's register that the partner was told who they are.

    The feed whose files are the answers begins with the first list. Whom one may ask about is decided here once more.
    """
    require(by=by)
    day = timezone.localdate(at)
    may_ask(what, by=by)
    _check_day(wanted_by, today=day)
    Agency.objects.select_for_update(no_key=True).get(pk=what.partner.pk)  # two who ask at once: one after the other
    feed = _feed(what, by=by, at=at)
    said = _same(same, readable(feed, on=day))
    found = reads.whom(what, by=by, day=day)
    if not found.people:
        raise Cannot("There is nobody to ask about. The page says how many were left out, and why.")
    asked = AskedList.objects.create(
        feed=feed, number=(feed.asked_lists.aggregate(last=Max("number"))["last"] or 0) + 1, asked_by=by, asked_at=at,
        wanted_by=wanted_by, same=said, left_out=dict(found.left_out),
    )  # fmt: skip
    AskedPerson.objects.bulk_create(
        AskedPerson(asked=asked, family=each.family, person=each.person) for each in found.people
    )
    _tell(found, asked, by=by, at=at)
    audit.record("partner_asked_by_list", about=asked, by=by, at=at, feed=feed.pk, people=len(found.people))
    return asked


@action
def chase(*, asked: AskedList, how: str, wanted_by: date, by: Worker, at: datetime) -> AskedChase:
    """Keep that the partner was reminded of everybody who is open, and the day by which an answer is wanted now."""
    require(by=by)
    asked = _open(asked)
    _check_day(wanted_by, today=timezone.localdate(at))
    if not how.strip():
        raise Cannot("Say how they were reminded, so that the next person knows.")
    people = asked.people.filter(load=None).update(chased=F("chased") + 1)
    if not people:
        raise Cannot("Everybody on this list is answered. There is nothing to remind them of.")
    asked.wanted_by = wanted_by
    asked.save(update_fields=["wanted_by"])
    list_links.renew_with(asked, by=by, at=at)
    row = AskedChase.objects.create(asked=asked, at=at, by=by, how=how.strip(), people=people, wanted_by=wanted_by)
    audit.record("asked_list_chased", about=asked, by=by, at=at, people=people)
    return row


@action
def close(*, asked: AskedList, why: str, by: Worker, at: datetime) -> AskedList:
    """Nothing more is waited for; who is open stays so, a link ends. A file that comes later is taken all the same."""
    require(by=by)
    asked = _open(asked)
    asked.closed_at, asked.closed_by, asked.closed_why = at, by, why.strip()
    asked.save(update_fields=["closed_at", "closed_by", "closed_why"])
    list_links.end_with(asked, by=by, at=at)
    audit.record("asked_list_closed", about=asked, by=by, at=at)
    return asked


def may_ask(what: What, *, by: Worker) -> None:
    """Raise `Cannot` or `NotAllowed` where this partner is not asked for that, or not by somebody of this role."""
    if what.kind.name not in ages():
        raise Cannot(f"{what.kind.words.capitalize()} cannot be asked for person by person.")
    if not (decided := enquiries.may_ask(Role(by.role), sector=what.partner.sector)).allowed:
        raise NotAllowed(decided.reason)


def profile_of(what: What, *, on: date) -> Profile:
    """As answers would be read: by the feed there is, else by the one that would begin. Raises `Cannot`."""
    if (feed := feed_of(what)) is not None:
        return readable(feed, on=on)
    _require_signed(what.agreement, what.partner)
    return _within(what.agreement, lambda covers: profiles.within(profiles.made(said_of(what), name="asked"), covers))


def readable(feed: Feed, *, on: date) -> Profile:
    """How answers are read today. Raises `Cannot` where the agreement does not hold, or lets nobody be named."""
    agreement = agreeing.in_force(feed.agreement, on=on)
    if agreement is None:
        raise Cannot(f"“{feed.agreement}” does not hold today, so nothing is asked under it. Have it renewed.")
    _require_signed(agreement, feed.partner)
    return _within(agreement, lambda covers: agreeing.profile(agreeing.newest(feed), covers=covers))


def _require_signed(agreement: SharingAgreement, partner: Agency) -> None:
    """As it holds today: whoever signed an earlier version may have left it since."""
    if not agreement.partners.filter(agency=partner).exists():
        raise Cannot(f"{partner} did not sign “{agreement}”. Choose the agreement that they signed.")


def _within(agreement: SharingAgreement, reads: Callable[[list[str]], Profile]) -> Profile:
    try:
        profile = reads(agreeing.categories(agreement))
    except CannotRead as refusal:
        raise Cannot(str(refusal)) from refusal
    if not {OUR_REFERENCE, profile.kind.born} <= {each.column.name for each in profile.mapped}:
        raise Cannot(f"“{agreement}” does not speak of who people are, so nobody can be named. Have it widened.")
    return profile


def feed_of(what: What) -> Feed | None:
    """The feed whose files answer such lists, once there was one."""
    rows = Feed.objects.filter(is_asked=True, kind=what.kind.name, partner=what.partner)
    return rows.filter(agreement__thread=what.agreement.thread).order_by("pk").first()


def said_of(what: What) -> dict[str, object]:
    """The profile with which such a feed begins: in the words of a feed that this partner sends already."""
    like = Feed.objects.filter(is_asked=False, kind=what.kind.name, partner=what.partner).order_by("-pk").first()
    return asking.profile(what.kind, partner=what.partner.name, like=agreeing.newest(like).said if like else None)


def _feed(what: What, *, by: Worker, at: datetime) -> Feed:
    if (there := feed_of(what)) is not None:
        return Feed.objects.select_for_update().get(pk=there.pk)
    title = f"{what.kind.words.capitalize()}, asked of {what.partner}"[:120]
    says = FeedWords(title, what.partner, what.agreement, by, None, ONCE_A_YEAR, timezone.localdate(at))
    return feeds.added(_name(what), says, said_of(what), by=by, at=at, is_asked=True)


def _name(what: What) -> str:
    wanted = slugify(f"asked {what.kind.name} {what.partner}".replace("_", "-"))[:50]
    taken = set(Feed.objects.filter(name__startswith=wanted).values_list("name", flat=True))
    return next(name for name in (wanted, *(f"{wanted}-{n}" for n in range(2, 1000))) if name not in taken)


def _same(same: Mapping[str, str], profile: Profile) -> dict[str, str]:
    """What is filled in alike, as the partner would write it. Raises `Cannot` where it is no such value."""
    mapped = {each.column.name: each for each in profile.mapped}
    said = {name: value.strip() for name, value in same.items() if value.strip()}
    for name, value in said.items():
        if name not in mapped or name not in {each.name for each in asking.same_for_all(profile.kind)}:
            raise Cannot("This cannot be filled in alike for everybody.")
        if mapped[name].column.type.plain(value, mapped[name].options) is None:
            raise Cannot(f"“{value}” is not {mapped[name].column.type.words}. Write it as the partner would.")
    return said


def _tell(found: Whom, asked: AskedList, *, by: Worker, at: datetime) -> None:
    """Refused by the room of sharing where that may not be told: then nobody is asked."""
    together: dict[tuple[Family, tuple[Category, ...]], list[Candidate]] = defaultdict(list)
    for each in found.people:
        together[each.family, tuple(each.categories)].append(each)
    for (family, categories), people in together.items():
        disclosures.tell(
            family=family, what=TOLD, to=To(agency=asked.feed.partner), way=Disclosure.Way.FILE, categories=categories,
            people=[each.person for each in people], on=timezone.localdate(at), by=by, at=at, thing=asked,
        )  # fmt: skip


def _open(asked: AskedList) -> AskedList:
    asked = AskedList.objects.select_for_update().select_related("feed").get(pk=asked.pk)
    require_open(asked)
    return asked


def require_open(asked: AskedList) -> None:
    """Raise `Cannot` where the list is closed: it is neither chased nor taken out any more."""
    if asked.closed_at:
        raise Cannot(f"This list was closed on {asked.closed_at:%-d %B %Y}. Nothing was changed.")


def _check_day(wanted_by: date, *, today: date) -> None:
    if wanted_by < today:
        raise Cannot(f"{wanted_by:%-d %B %Y} is over. Say a day from today on.")
