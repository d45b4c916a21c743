from django.urls import path

from projects.applications.views import coordination, exceptions, public, replay, resident, steps

urlpatterns = [
    path("mes-projets/", resident.my_projects, name="my_projects"),
    path("mes-projets/nouveau/", resident.choose_fund, name="start_application"),
    path("mes-projets/nouveau/<slug:fund>/", resident.start, name="start_application"),
    path("mes-projets/<uuid:pk>/", resident.application, name="application"),
    path("mes-projets/<uuid:pk>/etape/<slug:step>/", steps.application_step, name="application_step"),
    path("mes-projets/<uuid:pk>/etape/<slug:step>/ce-qui-vous-concerne/", steps.step_hints, name="step_hints"),
    path("mes-projets/<uuid:pk>/deposer/", steps.submit, name="submit_application"),
    path("mes-projets/<uuid:pk>/repondre/", resident.answer_correction, name="answer_correction"),
    path("mes-projets/<uuid:pk>/retirer/", resident.withdraw, name="withdraw_application"),
    path("mes-projets/<uuid:pk>/recepisse/", resident.receipt, name="application_receipt"),
    path(
        "mes-projets/<uuid:pk>/documents/<uuid:attachment>/retirer/", steps.remove_attachment, name="remove_attachment"
    ),
    path("documents-des-dossiers/<uuid:pk>/", public.document, name="attachment"),
    path("fonds/<slug:fund>/projets/", public.fund_projects, name="fund_projects"),
    path("fonds/<slug:fund>/reglement/essai/", replay.replay_draft, name="replay_draft"),
    path(
        "fonds/<slug:fund>/reglement/propositions/<int:number>/essai/", replay.replay_amendment, name="replay_amendment"
    ),
    path("gestion/<slug:fund>/", coordination.fund_desk, name="fund_desk"),
    path("gestion/<slug:fund>/dossiers/", coordination.review_list, name="review_list"),
    path("gestion/<slug:fund>/dossiers/<uuid:pk>/", coordination.review, name="review"),
    path("gestion/<slug:fund>/dossiers/<uuid:pk>/historique/", coordination.review_history, name="review_history"),
    path("gestion/<slug:fund>/dossiers/<uuid:pk>/recevable/", coordination.admit, name="admit_application"),
    path("gestion/<slug:fund>/dossiers/<uuid:pk>/completer/", coordination.ask_correction, name="ask_correction"),
    path("gestion/<slug:fund>/dossiers/<uuid:pk>/passer-outre/", exceptions.pass_over, name="pass_over"),
    path(
        "gestion/<slug:fund>/dossiers/<uuid:pk>/ne-plus-passer-outre/", exceptions.take_back, name="take_back_override"
    ),
    path(
        "gestion/<slug:fund>/dossiers/<uuid:pk>/irrecevable/",
        coordination.declare_inadmissible,
        name="declare_inadmissible",
    ),
]
