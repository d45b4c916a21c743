import re
from collections.abc import Callable
from dataclasses import dataclass, fields

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from cms.actions.installation import Installation, install_fund
from fph import money
from fph.people.models import OrganisationKind
from fph.people.rules import validate_rna, validate_siret
from fph.territories.models import QPV_CODE, Neighbourhood
from fph.verdict import Refused
from projects.regulation import shelf

PREFIX = re.compile(r"[A-Z0-9]{1,6}")
INSEE_CODE = Neighbourhood._meta.get_field("insee_code").validators[0]


def known_kind(value: str) -> None:
    """Refuse what is not the nature of an organisation."""
    if value not in OrganisationKind.values:
        raise ValidationError(f"Choisissez parmi : {', '.join(OrganisationKind.values)}.")


def an_amount(value: str) -> None:
    """Refuse what is not an amount above zero, in euros."""
    try:
        cents = money.parse_euros(value)
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem
    if not cents:
        raise ValidationError("Le plafond est un montant supérieur à zéro.")


def a_model(value: str) -> None:
    """Refuse what is no règlement of the shelf, and tell those there are."""
    if value not in shelf.model_names():
        names = ", ".join(f"{name} ({title})" for name, title in shelf.titles().items())
        raise ValidationError(f"Choisissez parmi : {names}.")


def has_caps(model: str) -> bool:
    """Say whether a model says how much a project may get."""
    return bool(model) and shelf.model(model).asks("cap_per_project")


def a_slug(value: str) -> None:
    """Refuse what can't be the end of an address."""
    if value != slugify(value):
        raise ValidationError("L’adresse s’écrit en minuscules sans accent, avec des tirets : goutte-dor.")


def a_prefix(value: str) -> None:
    """Refuse what can't begin the number of a file."""
    if not PREFIX.fullmatch(value):
        raise ValidationError("Le préfixe a de 1 à 6 lettres majuscules ou chiffres : GDO.")


@dataclass(frozen=True)
class Question:
    """A question: the option that answers it, its words, its default from what was answered, its check."""

    name: str
    words: str
    default: str | Callable[[dict], str] | None = None
    check: Callable[[str], object] | None = None
    optional: bool = False

    @property
    def option(self) -> str:
        """Return the option of the command line that answers it."""
        return f"--{self.name.replace('_', '-')}"

    def suggestion(self, answers: dict) -> str:
        """Return the answer proposed, from those before it."""
        return self.default(answers) if callable(self.default) else self.default or ""

    def problem(self, value: str) -> str:
        """Return what is wrong with an answer, or nothing."""
        if not value:
            return "" if self.optional else "Une réponse est nécessaire."
        try:
            self.check and self.check(value)
        except ValidationError as wrong:
            return wrong.messages[0]
        return ""


QUESTIONS = (
    Question("administrator_email", "Adresse e-mail de l’administratrice ou de l’administrateur", check=validate_email),
    Question("administrator_name", "Son prénom et son nom"),
    Question("carrier", "Organisme qui porte le fonds (il tient l’argent)"),
    Question("carrier_kind", f"Sa nature ({', '.join(OrganisationKind.values)})", "association", known_kind),
    Question("siret", "Son SIRET, 14 chiffres (vide s’il n’en a pas)", check=validate_siret, optional=True),
    Question("rna", "Son numéro RNA, W et neuf caractères (vide s’il n’en a pas)", check=validate_rna, optional=True),
    Question("place", "Nom du quartier"),
    Question("place_slug", "Adresse de sa page", lambda a: slugify(a["place"]), a_slug),
    Question("commune", "Commune"),
    Question("insee_code", "Code INSEE de la commune, 5 caractères (pas le code postal)", check=INSEE_CODE),
    Question("qpv_code", "Code du quartier prioritaire (vide s’il n’en est pas un)", check=QPV_CODE, optional=True),
    Question("scheme", "Dispositif (FPH, FIH, PIC…)", "FPH"),
    Question("fund", "Nom du fonds", lambda a: f"Fonds de participation des habitants – {a['place']}"),
    Question("slug", "Adresse du fonds", lambda a: a["place_slug"], a_slug),
    Question("prefix", "Préfixe des numéros de dossier", lambda a: _initials(a["place_slug"]), a_prefix),
    Question("model", "Modèle de règlement (vide : un plafond seul ; « ? » : la liste)", "", a_model, optional=True),
    Question(
        "cap", "Plafond par projet, en euros", lambda a: "" if has_caps(a["model"]) else "700", an_amount, optional=True
    ),
    Question(
        "coordinator_email", "Adresse e-mail de la coordination", lambda a: a["administrator_email"], validate_email
    ),
    Question("coordinator_name", "Son prénom et son nom", lambda a: a["administrator_name"]),
)


class Command(BaseCommand):
    """Open a fund from nothing by asking nineteen questions; all or nothing. Exit 1 with the reason when refused."""

    help = "Ouvre un fonds : administration, porteur, quartier, exercice, règlement, comité, coordination, site."

    def add_arguments(self, parser):
        """Take each answer as an option; `--no-input` asks nothing and takes the defaults."""
        for question in QUESTIONS:
            parser.add_argument(question.option, help=question.words)
        parser.add_argument("--no-input", action="store_false", dest="interactive", help="ne pose aucune question")

    def handle(self, *, interactive, **options):
        """Ask, open everything, and say where to sign in."""
        answers: dict[str, str] = {}
        for question in QUESTIONS:
            answers[question.name] = self.answer(question, answers, options[question.name], interactive)
        try:
            fund = install_fund(self.asked(answers), now=timezone.now())
        except Refused as refusal:
            raise CommandError(f"{refusal} Rien n’a été ouvert.") from refusal
        self.stdout.write(f"Le fonds « {fund} » est ouvert : {settings.SITE_ADDRESS}/{fund.neighbourhood.slug}/")
        self.stdout.write(
            f"Connectez-vous avec {answers['administrator_email']} : {settings.SITE_ADDRESS}{reverse('account_login')}"
        )

    def asked(self, answers: dict) -> Installation:
        """Return the answers as the action reads them."""
        known = {field.name for field in fields(Installation)}
        given = {name: value for name, value in answers.items() if name in known}
        return Installation(**given, cap_cents=money.parse_euros(answers["cap"]) if answers["cap"] else None)

    def answer(self, question: Question, answers: dict, given: str | None, interactive: bool) -> str:
        """Return the option, or the person's answer once it is right, or the default. Raises CommandError."""
        suggestion = question.suggestion(answers)
        value = given if given is not None or interactive else suggestion
        while value is None or (problem := question.problem(value)):
            if value is not None and not interactive:
                raise CommandError(f"{question.option} : {problem} Rien n’a été ouvert.")
            if value is not None:
                self.stderr.write(problem)
            value = self.ask(question, suggestion)
        return value

    def ask(self, question: Question, suggestion: str) -> str:
        """Put one question; an empty answer takes the suggestion."""
        shown = f" [{suggestion}]" if suggestion else ""
        try:
            return input(f"{question.words}{shown} : ").strip() or suggestion
        except EOFError:
            raise CommandError("Il manque des réponses. Rien n’a été ouvert.") from None


def _initials(slug: str) -> str:
    words = [word for word in slug.split("-") if word]
    return ("".join(word[0] for word in words) if len(words) > 1 else slug[:3]).upper()[:6]
