"""What each room says of its models: collectors for packs, and declarations for retention, found by the loader."""

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db.models import Field, Model

from oneplan.web.site.collecting import Collects, Elsewhere, NotCollected

OURS = "oneplan."
# what they point to is never about one person of a family
_NOBODYS = frozenset({"agencies.agency", "agencies.team", "agencies.worker"})


def rooms() -> list[str]:
    """Our own rooms, in the order they are installed."""
    return [config.name for config in apps.get_app_configs() if config.name.startswith(OURS)]


def our_models() -> list[type[Model]]:
    """Every model of ours, tables between two models included."""
    found = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith(OURS)]
    return sorted(found, key=lambda model: model._meta.label)


@lru_cache(maxsize=1)
def collectors() -> tuple[list[Collects], list[NotCollected]]:
    """What every room collects, and what it does not with the reason."""
    yes: list[Collects] = []
    no: list[NotCollected] = []
    for room in rooms():
        if find_spec(f"{room}.collects"):
            module = import_module(f"{room}.collects")
            yes += module.COLLECTS
            no += module.NOT_COLLECTED
    return yes, no


@lru_cache(maxsize=1)
def elsewhere() -> list[Elsewhere]:
    """What rooms hold on people outside the database."""
    modules = [import_module(f"{room}.collects") for room in rooms() if find_spec(f"{room}.collects")]
    return [each for module in modules for each in getattr(module, "ELSEWHERE", ())]


def touching_people() -> set[str]:
    """Labels of every model from which foreign keys lead to a person, at once or through others."""
    found = {"people.person", "people.family"}
    models = [model for model in our_models() if model._meta.label_lower not in _NOBODYS]
    while True:
        more = {
            model._meta.label_lower
            for model in models
            if any(_target(field) in found for field in model._meta.get_fields() if isinstance(field, Field))
        }
        if more <= found:
            return {model._meta.label for model in our_models() if model._meta.label_lower in found}
        found |= more


def _target(field: "Field[object, object]") -> str | None:
    model = field.related_model
    return model._meta.label_lower if isinstance(model, type) and issubclass(model, Model) else None


def is_between(model: type[Model]) -> bool:
    """Is it only the table of a many-to-many field? It is told with the model that has the field."""
    return bool(model._meta.auto_created)
