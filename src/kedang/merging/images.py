"""The survivor as it was before a merge: its own rows taken, sealed, put back bit by bit; and what they said, to be read."""

import base64
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection

from kedang.archive.content import Content
from kedang.archive.models import Group, Tag
from kedang.archive.rows import CLEAR_COLUMNS, COLUMNS
from kedang.archive.snapshot import content_from
from kedang.archive.write import delete_where, insert_rows
from kedang.vault.keys import SubjectKey

CUSTOMER = (
    "name_key",
    "birth_date_enc",
    "birth_date_blind",
    "given_enc",
    "extras_enc",
    "provenance",
    *CLEAR_COLUMNS,
    "rule_marks",
    "classification",
)
PARTS = tuple(t for t in COLUMNS if t not in {"archive_customer", "archive_external_id", "archive_search_entry"})
_SAID = "content"
_PLACE: dict[str, Any] = {"table": "merge", "column": "image"}
Row = Sequence[Any]


def take(customer_id: int, key: SubjectKey, content: Content) -> bytes:
    """Everything a merge may change of the customer itself, and its content, sealed."""
    taken: dict[str, Any] = {"archive_customer": _read("archive_customer", CUSTOMER, "id", customer_id)}
    for table in PARTS:
        taken[table] = _read(table, COLUMNS[table], "customer_id", customer_id)
    return key.seal(orjson.dumps({**taken, _SAID: asdict(content)}), row_id=customer_id, **_PLACE)


def said(customer_id: int, key: SubjectKey, image: bytes) -> Content | None:
    """What the customer said just before; None in an image from before contents were kept in it."""
    raw = _opened(customer_id, key, image).get(_SAID)
    return content_from(raw) if raw is not None else None


def _opened(customer_id: int, key: SubjectKey, image: bytes) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(key.open_bytes(image, row_id=customer_id, **_PLACE))
    return found


def put_back(customer_id: int, key: SubjectKey, image: bytes) -> None:
    """Make the customer's rows what they were."""
    rows = _opened(customer_id, key, image)
    for table in PARTS:
        delete_where(table, "customer_id", [customer_id])
    for table in PARTS:
        insert_rows(table, COLUMNS[table], _still_possible(table, [_unpacked(row) for row in rows[table]]))
    (own,) = rows["archive_customer"]
    # an image may be older than the last column
    sets = ", ".join(f'"{column}" = %s' for column in CUSTOMER[: len(own)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE archive_customer SET {sets} WHERE id = %s",  # noqa: S608 - names are ours
            [*_unpacked(own), customer_id],
        )


def _read(table: str, columns: Sequence[str], column: str, customer_id: int) -> list[list[Any]]:
    names = ", ".join(f'"{c}"' for c in columns)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {names} FROM "{table}" WHERE "{column}" = %s ORDER BY id', [customer_id])  # noqa: S608
        return [[_packed(value) for value in row] for row in cursor.fetchall()]


def _packed(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {"b": base64.b64encode(bytes(value)).decode()}
    return {"d": str(value)} if isinstance(value, Decimal) else value


def _unpacked(row: Row) -> tuple[Any, ...]:
    return tuple(_value(value) for value in row)


def _value(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return base64.b64decode(value["b"]) if "b" in value else Decimal(value["d"])


def _still_possible(table: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Tags that were merged since stand under their new name, once; tags and groups that are gone are not put back."""
    if table == "archive_customer_tag":
        into = dict(Tag.objects.values_list("id", "merged_into_id").filter(id__in=[row[2] for row in rows]))
        standing = {into[row[2]] or row[2]: (row[0], row[1], into[row[2]] or row[2]) for row in rows if row[2] in into}
        return list(standing.values())
    if table == "archive_group_member":
        there = set(Group.objects.filter(id__in=[row[2] for row in rows]).values_list("id", flat=True))
        return [row for row in rows if row[2] in there]
    return rows
