"""Addresses of people, families' people and homes."""

from django.urls import path

from oneplan.web.people.views import details, families, finding, homes, merges, persons, safety

_PERSON, _FAMILY = "people/<person:pk>/", "families/<family:pk>/"

urlpatterns = [
    path("find/", finding.find, name="find"),
    path("find/compare/", finding.compare, name="records-compare"),
    path("people/joined/", merges.joined, name="merges"),
    path("people/joined/<int:pk>/undo/", merges.undo, name="merge-undo"),
    path(_PERSON, persons.person, name="person"),
    path(f"{_PERSON}join/<person:other>/", merges.join, name="person-merge"),
    path(f"{_PERSON}name/", persons.rename, name="person-name"),
    path(f"{_PERSON}birth/", persons.birth, name="person-birth"),
    path(f"{_PERSON}due/", persons.due, name="person-due"),
    path(f"{_PERSON}born/", persons.born, name="person-born"),
    path(f"{_PERSON}death/", persons.death, name="person-death"),
    path(f"{_PERSON}sex/", persons.sex, name="person-sex"),
    path(f"{_PERSON}details/new/", details.add_detail, name="detail-new"),
    path("people/details/<int:pk>/end/", details.end_detail, name="detail-end"),
    path("people/details/<int:pk>/strike/", details.strike_detail, name="detail-strike"),
    path(f"{_PERSON}numbers/new/", details.add_number, name="number-new"),
    path("people/numbers/<int:pk>/strike/", details.strike_number, name="number-strike"),
    path(f"{_PERSON}relationships/new/", details.add_relationship, name="relationship-new"),
    path("people/relationships/<int:pk>/end/", details.end_relationship, name="relationship-end"),
    path("people/relationships/<int:pk>/strike/", details.strike_relationship, name="relationship-strike"),
    path(f"{_PERSON}homes/new/", homes.move_in, name="move-in"),
    path("people/residences/<int:pk>/out/", homes.move_out, name="move-out"),
    path("people/residences/<int:pk>/strike/", homes.strike_residence, name="residence-strike"),
    path(f"{_PERSON}restrictions/new/", safety.restrict, name="restriction-new"),
    path("people/restrictions/<int:pk>/lift/", safety.lift, name="restriction-lift"),
    path("people/restrictions/<int:pk>/strike/", safety.strike_restriction, name="restriction-strike"),
    path(f"{_PERSON}safe-contact/new/", safety.reach_safely, name="rule-new"),
    path("people/safe-contact/<int:pk>/end/", safety.forget_rule, name="rule-end"),
    path(f"{_FAMILY}people/", families.family_people, name="family-people"),
    path(f"{_FAMILY}people/new/", families.join, name="member-new"),
    path("families/members/<int:pk>/leave/", families.leave, name="member-leave"),
    path("families/members/<int:pk>/correct/", families.correct, name="member-correct"),
    path("families/members/<int:pk>/role/", families.change_role, name="member-role"),
    path("families/members/<int:pk>/strike/", families.strike, name="member-strike"),
    path(f"{_FAMILY}new-family/", families.form_out_of, name="family-out-of"),
    path(f"{_FAMILY}earlier-help/new/", families.keep_earlier_help, name="earlier-help-new"),
    path(f"{_FAMILY}move/", homes.move_together, name="move-together"),
    path(f"{_FAMILY}warnings/new/", safety.warn_of_family, name="family-warning-new"),
    path("homes/<int:pk>/", homes.home, name="home-page"),
    path("homes/<int:pk>/notes/new/", homes.note, name="home-note-new"),
    path("homes/notes/<int:pk>/end/", homes.end_note, name="home-note-end"),
    path("homes/notes/<int:pk>/strike/", homes.strike_note, name="home-note-strike"),
    path("homes/<int:pk>/warnings/new/", safety.warn_of_home, name="home-warning-new"),
    path("warnings/<int:pk>/end/", safety.stop_warning, name="warning-end"),
]
