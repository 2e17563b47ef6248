from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "oneplan.web.casework"
    label = "casework"

    def ready(self) -> None:
        from oneplan.web.casework import relations

        relations.register()
