"""The floors of the desk's pages: the rows a page shows, read by the bare driver, with the reader known and nothing masked."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.floors import bare
from kedang.history.record import stamp
from kedang.kit.clock import now

Value = int | str
Reading = list[tuple[str, Sequence[Value]]]

_PARTS = (
    "customer_name",
    "identifier",
    "contact_point",
    "address",
    "contact",
    "note",
    "customer_tag",
    "group_member",
    "grant",
)


def customer_floor(customer_id: int) -> Reading:
    """A customer with everything around it, its timeline's first page, and the first rows of every panel."""
    of_one = (customer_id,)
    parts: Reading = [(f"SELECT * FROM archive_{part} WHERE customer_id = ?", of_one) for part in _PARTS]
    return [
        ("SELECT * FROM archive_customer WHERE id = ?", of_one),
        *parts,
        *timeline_floor(customer_id, now()),
        ("SELECT * FROM activity_follow_up WHERE customer_id = ? AND state = 'open' ORDER BY due_at LIMIT 200", of_one),
        ("SELECT * FROM commerce_transaction WHERE customer_id = ? ORDER BY at DESC, id DESC LIMIT 5", of_one),
        (
            "SELECT currency, kind, sum(amount), sum(outstanding) FROM commerce_transaction WHERE customer_id = ? "
            "AND voided_at IS NULL GROUP BY currency, kind",
            of_one,
        ),
        ("SELECT * FROM deals_opportunity WHERE customer_id = ? ORDER BY id DESC LIMIT 200", of_one),
        ("SELECT * FROM history_event WHERE subject_id = ? ORDER BY id DESC LIMIT 50", of_one),
    ]


def timeline_floor(customer_id: int, before: datetime) -> Reading:
    """The newest thirty of each table before a time."""
    given = (customer_id, stamp(before))
    timed = {
        "activity_interaction": "at",
        "commerce_transaction": "at",
        "deals_step": "at",
        "service_step": "created_at",
    }
    return [
        (
            f"SELECT * FROM {table} WHERE customer_id = ? AND {column} < ? ORDER BY {column} DESC, id DESC LIMIT 30",
            given,
        )
        for table, column in timed.items()
    ]


def home_floor(user_id: int) -> Reading:
    """What is due, what was done in a week, who was silent and who is new; the rest are counts of little."""
    moment = now()
    newest = "SELECT c.id, c.name, c.created_at FROM archive_customer c WHERE c.owner_id = ? AND c.trashed_at IS NULL"
    silent = newest.replace("WHERE", "JOIN archive_figures f ON f.customer_id = c.id WHERE")
    return [
        *due_floor(user_id, limit=12),
        ('SELECT count(*) FROM activity_interaction WHERE "by" = ? AND at >= ?', (user_id, _ago(moment, 7))),
        ("SELECT count(*) FROM activity_follow_up WHERE assignee_id = ? AND ended_at >= ?", (user_id, _ago(moment, 7))),
        (
            f"{silent} AND f.last_contact_at < ? ORDER BY c.updated_at DESC LIMIT 6",
            (user_id, _ago(moment, 90)),
        ),
        (f"{newest} AND c.created_at > ? ORDER BY c.created_at DESC LIMIT 6", (user_id, _ago(moment, 7))),
    ]


def _ago(moment: datetime, days: int) -> str:
    return stamp(moment - timedelta(days=days))


def due_floor(user_id: int | None, limit: int = 50) -> Reading:
    """The first open follow-ups with their customers, of one person or of all."""
    statement = (
        "SELECT f.*, c.* FROM activity_follow_up f JOIN archive_customer c ON c.id = f.customer_id "
        "WHERE f.state = 'open' {who} ORDER BY f.due_at, f.id LIMIT {limit}"
    )
    if user_id is None:
        return [(statement.format(who="", limit=limit), ())]
    return [(statement.format(who="AND f.assignee_id = ?", limit=limit), (user_id,))]


def stage_floor(user_id: int | None) -> Reading:
    """The sums of the open opportunities by stage, and the first fifteen of each with their customers."""
    who = "" if user_id is None else "AND o.owner_id = ?"
    given = () if user_id is None else (user_id,)
    first = (
        "SELECT o.*, c.* FROM deals_opportunity o JOIN archive_customer c ON c.id = o.customer_id WHERE o.ended_at IS NULL "
        f"{who} AND o.stage_id = (SELECT id FROM deals_stage WHERE NOT retired ORDER BY position LIMIT 1 OFFSET {{place}}) "
        "ORDER BY o.expected_on, o.id LIMIT 15"
    )
    sums = (
        f"SELECT stage_id, currency, count(*), sum(amount) FROM deals_opportunity o WHERE ended_at IS NULL {who} "
        "GROUP BY stage_id, currency"
    )
    return [(sums, given), *((first.format(place=place), given) for place in range(5))]


def reader(database: str, home: Path) -> Callable[[Reading], int]:
    """Reads statements and says how many rows there were."""
    connection: Any = bare(database, home)
    mark = "%s" if database == "postgres" else "?"

    def read(reading: Reading) -> int:
        return sum(len(connection.execute(sql.replace("?", mark), given).fetchall()) for sql, given in reading)

    return read
