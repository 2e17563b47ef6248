"""Addresses of the front door: asking for help, the queue, one request, the area in numbers."""

from django.urls import path

from oneplan.web.frontdoor.views import area, asking, triage

urlpatterns = [
    path("requests/new/", asking.request_new, name="request-new"),
    path("requests/<request:pk>/received/", asking.request_received, name="request-received"),
    path("requests/", triage.queue, name="requests"),
    path("requests/<request:pk>/", triage.show, name="request"),
    path("requests/<request:pk>/known/", triage.learn, name="request-learn"),
    path("requests/<request:pk>/people/", triage.settle, name="request-settle"),
    path("requests/<request:pk>/decision/", triage.decide, name="request-decide"),
    path("requests/<request:pk>/offer/", triage.offer, name="request-offer"),
    path("requests/<request:pk>/answer/", triage.answer, name="request-answer"),
    path("area/", area.overview, name="overview"),
]
