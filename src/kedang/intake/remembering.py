"""A mapping that somebody confirmed once is proposed again for their next file with the same head, and for nobody else's."""

from dataclasses import replace

import orjson

from kedang.engine.tables.vocabulary import key as folded_header
from kedang.intake.findings import Column, Findings
from kedang.intake.models import RememberedMapping
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.vault.blind import mark_apart


def signature(findings: Findings) -> int:
    """A keyed hash of the head: the words themselves may be values when a file has no head."""
    names = [folded_header(c.header) for c in findings.table.columns]
    return mark_apart("import-head", orjson.dumps(names).decode())


def remember(actor: Actor, findings: Findings, *, match_key: str) -> None:
    """Keep what a person confirmed."""
    table = findings.table
    RememberedMapping.objects.update_or_create(
        actor_id=actor.id,
        signature=signature(findings),
        defaults={
            "kind": table.kind,
            "match_key": match_key,
            "columns": orjson.dumps([c.field for c in table.columns]).decode(),
            "used_at": now(),
        },
    )


def recall(findings: Findings, actor_id: int) -> Findings:
    """The findings with the mapping that this person confirmed for such a head, if they did."""
    known = RememberedMapping.objects.filter(actor_id=actor_id, signature=signature(findings)).first()
    if known is None:
        return findings
    fields = orjson.loads(known.columns)
    table = findings.table
    if len(fields) != len(table.columns):
        return findings
    columns = tuple(_with(c, f) for c, f in zip(table.columns, fields, strict=True))
    chosen = replace(table, kind=known.kind, columns=columns)
    return replace(
        findings.with_table(chosen),
        remembered=True,
        match_key=known.match_key or findings.match_key,
        kind_confidence=1.0,
    )


def _with(column: Column, field: str | None) -> Column:
    return column if column.field == field else replace(column, field=field, confidence=1.0, why="remembered")
