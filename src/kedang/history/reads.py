"""Recording that somebody looked, before the bytes leave.

One event a look, whatever the number of rows. If the audit database cannot take it, the read is refused.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

import orjson
from django.conf import settings
from django.db import DatabaseError, OperationalError, connections, transaction

from kedang.history.packing import pack_ids
from kedang.history.record import insert_statement, stamp_now
from kedang.history.standing import require_sealed
from kedang.history.verbs import known
from kedang.history.writer import GroupWriter, NotWritten, Row, Ticket
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.kit.ids import new_id
from kedang.vault.blind import blind_token

AUDIT_UNAVAILABLE = Refusal(
    "audit_unavailable",
    503,
    "审计记录暂时无法写入，为安全起见不显示客户数据。请联系管理员检查磁盘与审计数据库。",
    "The audit log cannot be written, so customer data is not shown. Ask an administrator to check the disk.",
)

READ_COLUMNS: tuple[str, ...] = (
    "id",
    "at",
    "actor_id",
    "actor_name",
    "via",
    "verb",
    "customer_id",
    "ids",
    "count",
    "query_hash",
    "fields",
    "details",
    "session_id",
    "request_id",
    "ip",
    "device",
)
# What must not happen while nothing is sealed.
SENSITIVE = frozenset(("customer.revealed", "customers.exported"))
_INSERT = insert_statement("history_read_event", READ_COLUMNS, "django")
_BARE_INSERT = insert_statement("history_read_event", READ_COLUMNS, "sqlite")


def hash_query(text: str) -> str:
    """A question as the audit keeps it: equal questions are recognisable, their words are not."""
    return blind_token("query", text)


# The looks of one answer that is made of many parts, until they are written; None: each is written by itself.
_together: ContextVar[list[Row] | None] = ContextVar("reads", default=None)
_gates: list[Callable[[Actor, int], None]] = []


def asks_before_leaving(gate: Callable[[Actor, int], None]) -> None:
    """Say, in `apps.ready()`, who may refuse a look for the number of customers that would leave with it."""
    if gate not in _gates:
        _gates.append(gate)


def record_read(
    actor: Actor,
    verb: str,
    *,
    customer_ids: Collection[int] = (),
    query_hash: str | None = None,
    fields: Sequence[str] = (),
    details: Mapping[str, object] | None = None,
    count: int | None = None,
    leaving: int | None = None,
    wait: bool = True,
) -> Ticket | None:
    """Record one look. `count` is what was found when it is more than `customer_ids` shown; `leaving`, how many customers leave
    when they are not named.

    With `wait=False` the caller gets a ticket and must call `settle(ticket)` before the bytes leave.
    """
    for gate in _gates:
        gate(actor, len(customer_ids) if leaving is None else leaving)
    if verb in SENSITIVE:
        require_sealed()
    row = _row(actor, verb, tuple(customer_ids), query_hash, fields, details, count)
    together = _together.get()
    if not wait and settings.READ_EVENTS_GROUPED:
        return _writer.put(row)
    if together is None:
        _write([row])
    else:
        together.append(row)
    return None


@contextmanager
def reads_together() -> Iterator[None]:
    """The looks within are recorded when it ends, all with one commit; nothing read within may leave before that."""
    rows: list[Row] = []
    token = _together.set(rows)
    try:
        yield
    finally:
        _together.reset(token)
    if rows:
        _write(rows)


def settle(ticket: Ticket | None) -> None:
    """Return when the event is on disk; refuse the read otherwise."""
    if ticket is None:
        return
    try:
        ticket.wait()
    except NotWritten as failure:
        raise AUDIT_UNAVAILABLE() from failure


def _row(
    actor: Actor,
    verb: str,
    ids: tuple[int, ...],
    query_hash: str | None,
    fields: Sequence[str],
    details: Mapping[str, object] | None,
    count: int | None,
) -> Row:
    return (
        new_id(),
        stamp_now(),
        actor.id,
        actor.name,
        actor.via,
        known(verb),
        ids[0] if len(ids) == 1 else None,
        pack_ids(ids) if len(ids) > 1 else None,
        len(ids) if count is None else count,
        query_hash or "",
        orjson.dumps(list(fields)).decode() if fields else "[]",
        orjson.dumps(details, option=orjson.OPT_SORT_KEYS).decode() if details else "{}",
        actor.session_id,
        actor.request_id,
        actor.ip,
        actor.device,
    )


def _insert(rows: Sequence[Row]) -> None:
    with transaction.atomic(using="audit"), connections["audit"].cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def _insert_in_thread(rows: Sequence[Row]) -> None:
    connection = connections["audit"]
    insert = _insert_bare if connection.vendor == "sqlite" else _insert
    try:
        insert(rows)
    except OperationalError:
        # The server may have been restarted under an idle connection: once more with a fresh one.
        connection.close()
        insert(rows)


def _insert_bare(rows: Sequence[Row]) -> None:
    """The same without Django's wrapping, which costs as much as the commit; this runs for every page anybody reads."""
    connection = connections["audit"]
    connection.ensure_connection()
    bare = connection.connection
    with connection.wrap_database_errors:
        bare.execute("BEGIN IMMEDIATE")
        try:
            bare.executemany(_BARE_INSERT, rows)
            bare.execute("COMMIT")
        finally:
            if bare.in_transaction:
                bare.execute("ROLLBACK")


def _write(rows: Sequence[Row]) -> None:
    try:
        if settings.READ_EVENTS_GROUPED:
            _writer.write(*rows)
        else:
            _insert(rows)
    except (NotWritten, DatabaseError) as failure:
        raise AUDIT_UNAVAILABLE() from failure


_writer = GroupWriter(_insert_in_thread, name="kedang-audit")
