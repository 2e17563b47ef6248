from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "oneplan.web.casework"
    label = "casework"

    def ready(self) -> None:
        from oneplan.web.casework import handing_on, partner_purposes, relations
        from oneplan.web.casework.actions import invitations
        from oneplan.web.casework.reads import barred, why_entry
        from oneplan.web.casework.reads import notes as notes_parts
        from oneplan.web.sharing.reads import private, record_why
        from oneplan.web.site import outbox

        relations.register()
        private.register_parts("casework.note", notes_parts.parts_of)
        record_why.register(why_entry.decides)
        handing_on.keep()
        partner_purposes.register()
        outbox.obey(barred.check_message)
        outbox.obey(invitations.check_message)
