from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "oneplan.web.agencies"
    label = "agencies"
