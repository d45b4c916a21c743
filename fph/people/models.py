from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fph.facts import Identified, both_or_neither, one_of
from fph.people import rules
from fph.people.roles import Role


class UserManager(BaseUserManager["User"]):
    """Makes users from an e-mail; a password is possible, never needed."""

    def create_user(self, email, password=None, **fields):
        """Create and return a user; the e-mail is kept in lower case."""
        if not email:
            raise ValueError("Une adresse e-mail est nécessaire.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Create and return a platform administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        """Return the user with that e-mail, whatever its case."""
        return self.get(email__iexact=email)


class User(Identified, AbstractBaseUser, PermissionsMixin):
    """A person with an account, or a named service account for the acts of machines."""

    email = models.EmailField(_("adresse e-mail"), unique=True, error_messages={
        "unique": _("Un compte existe déjà avec cette adresse.")
    })  # fmt: skip
    name = models.CharField(_("prénom et nom"), max_length=120, blank=True)
    language = models.CharField(_("langue"), max_length=10, default="fr")
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    is_staff = models.BooleanField(_("administration"), default=False)
    is_service = models.BooleanField(_("compte de service"), default=False)
    joined_at = models.DateTimeField(_("inscription"), auto_now_add=True)
    erased_at = models.DateTimeField(_("effacé le"), null=True, editable=False)
    erased_by = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="+")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    PERSONAL = ("email", "name", "phone", "password")
    PLAIN = ("language",)
    objects = UserManager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [
            both_or_neither("user", "erased"),
            models.CheckConstraint(condition=Q(is_service=False) | Q(is_active=False), name="user_service_no_login"),
        ]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        """Return the name shown to those entitled; Wagtail asks for it."""
        return str(self)

    def get_short_name(self):
        """Return the first word of the name."""
        return str(self).split(" ")[0]

    @property
    def first_name(self):
        """Return the name: Wagtail's lists ask for a first name."""
        return self.name

    @property
    def last_name(self):
        """Return nothing: one field holds the whole name."""
        return ""


class OpenSession(Identified):
    """Where a person is signed in, so that they can see it and end it. It goes with its session.

    No address and no full description of the browser: a person recognises a device by a few words and a date.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="open_sessions")
    session = models.OneToOneField(Session, models.CASCADE, related_name="opened")
    browser = models.CharField(_("navigateur"), max_length=60, blank=True)
    begun_at = models.DateTimeField(_("ouverte le"))

    PERSONAL = ("browser",)
    PLAIN = ()

    class Meta:
        verbose_name = _("session ouverte")
        verbose_name_plural = _("sessions ouvertes")

    def __str__(self):
        return f"{self.person_id} {self.begun_at:%Y-%m-%d}"


class OrganisationKind(models.TextChoices):
    """The values of `Organisation.kind`."""

    ASSOCIATION = "association", _("association")
    COMMUNE = "commune", _("ville")
    STATE = "state", _("État")
    REGION = "region", _("région")
    DEPARTMENT = "department", _("département")
    LANDLORD = "landlord", _("bailleur social")
    FOUNDATION = "foundation", _("fondation")
    OTHER = "other", _("autre organisme")


class Organisation(Identified):
    """An association, a public body or a company: carrier, funder, host or member of a committee."""

    Kind = OrganisationKind

    name = models.CharField(_("nom"), max_length=160)
    kind = models.CharField(_("nature"), max_length=20, choices=OrganisationKind.choices, default=Kind.ASSOCIATION)
    siret = models.CharField("SIRET", max_length=14, blank=True, validators=[rules.validate_siret])
    rna = models.CharField("RNA", max_length=10, blank=True, validators=[rules.validate_rna])
    address = models.CharField(_("adresse"), max_length=200, blank=True)

    PERSONAL = ()
    PLAIN = ("name", "kind", "siret", "rna", "address")

    class Meta:
        verbose_name = _("organisme")
        verbose_name_plural = _("organismes")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["siret"], condition=~Q(siret=""), name="organisation_siret_once"),
            one_of("organisation", "kind", OrganisationKind),
        ]

    def __str__(self):
        return self.name


class MandateQuerySet(models.QuerySet):
    """Mandates asked by day."""

    def in_force(self, on):
        """Keep the mandates in force on a day (Europe/Paris): begun, not over, not ended early."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on, ended_at__isnull=True)


class Mandate(Identified):
    """A person holds a role on something, from a day to a day. The truth behind every right; rights follow it."""

    person = models.ForeignKey(User, models.PROTECT, related_name="%(class)ss", verbose_name=_("personne"))
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"), null=True, blank=True)
    given_at = models.DateTimeField(editable=False)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.get_role_display()} du {self.starts_on:%Y-%m-%d}"

    @property
    def scope(self):
        """Return what the role is held on."""
        raise NotImplementedError

    def is_in_force(self, on) -> bool:
        """Say whether the mandate is in force on a day (Europe/Paris)."""
        over = self.ends_on is not None and self.ends_on < on
        return self.starts_on <= on and not over and self.ended_at is None

    @staticmethod
    def constraints_of(model: str) -> list:
        """Return the constraints each kind of mandate carries."""
        return [
            both_or_neither(model, "ended"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name=f"{model}_term_order",
            ),
            one_of(model, "role", Role),
        ]
