"""Opening an incident and setting right what was said of it: what happened, when, and whose doings are concerned."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

import orjson
from django.db import transaction

from kedang.accounts.behind import limits_of
from kedang.history.involving import export_called
from kedang.history.record import record
from kedang.incidents import rights, texts
from kedang.incidents.affected import sources_of
from kedang.incidents.concerned import OWN, concerns
from kedang.incidents.models import ADDRESS, EXPORT, JOB, OPEN, Incident
from kedang.jobs.queue import enqueue
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND, STALE, Refusal
from kedang.vault.keys import create_keys, key_for

LONGEST_SPAN = timedelta(days=400)
SOURCES = 50
IS_CLOSED = Refusal(
    "incident.closed", 409, "该安全事件已办结，不能再修改。", "This incident is closed and does not change."
)
SPAN = Refusal(
    "incident.span",
    422,
    "请填写事件的起止时间：结束晚于开始，不超过 400 天，发现时间不能在未来。没有保存。",
    "Say from when until when: the end after the start, at most 400 days, and found before now. Nothing was saved.",
)
NOBODY = Refusal(
    "incident.nobody",
    422,
    "请至少说明一个涉及的账号、令牌、地址或导出。没有保存。",
    "Name at least one account, token, address or export that is concerned. Nothing was saved.",
)


NO_EXPORT = Refusal(
    "incident.no_export",
    422,
    "记录中没有编号为 {number} 的导出，请核对后再填。没有保存。",
    "The log knows of no export with the number {number}: check it. Nothing was saved.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDraft:
    """What is said of an incident. `sources`: (kind, value)."""

    title: str
    what: str
    kind: str
    severity: int
    since: datetime
    until: datetime
    discovered_at: datetime
    authority_hours: int
    people_hours: int
    sources: tuple[tuple[str, str], ...]


@transaction.atomic
def open_incident(actor: Actor, draft: IncidentDraft) -> int:
    """Open an incident; its clocks have been running since it was found, and who was affected is looked for at once."""
    actor.require(rights.HANDLE)
    row = Incident(opened_by=actor.id)
    said = _fill(row, draft)
    key = create_keys([row.id])[row.id]
    row.body_enc = texts.seal(key, row, said)
    row.save(force_insert=True)
    _look_for(actor, row)
    details = {"kind": row.kind, "severity": row.severity, "sources": _told(row)}
    record(actor, "incident.opened", subject=("incident", row.id), details=details)
    return row.id


@transaction.atomic
def change(actor: Actor, incident_id: int, draft: IncidentDraft, *, version: int) -> None:
    """Say it otherwise; who was affected is looked for anew."""
    row = locked(actor, incident_id, version)
    if concerns(actor.id, row):
        raise OWN()
    said, key = _fill(row, draft), key_for(row.id)
    row.body_enc = texts.seal(key, row, {**texts.opened(key, row), **said})
    row.asked += 1
    save(row)
    _look_for(actor, row)
    record(actor, "incident.changed", subject=("incident", row.id), details={"sources": _told(row)})


@transaction.atomic
def look_again(actor: Actor, incident_id: int, *, version: int) -> None:
    """Ask anew who was affected: the window may have lain open."""
    row = locked(actor, incident_id, version)
    row.asked += 1
    save(row)
    _look_for(actor, row)
    record(actor, "incident.counting", subject=("incident", row.id))


def locked(actor: Actor, incident_id: int, version: int) -> Incident:
    """An open incident to be changed by who may."""
    actor.require(rights.HANDLE)
    row = Incident.objects.select_for_update().filter(id=incident_id).first()
    if row is None:
        raise NOT_FOUND()
    if row.state != OPEN:
        raise IS_CLOSED()
    if row.version != version:
        raise STALE(version=row.version)
    return row


def save(row: Incident) -> None:
    """Keep the change; whoever saw the former state is told."""
    row.version += 1
    row.save()


def _look_for(actor: Actor, row: Incident) -> None:
    enqueue(JOB, subject_id=row.id, actor_id=actor.id, payload=limits_of(actor))


def _fill(row: Incident, draft: IncidentDraft) -> dict[str, str]:
    if not (draft.since < draft.until <= draft.since + LONGEST_SPAN and draft.discovered_at <= now()):
        raise SPAN()
    if not 0 < len(draft.sources) <= SOURCES:
        raise NOBODY()
    row.kind, row.severity = draft.kind, draft.severity
    row.since, row.until, row.discovered_at = draft.since, draft.until, draft.discovered_at
    row.authority_hours, row.people_hours = draft.authority_hours, draft.people_hours
    row.sources = orjson.dumps(sorted({(kind, _value(kind, value)) for kind, value in draft.sources})).decode()
    return {
        "title": texts.checked(draft.title, longest=texts.LONGEST_TITLE),
        "what": texts.checked(draft.what),
    }


def _told(row: Incident) -> list[str]:
    """Whom an incident names, as numbers: who was named before a change stays on record."""
    return [f"{kind} {value}" for kind, value in sources_of(row)]


def _export(number: str) -> str:
    """The log's number of an export by the number that stands on its lines, which is what somebody has who found the file."""
    found = export_called(number)
    if found is None:
        raise NO_EXPORT(number=number[:60])
    return str(found)


def _value(kind: str, value: str) -> str:
    """A number, or an address as the log writes it."""
    try:
        if kind == ADDRESS:
            return str(ip_address(value.strip()))
        if kind == EXPORT and value.strip()[:3].upper() == "EX-":
            return _export(value.strip())
        number = int(value)
    except ValueError:
        raise INVALID(what=f"{kind} {value[:60]}") from None
    if not 0 < number < 2**63:
        raise INVALID(what=f"{kind} {value[:60]}")
    return str(number)
