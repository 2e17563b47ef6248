"""Names, reference numbers, and one person who had two records."""

from django.db import models
from django.db.models import F, Q

from oneplan.web.people.models.person import Person
from oneplan.web.site.sealed import EncryptedTextField
from oneplan.web.site.spells import Spell


class PersonName(Spell):
    class Kind(models.TextChoices):
        USUAL = "usual", "usual name"
        BIRTH = "birth", "name at birth"
        PREVIOUS = "previous", "earlier name"
        KNOWN_AS = "known_as", "also known as"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.USUAL)
    given_names = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)


class NameKey(models.Model):
    """How a word of somebody's name sounds: what the search with spelling slips looks up."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "person"], name="name_key_once")]


class Identifier(Spell):
    """A number by which some system knows the person: the NHS's, the school's, another database's."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=30)  # "nhs", "upn", or a code of the area's list "identifier"
    value = models.CharField(max_length=60)
    plain = models.CharField(max_length=60, db_index=True)  # without spaces, upper case, or a digest: what is searched
    sealed_value = EncryptedTextField(blank=True, default="")  # in place of the value, where the area seals the scheme

    class Meta(Spell.Meta):
        indexes = [models.Index(fields=["scheme", "plain"])]
        constraints = [
            *Spell.Meta.constraints,
            models.CheckConstraint(condition=Q(value="") | Q(sealed_value=""), name="number_open_or_sealed"),
        ]

    @property
    def is_sealed(self) -> bool:
        return bool(self.sealed_value)

    @property
    def number(self) -> str:
        """The number whether it is sealed or not: only for whoever may read it."""
        return self.sealed_value or self.value


class Merge(models.Model):
    """`gone` and `kept` are one person. Nothing is rewritten, so undoing it is ending this row."""

    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_away")
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_in")
    reason = models.CharField(max_length=300)
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True, blank=True)
    merged_by = models.ForeignKey("agencies.Worker", on_delete=models.PROTECT, related_name="+")
    undone_by = models.ForeignKey("agencies.Worker", null=True, on_delete=models.PROTECT, related_name="+")
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(gone=F("kept")), name="merge_two_records"),
            models.UniqueConstraint(fields=["gone"], condition=Q(known_until=None), name="merge_gone_once"),
        ]
