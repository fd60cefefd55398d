"""What happened to a case, step by step, with the words that came with it."""

from kedang.kit.actor import Actor
from kedang.service import bodies
from kedang.service.bodies import StepBody
from kedang.service.kinds import StepKind
from kedang.service.models import Case, Step
from kedang.vault.keys import SubjectKey


def add(actor: Actor, key: SubjectKey, case: Case, kind: StepKind, *, text: str = "", to_id: int | None = None) -> Step:
    """Write a step down in the caller's transaction, which records the event."""
    body = bodies.checked(StepBody(text))
    row = Step(customer_id=case.customer_id, case_id=case.id, kind=kind, to_id=to_id, created_by=actor.id)
    row.body_enc = bodies.seal(key, body, row)
    row.save(force_insert=True)
    return row
