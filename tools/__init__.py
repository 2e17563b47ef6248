"""Set-up and checking, on a bare Python 3.11: no environment exists yet, so nothing from outside is imported."""
