"""The policy table in words: role by role what it may do, and permission by permission who may."""

from collections.abc import Collection

from oneplan.rulebook.sharing.policy import PERMISSION_WORDS, TABLE, Permission, Relation, Role, relations_allowing
from tools.reference.tables import table

WHEN = {
    Relation.OWN_FAMILY: "families they work with",
    Relation.OWN_TEAM: "families their team works with",
    Relation.AROUND_FAMILY: "families in whose team they are",
    Relation.NAMED: "records kept to them by name",
    Relation.NO_TEAM: "families that no team works with yet",
    Relation.EMERGENCY: "families opened in an emergency",
    Relation.FAMILY_MEMBER: "their own family",
    Relation.ANYONE: "always",
}


def page() -> str:
    parts = [
        "# Who may do what",
        "",
        "The table stands in `rulebook/sharing/policy.py`. A page refuses with a reason; a list leaves out what may",
        "not be seen. Both read the same rows",
        "([one policy, two evaluators](../explanation/one-policy-two-evaluators.md)).",
        "",
        "*Work with* means: key worker or lead professional now, or until the goodbye while nobody else helps, or",
        "covering for one of them today.",
        "",
        "## By role",
    ]
    for role in Role:
        rows = [(PERMISSION_WORDS[each], _when(relations_allowing(each, role))) for each in Permission]
        parts += ["", f"### {_name(role)}", "", table(("may", "for"), [row for row in rows if row[1]])]
    rows_by_permission = [(f"`{each.value}`", PERMISSION_WORDS[each], _who(each)) for each in Permission]
    return "\n".join([*parts, "", "## By permission", "", table(("permission", "means", "who"), rows_by_permission)])


def _name(role: Role) -> str:
    return role.value.replace("_", " ").capitalize()


def _when(relations: Collection[Relation]) -> str:
    return "; ".join(WHEN[each] for each in Relation if each in relations)


def _who(permission: Permission) -> str:
    allowed = TABLE[permission]
    if len(allowed) == len(Role) and all(Relation.ANYONE in each for each in allowed.values()):
        return "everybody who is signed in"
    return ", ".join(_name(role).lower() for role in Role if allowed.get(role))
