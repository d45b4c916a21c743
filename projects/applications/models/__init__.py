"""Files and what is kept about them."""

from projects.applications.models.files import (
    DOSSIER_COLUMNS,
    ApplicantType,
    Application,
    BudgetLine,
    BudgetLineSide,
    GroupResident,
    State,
)
from projects.applications.models.overrides import Override, Overrider
from projects.applications.models.papers import Attachment, AttachmentKind, CorrectionRequest

__all__ = [
    "DOSSIER_COLUMNS", "ApplicantType", "Application", "Attachment", "AttachmentKind", "BudgetLine", "BudgetLineSide",
    "CorrectionRequest", "GroupResident", "Override", "Overrider", "State",
]  # fmt: skip
