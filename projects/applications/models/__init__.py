"""Files and what is kept about them."""

from projects.applications.models.files import (
    DOSSIER_COLUMNS,
    ApplicantType,
    Application,
    Attachment,
    AttachmentKind,
    BudgetLine,
    BudgetLineSide,
    CorrectionRequest,
    GroupResident,
    State,
)
from projects.applications.models.overrides import Override, Overrider

__all__ = [
    "DOSSIER_COLUMNS", "ApplicantType", "Application", "Attachment", "AttachmentKind", "BudgetLine", "BudgetLineSide",
    "CorrectionRequest", "GroupResident", "Override", "Overrider", "State",
]  # fmt: skip
