from django.urls import path

from committees.votes.views import desk, live, member

urlpatterns = [
    path("seances/<uuid:pk>/", desk.meeting, name="meeting"),
    path("seances/<uuid:pk>/etat/", desk.meeting_state, name="meeting_state"),
    path("seances/<uuid:pk>/points/<uuid:item>/scrutin/", desk.open_ballot, name="open_ballot"),
    path("seances/<uuid:pk>/points/<uuid:item>/ajourner/", desk.defer, name="defer"),
    path("seances/<uuid:pk>/points/<uuid:item>/passer-outre/", desk.pass_over, name="committee_pass_over"),
    path("seances/<uuid:pk>/points/<uuid:item>/ne-plus-passer-outre/", desk.take_back, name="committee_take_back"),
    path("seances/<uuid:pk>/points/<uuid:item>/tache/", desk.assign_task, name="assign_task"),
    path("seances/<uuid:pk>/scrutins/<uuid:ballot>/clore/", desk.close_ballot, name="close_ballot"),
    path("seances/<uuid:pk>/voter/", member.member_vote, name="member_vote"),
    path("seances/<uuid:pk>/voter/etat/", member.member_state, name="member_state"),
    path("seances/<uuid:pk>/points/<uuid:item>/retrait/", member.member_recuse, name="member_recuse"),
    path("suivi/<str:token>/", live.pulse, name="meeting_pulse"),
    path("taches/<uuid:pk>/faite/", desk.finish_task, name="finish_task"),
]
