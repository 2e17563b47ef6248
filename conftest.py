"""Fixtures every test may use: the cast of people."""

pytest_plugins = ["tests.cast"]
