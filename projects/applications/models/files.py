from dataclasses import fields, replace

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from fph.facts import Identified, both_or_neither, one_of
from fph.money import BIGGEST_CENTS
from fph.people import rules as identity
from fph.people.models import User
from projects.applications import rules
from projects.applications.choices import ApplicantType, State, Territory
from projects.fund.models import Exercise, Fund, Theme
from projects.regulation.models import RegulationVersion

DOSSIER_COLUMNS = tuple(
    f.name for f in fields(rules.Dossier) if f.name not in {"theme", "actions", "residents", "lines", "declarations"}
)


class Application(Identified):
    """A micro-project asking for money: a draft saved step by step, then a numbered file with a story."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="applications")
    exercise = models.ForeignKey(Exercise, models.PROTECT, null=True, related_name="applications")
    regulation_version = models.ForeignKey(RegulationVersion, models.PROTECT, null=True, related_name="+")
    number = models.CharField(_("numéro"), max_length=20, null=True, unique=True)
    state = models.CharField(_("état"), max_length=14, choices=State.choices, default=State.DRAFT, db_index=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="applications")
    with_helper = models.BooleanField(_("rempli avec un accompagnateur"), default=False)

    applicant_type = models.CharField(
        _("qui porte le projet ?"), max_length=12, choices=ApplicantType.choices, blank=True
    )
    # What a règlement looks at, asked only where it does: the code of its guichet, its words for kinds of action.
    window = models.CharField(_("guichet"), max_length=40, blank=True)
    lead_name = models.CharField(_("prénom et nom de la personne référente"), max_length=120, blank=True)
    lead_email = models.EmailField(_("adresse e-mail"), blank=True)
    lead_phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    lead_address = models.CharField(_("adresse"), max_length=200, blank=True)
    organisation_name = models.CharField(_("nom de l’association"), max_length=160, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[identity.validate_siret])
    rna = models.CharField(_("numéro RNA"), max_length=10, blank=True, validators=[identity.validate_rna])
    host_name = models.CharField(_("association qui reçoit l’argent pour le groupe"), max_length=160, blank=True)
    host_siret = models.CharField(
        _("SIRET de cette association"), max_length=14, blank=True, validators=[identity.validate_siret]
    )

    title = models.CharField(_("nom du projet"), max_length=120, blank=True)
    summary = models.TextField(_("ce que vous voulez faire"), max_length=3000, blank=True)
    benefit = models.TextField(_("ce que cela apporte au quartier"), max_length=2000, blank=True)
    actions = models.JSONField(_("sorte d’action"), default=list, blank=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    territory = models.CharField(
        _("dans le quartier, ou ailleurs"), max_length=14, choices=Territory.choices, blank=True
    )
    starts_on = models.DateField(_("premier jour"), null=True, blank=True)
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="applications")
    people_reached = models.PositiveIntegerField(_("nombre d’habitants concernés"), null=True, blank=True)
    is_renewal = models.BooleanField(_("projet déjà financé par le fonds"), default=False)
    renewal_note = models.TextField(_("ce qui change cette fois"), max_length=1000, blank=True)
    requested_cents = models.BigIntegerField(_("montant demandé au fonds"), null=True, blank=True)

    accepts_regulation = models.BooleanField(_("J’ai lu le règlement du fonds et je l’accepte."), default=False)
    declares_not_for_profit = models.BooleanField(_("Le projet est sans but lucratif et ouvert à tous."), default=False)
    declares_unpaid = models.BooleanField(
        _("Les porteurs du projet ne se paient pas avec l’aide du fonds."), default=False
    )
    declares_not_funded = models.BooleanField(
        _("Ces dépenses ne sont pas déjà payées par une autre aide."), default=False
    )

    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    saved_at = models.DateTimeField(editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    decision_reference = models.CharField(_("référence de la décision"), max_length=40, blank=True)
    decision_body = models.CharField(_("autorité qui décide"), max_length=600, blank=True, editable=False)
    granted_cents = models.BigIntegerField(_("montant accordé"), null=True, editable=False)

    PERSONAL = (
        "lead_name", "lead_email", "lead_phone", "lead_address", "title", "summary", "benefit", "place", "renewal_note",
        "organisation_name", "siret", "rna", "host_name", "host_siret",
    )  # fmt: skip
    PLAIN = (
        "number",
        "state",
        "applicant_type",
        "decision_reference",
        "decision_body",
        "window",
        "actions",
        "territory",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("demande")
        verbose_name_plural = _("demandes")
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["fund", "state", "submitted_at"]),
            # The latest filed for the coordination, the latest decided for the public, without sorting the others.
            models.Index(fields=["fund", "-submitted_at"], name="application_latest_filed"),
            models.Index(fields=["fund", "-decided_at"], name="application_latest_decided"),
        ]
        constraints = [
            both_or_neither("application", "submitted"),
            both_or_neither("application", "withdrawn"),
            both_or_neither("application", "decided"),
            one_of("application", "state", State),
            models.CheckConstraint(
                condition=Q(territory__in=["", *Territory.values]), name="application_territory_known"
            ),
            models.CheckConstraint(
                condition=Q(requested_cents__isnull=True)
                | Q(requested_cents__gt=0, requested_cents__lte=BIGGEST_CENTS),
                name="application_requested_positive",
            ),
            models.CheckConstraint(
                condition=Q(granted_cents__isnull=True)
                | Q(granted_cents__gt=0, granted_cents__lte=models.F("requested_cents")),
                name="application_granted_within_request",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(number__isnull=False, submitted_at__isnull=False, exercise__isnull=False),
                name="application_filed_is_numbered",
            ),
        ]

    def __str__(self):
        return self.title or str(_("Projet sans nom"))

    @property
    def public_holder(self) -> str:
        """Return who asks as the public may read it: natural persons are never named (CRPA L.312-1-2)."""
        if self.applicant_type == ApplicantType.ASSOCIATION:
            return self.organisation_name
        return str(_("Un groupe d’habitants") if self.applicant_type == ApplicantType.GROUP else _("Un·e habitant·e"))

    @property
    def public_state(self) -> str:
        """Return the state in the words of the public."""
        return str(rules.STATES[self.state].public)

    @property
    def stage(self) -> rules.Stage:
        """Return the state's line in the table: its words, its sentence, its tone, what may follow."""
        return rules.stage(self.state, self.decision_body)

    @property
    def said(self) -> rules.Dossier:
        """Return what the file says, as the rules read it, without its residents and lines (reads no other row)."""
        columns = {name: getattr(self, name) for name in DOSSIER_COLUMNS}
        return rules.Dossier(
            **columns,
            theme=str(self.theme_id or ""),
            actions=tuple(self.actions),
            declarations=frozenset(name for name in rules.DECLARATIONS if getattr(self, name)),
        )

    @property
    def dossier(self) -> rules.Dossier:
        """Return what the file says, as the rules read it (reads its residents and lines)."""
        return replace(
            self.said,
            residents=tuple(person.name for person in self.residents.all()),
            lines=tuple(
                rules.Line(line.side, line.label, line.amount_cents, line.category) for line in self.budget_lines.all()
            ),
        )


class GroupResident(models.Model):
    """A resident named in a group's application."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="residents")
    name = models.CharField(_("prénom et nom"), max_length=120)
    street = models.CharField(_("rue"), max_length=160, blank=True)

    PERSONAL = ("name", "street")
    PLAIN = ()

    class Meta:
        verbose_name = _("habitant du groupe")
        verbose_name_plural = _("habitants du groupe")
        ordering = ["id"]

    def __str__(self):
        return self.name


class BudgetLineSide(models.TextChoices):
    """The values of `BudgetLine.side`."""

    EXPENSE = "expense", _("dépense")
    OWN = "own", _("apport personnel")
    OTHER = "other", _("autre aide")
    IN_KIND = "in_kind", _("apport en nature, bénévolat")


class BudgetLine(models.Model):
    """A line of the planned budget. In-kind lines stand apart and don't count in the balance."""

    Side = BudgetLineSide

    application = models.ForeignKey(Application, models.CASCADE, related_name="budget_lines")
    side = models.CharField(_("sorte"), max_length=10, choices=BudgetLineSide.choices)
    label = models.CharField(_("intitulé"), max_length=120)
    amount_cents = models.BigIntegerField(_("montant"))
    category = models.CharField(_("sorte de dépense"), max_length=600, blank=True)

    PERSONAL = ("label",)
    PLAIN = ("side", "category")

    class Meta:
        verbose_name = _("ligne de budget")
        verbose_name_plural = _("lignes de budget")
        ordering = ["side", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0, amount_cents__lte=BIGGEST_CENTS), name="budget_line_positive"
            ),
            one_of("budget_line", "side", BudgetLineSide),
        ]

    def __str__(self):
        return self.label
