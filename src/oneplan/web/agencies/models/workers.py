"""Workers: their post, what they can do, whose link they are, and who answers while they are away."""

from django.db import models
from django.db.models import Q

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.agencies.models.organisations import Agency, Team
from oneplan.web.site import lists
from oneplan.web.site.spells import Spell

ROLES = [(r.value, r.value.replace("_", " ")) for r in Role]
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Worker(models.Model):
    """Somebody who works with families. Most have an account; a teacher named in a plan need not.

    Role, agency, team and job title are copies of the current `Post`.
    """

    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=ROLES)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="workers")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="workers")
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    works_days = models.CharField(max_length=7, blank=True)  # "0123": Monday to Thursday
    works_words = models.CharField(max_length=200, blank=True)
    leaves_on = models.DateField(null=True, blank=True)  # announced; access ends when everything is handed on
    is_active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return f"{self.name}, {self.job_title}"

    @property
    def initials(self) -> str:
        parts = self.name.replace("-", " ").split()
        return "".join(part[0] for part in (parts[0], parts[-1])) if len(parts) > 1 else self.name[:1]

    @property
    def languages(self) -> str:
        return ", ".join(self.entries_of(WorkerEntry.Kind.LANGUAGE))

    def entries_of(self, kind: "WorkerEntry.Kind") -> list[str]:
        """The area's names for what is entered; lists of workers prefetch `entries`."""
        return sorted(lists.name_of(kind.value, each.code) for each in self.entries.all() if each.kind == kind)

    @property
    def working_pattern(self) -> str:
        """“Monday to Thursday, 9 to 3”."""
        days = [int(each) for each in sorted(self.works_days)]
        if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
            said = f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
        else:
            said = ", ".join(_DAYS[day] for day in days)
        return ", ".join(part for part in (said, self.works_words) if part)


class WorkerEntry(models.Model):
    """A skill, a language or a locality of a worker: a code of the area's list of that name."""

    class Kind(models.TextChoices):
        SKILL = "skill", "skill"
        LANGUAGE = "language", "language"
        LOCALITY = "locality", "locality"

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=8, choices=Kind)
    code = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["kind", "code"])]
        constraints = [models.UniqueConstraint(fields=["worker", "kind", "code"], name="worker_entry_once")]


class Post(Spell):
    """What a worker was, where, from when until when."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=ROLES)
    job_title = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(
                fields=["worker"], condition=Q(known_until=None, valid_to=None), name="worker_one_post_now"
            ),
        ]


class Cover(Spell):
    """Who answers for a worker who is away."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="covers")
    covered_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="covering")
    note = models.CharField(max_length=200, blank=True)

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(condition=~Q(worker=models.F("covered_by")), name="cover_is_another_worker"),
        ]


class Link(Spell):
    """A team is the link to a school or a service; somebody of the team does it now, and may change."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="links")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="links")
    worker = models.ForeignKey(Worker, null=True, blank=True, on_delete=models.PROTECT, related_name="links")
    what_for = models.CharField(max_length=200, blank=True)

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(
                fields=["team", "agency"], condition=Q(known_until=None, valid_to=None), name="link_once_a_team"
            ),
        ]
