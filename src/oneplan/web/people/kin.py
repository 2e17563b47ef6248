"""Who is whose parent or child, as believed now."""

from oneplan.web.people import identity
from oneplan.web.people.models import Person, Relationship

_BY_BIRTH = Relationship.Kind.PARENT


def parents_and_children(person: Person) -> tuple[list[Person], list[Person]]:
    """Return the parents by birth and the children by birth."""
    ids = identity.record_ids(identity.kept(person))
    rows = Relationship.objects.known().filter(kind=_BY_BIRTH)
    parents = [row.person for row in rows.filter(other__in=ids).select_related("person")]
    children = [row.other for row in rows.filter(person__in=ids).select_related("other")]
    return parents, children
