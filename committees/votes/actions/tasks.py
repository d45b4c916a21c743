"""Tasks entrusted in a meeting, recalled on the next agenda until they are done."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as words

from committees.meetings.actions import held
from committees.meetings.models import AgendaItem
from committees.votes import queries
from committees.votes.actions.decisions import decide
from committees.votes.models import Decision, DecisionKind, Task
from fph.journal.actions import action, record
from fph.journal.kinds import kind
from fph.verdict import Refused

kind(
    "task.entrusted", words("Une tâche est confiée à {who} : {what}, pour le {due}."), "who", "what", "due", "reference"
)
kind("task.entrusted_to_a_person", words("Une tâche est confiée à une personne."), "reference", public=False)
kind("task.done", words("Une tâche est faite."), "reference", public=False)


@action
def assign(item: AgendaItem, *, what: str, who: str, who_is_body: bool, due_on: date, by, now: datetime) -> Task:
    """Entrust a task on a point: to its decision, or to one that says just that. Raises Refused."""
    decision = queries.settled(item) or item.decisions.filter(kind=DecisionKind.TASK).first()
    decision = decision or decide(item, kind=DecisionKind.TASK, by=by, now=now)
    return entrust(decision, what=what, who=who, who_is_body=who_is_body, due_on=due_on, by=by, now=now)


@action
def entrust(decision: Decision, *, what: str, who: str, who_is_body: bool, due_on: date, by, now: datetime) -> Task:
    """Entrust a task to a person or a body, with a due date. Only a body's task is public. Raises Refused."""
    meeting = held(decision.meeting)
    if not meeting.is_open:
        raise Refused(_("Une tâche se confie pendant la séance."))
    if not what.strip() or not who.strip():
        raise Refused(_("Écrivez la tâche, et à qui elle est confiée."))
    task = Task.objects.create(
        decision=decision, what=what.strip(), who=who.strip(), who_is_body=who_is_body, due_on=due_on
    )
    where = {"by": by, "now": now, "fund": meeting.committee.fund_id, "reference": decision.reference}
    if who_is_body:
        record("task.entrusted", task, who=task.who, what=task.what, due=due_on.isoformat(), **where)
    else:
        record("task.entrusted_to_a_person", task, **where)
    return task


@action
def finish(task: Task, *, by, now: datetime) -> Task:
    """Note that a task is done; it is no longer recalled. Done twice, it stays done when it was."""
    task = Task.objects.select_for_update(of=("self",)).select_related("decision__meeting__committee").get(pk=task.pk)
    if task.done_at:
        return task
    task.done_at, task.done_by = now, by
    task.save()
    record("task.done", task, by=by, now=now, fund=task.decision.meeting.committee.fund_id,
           reference=task.decision.reference)  # fmt: skip
    return task
