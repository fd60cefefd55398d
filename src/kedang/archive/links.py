"""The register of everything that points at a customer, and what becomes of it.

Each room states the fate of its own tables once, in its `apps.py`. Merging, undoing, erasure and data requests walk the
register without knowing the rooms; a test compares it with the schema, so that no table is forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models

OnMerge = Literal["move", "recompute", "refuse"]
OnErase = Literal["anonymise", "delete", "keep"]
Retain = Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class Combine:
    """A merge that is more than moving rows: how two customers' rows become one's, and the way back."""

    forward: Callable[[int, int], Any]
    inverse: Callable[[Any], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One column that holds customers' ids. `retain(customer_id)` says whether the law keeps its rows from erasure."""

    model: type[models.Model]
    column: str
    on_merge: OnMerge | Combine
    on_erase: OnErase
    in_dsar: bool
    retain: Retain | None = None

    @property
    def name(self) -> str:
        """Table and column."""
        return f"{self.model._meta.db_table}.{self.column}"


class LinkedTwice(RuntimeError):
    """Two fates for one column."""


_links: dict[str, Link] = {}


def link(
    field: Any, *, on_merge: OnMerge | Combine, on_erase: OnErase, in_dsar: bool, retain: Retain | None = None
) -> None:
    """State the fate of a column: `link(Note.customer, on_merge="move", on_erase="delete", in_dsar=True)`.

    `field` is the class attribute: a foreign key to a customer, or a bare id that means one.
    """
    stored = field.field
    found = Link(
        model=stored.model, column=stored.column, on_merge=on_merge, on_erase=on_erase, in_dsar=in_dsar, retain=retain
    )
    if _links.setdefault(found.name, found) != found:
        raise LinkedTwice(found.name)


def links() -> tuple[Link, ...]:
    """Every link, by table and column."""
    return tuple(_links[name] for name in sorted(_links))
