"""Every address of this room."""

from django.urls import include, path

urlpatterns = [
    path("", include("projects.fund.urls")),
    path("", include("projects.regulation.urls")),
    path("", include("projects.applications.urls")),
    path("", include("projects.authority.urls")),
    path("", include("projects.followup.urls")),
]
