"""Where an authority decides after the committee: its pages in their states, on the demonstration's files."""

from types import SimpleNamespace

from projects.authority import actions
from projects.authority.models import Opinion
from tests.pages.world import SLUG, Goutte
from tests.projects.acts import an_act, an_opinion, another


def acts(g: Goutte) -> SimpleNamespace:
    """Record an act, and leave two opinions of a meeting waiting, one favourable and one not."""
    file, act = g.file("admissible"), {"by": g.who("claire"), "now": g.now}
    found = an_act(g.fund, file, **act)
    an_opinion(another(file), found.meeting, cents=None, **act)
    return found


def waiting(g: Goutte):
    """Return a file whose committee gave its opinion, and whose authority has not decided."""
    return Opinion.objects.filter(meeting=acts(g).meeting).first().application


def record(g: Goutte, **data):
    """Send the form of an act on the two opinions that wait."""
    found = acts(g)
    choices = {f"choice-{one.pk}": "refuses" if one.proposed_cents else "amount"
               for one in Opinion.objects.filter(meeting=found.meeting)}  # fmt: skip
    return g.post("claire", "record_final_act", SLUG, found.meeting, **(choices | data))


def annulled(g: Goutte):
    """Return the page of an act that was annulled."""
    found = acts(g)
    actions.annul_act(found.act, "Mauvais numéro", by=g.who("claire"), now=g.now)
    return g.get("claire", "final_act", SLUG, found.act.pk)


AUTHORITY = {
    "final_acts": {
        "full": lambda g: acts(g) and g.get("claire", "final_acts", SLUG),
        "reader": lambda g: acts(g) and g.get("hassan", "final_acts", SLUG),
        "empty": lambda g: g.get("claire", "final_acts", SLUG),
    },
    "record_final_act": {
        "full": lambda g: g.get("claire", "record_final_act", SLUG, acts(g).meeting),
        "error": lambda g: record(g),
        "error of the answers": lambda g: record(
            g, reference="Délibération 2026-119", body="le conseil municipal", acted_on=g.day()),
    },
    "final_act": {
        "full": lambda g: g.get("claire", "final_act", SLUG, acts(g).act.pk),
        "error": lambda g: g.post("claire", "annul_final_act", SLUG, acts(g).act.pk),
        "closed": annulled,
    },
}  # fmt: skip
AUTHORITY_FILES = {"final_act_file": lambda g: g.get("claire", "final_act_file", SLUG, acts(g).act.pk)}
