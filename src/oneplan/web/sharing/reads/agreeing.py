"""The rule of `rulebook/sharing/consent.py` as a filter: who agreed, for lists over many families.

Kept beside the plain rule on purpose; a property test demands that both give the same people.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from oneplan.rulebook.sharing.categories import Category, about
from oneplan.rulebook.sharing.consent import Answer, Purpose
from oneplan.web.agencies.models import Agency
from oneplan.web.sharing.models import ConsentAnswer


def agreeing(
    *, agency: Agency, category: Category | None, on: date, purpose: Purpose = Purpose.SHARE
) -> QuerySet[ConsentAnswer, int]:
    """Ids of the people (the records that stand for them) who agreed, as a subquery."""
    rows = ConsentAnswer.objects.filter(struck_at=None, on__lte=on, purpose=purpose).filter(
        Q(agency=None) | Q(agency=agency)
    )
    rows = rows.annotate(
        kept=Coalesce("person__merged_into__merged_into_id", "person__merged_into_id", "person_id"),
        own=Q(person=F("given_by")),
    )
    is_special = category is not None and about(category).special
    named = Q(category=category or "")
    yes = rows.filter(named if is_special else named | Q(category=""), answer=Answer.YES)
    no = rows.exclude(answer=Answer.YES).filter(named | Q(category=""), kept=OuterRef("kept"))
    later = Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    names_more = Q(agency__isnull=False) & IsNull(OuterRef("agency_id"), True) | ~Q(category="") & Q(  # noqa: FBT003
        Exists(ConsentAnswer.objects.filter(pk=OuterRef(OuterRef("pk")), category=""))
    )
    blocking = no.filter(Q(own=True) & ~Q(own=OuterRef("own")) | Q(own=OuterRef("own")) & (later | names_more))
    lasting = yes.filter(Q(expires_on=None) | Q(expires_on__gt=on))
    return lasting.filter(~Exists(blocking)).values_list("kept", flat=True)
