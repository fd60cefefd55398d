"""The columns of the rows that are compared, typed for Arrow, and the key columns beside them."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from kedang.engine.catalogue import Kind

_TEXT, _TEXTS, _FLAG = pa.string(), pa.list_(pa.string()), pa.bool_()

PERSON_COLUMNS: dict[str, pa.DataType] = {
    "known": _TEXT,
    "name": _TEXT,
    "shape": _TEXT,
    "surname": _TEXT,
    "given": _TEXT,
    "spelled": _TEXT,
    "spellings": _TEXTS,
    "letters": _TEXT,
    "open": _TEXTS,
    "characters": _TEXTS,
    "short": _FLAG,
    "long": _FLAG,
    "shortened": _TEXTS,
    "nick": _FLAG,
    "initials": _TEXTS,
    "initialled": _FLAG,
    "latin": _FLAG,
    "phones": _TEXTS,
    "mobiles": _TEXTS,
    "phone": _TEXT,
    "emails": _TEXTS,
    "email": _TEXT,
    "mailboxes": _TEXTS,
    "handles": _TEXTS,
    "ids": _TEXTS,
    "idnumber": _TEXT,
    "sound_id": _FLAG,
    "birth": _TEXT,
    "birth_year": _TEXT,
    "birth_years": _TEXTS,
    "birth_month": _TEXT,
    "birth_day": _TEXT,
    "birth_mixed": _TEXT,
    "gender": _TEXT,
    "employer": _TEXT,
    "doors": _TEXTS,
    "marks": _TEXTS,
    "county": _TEXT,
    "city": _TEXT,
    "postcode": _TEXT,
}
ORGANISATION_COLUMNS: dict[str, pa.DataType] = {
    "key": _TEXT,
    "keys": _TEXTS,
    "core": _TEXT,
    "heart": _TEXT,
    "cores": _TEXTS,
    "stem": _TEXT,
    "stems": _TEXTS,
    "core_spelled": _TEXT,
    "romans": _TEXTS,
    "registered": _TEXT,
    "left_out": _TEXTS,
    "beginnings": _TEXTS,
    "is_group": _FLAG,
    "named_places": _TEXTS,
    "trades": _TEXTS,
    "branch": _TEXT,
    "branches": _TEXTS,
    "whole": _FLAG,
    "is_branch": _FLAG,
    "unit": _TEXT,
    "codes": _TEXTS,
    "credit": _TEXT,
    "sound_code": _FLAG,
    "phones": _TEXTS,
    "phone": _TEXT,
    "emails": _TEXTS,
    "domains": _TEXTS,
    "legal": _TEXT,
    "legal_spelled": _TEXT,
    "people": _TEXTS,
    "doors": _TEXTS,
    "marks": _TEXTS,
    "county": _TEXT,
    "city": _TEXT,
    "postcode": _TEXT,
}
COLUMNS: dict[Kind, dict[str, pa.DataType]] = {"person": PERSON_COLUMNS, "organisation": ORGANISATION_COLUMNS}
ID, KEYS = "unique_id", "under"


def schema_of(kind: Kind) -> pa.Schema:
    """The columns of a kind with the record's id and its keys (64-bit numbers)."""
    own = [pa.field(name, kind_of) for name, kind_of in COLUMNS[kind].items()]
    return pa.schema([pa.field(ID, pa.int64()), pa.field(KEYS, pa.list_(pa.int64())), *own])


def batch_of(
    kind: Kind, ids: Sequence[int], keys: Sequence[list[int]], rows: Sequence[dict[str, Any]]
) -> pa.RecordBatch:
    """Rows as one Arrow batch."""
    schema = schema_of(kind)
    columns: list[Any] = [list(ids), list(keys)]
    columns += [[row[name] for row in rows] for name in COLUMNS[kind]]
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
