"""Who asks which service what it knows. What the police know goes to the manager, who decides what of it is needed.

Source: reference of needs R195 and R196 (police items for the named manager only; a query is answered, the record stays
where it is).
"""

from oneplan.rulebook.sharing.policy import Decision, Role

BY_MANAGERS_ALONE = frozenset({"police"})  # codes of the area's list of sectors, never changed
MANAGERS = frozenset({Role.TEAM_MANAGER})


def may_ask(role: Role, *, sector: str) -> Decision:
    """May somebody of this role ask a service of this sector, and read what it answered to others?"""
    if sector in BY_MANAGERS_ALONE and role not in MANAGERS:
        return Decision.no("The police are asked by the team's manager alone. Ask yours: they decide what you need.")
    return Decision.yes("Whoever works with the family may ask.")
