"""Addresses of roles, levels, rhythm, signs, reviews, goodbye and the phone afterwards."""

from django.urls import path

from oneplan.web.casework.views import goodbye, levels, roles

urlpatterns = [
    path("families/<family:pk>/key-worker/", roles.allocate, name="allocate"),
    path("families/<family:pk>/lead/", roles.lead, name="lead"),
    path("families/<family:pk>/roles/", roles.history, name="roles"),
    path("families/<family:pk>/again/", roles.open_again, name="open-again"),
    path("families/<family:pk>/levels/", levels.level_history, name="levels"),
    path("families/<family:pk>/levels/new/", levels.level_new, name="level-new"),
    path("families/<family:pk>/visits/", levels.visit_patterns, name="patterns"),
    path("families/<family:pk>/visits/new/", levels.pattern_new, name="pattern-new"),
    path("families/<family:pk>/visits/length/", levels.length, name="length"),
    path("families/<family:pk>/signs/", levels.signs, name="watch"),
    path("families/<family:pk>/signs/new/", levels.sign_new, name="watch-new"),
    path("families/<family:pk>/signs/<int:sign_pk>/seen/", levels.sign_seen, name="watch-seen"),
    path("families/<family:pk>/signs/<int:sign_pk>/stop/", levels.sign_stop, name="watch-stop"),
    path("families/<family:pk>/reviews/", goodbye.reviews_of, name="reviews"),
    path("families/<family:pk>/reviews/new/", goodbye.review_new, name="review-new"),
    path("reviews/late/", goodbye.late_reviews, name="reviews-late"),
    path("families/<family:pk>/goodbye/", goodbye.say_goodbye, name="goodbye"),
    path("families/<family:pk>/goodbye/said/", goodbye.goodbye_said, name="goodbye-said"),
    path("families/<family:pk>/call/", goodbye.after_call, name="after-call"),
]
