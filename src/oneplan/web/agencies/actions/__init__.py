"""What people do with agencies, workers, places, contacts and agreements: the only writers of this room."""


class Cannot(Exception):
    """A refusal. The text is written for the worker: what, why, what now."""
