from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "oneplan.web.sharing"
    label = "sharing"

    def ready(self) -> None:
        from oneplan.web.people import held_back
        from oneplan.web.sharing import frame, relations
        from oneplan.web.sharing.reads import private
        from oneplan.web.site import notices

        relations.register()
        held_back.register(private.sieve)
        notices.register_frame(frame.frame)
