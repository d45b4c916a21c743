from django.urls import path

from committees.roster import views

urlpatterns = [
    path("gestion/<slug:fund>/roles/", views.roles, name="roles"),
    path("gestion/<slug:fund>/roles/<uuid:pk>/fin/", views.end_role, name="end_role"),
]
