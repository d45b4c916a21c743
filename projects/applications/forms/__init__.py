"""What is asked of the applicant, step by step, and of the coordination."""

from projects.applications.forms.budget import BudgetForm
from projects.applications.forms.coordination import AskForm, InadmissibleForm, PassOverForm
from projects.applications.forms.steps import (
    AnswerForm,
    DeclarationsForm,
    ProjectForm,
    StartForm,
    UploadForm,
    WhenForm,
)
from projects.applications.forms.who import WhoForm

FORMS = {"vous": WhoForm, "projet": ProjectForm, "dates": WhenForm, "budget": BudgetForm}

__all__ = [
    "FORMS",
    "AnswerForm",
    "AskForm",
    "BudgetForm",
    "DeclarationsForm",
    "InadmissibleForm",
    "PassOverForm",
    "ProjectForm",
    "StartForm",
    "UploadForm",
    "WhenForm",
    "WhoForm",
]
