"""Addresses of notes, needs and the family's own words."""

from django.urls import path

from oneplan.web.casework.views import needs, notes

urlpatterns = [
    path("families/<family:pk>/notes/new/", notes.add_note, name="note-new"),
    path("families/<family:pk>/notes/draft/", notes.keep_draft, name="note-draft"),
    path("families/<family:pk>/notes/<int:note_pk>/", notes.note, name="note"),
    path("families/<family:pk>/notes/<int:note_pk>/strike/", notes.strike_note, name="note-strike"),
    path("families/<family:pk>/words/new/", notes.add_words, name="words-new"),
    path("families/<family:pk>/needs/", needs.needs_of_family, name="family-needs"),
    path("families/<family:pk>/needs/new/", needs.add_need, name="need-new"),
    path("families/<family:pk>/needs/<int:need_pk>/", needs.change_need, name="need"),
    path("families/<family:pk>/needs/<int:need_pk>/strike/", needs.strike_need, name="need-strike"),
]
