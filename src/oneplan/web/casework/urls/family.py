"""Addresses of the family page, its timeline and its drawing."""

from django.urls import path

from oneplan.web.casework.views import family

urlpatterns = [
    path("families/<family:pk>/", family.family, name="family"),
    path("families/<family:pk>/timeline/", family.timeline, name="family-timeline"),
    path("families/<family:pk>/diagram/", family.diagram, name="family-diagram"),
    path("families/<family:pk>/diagram.svg", family.diagram_svg, name="family-diagram-svg"),
    path("families/<family:pk>/diagram.png", family.diagram_png, name="family-diagram-png"),
]
