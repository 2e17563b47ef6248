"""Two people saved the same thing: neither text is lost, both are shown."""

from typing import Any


class ChangedMeanwhile(Exception):
    """Somebody saved first: `theirs` stands now, `yours` was not saved, `version` is what to send next."""

    def __init__(self, *, theirs: Any, yours: Any, version: Any) -> None:
        super().__init__("Somebody else changed this while you had it open. Both versions are here: nothing is lost.")
        self.theirs, self.yours, self.version = theirs, yours, version
