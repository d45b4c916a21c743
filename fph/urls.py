"""Every address of the house. The rooms above are named by dotted string, so that the ground floor imports none."""

from django.urls import include, path

urlpatterns = [
    path("", include("fph.territories.urls")),
]
