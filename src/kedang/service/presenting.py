"""Cases, improvements and figures as they go out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kedang.accounts.queries import directory
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.calendar.working import working_time
from kedang.engine.worktime import WorkTime
from kedang.finding.conditions import today
from kedang.kit.actor import Actor, system_name
from kedang.kit.clock import now
from kedang.service import clock, figures, improvement_reading, queues, reading, targets, waiting
from kedang.service import improvement_schemas as improved
from kedang.service import schemas as out
from kedang.service.improvement_reading import Proof
from kedang.service.kinds import NEW, moves_from
from kedang.service.models import NEVER, RUNNING, Case, Step


def page(actor: Actor, found: reading.Page) -> out.CasePage:
    """A page of cases, names as lists show them."""
    around, policy = _around(), policy_for(actor, own=False, place="list")
    rows = [out.ListedCase(**_listed(actor, each, around, policy)) for each in found.rows]
    return out.CasePage(rows=rows, next=found.next, count=improved.CountOut(value=found.count, capped=found.capped))


def opened(actor: Actor, case_id: int) -> out.OpenedCase:
    """One case with everything about it."""
    found = reading.one(actor, case_id)
    row, body, around = found.listed.row, found.listed.body, _around()
    policy = policy_for(actor, own=found.listed.customer.owner_id == actor.id)
    mine = row.assignee_id == actor.id
    return out.OpenedCase(
        **_listed(actor, found.listed, around, policy),
        text=body.text if body else None,
        solution=body.solution if body else None,
        cause=body.cause if body else None,
        voice=body.voice if body else None,
        steps=[_step(step, text, around.queues) for step, text in found.steps],
        improvements=[improvement(actor, each) for each in improvement_reading.of_case(actor, row.id)],
        moves=moves_from(row.state) if found.may_handle else [],
        takeable=found.may_handle and row.is_open and (row.assignee_id is None or (mine and row.state == NEW)),
        editable=found.may_handle,
    )


def of_customer(actor: Actor, customer_id: int) -> out.CustomerCases:
    """A customer's latest cases."""
    _, rows, may = reading.of_customer(actor, customer_id)
    around = _around()
    cases = [out.CaseOut(**_case(actor, each, around)) for each in rows]
    return out.CustomerCases(cases=cases, open=sum(each.row.is_open for each in rows), editable=may)


def moment(case: Case, step: Step, title: str | None) -> out.CaseMoment:
    """A case in a timeline."""
    what: Any = step.kind
    kind: Any = case.kind
    return out.CaseMoment(
        case_id=str(case.id), number=case.number, kind=kind, what=what, title=title, by=person(step.created_by)
    )


def improvement(actor: Actor, found: improvement_reading.Listed) -> improved.ImprovementOut:
    """An improvement."""
    row, body = found.row, found.body
    state: Any = row.state
    effect: Any = row.effect
    return improved.ImprovementOut(
        id=str(row.id),
        title=body.title if body else None,
        text=body.text if body else None,
        proof=body.proof if body else None,
        document=_document(found.document),
        owner=person(row.owner_id),
        due_on=row.due_on,
        state=state,
        overdue=row.state in RUNNING and row.due_on < today(),
        effect=effect,
        checked_by=person(row.checked_by),
        checked_at=row.checked_at,
        ended_at=row.ended_at,
        cases=[improved.LinkedCase(id=str(case_id), number=number) for case_id, number in found.cases],
        customer_id=str(row.customer_id),
        customer_name=_name(policy_for(actor, own=False, place="list"), found.customer),
        version=row.version,
        editable=found.may_change,
    )


def _document(found: Proof | None) -> improved.ProofDocument | None:
    return improved.ProofDocument(id=str(found.id), title=found.title) if found else None


def improvements(actor: Actor, found: improvement_reading.Page) -> improved.ImprovementPage:
    """A page of improvements."""
    rows = [improvement(actor, each) for each in found.rows]
    count = improved.CountOut(value=found.count, capped=found.capped)
    return improved.ImprovementPage(rows=rows, next=found.next, count=count)


def choices(actor: Actor) -> out.ServiceChoices:
    """What can be chosen on a case, in the actor's language."""
    return out.ServiceChoices(
        queues=[out.Named(id=str(queue_id), name=name) for queue_id, name in queues.usable()],
        reasons=[out.ReasonChoice(code=code, label=label) for code, label in _reason_labels(actor).items()],
        closing=[each.code for each in targets.current().reasons if each.active],
    )


def _reason_labels(actor: Actor) -> dict[str, str]:
    zh = actor.language.startswith("zh")
    return {each.code: each.zh if zh else each.en for each in targets.current().reasons}


def queue_list(actor: Actor) -> list[out.QueueOut]:
    """Every queue with its members."""
    rows = []
    for each in queues.all_queues(actor):
        kinds: Any = list(each.kinds)
        members = [found for user_id in each.member_ids if (found := person(user_id))]
        rows.append(
            out.QueueOut(
                id=str(each.id), name=each.name, kinds=kinds, members=members, active=each.active, version=each.version
            )
        )
    return rows


def settings(said: targets.Stated) -> out.ServiceSettingsOut:
    """Targets and closing reasons."""
    lines = []
    for (each_kind, each_priority), (first, solve) in said.targets.items():
        kind: Any = each_kind
        priority: Any = each_priority
        lines.append(out.TargetLine(kind=kind, priority=priority, first=first, solve=solve))
    reasons = [out.ReasonLine(code=r.code, zh=r.zh, en=r.en, active=r.active) for r in said.reasons]
    return out.ServiceSettingsOut(targets=lines, reasons=reasons, version=said.version)


def waiting_out(found: waiting.Waiting) -> out.CasesWaiting:
    """What waits for somebody."""
    there = [
        out.CasesInQueue(id=str(each.id), name=each.name, waiting=each.waiting, overdue=each.overdue)
        for each in found.queues
    ]
    return out.CasesWaiting(mine=found.mine, overdue=found.overdue, queues=there, capped=found.capped)


def figures_out(actor: Actor, found: figures.Figures) -> out.ServiceFigures:
    """The figures, times in minutes, reasons in the actor's language."""
    standing, labels = found.now, _reason_labels(actor)
    reasons = [
        out.ServiceReason(
            code=each.reason,
            label=labels.get(each.reason, each.reason),
            closed=each.closed,
            satisfaction=None if each.satisfaction is None else round(each.satisfaction, 2),
        )
        for each in found.reasons
    ]
    present = out.ServiceNow(
        open=standing.open,
        overdue=standing.overdue,
        unassigned=standing.unassigned,
        waiting=standing.waiting,
        improvements=standing.improvements,
        improvements_overdue=standing.improvements_overdue,
    )
    return out.ServiceFigures(now=present, months=[_month(row) for row in found.months], reasons=reasons)


def person(user_id: int | None) -> improved.Person | None:
    """A colleague, or nobody."""
    found = directory().person(user_id)
    name = found.name if found else system_name(user_id)
    return improved.Person(id=str(user_id), name=name) if name else None


def _month(row: figures.Month) -> out.ServiceMonth:
    kind: Any = row.kind
    return out.ServiceMonth(
        month=row.month,
        kind=kind,
        opened=row.opened,
        solved=row.solved,
        answered_late=row.answered_late,
        solved_late=row.solved_late,
        answer_minutes=None if row.answer_seconds is None else round(row.answer_seconds / 60),
        solve_minutes=None if row.solve_seconds is None else round(row.solve_seconds / 60),
        rated=row.rated,
        satisfaction=None if row.satisfaction is None else round(row.satisfaction, 2),
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """What every case of an answer is shown with, asked for once."""

    queues: dict[int, str]
    calendar: WorkTime
    at: datetime


def _around() -> _Around:
    return _Around(queues.names(), working_time(), now())


def _listed(actor: Actor, each: reading.Listed, around: _Around, policy: FieldPolicy) -> dict[str, Any]:
    level = policy.show("level", each.customer.level)
    return {
        **_case(actor, each, around),
        "customer_id": str(each.customer.id),
        "customer_number": each.customer.number,
        "customer_name": _name(policy, each.customer),
        "customer_level": (level.value if level else None) or "",
    }


def _name(policy: FieldPolicy, customer: Customer) -> str:
    name = policy.show("name", customer.name)
    return (name.value if name else None) or ""


def _case(actor: Actor, each: reading.Listed, around: _Around) -> dict[str, Any]:
    row, at = each.row, around.at
    queue = around.queues.get(row.queue_id) if row.queue_id is not None else None
    left = clock.until_due(row, around.calendar, at=at)
    return {
        "id": str(row.id),
        "number": row.number,
        "kind": row.kind,
        "channel": row.channel,
        "priority": row.priority,
        "state": row.state,
        "title": each.body.title if each.body else None,
        "assignee": person(row.assignee_id),
        "queue": out.Named(id=str(row.queue_id), name=queue) if queue else None,
        "opened_at": row.created_at,
        "opened_by": person(row.created_by),
        "due_at": row.due_at if row.due_at != NEVER else None,
        "overdue": row.is_open and row.due_at < at,
        "clock": out.Clock(
            running=row.clock_from is not None,
            first_due_at=row.first_due_at,
            first_late=clock.first_late(row, at=at),
            solve_due_at=row.solve_due_at,
            solve_late=clock.solve_late(row, at=at),
            pressing=clock.pressing(row, left, at=at),
            left_minutes=None if left is None else int(left / 60),
        ),
        "answered_at": row.answered_at,
        "solved_at": row.solved_at,
        "closed_at": row.closed_at,
        "reason": row.reason,
        "satisfaction": row.satisfaction,
        "version": row.version,
        "mine": row.assignee_id == actor.id,
    }


def _step(step: Step, text: str | None, names: dict[int, str]) -> out.CaseStepOut:
    colleague = person(step.to_id)
    kind: Any = step.kind
    to = colleague.name if colleague else names.get(step.to_id or 0, "")
    return out.CaseStepOut(id=str(step.id), kind=kind, at=step.created_at, by=person(step.created_by), to=to, text=text)
