"""What key working costs: grades, posts without anybody's name, and what else is given."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from oneplan.rulebook.value import key_working
from oneplan.rulebook.value.model import CostKind
from oneplan.web.site.spells import Spell
from oneplan.web.value.models.funding import Kind

NOT_LESS = MinValueValidator(Decimal(0))


class Grade(Spell):
    """What a full-time worker of a grade costs in a year, with on-costs; `source` says where that is from."""

    name = models.CharField(max_length=60)
    yearly = models.DecimalField(max_digits=9, decimal_places=2, validators=[NOT_LESS])

    class Meta(Spell.Meta):
        constraints = [
            *Spell.Meta.constraints,
            models.UniqueConstraint(
                fields=["name"], condition=Q(known_until=None, valid_to=None), name="grade_costs_one_amount_now"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rule(self) -> key_working.Grade:
        return key_working.Grade(self.name, self.yearly, self.source)


class KeyPost(Spell):
    """Posts of one sort that one funder pays: how many full-time ones, and what share of them is key working."""

    words = models.CharField(max_length=120)
    grade = models.CharField(max_length=60)  # the name of a grade
    full_time = models.DecimalField(max_digits=6, decimal_places=2, validators=[NOT_LESS])
    on_key_working = models.DecimalField(max_digits=4, decimal_places=3, validators=[NOT_LESS, MaxValueValidator(1)])
    funder = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.words

    @property
    def rule(self) -> key_working.Post:
        return key_working.Post(self.words, self.grade, self.full_time, self.on_key_working, self.funder)


class OtherCost(Spell):
    """Goods, rooms, and time that partners and volunteers give, in pounds a year."""

    words = models.CharField(max_length=120)
    payer = models.CharField(max_length=120)
    kind = models.CharField(max_length=7, choices=Kind)
    yearly = models.DecimalField(max_digits=10, decimal_places=2, validators=[NOT_LESS])

    def __str__(self) -> str:
        return self.words

    @property
    def rule(self) -> key_working.Given:
        return key_working.Given(self.words, self.payer, CostKind(self.kind), self.yearly, self.source)
