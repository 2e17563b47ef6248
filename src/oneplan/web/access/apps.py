from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "oneplan.web.access"
    label = "access"

    def ready(self) -> None:
        from django.contrib.auth import signals

        from oneplan.web.access import sessions

        signals.user_logged_in.connect(sessions.began, dispatch_uid="session-began")
        signals.user_logged_out.connect(sessions.ended, dispatch_uid="session-ended")
