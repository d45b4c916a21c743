"""What a file asks, what it must hold, where it stands."""

from projects.applications.rules.filing import (
    MAX_FILES,
    gaps,
    imbalance,
    may_attach,
    may_change,
    may_grant,
    may_submit,
    project_rank,
)
from projects.applications.rules.findings import Finding, findings
from projects.applications.rules.form import (
    ASSOCIATION,
    DECLARATIONS,
    GROUP,
    RESIDENT,
    STEPS,
    Dossier,
    Line,
    Step,
    Terms,
    step,
    step_after,
    step_of,
)
from projects.applications.rules.hints import Hint, Hints, hints, last_day
from projects.applications.rules.overrides import (
    COMMITTEE,
    COORDINATOR,
    WHILE,
    Passed,
    awaits,
    ceiling,
    in_question,
    may_admit,
    may_override,
    may_take_back,
    may_vote_on,
    said_of,
    unless,
)
from projects.applications.rules.states import (
    ADVISED,
    EDITABLE,
    ELIGIBLE,
    FUNDED,
    NOT_COUNTED,
    STATES,
    WAITING,
    FinalAct,
    Stage,
    may_become,
    stage,
)

__all__ = [
    "ADVISED", "ASSOCIATION", "COMMITTEE", "COORDINATOR", "DECLARATIONS", "EDITABLE", "ELIGIBLE", "FUNDED", "GROUP",
    "MAX_FILES", "NOT_COUNTED", "RESIDENT", "STATES", "STEPS", "WAITING", "WHILE", "Dossier", "FinalAct", "Finding", "Hint",
    "Hints", "Line", "Passed", "Stage", "Step", "Terms", "awaits", "ceiling", "findings", "gaps", "hints", "imbalance",
    "in_question", "last_day", "may_admit", "may_attach", "may_become", "may_change", "may_grant", "may_override",
    "may_submit", "may_take_back", "may_vote_on", "project_rank", "said_of", "stage", "step", "step_after", "step_of", "unless",
]  # fmt: skip
