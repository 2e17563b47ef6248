from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "oneplan.web.rights"
    label = "rights"

    def ready(self) -> None:
        from oneplan.web.rights import chores
        from oneplan.web.rights.reads import beside
        from oneplan.web.site import notices

        notices.register(beside.notices)
        chores.keep()
