"""One human being, once, however many families, homes and files they appear in."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from oneplan.rulebook.people.ages import Age, age_on
from oneplan.rulebook.people.dates import in_words
from oneplan.web.site.spells import Spell


class Person(models.Model):
    """The columns here say what is believed now, for lists and search; the spells beside them are the record."""

    class Sex(models.TextChoices):
        FEMALE = "female", "female"
        MALE = "male", "male"
        UNKNOWN = "unknown", "not known"

    given_names = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    description = models.CharField(max_length=120, blank=True)  # "the fourth child", while no name is known
    sex = models.CharField(max_length=8, choices=Sex, default=Sex.UNKNOWN)
    born_from = models.DateField(null=True, blank=True)
    born_to = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=8, default="unknown")
    due_on = models.DateField(null=True, blank=True)  # set while not yet born
    died_on = models.DateField(null=True, blank=True)
    died_precision = models.CharField(max_length=8, default="unknown")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["born_from", "born_to"]),
            models.Index(fields=["family_name", "given_names"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(born_from=None, born_to=None) | Q(born_from__lte=F("born_to")), name="person_birth_in_order"
            ),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(born_from=None) | Q(died_on__gte=F("born_from")),
                name="person_death_after_birth",
            ),
            models.CheckConstraint(condition=Q(due_on=None) | Q(born_from=None), name="person_unborn_has_no_birth"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"P-{100000 + self.pk}"

    @property
    def name(self) -> str:
        return full_name(self.given_names, self.family_name, self.description)

    @property
    def short_name(self) -> str:
        return self.given_names or self.description or self.family_name or "Name not known"

    @property
    def is_unborn(self) -> bool:
        return self.due_on is not None

    def age_on(self, day: date) -> Age:
        day = min(day, self.died_on) if self.died_on else day
        return age_on(day, born_from=self.born_from, born_to=self.born_to)

    @property
    def born_words(self) -> str:
        if self.due_on:
            return f"due {in_words(self.due_on, 'day')}"
        return in_words(self.born_from, self.born_precision) if self.born_from else "birth date not known"


def full_name(given_names: str, family_name: str, description: str) -> str:
    """“Sarah Williams”; “the fourth child (Brown)” while no name is known."""
    if description and not given_names:
        return f"{description} ({family_name})" if family_name else description
    return f"{given_names} {family_name}".strip() or "Name not known"


class PersonDetail(Spell):
    """Something known of a person, dated: language, faith, a diagnosis, a school, an order's status."""

    class Kind(models.TextChoices):
        SEX = "sex", "sex"
        BIRTH = "birth", "birth"
        DEATH = "death", "death"
        PREGNANCY = "pregnancy", "due date"
        ETHNICITY = "ethnicity", "ethnicity"
        FAITH = "faith", "faith"
        LANGUAGE = "language", "first language"
        INTERPRETER = "interpreter", "interpreter"
        IDENTITY = "identity", "identity and belonging"
        IMMIGRATION = "immigration", "immigration and public funds"
        DIAGNOSIS = "diagnosis", "diagnosis"
        ILLNESS = "illness", "long-term illness"
        DISABILITY = "disability", "disability"
        BIRTH_HISTORY = "birth_history", "pregnancy and birth"
        ORDER = "order", "court order or application"
        SCHOOL = "school", "school or nursery"
        WORK = "work", "work and hours"
        MONEY = "money", "money, benefits and debts"
        PREFERENCE = "preference", "what suits them"
        BEREAVEMENT = "bereavement", "bereavement"
        OTHER = "other", "worth knowing"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="details")
    kind = models.CharField(max_length=14, choices=Kind)
    words = models.CharField(max_length=500)
    earliest = models.DateField(null=True, blank=True)  # for birth: first and last day it can be
    latest = models.DateField(null=True, blank=True)

    class Meta(Spell.Meta):
        indexes = [models.Index(fields=["person", "kind"])]
