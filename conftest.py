"""Fixtures every test may use: the cast of people, isolation from the world, the browser."""

pytest_plugins = ["tests.cast", "tests.isolation", "tests.browser", "tests.demo_site", "tests.scene"]
