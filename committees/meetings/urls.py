from django.urls import path

from committees.meetings.views import planning, sheet

urlpatterns = [
    path("comites/<slug:slug>/historique/", planning.committee_history, name="committee_history"),
    path("comites/<slug:slug>/seances/nouvelle/", planning.plan_meeting, name="plan_meeting"),
    path("seances/<uuid:pk>/ordre-du-jour/", planning.agenda, name="agenda"),
    path("seances/<uuid:pk>/historique/", planning.meeting_history, name="meeting_history"),
    path("seances/<uuid:pk>/ouvrir/", sheet.open_meeting, name="open_meeting"),
    path("seances/<uuid:pk>/points/<uuid:item>/appeler/", sheet.call_item, name="call_item"),
    path("seances/<uuid:pk>/points/<uuid:item>/deport/", sheet.recusal, name="recusal"),
    path("seances/<uuid:pk>/points/<uuid:item>/porteur/", sheet.applicant, name="applicant_presence"),
    path("seances/<uuid:pk>/presences/<uuid:seat>/", sheet.presence, name="presence"),
]
