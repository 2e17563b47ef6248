from django.apps import AppConfig


class FrontdoorConfig(AppConfig):
    name = "oneplan.web.frontdoor"
    label = "frontdoor"
