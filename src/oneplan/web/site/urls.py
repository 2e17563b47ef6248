"""All addresses of the site; each room keeps its own."""

from django.urls import include, path

from oneplan.web.site import held, views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("held/<uuid:token>/", held.held_form, name="held-form"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health/", views.health, name="health"),
    path("", include("oneplan.web.access.urls")),
    path("", include("oneplan.web.people.urls")),
    path("", include("oneplan.web.casework.urls")),
    path("", include("oneplan.web.frontdoor.urls")),
    path("", include("oneplan.web.rights.urls")),
]
