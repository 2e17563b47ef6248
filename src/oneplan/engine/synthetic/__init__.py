"""Invented areas: people, families, histories and the truth beside them. Nobody in them exists."""

from oneplan.engine.synthetic.area import families
from oneplan.engine.synthetic.family import Link, SyntheticFamily
from oneplan.engine.synthetic.truth import TruePerson, Truth

__all__ = ["Link", "SyntheticFamily", "TruePerson", "Truth", "families"]
