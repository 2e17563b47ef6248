from django.urls import path

from oneplan.web.casework.views import diary, meetings, team

urlpatterns = [
    path("families/<family:pk>/team/", team.show, name="team"),
    path("families/<family:pk>/team/new/", team.add, name="team-new"),
    path("team/<int:pk>/change/", team.change, name="team-edit"),
    path("team/<int:pk>/leave/", team.leave, name="team-leave"),
    path("families/<family:pk>/meetings/new/", meetings.plan, name="meeting-new"),
    path("families/<family:pk>/meetings/log/", meetings.log, name="meeting-log"),
    path("meetings/<int:pk>/", meetings.show, name="meeting"),
    path("meetings/<int:pk>/record/", meetings.record, name="meeting-record"),
    path("meetings/invited/<int:pk>/take-off/", meetings.take_off, name="meeting-take-off"),
    path("families/<family:pk>/elsewhere/", diary.elsewhere, name="referrals"),
    path("families/<family:pk>/elsewhere/new/", diary.ask, name="referral-new"),
    path("elsewhere/<int:pk>/change/", diary.change_referral, name="referral"),
    path("elsewhere/people/<int:pk>/", diary.referral_state, name="referral-state"),
    path("families/<family:pk>/diary/", diary.show, name="diary"),
    path("families/<family:pk>/diary/new/", diary.appointment, name="appointment-new"),
    path("families/<family:pk>/diary/checks/", diary.checks, name="checks-new"),
    path("diary/<int:pk>/answer/", diary.answer, name="appointment-answer"),
    path("diary/<int:pk>/take-back/", diary.take_back, name="appointment-take-back"),
]
