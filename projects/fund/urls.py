from django.urls import path

from projects.fund.views import contributions, gifts, perimeter

INCOME = "gestion/<slug:fund>/contributions/"

urlpatterns = [
    path("fonds/<slug:fund>/donner/", gifts.give, name="give"),
    path("dons/<uuid:gift>/merci/", gifts.thanks, name="gift_thanks"),
    path("dons/<uuid:gift>/abandon/", gifts.cancelled, name="gift_cancelled"),
    path("webhooks/stripe/", gifts.webhook, name="stripe_webhook"),
    path(INCOME, contributions.contributions, name="contributions"),
    path(f"{INCOME}<int:year>/promesse/", contributions.pledge, name="pledge"),
    path(f"{INCOME}<uuid:contribution>/recu/", contributions.receive, name="receive_contribution"),
    path(f"{INCOME}<uuid:contribution>/reprise/", contributions.take_back, name="take_back_contribution"),
    path("gestion/<slug:fund>/dons/<uuid:gift>/rembourser/", contributions.refund, name="refund_gift"),
    path("gestion/<slug:fund>/historique/", contributions.history, name="fund_history"),
    path("gestion/<slug:fund>/perimetre/", perimeter.perimeter, name="perimeter"),
]
