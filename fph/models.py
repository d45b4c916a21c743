"""Every table of the ground floor, gathered for Django; slices import each other's own module, never this one."""

from fph.files.models import StoredFile
from fph.journal.models import Checkpoint, JournalEntry, JournalPayload, RegisterEntry, RegisterHead
from fph.mail.models import OutboxMessage
from fph.people.models import OpenSession, Organisation, User
from fph.territories.models import Neighbourhood, NeighbourhoodMandate, NeighbourhoodPermission, Perimeter

__all__ = [
    "Checkpoint",
    "JournalEntry",
    "JournalPayload",
    "Neighbourhood",
    "NeighbourhoodMandate",
    "NeighbourhoodPermission",
    "OpenSession",
    "Organisation",
    "OutboxMessage",
    "Perimeter",
    "RegisterEntry",
    "RegisterHead",
    "StoredFile",
    "User",
]
