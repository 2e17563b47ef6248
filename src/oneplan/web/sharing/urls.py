"""Addresses of who may see what."""

from django.urls import path

from oneplan.web.sharing.views import agreed, bases, choices, emergencies, guards, notices, own, research, studies, told

_FAMILY = "families/<family:pk>/"

urlpatterns = [
    path(f"{_FAMILY}agreed/", agreed.show, name="agreed"),
    path(f"{_FAMILY}agreed/talk/", agreed.talk, name="agreed-talk"),
    path(f"{_FAMILY}agreed/tried/", agreed.tried, name="agreed-tried"),
    path(f"{_FAMILY}agreed/choice/", choices.ask_choice, name="agreed-choice"),
    path("agreed/<int:pk>/take-back/", agreed.take_back, name="agreed-take-back"),
    path("agreed/<int:pk>/strike/", agreed.strike, name="agreed-strike"),
    path(f"{_FAMILY}why/", agreed.why, name="why"),
    path(f"{_FAMILY}told/", told.show, name="told"),
    path(f"{_FAMILY}told/new/", told.new, name="told-new"),
    path(f"{_FAMILY}without-consent/", bases.decide, name="basis-new"),
    path("without-consent/<int:pk>/approve/", bases.approve, name="basis-approve"),
    path("without-consent/<int:pk>/refuse/", bases.refuse, name="basis-refuse"),
    path("without-consent/<int:pk>/review/", bases.review, name="basis-review"),
    path("without-consent/<int:pk>/end/", bases.end, name="basis-end"),
    path(f"{_FAMILY}emergency/", emergencies.open_record, name="emergency"),
    path("emergencies/<int:pk>/", emergencies.review, name="emergency-review"),
    path("to-look-at/", emergencies.to_look_at, name="to-look-at"),
    path(f"{_FAMILY}kept/", guards.show, name="guards"),
    path(f"{_FAMILY}kept/guard/", guards.guard, name="guard"),
    path(f"{_FAMILY}kept/lift/", guards.lift, name="guard-lift"),
    path(f"{_FAMILY}kept/tie/", guards.tie, name="tie-new"),
    path("ties/<int:pk>/end/", guards.untie, name="tie-end"),
    path(f"{_FAMILY}private/<slug:kind>/<int:thing>/", guards.keep_private, name="private-new"),
    path("private/<int:pk>/open/", guards.open_again, name="private-open"),
    path(f"{_FAMILY}research/", research.of_family, name="research"),
    path(f"{_FAMILY}research/<int:study_pk>/", research.answer, name="research-answer"),
    path("research/<int:pk>/take-back/", research.take_back, name="research-take-back"),
    path("my-studies/", research.own, name="my-research"),
    path("my-studies/<int:study_pk>/", research.own_answer, name="my-research-answer"),
    path("my-studies/<int:pk>/take-back/", research.own_stop, name="my-research-stop"),
    path("studies/", studies.every, name="studies"),
    path("studies/new/", studies.new, name="study-new"),
    path("studies/<int:pk>/", studies.show, name="study"),
    path("studies/<int:pk>/edit/", studies.edit, name="study-edit"),
    path("studies/with/<int:pk>/", studies.participant, name="participant"),
    path("studies/with/<int:pk>/note/", studies.note, name="participant-note"),
    path("studies/with/<int:pk>/worry/", studies.worry, name="participant-worry"),
    path("studies/with/<int:pk>/gone/", studies.gone_outside, name="study-gone"),
    path("privacy/", notices.show, name="notice"),
    path("privacy/new/", notices.new, name="notice-new"),
    path("privacy/<slug:version>/", notices.show, name="notice-version"),
    path("our-plan/who-may-see/", own.show, name="our-sharing"),
    path("our-plan/who-may-see/<int:pk>/stop/", own.stop, name="our-sharing-stop"),
]
