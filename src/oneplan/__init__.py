"""OnePlan: one family, one worker, one plan."""

__version__ = "0.1.0"
