"""Everything the reader and the writer of a file need to know, fixed before they start."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kedang.engine.tables.layout import Layout
from kedang.kit.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run as its worker sees it. `columns`: meaning → index. `total`: lines of the file."""

    run_id: int
    actor: Actor
    filename: str
    source: str
    currency: str
    customer_kind: str
    owner_id: int | None
    sheet: str
    layout: Layout
    columns: Mapping[str, int]
    batch_rows: int
    at: datetime
    total: int
    writing: bool
