"""Set-up and checking. Runs on a bare Python 3.11, before any environment exists, so it imports nothing from outside."""
