from django.urls import path

from oneplan.web.casework.views import links

urlpatterns = [
    path("families/<family:pk>/links/", links.show, name="links"),
    path("families/<family:pk>/links/new/", links.ask, name="link-ask"),
    path("asked/<int:pk>/", links.answer, name="question"),
    path("actions/<int:pk>/link/", links.report, name="link-report"),
    path("links/<int:pk>/take-back/", links.revoke, name="link-revoke"),
    path("answers/<int:pk>/read/", links.answer_read, name="answer-read"),
]
