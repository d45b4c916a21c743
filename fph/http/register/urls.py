from django.urls import path

from fph.http.register import views

urlpatterns = [
    path("", views.register, name="register"),
    path("<int:seq>/", views.entry, name="register_entry"),
    path("verifier/", views.verify, name="register_verify"),
    path("registre.jsonl", views.export, name="register_export"),
    path("points-de-controle/<str:day>.json", views.checkpoint, name="register_checkpoint"),
]
