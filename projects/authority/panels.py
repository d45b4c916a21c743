"""What a file's pages show where an authority decides after the committee: the opinion, who decides, the act."""

from datetime import datetime

from fph.people.roles import Permission, holds, paris_day
from projects.applications.rules import ADVISED
from projects.applications.slots import Panel
from projects.authority import queries
from projects.authority.models import Opinion

TEMPLATE = "projects/authority/_panel.html"


def panel(application, *, user, now: datetime, desk: bool) -> Panel | None:
    """Return the panel of a file whose committee gave an opinion: what waits, or the act that decided."""
    if not application.decision_body:
        return None
    opinion = Opinion.objects.filter(application=application).first()
    if opinion is None:
        return None
    if application.state != ADVISED:
        return Panel(TEMPLATE, {"opinion": opinion, "ruling": queries.ruling_of(application), "desk": desk})
    records = desk and holds(user, Permission.REVIEW, application.fund, paris_day(now))
    days = (paris_day(now) - paris_day(opinion.given_at)).days
    return Panel(TEMPLATE, {"opinion": opinion, "ruling": None, "days": days, "records": records, "desk": desk})
