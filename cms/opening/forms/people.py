"""Who coordinates, who keeps the money, which committees decide and who sits there."""

from collections.abc import Sequence

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.actions.asked import CommitteeAsked, MemberAsked
from fph.people.roles import Role

MOST = 12
SEATS = {
    "": Role.MEMBER, "membre": Role.MEMBER, "présidence": Role.CHAIR, "présidente": Role.CHAIR, "président": Role.CHAIR,
    "secrétariat": Role.SECRETARY, "secrétaire": Role.SECRETARY,
}  # fmt: skip
EXAMPLE = gettext_lazy("Une personne par ligne : prénom et nom ; adresse e-mail ; collège ; rôle (membre, présidence ou "
                       "secrétariat). Exemple : Amina Riviere ; amina@exemple.fr ; habitants ; présidence")  # fmt: skip


ARTICLES = {"le ": "du ", "les ": "des ", "la ": "de la ", "l’": "de l’"}


def of(place: str) -> str:
    """Say of which place: « de Roanne », « du Forez », « de la Plaine », « d’Annonay »."""
    for article, said in ARTICLES.items():
        if place.casefold().startswith(article):
            return said + place[len(article) :]
    return f"d’{place}" if place[:1].casefold() in "aeiouyéèêâîôûœ" else f"de {place}"


class PeopleForm(forms.Form):
    """The coordination, the treasury, and each committee with its members, pasted or left for later."""

    coordinator_name = forms.CharField(
        label=gettext_lazy("Prénom et nom"), max_length=120,
        error_messages={"required": gettext_lazy("Écrivez qui coordonne le fonds : vous, pour commencer, si vous voulez.")},
    )  # fmt: skip
    coordinator_email = forms.EmailField(
        label=gettext_lazy("Adresse e-mail"),
        help_text=gettext_lazy("Elle est aussi l’adresse du fonds, que les habitants lisent."),
        error_messages={"required": gettext_lazy("Écrivez l’adresse de la coordination."),
                        "invalid": gettext_lazy("Cette adresse n’est pas complète. Exemple : prenom@exemple.fr")},
    )  # fmt: skip
    treasurer_name = forms.CharField(label=gettext_lazy("Prénom et nom"), max_length=120, required=False)
    treasurer_email = forms.EmailField(
        label=gettext_lazy("Adresse e-mail"), required=False,
        error_messages={"invalid": gettext_lazy("Cette adresse n’est pas complète. Exemple : prenom@exemple.fr")},
    )  # fmt: skip

    def __init__(self, *args, sectors: Sequence[str], colleges: Sequence[str], user, **kwargs):
        kwargs["initial"] = {"coordinator_name": user.name, "coordinator_email": user.email}
        super().__init__(*args, **kwargs)
        self.colleges = {name.casefold(): name for name in colleges}
        first = [(_("Comité %s") % of(one), one) for one in sectors] or [(_("Comité de gestion"), "")]
        self.count = min(max(len(first), self._rows()), MOST)
        for place in range(self.count):
            name, sector = first[place] if place < len(first) else ("", "")
            self.fields[f"committee_{place}_name"] = forms.CharField(
                label=_("Nom du comité"), max_length=160, required=False, initial=name
            )
            self.fields[f"committee_{place}_name"].asked = place == 0
            self.fields[f"committee_{place}_sector"] = forms.CharField(
                label=_("Secteur"), max_length=80, required=False, initial=sector,
                help_text=_("Vide : tout le territoire du fonds."),
            )  # fmt: skip
            self.fields[f"committee_{place}_members"] = forms.CharField(
                label=_("Membres"), max_length=8000, required=False, widget=forms.Textarea({"rows": 3}),
                help_text=EXAMPLE if place == 0 else "",
            )  # fmt: skip
        self.committees: list[CommitteeAsked] = []

    def _rows(self) -> int:
        typed = self.data.get("rows", "") if self.is_bound else ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0

    @property
    def rows(self) -> list[list]:
        """Return the bound fields of each committee."""
        parts = ("name", "sector", "members")
        return [[self[f"committee_{place}_{part}"] for part in parts] for place in range(self.count)]

    def clean(self):
        """Read each committee; ask for one at least."""
        found = super().clean()
        if found.get("treasurer_email") and not found.get("treasurer_name"):
            self.add_error("treasurer_name", _("Écrivez son prénom et son nom."))
        if found.get("treasurer_name") and not found.get("treasurer_email") and "treasurer_email" not in self.errors:
            self.add_error("treasurer_email", _("Écrivez son adresse e-mail : c’est par elle qu’on se connecte."))
        self.committees = [one for place in range(self.count) if (one := self._committee(place, found))]
        if not self.committees:
            self.add_error("committee_0_name", _("Donnez un nom à au moins un comité."))
        names = [one.name.casefold() for one in self.committees]
        if len(set(names)) < len(names):
            self.add_error("committee_0_name", _("Chaque comité a son propre nom."))
        return found

    def _committee(self, place: int, found: dict) -> CommitteeAsked | None:
        name, sector, lines = (found.get(f"committee_{place}_{part}") or "" for part in ("name", "sector", "members"))
        if not name and (sector or lines):
            self.add_error(f"committee_{place}_name", _("Donnez un nom à ce comité."))
        if not name:
            return None
        members: list[MemberAsked] = []
        for number, line in enumerate(lines.splitlines(), 1):
            if line.strip():
                try:
                    members.append(self._member(line, {one.email for one in members}))
                except forms.ValidationError as problem:
                    told = _("Ligne %(number)s : %(problem)s") % {"number": number, "problem": problem.messages[0]}
                    self.add_error(f"committee_{place}_members", told)
        return CommitteeAsked(name, sector, tuple(members))

    def _member(self, line: str, seated: set[str]) -> MemberAsked:
        parts = [" ".join(part.split()) for part in line.split(";")]
        name, email, college, role = [*parts, "", "", "", ""][:4]
        email = email.lower()
        if not name or not email or len(name) > 120:
            raise forms.ValidationError(_("écrivez un nom, un point-virgule, puis une adresse e-mail."))
        try:
            validate_email(email)
        except forms.ValidationError as problem:
            raise forms.ValidationError(_("« %s » n’est pas une adresse e-mail.") % email[:80]) from problem
        if email in seated:
            raise forms.ValidationError(_("cette personne siège déjà dans ce comité."))
        if college and college.casefold() not in self.colleges:
            known = ", ".join(self.colleges.values())
            raise forms.ValidationError(_("ce collège n’est pas dans le règlement. Il a : %s.") % known)
        if role.casefold() not in SEATS:
            raise forms.ValidationError(_("le rôle est membre, présidence ou secrétariat."))
        return MemberAsked(email, name, self.colleges.get(college.casefold(), ""), SEATS[role.casefold()])
