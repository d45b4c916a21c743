"""Addresses of the territories."""

from django.urls import path

from fph.territories import views

urlpatterns = [
    path("tissu/<slug:code>.svg", views.cloth, name="cloth"),
    path("tissu/<slug:code>/lisere.svg", views.cloth, {"kind": "edge"}, name="cloth_edge"),
]
