"""Sign-in under the names allauth looks for, and what is one's own. The rest of allauth has no address."""

from django.urls import path

from fph.people import views

urlpatterns = [
    path("connexion/", views.sign_in, name="account_login"),
    path("connexion/", views.sign_in, name="account_request_login_code"),
    path("connexion/code/", views.enter_code, name="account_confirm_login_code"),
    path("inscription/", views.sign_up, name="account_signup"),
    path("inscription/code/", views.prove_address, name="account_email_verification_sent"),
    path("deconnexion/", views.sign_out, name="account_logout"),
    path("mon-espace/", views.my_space, name="my_space"),
    path("mon-compte/", views.my_account, name="my_account"),
    path("mon-compte/", views.my_account, name="account_email"),
    path("demo/entrer/<uuid:person>/", views.demo_enter, name="demo_enter"),
]
