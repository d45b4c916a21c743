from django.urls import path

from projects.regulation import views

urlpatterns = [
    path("gestion/<slug:fund>/reglement/", views.regulation_versions, name="regulation_versions"),
    path("gestion/<slug:fund>/themes/", views.themes, name="themes"),
]
