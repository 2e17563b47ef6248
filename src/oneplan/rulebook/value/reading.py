"""Values taken out of a file: whatever is wrong is collected and reading goes on, so that all of it is said at once."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from oneplan.rulebook.value.faults import Fault
from oneplan.rulebook.value.written import NotANumber

T = TypeVar("T")
MISSING = object()


class BadModel(Exception):
    """`faults` say what is wrong where, and what to do."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("\n".join(f"{each.where}: {each.words}" for each in found))
        self.faults = found


class Reading:
    """Goes on with nought in the place of what is wrong; what comes of that is never handed out."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def number(self, said: Mapping[Any, Any], name: str, reads: Callable[[object], T], at: str, instead: Any) -> T:
        """What stands under the name, else `instead`; where that is `MISSING`, it must be said."""
        value = said.get(name, instead)
        where = f"{at}.{name}".lstrip(".")
        if value is MISSING:
            self.wrong(where, "It is not said. Write it, also where it is nought.")
            return reads("0")
        if value is instead:
            return value  # type: ignore[no-any-return]
        return self.value(value, reads, where)

    def value(self, value: object, reads: Callable[[object], T], where: str, *, instead: str = "0") -> T:
        try:
            return reads(value)
        except NotANumber as failure:
            self.wrong(where, str(failure))
            return reads(instead)

    def mapping(self, said: Any, at: str) -> Mapping[str, Any]:
        if isinstance(said, dict):
            return said
        self.wrong(at, "Names with something beneath each are wanted here.")
        return {}

    def known(self, said: Mapping[str, Any], names: frozenset[str], at: str) -> None:
        for name in sorted(set(map(str, said)) - names):
            there = ", ".join(sorted(names))
            self.wrong(f"{at}.{name}".lstrip("."), f"Nothing is called “{name}” here. There are: {there}.")

    def text(self, said: Mapping[str, Any], name: str, at: str, *, what: str) -> str:
        """A text that must be said; `what` says what is wanted."""
        found = str(said.get(name) or "").strip()
        if not found:
            self.wrong(f"{at}.{name}".lstrip("."), what)
        return found

    def wrong(self, where: str, words: str) -> None:
        """Once, also where many rows show the same."""
        fault = Fault(where, words)
        if fault not in self.found:
            self.found.append(fault)
