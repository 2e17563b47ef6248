"""Agencies and their teams, what they offer, whom one rings there, where they sit and when they meet."""

from datetime import date

from django.db import models
from django.db.models import Q

from oneplan.web.site.spells import Spell


class Agency(models.Model):
    """An organisation: a council service, a school, a hospital, a charity."""

    name = models.CharField(max_length=120, unique=True)
    sector = models.CharField(max_length=40)  # a code of the area's list "sector"
    reach = models.CharField(max_length=40, blank=True)  # a code of the area's list "reach": universal, community …
    phone = models.CharField(max_length=30, blank=True)
    what_it_does = models.CharField(max_length=300, blank=True)
    usual_wait_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class AgencyOffer(Spell):
    """What an agency tells everybody about itself: what it does, what it does not, for whom, what came of it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="offers")
    does = models.TextField()
    does_not = models.TextField(blank=True)
    criteria = models.TextField(blank=True)
    achieved = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)  # also shown to people who do not sign in

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency"], condition=Q(known_until=None, valid_to=None), name="agency_one_offer_now"
            ),
        ]


class Team(models.Model):
    """Workers of one agency."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    locality = models.CharField(max_length=60, blank=True)  # a code of the area's list "locality"
    phone = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_once_in_agency")]

    def __str__(self) -> str:
        return self.name


class Contact(Spell):
    """Whom to ring at an agency: a role, with whoever fills it now and a deputy. People come and go, the role stays."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(max_length=120)  # "attendance lead", "the duty desk"
    what_for = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=40, blank=True)  # for a coordinator: the locality they answer for
    is_coordinator = models.BooleanField(default=False)  # finds the right person when nobody knows who it is
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    holder = models.ForeignKey(
        "agencies.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts_held"
    )
    holder_name = models.CharField(max_length=120, blank=True)  # somebody who is no worker in OnePlan
    holder_left_on = models.DateField(null=True, blank=True)  # somebody rang and heard so, or nobody took it over yet
    deputy = models.ForeignKey(
        "agencies.Worker", null=True, blank=True, on_delete=models.PROTECT, related_name="contacts_deputised"
    )
    deputy_name = models.CharField(max_length=120, blank=True)
    kept_by = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="contacts_kept")
    check_by = models.DateField()

    class Meta(Spell.Meta):
        indexes = [models.Index(fields=["agency", "known_until"]), models.Index(fields=["kept_by", "check_by"])]
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(condition=Q(holder=None) | Q(holder_name=""), name="contact_holder_is_one"),
            models.CheckConstraint(condition=Q(deputy=None) | Q(deputy_name=""), name="contact_deputy_is_one"),
            models.CheckConstraint(
                condition=Q(holder=None) | Q(deputy=None) | ~Q(holder=models.F("deputy")),
                name="contact_deputy_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.agency}"

    @property
    def holder_words(self) -> str:
        return self.holder.name if self.holder else self.holder_name

    @property
    def deputy_words(self) -> str:
        return self.deputy.name if self.deputy else self.deputy_name

    def warnings(self, today: date) -> list[str]:
        """What makes this contact doubtful: somebody has left or is leaving, or it was not checked in time."""
        found = []
        if self.holder_left_on is not None:
            found.append(f"{self.holder_words or 'whoever it was'} has left")
        for worker in (self.holder, self.deputy):
            if worker is not None and not worker.is_active:
                found.append(f"{worker.name} has left")
            elif worker is not None and worker.leaves_on is not None:
                found.append(f"{worker.name} leaves on {worker.leaves_on:%-d %B}")
        if self.check_by < today:
            found.append(f"to be checked since {self.check_by:%-d %B %Y}")
        return found


class Hub(models.Model):
    """A place where several agencies sit."""

    name = models.CharField(max_length=120, unique=True)
    address = models.CharField(max_length=200, blank=True)
    locality = models.CharField(max_length=40, blank=True)  # a code of the area's list "locality"
    phone = models.CharField(max_length=30, blank=True)
    opening = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class HubPlace(Spell):
    """An agency that sits at a hub."""

    hub = models.ForeignKey(Hub, on_delete=models.PROTECT, related_name="places")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="hub_places")


class Forum(models.Model):
    """A day on which partners meet: a forum, a quadrant meeting, a network event; with the news, if any."""

    class Kind(models.TextChoices):
        FORUM = "forum", "partnership forum"
        QUADRANT = "quadrant", "quadrant meeting"
        NETWORK = "network", "network event"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=120)
    on = models.DateField(db_index=True)
    time = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    for_whom = models.CharField(max_length=200, blank=True)
    news = models.TextField(blank=True)
    is_called_off = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["on", "time", "pk"]

    def __str__(self) -> str:
        return self.name
