from django.urls import path

from projects.followup.views import delays, funder, office, resident

urlpatterns = [
    path("mes-projets/<uuid:pk>/accepter/", resident.accept_award, name="accept_award"),
    path("mes-projets/<uuid:pk>/bilan/", resident.closing_report, name="closing_report"),
    path("mes-projets/obligations/<uuid:pk>/fait/", delays.fulfil_own, name="fulfil_own_obligation"),
    path("gestion/<slug:slug>/delais/", delays.fund_delays, name="fund_delays"),
    path("gestion/<slug:slug>/obligations/<uuid:pk>/fait/", delays.fulfil, name="fulfil_obligation"),
    path("justificatifs/<uuid:pk>/", resident.receipt_file, name="receipt"),
    path("gestion/<slug:slug>/paiements/", office.payments, name="payments"),
    path(
        "gestion/<slug:slug>/paiements/<uuid:award>/ordonner/<slug:trigger>/",
        office.order_payment,
        name="order_payment",
    ),
    path("gestion/<slug:slug>/paiements/<uuid:order>/confirmer/", office.confirm_payment, name="confirm_payment"),
    path("gestion/<slug:slug>/bilans/<uuid:pk>/", office.check_report, name="check_report"),
    path("gestion/<slug:slug>/bilans/<uuid:pk>/historique/", office.report_history, name="report_history"),
    path("gestion/<slug:slug>/rapports/", funder.fund_report, name="fund_report"),
    path("gestion/<slug:slug>/rapports/<int:year>/projets.csv", funder.report_file, {"kind": "csv"}, name="report_csv"),
    path(
        "gestion/<slug:slug>/rapports/<int:year>/projets.xlsx", funder.report_file, {"kind": "xlsx"}, name="report_xlsx"
    ),
]
