"""Partners' feeds and the runs that make facts of them."""

from django.apps import AppConfig


class DataConfig(AppConfig):
    name = "oneplan.web.data"
    label = "data"

    def ready(self) -> None:
        from oneplan.web.data import beside, chores
        from oneplan.web.site import notices

        notices.register(beside.notices)
        chores.keep()
