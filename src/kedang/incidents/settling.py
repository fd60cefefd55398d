"""What was done about an incident: steps with their clocks, and the end of it."""

from datetime import datetime

from django.db import transaction

from kedang.history.record import record
from kedang.incidents import texts
from kedang.incidents.concerned import OWN, concerns
from kedang.incidents.models import AUTHORITY, CLOSED, NOT_NEEDED, PEOPLE, Step
from kedang.incidents.opening import locked, save
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.vault.keys import key_for

FUTURE = Refusal(
    "incident.future", 422, "步骤的时间不能在未来。没有保存。", "A step cannot be in the future. Nothing was saved."
)
UNREADY = Refusal(
    "incident.unready",
    409,
    "还不能结案：请先固定受影响客户名单，并记录“报告主管部门”和“通知受影响的人”（不需要时写明理由）。",
    "Not to be closed yet: first freeze who was affected, and note the report to the authority and the notice to the people (or why not).",
)


@transaction.atomic
def note_step(
    actor: Actor, incident_id: int, *, kind: str, outcome: str, at: datetime, note: str, version: int
) -> None:
    """Note that a step was taken, or why it is not needed. Said again while the incident is open, it replaces what was said."""
    row = locked(actor, incident_id, version)
    if at > now():
        raise FUTURE()
    said = texts.checked(note) if note.strip() or outcome == NOT_NEEDED else ""
    step = Step.objects.filter(incident_id=row.id, kind=kind).first() or Step(incident_id=row.id, kind=kind)
    step.outcome, step.at, step.by, step.noted_at = outcome, at, actor.id, now()
    step.note_enc = texts.seal_note(key_for(row.id), step, said) if said else b""
    step.save()
    save(row)
    details = {"step": kind, "outcome": outcome}
    record(actor, "incident.step_noted", subject=("incident", row.id), details=details)


@transaction.atomic
def close(actor: Actor, incident_id: int, *, finding: str, version: int) -> None:
    """Say what was found and end it. Nothing of it changes any more. Nobody does so about themselves, under any of their accounts."""
    row = locked(actor, incident_id, version)
    if concerns(actor.id, row):
        raise OWN()
    taken = set(Step.objects.filter(incident_id=row.id).values_list("kind", flat=True))
    if row.waits or not {AUTHORITY, PEOPLE} <= taken:
        raise UNREADY()
    key = key_for(row.id)
    row.body_enc = texts.seal(key, row, {**texts.opened(key, row), "finding": texts.checked(finding)})
    row.state, row.closed_by, row.closed_at = CLOSED, actor.id, now()
    save(row)
    record(actor, "incident.closed", subject=("incident", row.id), details={"affected": row.affected})
