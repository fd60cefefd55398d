"""Documents as they go out."""

from typing import Any

from kedang.accounts.queries import directory
from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.archive.policy import policy_for
from kedang.documents import reading, searching
from kedang.documents import schemas as out
from kedang.documents.models import Version
from kedang.documents.reading import Narrowed, Read
from kedang.documents.retention import kept_until
from kedang.documents.sealing import Body
from kedang.engine.files.recognising import KINDS
from kedang.kit.actor import Actor, system_name
from kedang.kit.malware import scanning


def of_customer(
    actor: Actor, customer_id: int, *, trashed: bool, attached: bool, cursor: str | None, limit: int | None
) -> out.DocumentsOut:
    """A page of one customer's documents."""
    customer, rows, following = reading.of_customer(
        actor, customer_id, trashed=trashed, attached=attached, cursor=cursor, limit=limit
    )
    return out.DocumentsOut(
        rows=[document(actor, each) for each in rows],
        next=following,
        editable=_editable(actor, customer),
        scanning=scanning(),
    )


def found(
    actor: Actor, *, query: str, narrowed: Narrowed, cursor: str | None, limit: int | None
) -> out.ListedDocuments:
    """A page of everybody's documents in sight; with a question, those that answer it."""
    if query.strip():
        rows, following = searching.search(actor, query, narrowed, cursor=cursor, limit=limit)
    else:
        rows, following = reading.everything(actor, narrowed, cursor=cursor, limit=limit)
    policy = policy_for(actor, own=False, place="list")
    shown = []
    for each in rows:
        name = policy.show("name", each.customer.name)
        shown.append(
            out.ListedDocument(
                **_fields(actor, each.read),
                customer_number=each.customer.number,
                customer_name=(name.value if name else None) or "",
                snippet=each.snippet,
            )
        )
    return out.ListedDocuments(rows=shown, next=following)


def whole(actor: Actor, document_id: int) -> out.WholeDocument:
    """One document with its versions."""
    customer, read, versions = reading.one(actor, document_id)
    rows = [_version(version, body) for version, body in versions]
    return out.WholeDocument(**_fields(actor, read), versions=rows, editable=_editable(actor, customer))


def document(actor: Actor, read: Read) -> out.DocumentOut:
    """One document."""
    return out.DocumentOut(**_fields(actor, read))


def _fields(actor: Actor, read: Read) -> dict[str, Any]:
    row, newest = read.document, read.version
    return {
        "id": str(row.id),
        "customer_id": str(row.customer_id),
        "type": row.type,
        "sensitivity": row.sensitivity,
        "retention": row.retention,
        "kept_until": kept_until(row),
        "damaged": newest.damaged,
        "scan": newest.scan,
        "title": read.title,
        "name": read.body.name if read.body else None,
        "ending": newest.ending,
        "size": newest.size,
        "pages": newest.pages,
        "text": newest.text_state,
        "shown": KINDS[newest.ending].shown and read.body is not None,
        "number": newest.number,
        "about_kind": row.about_kind,
        "about_id": str(row.about_id) if row.about_id else None,
        "by": _person(row.created_by),
        "at": row.created_at,
        "updated_at": row.updated_at,
        "trashed": row.trashed_at is not None,
        "mine": row.created_by == actor.id,
        "version": row.version,
    }


def _version(version: Version, body: Body | None) -> out.DocumentVersionOut:
    return out.DocumentVersionOut(
        number=version.number,
        name=body.name if body else None,
        note=body.note if body else None,
        sha256=body.sha256 if body else None,
        ending=version.ending,
        size=version.size,
        pages=version.pages,
        shown=KINDS[version.ending].shown and body is not None,
        damaged=version.damaged,
        scan=version.scan,
        checked_at=version.checked_at,
        by=_person(version.by),
        at=version.at,
    )


def _editable(actor: Actor, customer: Customer) -> bool:
    return customer.trashed_at is None and customers.may_change(actor, customer)


def _person(user_id: int) -> out.DocumentFiler | None:
    found = directory().person(user_id)
    name = found.name if found else system_name(user_id)
    return out.DocumentFiler(id=str(user_id), name=name) if name else None
