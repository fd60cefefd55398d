"""Incidents as they go out."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, cast

from kedang.accounts.models import Token
from kedang.accounts.queries import directory
from kedang.incidents import reading, schemas, wording
from kedang.incidents.affected import sources_of
from kedang.incidents.concerned import concerns
from kedang.incidents.models import OPEN, PERSON, STEPS, TOKEN, Incident, Step
from kedang.kit.actor import Actor
from kedang.kit.clock import now


def page(found: reading.Page) -> schemas.IncidentPage:
    """Some incidents."""
    rows = [schemas.IncidentRow(**_row(row, found.said.get(row.id, {}), found.steps[row.id], {})) for row in found.rows]
    return schemas.IncidentPage(rows=rows, next=found.next)


def one(actor: Actor, found: reading.Whole) -> schemas.IncidentOut:
    """One incident."""
    row = found.row
    return schemas.IncidentOut(
        **_row(row, found.said, found.steps, found.notes),
        what=found.said["what"],
        finding=found.said.get("finding", ""),
        authority_hours=row.authority_hours,
        people_hours=row.people_hours,
        sources=_sources(row),
        opened_by=_person(row.opened_by),
        opened_at=row.opened_at,
        closed_by=_person(row.closed_by) if row.closed_by else None,
        closed_at=row.closed_at,
        own=concerns(actor.id, row),
        failed=found.failed,
        frozen_at=row.frozen_at,
        looks=row.looks,
        changes=row.changes,
        unnamed=_unnamed(actor, row),
        digest=row.digest,
        version=row.version,
    )


def affected(lines: list[reading.Line], after: str | None) -> schemas.IncidentAffectedPage:
    """Some who were affected."""
    rows = [
        schemas.IncidentAffected(
            **asdict(line) | {"id": str(line.id), "customer_id": str(line.customer_id) if line.customer_id else None}
        )
        for line in lines
    ]
    return schemas.IncidentAffectedPage(rows=rows, next=after)


def _row(row: Incident, said: dict[str, str], steps: dict[str, Step], notes: dict[str, str]) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "title": said.get("title", ""),
        "kind": row.kind,
        "severity": row.severity,
        "state": row.state,
        "since": row.since,
        "until": row.until,
        "discovered_at": row.discovered_at,
        "waits": row.state == OPEN and row.waits,
        "affected": row.affected,
        "steps": [_step(row, kind, steps.get(kind), notes.get(kind, "")) for kind in STEPS],
    }


def _step(row: Incident, kind: str, step: Step | None, note: str) -> schemas.IncidentStep:
    due = row.due_at(kind)
    return schemas.IncidentStep(
        step=cast(schemas.StepKind, kind),
        due_at=due,
        late=_late(due, step),
        outcome=cast(schemas.Outcome, step.outcome) if step else None,
        at=step.at if step else None,
        by=_person(step.by) if step else None,
        noted_at=step.noted_at if step else None,
        note=note,
    )


def _late(due: datetime | None, step: Step | None) -> bool:
    """Past its time, or taken after it. What was not needed had no time."""
    if due is None or (step is not None and step.outcome == "not_needed"):
        return False
    return (step.at if step else now()) > due


def _sources(row: Incident) -> list[schemas.IncidentSource]:
    pairs, people = sources_of(row), directory()
    tokens = dict(Token.objects.filter(id__in=[v for k, v in pairs if k == TOKEN]).values_list("id", "name"))
    texts = {PERSON: lambda v: people.name(int(v)), TOKEN: lambda v: tokens.get(int(v), "")}
    return [
        schemas.IncidentSource(kind=cast(schemas.SourceKind, k), value=v, text=texts[k](v) if k in texts else "")
        for k, v in pairs
    ]


def _unnamed(actor: Actor, row: Incident) -> list[schemas.IncidentUnnamed]:
    zh = actor.language.startswith("zh")
    return [
        schemas.IncidentUnnamed(
            text=wording.unnamed_label(each, zh),
            event=each["event"],
            at=each["at"],
            looks=each["looks"],
            rows=each["rows"],
        )
        for each in wording.unnamed_of(row)
    ]


def _person(user_id: int) -> schemas.IncidentPerson:
    return schemas.IncidentPerson(id=str(user_id), name=directory().name(user_id))
