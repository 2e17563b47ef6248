from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "oneplan.web.access"
    label = "access"
