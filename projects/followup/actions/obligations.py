"""What a holder undertakes when accepting an aid, and when it is done."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.verdict import Refused
from projects.applications.models import Application
from projects.followup import queries, rules
from projects.followup.models import Obligation

kind("obligation.done", _("C’est fait : « {what} »."), public=False)


def undertake(application: Application, *, by, now: datetime) -> list[Obligation]:
    """Keep what the règlement of a file asks of its holder, each with its last day. Within the acceptance."""
    asked = queries.undertakings(application)
    return [
        Obligation.objects.create(
            application=application, what=one.what, article=one.article, due_on=one.due_on, taken_at=now, taken_by=by
        )
        for one in asked
    ]


@action
def fulfil(obligation: Obligation, *, by, now: datetime) -> Obligation:
    """Note that an obligation is done, once: who says so, and when. Raises Refused."""
    application = queries.locked(obligation.application_id)
    obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    Refused.unless(rules.may_fulfil(state=application.state, done=obligation.done_at is not None))
    obligation.done_at, obligation.done_by = now, by
    obligation.save(update_fields=["done_at", "done_by"])
    record("obligation.done", application, by=by, now=now, fund=application.fund_id, what=obligation.what)
    return obligation
