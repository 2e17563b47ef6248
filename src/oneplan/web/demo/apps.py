from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "oneplan.web.demo"
    label = "demo"
    verbose_name = "The demo area"
