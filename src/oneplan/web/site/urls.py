"""All addresses of the site; each room keeps its own."""

from django.urls import include, path

from oneplan.web.site import held, views

urlpatterns = [
    path("", views.home, name="home"),
    path("held/<uuid:token>/", held.held_form, name="held-form"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health/", views.health, name="health"),
    path("", include("oneplan.web.access.urls")),
    path("", include("oneplan.web.agencies.urls")),
    path("", include("oneplan.web.people.urls")),
    path("", include("oneplan.web.sharing.urls")),
    path("", include("oneplan.web.data.urls")),
    path("", include("oneplan.web.casework.urls")),
    path("", include("oneplan.web.frontdoor.urls")),
    path("", include("oneplan.web.value.urls")),
    path("", include("oneplan.web.rights.urls")),
]
