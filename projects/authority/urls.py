from django.urls import path

from projects.authority import views

urlpatterns = [
    path("gestion/<slug:slug>/actes/", views.final_acts, name="final_acts"),
    path("gestion/<slug:slug>/actes/seance/<uuid:meeting>/", views.record_final_act, name="record_final_act"),
    path("gestion/<slug:slug>/actes/<uuid:pk>/", views.final_act, name="final_act"),
    path("gestion/<slug:slug>/actes/<uuid:pk>/annuler/", views.annul_final_act, name="annul_final_act"),
    path("gestion/<slug:slug>/actes/<uuid:pk>/document/", views.final_act_file, name="final_act_file"),
]
