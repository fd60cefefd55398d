"""What leaves about an incident: the list of who was affected as a file, and the evidence sheet on paper."""

import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from kedang.accounts.queries import directory
from kedang.accounts.stepup import require_stepup
from kedang.approvals import exporting
from kedang.archive.policy import policy_for
from kedang.engine.tables.writer import open_writer
from kedang.fields.values import LOCAL
from kedang.history.reads import record_read
from kedang.incidents import reading, rights, wording
from kedang.incidents.affected import sources_of
from kedang.incidents.models import PERSON, STEPS, Incident
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.privacy.papers import Rows, typeset

# A look that names more than this is as large as what it tells of; the incident itself names them.
MOST_NAMED = 5_000
WAITING = Refusal(
    "incident.waiting",
    409,
    "受影响的客户还在查找中，请稍后再下载。",
    "Who was affected is still being looked for: come back in a moment.",
)


def as_file(actor: Actor, incident_id: int) -> bytes:
    """The frozen list as CSV: archive numbers and counts, never a name or a value. Recorded like an export."""
    actor.require(rights.HANDLE)
    require_stepup(actor)
    row = reading.load(actor, incident_id)
    if row.waits:
        raise WAITING()
    ids = [each for each in reading.of_incident(row).values_list("customer_id", flat=True) if each]
    _let_out(actor, row, ids)
    target = io.BytesIO()
    writer = open_writer(target, "csv", wording.HEADINGS[0 if _zh(actor) else 1])
    rows = list(reading.of_incident(row))
    for start in range(0, len(rows), reading.BATCH):
        for line in reading.told(actor, rows[start : start + reading.BATCH]):
            writer.row(_cells(line, _zh(actor)))
    writer.close()
    return target.getvalue()


@transaction.atomic
def _let_out(actor: Actor, row: Incident, ids: Sequence[int]) -> None:
    """Count it with the exports of the day and put it on record: both, or neither."""
    exporting.count_list(actor, len(ids))
    record_read(
        actor,
        "customers.exported",
        customer_ids=ids if len(ids) <= MOST_NAMED else (),
        count=row.affected,
        leaving=len(ids),
        fields=["number"],
        details={"incident": str(row.id), "ids_sha256": row.digest},
    )


def _cells(line: reading.Line, zh: bool) -> list[str | int]:
    return [
        line.number or ("（已删除）" if zh else "(erased)"),
        line.into,
        line.owner,
        line.looks,
        line.revealed,
        line.left,
        line.changes,
        _time(line.first_at),
        _time(line.last_at),
        ("、" if zh else ", ").join(line.fields),
    ]


def sheet(actor: Actor, incident_id: int) -> bytes:
    """The evidence sheet: what happened, what was done when and by whom, how many were affected, what is not known."""
    row = reading.load(actor, incident_id)
    record_read(actor, "incident.printed", details={"incident": str(row.id)})
    return typeset(_sheet(actor, reading.whole(row), zh=_zh(actor)))


def _sheet(actor: Actor, found: reading.Whole, *, zh: bool) -> dict[str, Any]:
    row, place = found.row, 0 if zh else 1
    w, unnamed = wording.WORDS, _unnamed(row, zh)
    sections = [
        _section(w["happened"][place], found.said["what"], _facts(row, zh)),
        _section(w["done"][place], "", _steps(found, zh)),
        _section(w["affected"][place], w["from_log"][place], _counts(row, zh)),
        _section(w["fields"][place], w["from_look"][place], _fields(actor, row)),
        _section(w["unknown"][place], w["cannot_tell" if unnamed else "all_told"][place], unnamed),
        _section(w["finding"][place], found.said.get("finding", "—"), []),
    ]
    return {
        "title": w["title"][place],
        "subtitle": found.said["title"],
        "lang": "zh" if zh else "en",
        "foot": str(row.id),
        "sections": sections,
        "signatures": [w["handled_by"][place], w["checked_by"][place]],
    }


def _section(title: str, text: str, rows: Rows) -> dict[str, Any]:
    return {"title": title, "text": text, "rows": rows}


def _facts(row: Incident, zh: bool) -> Rows:
    w, place, people = wording.WORDS, 0 if zh else 1, directory()
    sources = [
        f"{wording.SOURCES[kind][place]} {people.name(int(value)) or value if kind == PERSON else value}"
        for kind, value in sources_of(row)
    ]
    return [
        [w["kind"][place], wording.KINDS[row.kind][place]],
        [w["severity"][place], wording.SEVERITIES[row.severity][place]],
        [w["window"][place], f"{_time(row.since)} – {_time(row.until)}"],
        [w["found"][place], _time(row.discovered_at)],
        [w["concerned"][place], "\n".join(sources)],
        [w["opened"][place], f"{people.name(row.opened_by)}  {_time(row.opened_at)}"],
        [w["closed"][place], f"{people.name(row.closed_by)}  {_time(row.closed_at)}" if row.closed_by else "—"],
    ]


def _steps(found: reading.Whole, zh: bool) -> Rows:
    place, people, lines = 0 if zh else 1, directory(), []
    for kind in STEPS:
        step, due = found.steps.get(kind), found.row.due_at(kind)
        told = [f"{wording.WORDS['due'][place]} {_time(due)}"] if due else []
        if step is not None:
            outcome = wording.OUTCOMES[step.outcome][place]
            told += [f"{outcome}  {_time(step.at)}  {people.name(step.by)}", found.notes[kind]]
        else:
            told.append(wording.WORDS["not_done"][place])
        lines.append([wording.STEPS[kind][place], "\n".join(each for each in told if each)])
    return lines


def _counts(row: Incident, zh: bool) -> Rows:
    w, place = wording.WORDS, 0 if zh else 1
    return [
        [w["customers"][place], str(row.affected)],
        [w["looks"][place], str(row.looks)],
        [w["changes"][place], str(row.changes)],
        [w["frozen"][place], _time(row.frozen_at)],
        ["SHA-256", "\n".join((row.digest[:32], row.digest[32:]))],
    ]


def _fields(actor: Actor, row: Incident) -> Rows:
    """Each field the logs know of, and of how many customers."""
    policy, counted = policy_for(actor, own=False), Counter[str]()
    for fields in reading.of_incident(row).values_list("fields", flat=True).iterator():
        counted.update(orjson.loads(fields))
    every = wording.WORDS["every_field"][0 if _zh(actor) else 1]
    return [
        [every if code == "*" else wording.field_text(policy, code), str(times)]
        for code, times in counted.most_common()
    ]


def _unnamed(row: Incident, zh: bool) -> Rows:
    return [[wording.unnamed_label(each, zh), wording.unnamed_text(each, zh)] for each in wording.unnamed_of(row)]


def _zh(actor: Actor) -> bool:
    return actor.language.startswith("zh")


def _time(moment: Any) -> str:
    return timezone.localtime(moment, LOCAL).strftime("%Y-%m-%d %H:%M") if moment else ""
