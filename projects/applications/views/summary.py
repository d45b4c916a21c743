"""A file as its readers see it: the answers of each step in pairs, and what is left to mend with a link to it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from fph.money import euros
from fph.templatetags.fph import day_words
from fph.verdict import Gap
from projects.applications import queries, rules
from projects.applications.forms import PassOverForm
from projects.applications.models import Application, Override
from projects.regulation.rules import Finding, Regulation
from projects.regulation.rules.asking import OTHER

# Where a gap is mended, when the field is a list of rows or of buttons.
ANCHORS = {
    "residents": "id_habitants-0-name",
    "expenses": "id_depenses-0-label",
    "theme": "id_theme_0",
    "applicant_type": "id_applicant_type_0",
    "window": "id_window_0",
    "actions": "id_actions_0",
    "territory": "id_territory_0",
    "categories": "id_depenses-0-category",
}


CONTACT = ("lead_email", "lead_phone")


@dataclass(frozen=True)
class Section:
    """A step of the file: its answers as pairs (question, answer); what was left empty is left out."""

    step: rules.Step
    items: list[tuple[str, str]]

    @property
    def title(self) -> str:
        """Return the step's title, for any reader: « Vous » is the applicant's word."""
        return _("Porteur du projet") if self.step.slug == "vous" else str(self.step.title)


def sections(application: Application, *, contact: bool = True, regulation: Regulation | None = None) -> list[Section]:
    """Return what a file says, step by step (reads its theme, residents and lines); how to reach people if `contact`.

    `regulation` names the guichet of a draft; a file that was filed has its own.
    """
    version = application.regulation_version
    regulation = version.regulation if version else regulation
    hidden = set() if contact else {_labels()[name] for name in CONTACT}
    told: dict[str, Callable] = {
        "vous": partial(_who, regulation=regulation), "projet": _what, "dates": _when, "budget": _budget,
    }  # fmt: skip
    return [
        Section(step, [item for item in told[step.slug](application) if item[1] and item[0] not in hidden])
        for step in rules.STEPS
        if step.slug in told
    ]


def mending(application: Application, gaps: list[Gap]) -> list[dict]:
    """Return gaps as the error summary reads them: words, and a link to the field of its step."""
    return [{"text": gap.message, "url": _address(application, gap.field)} for gap in gaps]


@dataclass(frozen=True)
class Exceptions:
    """What a file's pages say of the rules it does not keep.

    `passed`: pairs (what was passed over, whether it may be taken back here). `left`: triples (what blocks, who has a say,
    the form that passes over it here, or None).
    """

    passed: list[tuple[Override, bool]]
    left: list[tuple[Finding, str, PassOverForm | None]]


def exceptions(application: Application, *, acts: bool = False, typed: PassOverForm | None = None) -> Exceptions:
    """Return what a file's pages say of the rules it does not keep; with the coordination's buttons if `acts`."""
    found = queries.exceptions(application)
    passed = [
        (row, acts and row.role == rules.COORDINATOR and bool(_may_take_back(application, row))) for row in found.passed
    ]
    may_pass = acts and application.state in rules.WHILE[rules.COORDINATOR]
    left = [
        (one, rules.awaits(one), _form(one.rule, typed) if may_pass and rules.COORDINATOR in one.override else None)
        for one in found.left
    ]
    return Exceptions(passed, left)


def _may_take_back(application: Application, row: Override):
    return rules.may_take_back(row.role, state=application.state, withdrawn=False)


def _form(rule: str, typed: PassOverForm | None) -> PassOverForm:
    return typed if typed and typed.data.get("rule") == rule else PassOverForm.about(rule)


def _address(application: Application, field: str) -> str:
    page = reverse("application_step", args=[application.pk, rules.step_of(field).slug])
    return f"{page}#{ANCHORS.get(field, f'id_{field}')}"


def _who(application: Application, *, regulation: Regulation | None) -> list[tuple[str, str]]:
    label = _labels()
    items = [(label["applicant_type"], application.get_applicant_type_display())]
    items.append((label["window"], _window(application, regulation)))
    if application.applicant_type == rules.ASSOCIATION:
        items += [(label[name], getattr(application, name)) for name in ("organisation_name", "siret", "rna")]
    reached = ("lead_name", "lead_email", "lead_phone", "lead_address")
    items += [(label[name], getattr(application, name)) for name in reached]
    if application.applicant_type == rules.GROUP:
        people = [one.name + (f" ({one.street})" if one.street else "") for one in application.residents.all()]
        items.append((_("habitants du groupe"), ", ".join(people)))
        items += [(label[name], getattr(application, name)) for name in ("host_name", "host_siret")]
    return items


def _window(application: Application, regulation: Regulation | None) -> str:
    """Return the name of a file's guichet; nothing for one that its règlement does not have."""
    return next((one.label for one in regulation.windows if one.code == application.window), "") if regulation else ""


def _what(application: Application) -> list[tuple[str, str]]:
    label = _labels()
    items = [(label[name], getattr(application, name)) for name in ("title", "summary", "benefit")]
    items.append((_("thème"), str(application.theme or "")))
    items.append(
        (label["actions"], ", ".join(_("rien de cela") if one == OTHER else one for one in application.actions))
    )
    renewed = _("oui") if application.is_renewal else _("non")
    return [*items, (label["is_renewal"], renewed), (label["renewal_note"], application.renewal_note)]


def _when(application: Application) -> list[tuple[str, str]]:
    label = _labels()
    return [
        (label["place"], application.place),
        (label["territory"], application.get_territory_display()),
        (label["starts_on"], day_words(application.starts_on)),
        (label["ends_on"], day_words(application.ends_on)),
        (label["people_reached"], str(application.people_reached or "")),
    ]


def _budget(application: Application) -> list[tuple[str, str]]:
    lines = application.dossier.lines
    asked = application.requested_cents
    spent = sum(line.cents for line in lines if line.side == "expense")
    items = [
        (line.label, f"{euros(line.cents)} ({line.category})" if line.category else euros(line.cents))
        for line in lines
        if line.side == "expense"
    ]
    items.append((_("total des dépenses"), euros(spent) if spent else ""))
    items.append((_labels()["requested_cents"], euros(asked) if asked else ""))
    items += [(_("apport"), euros(line.cents)) for line in lines if line.side == "own"]
    items += [(_("autre aide : %s") % line.label, euros(line.cents)) for line in lines if line.side == "other"]
    items += [(_("en nature, à part : %s") % line.label, euros(line.cents)) for line in lines if line.side == "in_kind"]
    return items


def _labels() -> dict[str, str]:
    return {field.name: str(field.verbose_name) for field in Application._meta.fields}
