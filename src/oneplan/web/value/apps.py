"""What help is worth: calculations, and agreements on who pays for it."""

from django.apps import AppConfig


class ValueConfig(AppConfig):
    name = "oneplan.web.value"
    label = "value"
