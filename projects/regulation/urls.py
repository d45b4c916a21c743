from django.urls import path

from projects.regulation.views import proposing, reading, versions

urlpatterns = [
    path("fonds/<slug:fund>/reglement/", reading.fund_regulation, name="fund_regulation"),
    path("fonds/<slug:fund>/reglement/version-<int:number>/", reading.regulation_version, name="regulation_version"),
    path("fonds/<slug:fund>/reglement/propositions/", reading.amendments, name="amendments"),
    path("fonds/<slug:fund>/reglement/propositions/<int:number>/", reading.amendment, name="amendment"),
    path("fonds/<slug:fund>/reglement/propositions/<int:number>/suite/", proposing.amendment_act, name="amendment_act"),
    path("fonds/<slug:fund>/reglement/brouillon/", proposing.amendment_draft, name="amendment_draft"),
    path("fonds/<slug:fund>/reglement/brouillon/<slug:key>/", proposing.amendment_rule, name="amendment_rule"),
    path("gestion/<slug:fund>/reglement/", versions.regulation_versions, name="regulation_versions"),
    path("gestion/<slug:fund>/themes/", versions.themes, name="themes"),
]
