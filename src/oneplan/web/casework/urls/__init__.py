"""Addresses of the work with families, a module for each kind of page."""

from oneplan.web.casework.urls import day, family, goodbye, links, notes, plan, team

urlpatterns = [
    *day.urlpatterns,
    *family.urlpatterns,
    *notes.urlpatterns,
    *plan.urlpatterns,
    *team.urlpatterns,
    *goodbye.urlpatterns,
    *links.urlpatterns,
]
