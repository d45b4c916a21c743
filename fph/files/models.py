import uuid

from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from fph.facts import Identified
from fph.files import rules
from fph.people.models import User


def private_storage():
    """Return the storage that no web server reads: files leave it through a view, as downloads."""
    return storages["private"]


def random_name(instance, filename) -> str:
    """Name a stored file at random, so that the disk tells nothing."""
    return f"{uuid.uuid4().hex[:2]}/{uuid.uuid4().hex}"


class StoredFile(Identified):
    """A private file: typed by its content, stripped of location data, named at random on disk."""

    name = models.CharField(_("nom"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("taille en octets"))
    sha256 = models.CharField(max_length=64)
    content = models.FileField(storage=private_storage, upload_to=random_name)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    PERSONAL = ("name", "content")
    PLAIN = ("content_type", "sha256")

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")

    def __str__(self):
        return self.name

    @property
    def size_in_words(self) -> str:
        """Return its size as people read it: « 350 ko »."""
        return rules.size_in_words(self.size)
