"""What every writer shares: the lock, the single writer of a state, and the words of the journal."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fph.journal.actions import action
from fph.journal.history import keep
from fph.journal.kinds import kind
from fph.verdict import Refused
from projects.applications import rules
from projects.applications.models import Application

for name, words in {
    "filed": gettext_lazy("Un dossier est déposé : n° {number}."),
    "completed": gettext_lazy("Le dossier n° {number} est complété."),
    "admitted": gettext_lazy("Le dossier n° {number} est recevable : il passera devant le comité."),
    "inadmissible": gettext_lazy("Le dossier n° {number} n’est pas recevable."),
    "deferred": gettext_lazy("La décision sur le dossier n° {number} est remise à une prochaine séance."),
    "withdrawn": gettext_lazy("Le dossier n° {number} est retiré."),
}.items():
    kind(f"application.{name}", words, "number")
kind(
    "application.refused", gettext_lazy("Un projet n’est pas retenu (n° {number})."), "number", "reference", "body",
)  # fmt: skip
kind(
    "application.advised", gettext_lazy("Le comité rend son avis sur le dossier n° {number} : {opinion}."),
    "number", "opinion", "amount_cents", "reference", "body",
)  # fmt: skip
kind(
    "application.granted",
    gettext_lazy("{amount} sont accordés à « {title} » ({holder}), décision {reference}."),
    "title", "holder", "amount", "amount_cents", "reference", "number", "body",
)  # fmt: skip
for name, words in {
    "started": gettext_lazy("{person} commence une demande."),
    "received": gettext_lazy("{person} dépose « {title} »."),
    "correction_asked": gettext_lazy("{person} demande un complément : {message}"),
    "correction_answered": gettext_lazy("{person} répond : {answer}"),
    "not_admitted": gettext_lazy("{person} déclare le dossier irrecevable : {reason}"),
    "file_added": gettext_lazy("{person} joint « {file} »."),
    "file_removed": gettext_lazy("{person} retire « {file} »."),
    "abandoned": gettext_lazy("{person} abandonne son brouillon."),
}.items():
    kind(f"application.{name}", words, public=False)


def lock(application: Application) -> Application:
    """Read a file again under lock, into the row that the caller holds, and return it. Within an action."""
    application.refresh_from_db(from_queryset=Application.objects.select_for_update())
    return application


@action
def move(application: Application, target: str, *, by, now: datetime, reason: str = "", **changes) -> Application:
    """Bring a file into another state, the changes with it: the only writer of a state. Returns the row.

    The row is read again under lock, the rules say whether the way is open, and the state is changed only from the one
    that was read. Raises Refused. The history keeps who, when and why (`reason`, the state's word by default).
    """
    lock(application)
    Refused.unless(rules.may_become(application.state, target))
    same = Application.objects.filter(pk=application.pk, state=application.state)
    if not same.update(state=target, **changes):
        raise Refused(_("Ce dossier vient de changer : rechargez la page."))
    reason = reason or str(rules.STATES[target].internal)
    return keep(application, by=by, now=now, reason=reason, state=target, **changes)
