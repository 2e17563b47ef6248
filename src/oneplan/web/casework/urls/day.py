"""Addresses of the worker's day and of their families."""

from django.urls import path

from oneplan.web.casework.views import day, messages

urlpatterns = [
    path("my-day/", day.my_day, name="my-day"),
    path("my-families/", day.my_families, name="my-families"),
    path("my-messages/", messages.show, name="my-messages"),
    path("my-messages/read/", messages.read_all, name="messages-read"),
    path("my-messages/<uuid:message>/read/", messages.read, name="message-read"),
]
