"""Addresses of what was changed and seen."""

from django.urls import path

from oneplan.web.access import views

urlpatterns = [path("changes/", views.audit, name="audit")]
