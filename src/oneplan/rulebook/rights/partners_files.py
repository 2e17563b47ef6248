"""What of a service's files is not given in somebody's copy until a person has read it, and why.

Our own rule, on the safe side: it only suggests, and a person decides each (docs/decisions/0019).
"""

from collections.abc import Collection

WHO_REPORTED = frozenset({"police", "domestic_abuse"})
ABOUT_THEM_ALONE = WHO_REPORTED | {"social_care", "health"}
WHERE_THEY_ARE = frozenset({"school", "help_organisation"})  # attributes of facts


def why_leave_out(
    *, category: str, attributes: Collection[str], reads_it_alone: bool, is_kept_safe: bool
) -> str:  # fmt: skip
    """Empty where it is given.

    `reads_it_alone`: they asked themselves. `is_kept_safe`: an address around them is kept from whoever reads the copy.
    """
    if category in WHO_REPORTED:
        return "It may tell who reported something, or that somebody is kept safe. Ask who sent it before it is given."
    if category in ABOUT_THEM_ALONE and not reads_it_alone:
        return "Somebody else asks in their name. Read first whether it is for them to know."
    if is_kept_safe and WHERE_THEY_ARE & set(attributes):
        return "It says which school or service they go to, and an address is kept safe. Read it first."
    return ""
