"""Addresses of who looked, of people's requests, of breaches, and of what is no longer kept."""

from django.urls import path

from oneplan.web.rights.views import keeping, record_exports, register, requests

urlpatterns = [
    path("families/<family:pk>/who-looked/", register.register, name="register"),
    path("families/<family:pk>/looks/", register.family_looks, name="family-looks"),
    path("our-plan/looks/", register.our_register, name="our-register"),
    path("unusual-looks/", register.unusual, name="unusual-looks"),
    path("people/<person:pk>/data/", requests.ask, name="rights-new"),
    path("data-requests/", requests.requests, name="rights-requests"),
    path("data-requests/<int:pk>/", requests.one, name="rights-request"),
    path("data-requests/<int:pk>/wait/", requests.pause, name="rights-pause"),
    path("data-requests/<int:pk>/go-on/", requests.go_on, name="rights-go-on"),
    path("data-requests/<int:pk>/longer/", requests.extend, name="rights-extend"),
    path("data-requests/<int:pk>/answer/", requests.answer, name="rights-answer"),
    path("data-requests/<int:pk>/gather/", requests.gather, name="pack-gather"),
    path("data-requests/<int:pk>/pack/", requests.decide, name="pack-decide"),
    path("data-requests/<int:pk>/pack/rest/", requests.decide_rest, name="pack-rest"),
    path("data-requests/<int:pk>/pack/make/", requests.make, name="pack-make"),
    path("packs/<uuid:pack_pk>.<slug:kind>", requests.pack_file, name="pack-file"),
    path("packs/<uuid:pack_pk>/looked-at/", requests.look, name="pack-look"),
    path("packs/<uuid:pack_pk>/given/", requests.give, name="pack-give"),
    path("breaches/", keeping.breaches, name="breaches"),
    path("breaches/new/", keeping.breach_new, name="breach-new"),
    path("breaches/<int:pk>/", keeping.breach, name="breach"),
    path("breaches/<int:pk>/step/", keeping.breach_step, name="breach-step"),
    path("breaches/<int:pk>/regulator/", keeping.breach_regulator, name="breach-regulator"),
    path("breaches/<int:pk>/people/", keeping.breach_people, name="breach-people"),
    path("breaches/<int:pk>/harm/", keeping.breach_harm, name="breach-harm"),
    path("breaches/<int:pk>/close/", keeping.breach_close, name="breach-close"),
    path("whole-record/", record_exports.every, name="record-exports"),
    path("whole-record/new/", record_exports.ask, name="record-export-new"),
    path("whole-record/<int:pk>/", record_exports.decide, name="record-export-decide"),
    path("retention/", keeping.retention, name="retention"),
    path("retention/figures/new/", keeping.period_new, name="period-new"),
    path("holds/", keeping.holds, name="holds"),
    path("holds/new/", keeping.hold_new, name="hold-new"),
    path("holds/<int:pk>/lift/", keeping.hold_lift, name="hold-lift"),
]
