"""Addresses of the worker's day and of their families."""

from django.urls import path

from oneplan.web.casework.views import day

urlpatterns = [
    path("my-day/", day.my_day, name="my-day"),
    path("my-families/", day.my_families, name="my-families"),
]
