"""All that was typed, on one page, as it will be opened."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cms.actions.asked import CommitteeAsked, Installation
from fph.dates import day_words, moment_words
from fph.people.roles import paris_day


@dataclass(frozen=True)
class Section:
    """What a step will open: its facts, and where they are corrected."""

    title: str
    slug: str
    facts: tuple[tuple[str, str], ...]


def sections(asked: Installation) -> list[Section]:
    """Return what will be opened, step by step."""
    adoption = asked.adoption
    in_force = _("Adopté par %(body)s le %(on)s, en vigueur à partir du %(force)s") % {
        "body": adoption.adopted_by_body, "on": day_words(adoption.adopted_on), "force": day_words(adoption.in_force_from)
    }  # fmt: skip
    return [
        Section(_("Le quartier et le porteur"), "quartier", (
            (_("Fonds"), asked.fund), (_("Quartier"), f"{asked.place}, {asked.commune or asked.insee_code}"),
            (_("Porté par"), asked.carrier), (_("Adresse"), f"/{asked.place_slug}/"),
            (_("Numéros de dossier"), f"{asked.prefix}-{adoption.in_force_from.year}-1…"),
        )),
        Section(_("Le règlement"), "regles", (
            (_("Adoption"), in_force), (_("Acte"), adoption.act_reference),
            (_("Articles"), str(sum(not one.by_default for one in adoption.regulation.articles))),
        )),
        Section(_("Les personnes"), "personnes", (
            (_("Coordination"), f"{asked.coordinator_name}, {asked.coordinator_email}"),
            (_("Trésorerie"), f"{asked.treasurer_name}, {asked.treasurer_email}" if asked.treasurer_email else
             _("à confier plus tard")),
            *((one.name, _members(one)) for one in asked.committees),
        )),
        Section(_("Les premières séances"), "seances", tuple(
            (one.name, _meeting(asked, one)) for one in asked.committees
        )),
    ]  # fmt: skip


def _members(committee: CommitteeAsked) -> str:
    names = ", ".join(one.name for one in committee.members)
    sector = _("secteur %s") % committee.sector if committee.sector else ""
    return " · ".join(filter(None, [sector, names or _("membres à ajouter plus tard")]))


def _meeting(asked: Installation, committee: CommitteeAsked) -> str:
    if not committee.meets_at:
        return _("à annoncer plus tard")
    deadline = asked.adoption.regulation.filing_deadline(paris_day(committee.meets_at))
    return _("%(moment)s, %(place)s. Dépôt jusqu’au %(deadline)s.") % {
        "moment": moment_words(committee.meets_at, "long"), "place": committee.meeting_place,
        "deadline": day_words(deadline),
    }  # fmt: skip
