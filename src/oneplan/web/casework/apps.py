from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "oneplan.web.casework"
    label = "casework"

    def ready(self) -> None:
        from oneplan.web.casework import partner_purposes, relations
        from oneplan.web.casework.reads import barred
        from oneplan.web.site import outbox

        relations.register()
        partner_purposes.register()
        outbox.obey(barred.check_message)
