"""Addresses of calculations and funding."""

from django.urls import path

from oneplan.web.value.views import area, calculations, costs, funding, versions

urlpatterns = [
    path("worth/", calculations.every, name="calculations"),
    path("worth/new/", calculations.new, name="calculation-new"),
    path("worth/key-working/", costs.one, name="key-working-costs"),
    path("worth/key-working/<slug:sort>/new/", costs.new, name="key-working-cost-new"),
    path("worth/key-working/<slug:sort>/<int:pk>/", costs.change, name="key-working-cost"),
    path("worth/key-working/<slug:sort>/<int:pk>/end/", costs.stop, name="key-working-cost-end"),
    path("worth/of-our-area/", area.new, name="area-model"),
    path("worth/of-our-area/<slug:measure>/", area.families, name="area-families"),
    path("worth/of-our-area/<slug:measure>/rows/", area.rows, name="area-rows"),
    path("worth/<int:pk>/", calculations.one, name="calculation"),
    path("worth/<int:pk>/retire/", calculations.retire, name="calculation-retire"),
    path("worth/<int:pk>/versions/", versions.every, name="calculation-versions"),
    path("worth/<int:pk>/versions/new/", versions.new, name="calculation-version-new"),
    path("worth/<int:pk>/versions/compared/", versions.compare, name="calculation-compare"),
    path("worth/<int:pk>/versions/<int:number>/", versions.one, name="calculation-version"),
    path("worth/<int:pk>/versions/<int:number>/file/", versions.file, name="calculation-file"),
    path("worth/<int:pk>/versions/<int:number>/workbook/", versions.workbook, name="calculation-workbook"),
    path("worth/<int:pk>/versions/<int:number>/report/", versions.report, name="calculation-report"),
    path("worth/<int:pk>/versions/<int:number>/national/", versions.national, name="calculation-national"),
    path("worth/<int:pk>/funding/", funding.every, name="fundings"),
    path("worth/<int:pk>/funding/new/", funding.new, name="funding-new"),
    path("worth/funding/<int:pk>/", funding.one, name="funding"),
    path("worth/funding/<int:pk>/end/", funding.end, name="funding-end"),
    path("worth/funding/<int:pk>/paid/", funding.pay, name="payment-new"),
    path("worth/funding/payments/<int:pk>/take-back/", funding.take_back, name="payment-take-back"),
]
