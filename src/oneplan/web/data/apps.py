"""Partners' feeds and the runs that make facts of them."""

from django.apps import AppConfig


class DataConfig(AppConfig):
    name = "oneplan.web.data"
    label = "data"
