"""Exporting the customers of a list: right, masks and record first, then a stream that holds a few hundred rows at a time."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, Literal, cast

from django.db import transaction

from kedang.accounts.standing import require_still
from kedang.accounts.stepup import require_stepup
from kedang.approvals.exporting import Leaving, Let, let_out, require_running
from kedang.archive import rights
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.tables.writer import TableWriter, open_writer
from kedang.finding.list_plan import Plan
from kedang.finding.lists import ALWAYS, REACH, ListQuery, load_rows, plan_of
from kedang.history.denials import denials
from kedang.history.reads import hash_query, record_read
from kedang.integration.columns import Column, cell, chosen
from kedang.integration.marking import Mark, export_number, mark_of
from kedang.integration.unfit import add_unfit
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError
from kedang.kit.ids import new_id

Format = Literal["csv", "xlsx"]
_KEYS = 5_000
_ROWS = 500


class Export:
    """An export that was allowed and recorded; its rows follow."""

    def __init__(self, actor: Actor, query: ListQuery, shows: FieldPolicy, ids: Sequence[int]) -> None:
        self.actor, self.query, self.shows, self.ids = actor, query, shows, ids
        self.mark: Mark | None = None
        self.grant_id: int | None = None
        self.columns: list[Column] = chosen(query.columns, shows, actor.language)
        codes = [column.code for column in self.columns]
        self._extra = [code for code in codes if code not in ALWAYS and code not in REACH]

    def leaving(self) -> Leaving:
        """What is asked about before it leaves: the columns, and which sensitive ones of them carry no mask."""
        codes = [column.code for column in self.columns]
        # Both kinds of phone stand in one column, which is as clear as the clearer of them.
        asked = {code: ("mobile", "landline") if code == "phone" else (code,) for code in codes}
        clear = [code for code, each in asked.items() if any(self._sensitive_and_clear(one) for one in each)]
        return Leaving(question=self.query, columns=codes, clear=clear, ids=self.ids)

    def _sensitive_and_clear(self, code: str) -> bool:
        return self.shows.sensitivity(code) != "clear" and self.shows.clear(code)

    @property
    def headings(self) -> list[str]:
        """The first line."""
        return [column.heading for column in self.columns]

    def lines(self) -> Iterator[list[str]]:
        """Every customer as cells, masked as the export modes say; whoever is not visible any more is left out."""
        codes = tuple(column.code for column in self.columns)
        wanted = ListQuery(filter=self.query.filter, sort=self.query.sort, columns=codes, trashed=self.query.trashed)
        for start in range(0, len(self.ids), _ROWS):
            if start and (reason := self._stopped()):
                yield [reason, *([""] * (len(codes) - 1))]
                return
            rows = load_rows(self.actor, self.ids[start : start + _ROWS], wanted, self.shows, self._extra)
            add_unfit(rows, self.shows, codes)
            for row in rows:
                yield [self._cell(code, row) for code in codes]

    def _stopped(self) -> str:
        """Why the rest must not leave any more, if who asked for it was disabled or lost the right, or the approval was taken back."""
        try:
            require_still(self.actor, (rights.EXPORT,))
            if self.grant_id is not None:
                require_running(self.grant_id)
        except DomainError as refused:
            denials.note(self.actor, code=refused.code, route="customers/export")
            return refused.text(self.actor.language)
        return ""

    def _cell(self, code: str, row: dict[str, Any]) -> str:
        value = row.get(code)
        if code in ("created_at", "updated_at", "trashed_at") and value is not None and not isinstance(value, str):
            return str(value.isoformat(timespec="seconds"))
        return cell(code, row, self.actor.language)


def prepare(actor: Actor, query: ListQuery) -> Export:
    """Check the right and the question, find whom it concerns, ask whether so many may leave, and put that on record. Nothing has left
    yet."""
    actor.require(rights.EXPORT)
    # A token that was given this right was given it on purpose; its owner was asked when it was made.
    require_stepup(actor, by_token=True)
    export = find(actor, query)
    number = export_number(new_id())
    # A use of an approval and its record stand or fall together.
    with transaction.atomic():
        let = let_out(actor, export.leaving())
        export.ids, export.grant_id = let.ids, let.grant_id
        record_read(
            actor,
            "customers.exported",
            count=len(export.ids),
            leaving=len(export.ids),
            query_hash=hash_query(query.fingerprint()),
            fields=[column.code for column in export.columns],
            details=_facts(number, let),
        )
    export.mark = mark_of(actor, number)
    return export


def _facts(number: str, let: Let) -> dict[str, object]:
    """What the record of an export says beside its columns: a digest of whom it holds and, approved, by which request, and how many of
    those it was about are gone."""
    digest = hashlib.sha256(",".join(map(str, sorted(let.ids))).encode()).hexdigest()
    facts: dict[str, object] = {"ids_sha256": digest, "export": number}
    if let.request_id is None:
        return facts
    return {**facts, "approval": str(let.request_id), "missing": let.missing}


def find(actor: Actor, query: ListQuery) -> Export:
    """Whom an export would concern. Nobody has been asked yet whether they may leave."""
    actor.require(rights.EXPORT)
    shows = policy_for(actor, own=False, place="export")
    plan = plan_of(actor, query, policy_for(actor, own=False, place="list"))
    return Export(actor, query, shows, list(_all_ids(plan)))


def _all_ids(plan: Plan) -> Iterator[int]:
    for rows in plan.everything(_KEYS):
        yield from (row[-1] for row in rows)


def write(export: Export, target: BinaryIO, form: Format) -> None:
    """Write a whole export into one file."""
    writer = _open(export, target, form)
    for line in marked(export):
        writer.row(line)
    writer.close()


def _open(export: Export, target: BinaryIO, form: Format) -> TableWriter:
    mark = export.mark
    heading = [mark.heading] if mark else []
    return open_writer(target, form, [*export.headings, *heading], mark=mark.imprint if mark else None)


def marked(export: Export) -> Iterator[list[str]]:
    """The lines, each with the mark of this export at its end: a part of the file still says where it came from."""
    tail = [export.mark.line] if export.mark else []
    for line in export.lines():
        yield [*line, *tail]


class _Outlet:
    """A file that hands on what was written into it, so that a response streams while it is made."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def drain(self) -> bytes:
        """What has been written since the last time."""
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data

    readable = seekable = staticmethod(lambda: False)
    writable = staticmethod(lambda: True)
    closed = False

    def close(self) -> None:
        """The response ends by itself."""


def stream(export: Export, form: Format) -> Iterator[bytes]:
    """The export in pieces, a few hundred rows each."""
    outlet = _Outlet()
    writer = _open(export, cast(BinaryIO, outlet), form)
    for count, line in enumerate(marked(export), start=1):
        writer.row(line)
        if count % _ROWS == 0 and (piece := outlet.drain()):
            yield piece
    writer.close()
    yield outlet.drain()
