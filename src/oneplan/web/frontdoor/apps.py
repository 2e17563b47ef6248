from django.apps import AppConfig


class FrontdoorConfig(AppConfig):
    name = "oneplan.web.frontdoor"
    label = "frontdoor"

    def ready(self) -> None:
        from oneplan.web.frontdoor import handing_on

        handing_on.keep()
