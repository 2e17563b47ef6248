from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "oneplan.web.people"
    label = "people"

    def ready(self) -> None:
        from oneplan.web.access.actions import accounts
        from oneplan.web.people import joining, safe_messages
        from oneplan.web.people.actions import identifiers
        from oneplan.web.site import outbox, rotation

        accounts.look_first(joining.why_not_open)
        outbox.obey(safe_messages.check)
        rotation.seals(identifiers.seal_marked)
