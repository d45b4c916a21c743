import dataclasses

from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fph.http.fields import EurosField
from fph.money import euros
from projects.applications import rules
from projects.applications.forms.base import StepForm
from projects.applications.forms.rows import ExpenseRow, LineRow, rows
from projects.applications.models import Application, BudgetLine

SIDES = BudgetLine.Side


class BudgetForm(StepForm):
    """What is spent, what is asked, what else pays; what comes in kind stands apart."""

    asked = ("requested_cents",)
    requested_cents = EurosField(label=_("Ce que vous demandez au fonds"), max_length=20)
    own_cents = EurosField(
        label=_("Ce que vous apportez"), max_length=20, required=False,
        help_text=_("Une cagnotte, des participations, une vente de gâteaux… Laissez vide s’il n’y a rien."),
    )  # fmt: skip

    class Meta:
        model = Application
        fields = ("requested_cents",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.saved = list(self.instance.budget_lines.all())
        self.initial["own_cents"] = sum(line.amount_cents for line in self._lines(SIDES.OWN)) or None
        self.fields["requested_cents"].help_text = cap_in_words(self.terms, self.said)

    def _lines(self, side):
        return [line for line in self.saved if line.side == side]

    @cached_property
    def lists(self):
        """Return expenses, other aids, and what comes in kind."""
        return [
            self._rows("depenses", SIDES.EXPENSE, _t("Vos dépenses"), 3,
                       _t("Par exemple : location de tables, 120. Le prix d’un devis ou une estimation.")),
            self._rows("aides", SIDES.OTHER, _t("Les autres aides"), 1,
                       _t("Celles que vous avez ou que vous demandez ailleurs : qui, et combien.")),
            self._rows("nature", SIDES.IN_KIND, _t("Ce qui ne coûte rien"), 1,
                       _t("Prêts, dons, bénévolat, à leur valeur. C’est à part de l’équilibre.")),
        ]  # fmt: skip

    def _rows(self, prefix, side, title, empty, words):
        known = [{"label": line.label, "cents": line.amount_cents, "category": line.category}
                 for line in self._lines(side)]  # fmt: skip
        spare = max(empty - len(known), 1) + self.more.get(prefix, 0)
        kinds = self.terms.expense_kinds(self.said) if side == SIDES.EXPENSE else ()
        row, options = (ExpenseRow, {"kinds": kinds}) if kinds else (LineRow, {})
        return rows(row, prefix, title, data=self.data or None, initial=known, empty=spare, help=words, **options)

    @property
    def data_to_save(self):
        """Add the lines when all of them could be read."""
        saved = {name: value for name, value in self.cleaned_data.items() if name != "own_cents"}
        if "own_cents" in self.cleaned_data and all(one.is_valid() for one in self.lists):
            saved["lines"] = self._typed_lines([one.kept for one in self.lists])
        return saved

    @property
    def as_typed(self):
        """Return the file as it is being typed, with the lines that can be read."""
        typed = super().as_typed
        lines = self._typed_lines([one.readable for one in self.lists])
        return dataclasses.replace(typed, lines=tuple(rules.Line(*line) for line in lines))

    @property
    def totals(self) -> dict:
        """Return what is saved: expenses and money in cents, and what is missing between them in words."""
        dossier = self.instance.dossier
        return {
            "spent_cents": dossier.cents("expense"),
            "brought_cents": dossier.resources_cents,
            "words": rules.imbalance(dossier),
        }

    def _typed_lines(self, lists: list[list[tuple]]) -> list[tuple]:
        own = self.cleaned_data.get("own_cents")
        sides = zip((SIDES.EXPENSE, SIDES.OTHER, SIDES.IN_KIND), lists, strict=True)
        lines = [(side, *line) for side, rows in sides for line in rows]
        return [*lines, *([(SIDES.OWN, _t("Apport"), own)] if own else [])]


def cap_in_words(terms: rules.Terms, dossier: rules.Dossier) -> str:
    """Return « Jusqu’à 700 € pour votre 1er projet de l’année (article 4). », or nothing without a cap."""
    cap = terms.cap_cents(dossier)
    if cap is None:
        return ""
    facts = {
        "cap": euros(cap),
        "rank": rules.project_rank(terms.rank),
        "article": terms.article("cap_per_project", dossier),
    }
    return _t("Jusqu’à %(cap)s pour votre %(rank)s de l’année%(article)s.") % facts
