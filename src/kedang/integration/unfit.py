"""What was given for a single field and does not fit it: the archive keeps it, so an export carries it."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import orjson

from kedang.archive.policy import FieldPolicy
from kedang.engine.catalogue import FIELDS
from kedang.finding.sql import Sql, among, run, select
from kedang.kit.crypto import Tampered
from kedang.vault.keys import sound_keys_for

_COLUMN = {"region": "region_name"}
_SINGLE = {code: _COLUMN.get(code, code) for code, spec in FIELDS.items() if spec.storage in ("column", "sealed")}


def add_unfit(rows: Sequence[dict[str, Any]], shows: FieldPolicy, columns: Collection[str]) -> None:
    """Fill the cells of rows that have no value with what was given instead, as the customer page shows it."""
    wanted = {code: column for code, column in _SINGLE.items() if column in columns}
    by_id = {int(row["id"]): row for row in rows}
    for customer_id, code, text in _unfit(list(by_id)) if wanted else ():
        row, column = by_id[customer_id], wanted.get(code)
        if column and not row.get(column) and (shown := shows.show(code, text)) is not None:
            row[column] = shown.value


def _unfit(ids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    """(customer, field, text) of everything that was given with a defect. What is damaged is passed over here."""
    sealed = run(*select("c.id, c.given_enc", [among(ids), Sql("c.given_enc IS NOT NULL")]))
    keys, _ = sound_keys_for([row[0] for row in sealed])
    for customer_id, blob in sealed:
        key = keys.get(customer_id)
        try:
            pairs = key.open_bytes(blob, table="customer", column="given", row_id=customer_id) if key else b"{}"
        except Tampered:
            continue
        for code, (text, reason) in orjson.loads(pairs).items():
            if reason:
                yield customer_id, code, text
