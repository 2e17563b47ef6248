"""Addresses of partners' feeds and of runs."""

from django.urls import path

from oneplan.web.data.views import asking, exports, facts, feeds, figures, files, privacy, runs

urlpatterns = [
    path("feeds/", feeds.every, name="feeds"),
    path("feeds/new/", feeds.new, name="feed-new"),
    path("feeds/new/<int:pk>/", feeds.confirm, name="feed-confirm"),
    path("feeds/of/<slug:name>/", feeds.one, name="feed"),
    path("feeds/of/<slug:name>/change/", feeds.edit, name="feed-edit"),
    path("feeds/of/<slug:name>/columns/", feeds.profile, name="feed-profile"),
    path("feeds/of/<slug:name>/corrections/", feeds.corrections_of, name="feed-corrections"),
    path("feeds/of/<slug:name>/corrections/<int:pk>/end/", feeds.correction_end, name="correction-end"),
    path("feeds/of/<slug:name>/files/new/", files.take, name="feed-file-new"),
    path("feeds/of/<slug:name>/files/<int:number>/", files.one, name="feed-file"),
    path("feeds/of/<slug:name>/files/<int:number>/report/", files.give_back, name="feed-report"),
    path("feeds/of/<slug:name>/files/<int:number>/withdraw/", files.withdraw, name="feed-withdraw"),
    path("feeds/of/<slug:name>/files/<int:number>/rows/<int:row_number>/", files.row, name="feed-row"),
    path(
        "feeds/of/<slug:name>/files/<int:number>/rows/<int:row_number>/<slug:column>/", files.correct,
        name="feed-correct",
    ),
    path("feeds/lists/", asking.every, name="asked-lists"),
    path("feeds/lists/new/", asking.new, name="asked-new"),
    path("feeds/lists/new/<slug:kind>/<int:partner>/<int:agreement>/", asking.whom, name="asked-whom"),
    path("feeds/lists/<int:pk>/", asking.one, name="asked-list"),
    path("feeds/lists/<int:pk>/chase/", asking.chase, name="asked-chase"),
    path("feeds/lists/<int:pk>/close/", asking.close, name="asked-close"),
    path("feeds/lists/<int:pk>/<slug:form>/", asking.sheet, name="asked-sheet"),
    path("feeds/of/<slug:name>/privacy/", privacy.newest, name="feed-privacy"),
    path("feeds/of/<slug:name>/privacy/write/", privacy.write, name="feed-privacy-write"),
    path("feeds/of/<slug:name>/privacy/<int:number>/", privacy.version, name="feed-privacy-version"),
    path("exports/", exports.every, name="exports"),
    path("figures/", figures.here, name="figures"),
    path("figures/take/", figures.take, name="figures-take"),
    path("figures/<int:number>/file/", figures.file, name="figures-file"),
    path("families/<family:pk>/facts/", facts.of_family, name="family-facts"),
    path("families/<family:pk>/facts/<slug:fact_id>/", facts.one, name="family-fact"),
    path("runs/", runs.every, name="runs"),
    path("runs/start/", runs.start, name="run-start"),
    path("runs/<int:number>/", runs.one, name="run"),
    path("runs/<int:number>/<slug:what>/", runs.do, name="run-do"),
]  # fmt: skip
