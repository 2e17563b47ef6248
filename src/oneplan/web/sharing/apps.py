from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "oneplan.web.sharing"
    label = "sharing"

    def ready(self) -> None:
        from oneplan.web.sharing import relations

        relations.register()
