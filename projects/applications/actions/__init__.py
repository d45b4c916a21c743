"""The only writers of applications: the applicant's, the coordination's, the committee's, and erasure."""

from projects.applications.actions.applicant import (
    answer_correction,
    attach,
    detach,
    save_step,
    start,
    submit,
    withdraw,
)
from projects.applications.actions.committee import defer, grant, refuse
from projects.applications.actions.coordination import admit, ask_correction, declare_inadmissible
from projects.applications.actions.erasure import forget
from projects.applications.actions.overrides import pass_over, take_back
from projects.applications.actions.writing import lock, move

__all__ = [
    "admit",
    "answer_correction",
    "ask_correction",
    "attach",
    "declare_inadmissible",
    "defer",
    "detach",
    "forget",
    "grant",
    "lock",
    "move",
    "pass_over",
    "refuse",
    "save_step",
    "start",
    "submit",
    "take_back",
    "withdraw",
]
