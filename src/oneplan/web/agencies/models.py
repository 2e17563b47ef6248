"""Agencies, teams and workers: who can be named in a plan, signed in or not."""

from django.db import models
from django.db.models import Q

from oneplan.rulebook.sharing.policy import Role
from oneplan.web.site.spells import Spell


class Agency(models.Model):
    """An organisation: a council service, a school, a hospital, a charity."""

    name = models.CharField(max_length=120, unique=True)
    sector = models.CharField(max_length=40)  # a code of the area's list "sector"
    phone = models.CharField(max_length=30, blank=True)
    what_it_does = models.CharField(max_length=300, blank=True)
    usual_wait_weeks = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    locality = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_once_in_agency")]

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """Somebody who works with families. Most have an account; a teacher named in a plan need not."""

    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=[(r.value, r.value.replace("_", " ")) for r in Role])
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="workers")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="workers")
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    languages = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return f"{self.name}, {self.job_title}"

    @property
    def initials(self) -> str:
        parts = self.name.replace("-", " ").split()
        return "".join(part[0] for part in (parts[0], parts[-1])) if len(parts) > 1 else self.name[:1]


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
