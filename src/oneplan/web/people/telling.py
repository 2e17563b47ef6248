"""What would tell where a protected home is: its address, each piece of it, its postcode, its label."""

import re
from collections.abc import Iterable

from oneplan.web.people import identity
from oneplan.web.people.models import Home, HomeDetail, Membership, Residence, TimelineEntry, VisitWarning
from oneplan.web.site.models import OutboxMessage


def pattern(homes: Iterable[Home]) -> re.Pattern[str] | None:
    """Finds whatever tells where these homes are, however it is spaced; None when nothing does."""
    parts = {part for home in homes for part in pieces(home)}
    longest_first = sorted(parts, key=len, reverse=True)
    return re.compile("|".join(map(_loose, longest_first)), re.IGNORECASE) if parts else None


def pieces(home: Home) -> set[str]:
    """The whole address, each piece with a number in it, like "9 Refuge Row"; of a protected one its places as well."""
    whole, postcode = home.parts_of_address
    address = re.sub(r"(^|,)\s*(\d+\w?)\s*,", r"\1\2 ", whole)  # a bare number belongs to its street
    numbered = [piece for piece in address.split(",") if any(letter.isdigit() for letter in piece)]
    places = _places(address) if home.is_protected else []
    parts = {part.strip(" ,") for part in (whole, *numbered, *places, postcode, postcode.replace(" ", ""), home.label)}
    return parts - {""}


def _places(address: str) -> list[str]:
    """Street and village without their number, like "Refuge Row"; one word alone may be the whole town, and is not."""
    bare = [re.sub(r"^\s*\d+\w?\s+", "", piece).strip() for piece in address.split(",")]
    return [piece for piece in bare if len(piece.split()) > 1 and not any(letter.isdigit() for letter in piece)]


def is_told_by(home: Home, label: str) -> bool:
    """Would the label say where the home is?"""
    named = Home(label="").put_at(*home.parts_of_address, is_protected=home.is_protected)
    found = pattern([named])
    street = home.parts_of_address[0].split(",")[0].strip().lower()
    return bool((found and found.search(label)) or (street and street in label.lower()))


def traces(home: Home) -> int:
    """In how many entries of its families, and messages to them, the address was also typed."""
    found = pattern([Home(label="").put_at(*home.parts_of_address, is_protected=home.is_protected)])
    if found is None:
        return 0
    lived = Residence.objects.filter(home=home).values_list("person", flat=True)
    records = identity.records_of(lived)
    families = Membership.objects.filter(person__in=records).values("family")
    texts = [
        TimelineEntry.objects.filter(family__in=families).values_list("headline", "aside", "text"),
        HomeDetail.objects.filter(home=home).values_list("words"),
        VisitWarning.objects.filter(home=home).values_list("words"),
        OutboxMessage.objects.filter(about_family__in=families).values_list("text"),
    ]
    return sum(bool(found.search("\n".join(row))) for rows in texts for row in rows.iterator())


def _loose(part: str) -> str:
    """However it is spaced and broken by commas, but never inside a longer word or number."""
    words = [re.escape(word) for word in re.split(r"[\s,]+", part) if word]
    return r"(?<![^\W_])" + r"[\s,]*".join(words) + r"(?![^\W_])"
