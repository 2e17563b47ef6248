"""What no reader takes."""


class CannotOpen(Exception):
    """Says why a file cannot be opened and what to do, for a data manager."""


class Locked(CannotOpen):
    """It is locked, and no password was given (`was_tried` is false), or one that does not open it."""

    def __init__(self, *, was_tried: bool) -> None:
        super().__init__(
            "The password does not open this file. Look at capitals and blanks, or ask the partner for it again."
            if was_tried
            else "This file is locked with a password. Write that into a file and name it: --password-file PW"
        )
        self.was_tried = was_tried
