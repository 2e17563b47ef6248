"""Agencies, teams, workers, places, contacts and agreements on sharing."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "oneplan.web.agencies"
    label = "agencies"

    def ready(self) -> None:
        from oneplan.web.agencies import chores, keepers

        keepers.keep()
        chores.keep()
