"""The auditor's views as they go out."""

from collections.abc import Sequence
from dataclasses import asdict

from kedang.accounts.queries import directory
from kedang.approvals.exporting import approvers
from kedang.history import verbs
from kedang.history.presenting import look
from kedang.history.queries import EventLine, ReadLine
from kedang.kit.actor import Actor
from kedang.oversight import grant_use, timelines, who_saw
from kedang.oversight import schemas_views as out
from kedang.oversight.schemas import OversightPerson


def seen(found: who_saw.Page) -> out.SeenPage:
    """Looks at a customer."""
    rows = [
        out.SeenOut(
            id=str(row.id),
            at=row.at,
            person=out.SeenBy(id=str(row.person[0]), name=row.person[1]),
            by_token=row.by_token,
            text=row.text,
            fields=row.fields,
            why=row.why,
        )
        for row in found.rows
    ]
    return out.SeenPage(rows=rows, next=found.next)


def timeline(actor: Actor, found: timelines.Page) -> out.PersonTimeline:
    """Somebody's changes and looks."""
    return out.PersonTimeline(lines=[_line(line, actor.language) for line in found.lines], next=found.next)


def grants(found: grant_use.Page) -> out.GrantUsePage:
    """Grants and their use."""
    rows = []
    for row in found.rows:
        plain = {name: value for name, value in asdict(row).items() if name not in ("id", "user_id", "granted_by")}
        person, granter = _person(row.user_id), _person(row.granted_by)
        rows.append(out.GrantUseOut(id=str(row.id), person=person, granted_by=granter, **plain))
    return out.GrantUsePage(rows=rows, next=found.next)


def exports(actor: Actor, lines: Sequence[ReadLine], following: str | None) -> out.ExportPage:
    """What left, each with its number and who approved it."""
    asked = {line.id: int(str(line.details["approval"])) for line in lines if "approval" in line.details}
    approved = approvers(list(asked.values()))
    rows = [
        out.ExportOut(
            **look(line, actor.language).model_dump(),
            number=str(line.details.get("export", "")),
            approved_by=_approver(approved.get(asked.get(line.id, 0))),
        )
        for line in lines
    ]
    return out.ExportPage(rows=rows, next=following)


def _approver(user_id: int | None) -> OversightPerson | None:
    return None if user_id is None else _person(user_id)


def _line(line: EventLine | ReadLine, language: str) -> out.TimelineLineOut:
    changed = isinstance(line, EventLine)
    ids = () if isinstance(line, EventLine) else line.customer_ids
    subject = line.subject if isinstance(line, EventLine) else ("customer", ids[0]) if len(ids) == 1 else ("", 0)
    return out.TimelineLineOut(
        id=str(line.id),
        at=line.at,
        change=changed,
        verb=line.verb,
        text=verbs.text(line.verb, language),
        via=line.via,
        subject=subject[0],
        subject_id=str(subject[1]) if subject[0] else "",
        count=None if isinstance(line, EventLine) else line.count,
        fields=list(line.fields),
        ip=line.ip,
        device=line.device,
    )


def _person(user_id: int) -> OversightPerson:
    return OversightPerson(id=str(max(user_id, 0)), name=directory().name(user_id))
