"""What no reader takes."""


class CannotOpen(Exception):
    """Says why a file cannot be opened and what to do, for a data manager."""
