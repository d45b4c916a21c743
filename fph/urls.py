"""Every address of the house. The rooms above are named by dotted string, so that the ground floor imports none."""

from django.urls import include, path

from fph.http import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("media/images/<path:path>", views.picture, name="picture"),
    path("registre/", include("fph.http.register.urls")),
    path("demo/galerie/", include("fph.http.gallery.urls")),
    path("", include("fph.people.urls")),
    path("", include("fph.territories.urls")),
    path("", include("fph.mail.urls")),
    path("", include("projects.urls")),
    path("", include("committees.urls")),
    path("", include("cms.urls")),
]
