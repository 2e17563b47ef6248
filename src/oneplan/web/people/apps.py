from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "oneplan.web.people"
    label = "people"

    def ready(self) -> None:
        from oneplan.web.people import safe_messages
        from oneplan.web.people.actions import identifiers
        from oneplan.web.site import outbox, rotation

        outbox.obey(safe_messages.check)
        rotation.seals(identifiers.seal_marked)
