"""Reading applications: lists, what a fund asks of a file, what came before it, its story."""

from projects.applications.queries.lists import (
    Granted,
    counts_by_state,
    eligible,
    filed,
    granted_by_year,
    mine,
    public_projects,
)
from projects.applications.queries.overrides import (
    Exceptions,
    exceptions,
    exceptions_of,
    judged,
    passed_of,
    passed_over,
    still_in_question,
)
from projects.applications.queries.past import ranks, same_applicant
from projects.applications.queries.story import Event, story, to_come, what_comes_next
from projects.applications.queries.terms import (
    conditions,
    facts,
    meeting_for,
    rank_in_year,
    shares,
    terms,
    terms_to_save,
    under,
)
from projects.applications.queries.years import decided, years_with_files

__all__ = [
    "Event", "Exceptions", "Granted", "conditions", "counts_by_state", "decided", "eligible", "exceptions",
    "exceptions_of", "facts", "filed", "granted_by_year", "judged", "meeting_for", "mine", "passed_of", "passed_over",
    "public_projects", "rank_in_year", "ranks", "same_applicant", "shares", "still_in_question", "story", "terms",
    "terms_to_save", "to_come", "under", "what_comes_next", "years_with_files",
]  # fmt: skip
