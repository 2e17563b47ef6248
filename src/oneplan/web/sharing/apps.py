from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "oneplan.web.sharing"
    label = "sharing"

    def ready(self) -> None:
        from oneplan.web.people import held_back
        from oneplan.web.sharing import relations
        from oneplan.web.sharing.reads import private

        relations.register()
        held_back.register(private.sieve)
