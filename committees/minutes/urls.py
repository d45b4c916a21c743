from django.urls import path

from committees.minutes.views import inside, reading

urlpatterns = [
    path("comites/<slug:slug>/", inside.committee, name="committee"),
    path("seances/<uuid:pk>/clore/", inside.close_meeting, name="close_meeting"),
    path("seances/<uuid:pk>/compte-rendu/", reading.minutes, name="minutes"),
    path("seances/<uuid:pk>/compte-rendu.pdf", reading.minutes_pdf, name="minutes_pdf"),
    path("seances/<uuid:pk>/compte-rendu/rectifier/", inside.add_erratum, name="add_erratum"),
    path("comptes-rendus/<uuid:pk>/", reading.public_minutes, name="public_minutes"),
    path("comptes-rendus/<uuid:pk>.pdf", reading.public_minutes_pdf, name="public_minutes_pdf"),
]
