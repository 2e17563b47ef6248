from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "oneplan.web.people"
    label = "people"
