from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "oneplan.web.site"
    label = "site"
    verbose_name = "Layout, sign-in, outbox, area settings"

    def ready(self) -> None:
        from oneplan.web.site import addresses

        addresses.register()
