"""Lines of history as the API shows them."""

from kedang.history import schemas as out
from kedang.history import verbs
from kedang.history.queries import EventLine, ReadLine


def change(line: EventLine, language: str) -> out.AuditEventOut:
    """One change."""
    return out.AuditEventOut(
        id=str(line.id),
        at=line.at,
        actor=out.ActorOut(id=str(line.actor_id), name=line.actor_name),
        via=line.via,
        verb=line.verb,
        text=verbs.text(line.verb, language),
        subject=line.subject[0],
        subject_id=str(line.subject[1]),
        run_id=str(line.run_id) if line.run_id else None,
        fields=list(line.fields),
        details=dict(line.details),
        ip=line.ip,
        device=line.device,
    )


def look(line: ReadLine, language: str) -> out.LookOut:
    """One look."""
    return out.LookOut(
        id=str(line.id),
        at=line.at,
        actor=out.ActorOut(id=str(line.actor_id), name=line.actor_name),
        via=line.via,
        verb=line.verb,
        text=verbs.text(line.verb, language),
        customer_ids=[str(i) for i in line.customer_ids],
        count=line.count,
        query_hash=line.query_hash,
        fields=list(line.fields),
        details=dict(line.details),
        ip=line.ip,
        device=line.device,
    )
