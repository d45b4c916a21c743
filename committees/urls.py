"""Every address of this room."""

from django.urls import include, path

urlpatterns = [
    path("", include("committees.roster.urls")),
    path("", include("committees.meetings.urls")),
    path("", include("committees.votes.urls")),
    path("", include("committees.minutes.urls")),
]
